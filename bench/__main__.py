"""`python -m bench NAME`: measure, print, and exit 1 where a figure misses its target."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from importlib import import_module

BENCHES = {
    "due": ("bench.due", "learning which reminders are due among 10,000 orders and among 1,000,000"),
    "drain": ("bench.drain", "600 and 3,000 reminders due at once, sent within the limits of Telegram"),
    "effort": ("bench.effort", "taps, typed characters and messages read for an order, against their targets"),
    "find": (
        "bench.find",
        "process CPU of finding a customer among 20,000, against one rapidfuzz pass over their names",
    ),
    "hunt": ("bench.hunt", "races played again and again; exit 1 where one ends wrong"),
    "step": ("bench.step", "process CPU of one durable intake step, against PTB with a raw transaction"),
    "week": ("bench.week", "how often phones ring in a busy week of the sample company, played in the sandbox"),
    "understand": ("bench.understand", "process CPU of reading one order line, against one cn2an call"),
}
"""By name: the module whose `run(arguments)` returns the exit code, and what it measures."""


def main(arguments: Sequence[str]) -> int:
    name = arguments[0] if arguments else ""
    if name not in BENCHES:
        print("usage: python -m bench NAME [OPTIONS]", file=sys.stderr)
        for known, (_module, what) in BENCHES.items():
            print(f"  {known:10} {what}", file=sys.stderr)
        return 2
    run: Callable[[Sequence[str]], int] = import_module(BENCHES[name][0]).run
    return run(arguments[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
