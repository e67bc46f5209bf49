"""``python -m sandbox``: the sandbox alone, as a process of its own."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
from collections.abc import Sequence

from sandbox.scene import Scene
from sandbox.server import SandboxServer


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description="A Bot API server for trying things out.")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--scene", help="a JSON file: who is there")
    parser.add_argument("--token", help="the bot's token; made up when missing")
    parser.add_argument("--no-windows", action="store_true", help="no send windows, never 429")
    parser.add_argument("--standing-clock", action="store_true", help="time passes only by /sim/clock")
    parser.add_argument("--no-expiry", action="store_true", help="updates wait for ever")
    return parser.parse_args(argv)


async def _serve(options: argparse.Namespace, scene: Scene) -> None:
    server = SandboxServer(
        scene, port=options.port, token=options.token, windows=not options.no_windows,
        ticking=not options.standing_clock, expiry=not options.no_expiry,
    )  # fmt: skip
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with server:
        sys.stdout.write(f"{server.origin}/\ntoken {server.token}\n")
        sys.stdout.flush()
        await stop.wait()


def main(argv: Sequence[str] | None = None) -> int:
    """Exit 0 after a signal, 2 for a bad scene or a port that is taken."""
    options = _arguments(argv)
    try:
        scene = Scene.from_json(options.scene) if options.scene else Scene()
        asyncio.run(_serve(options, scene))
    except (OSError, ValueError, TypeError) as error:
        sys.stderr.write(f"sandbox: {error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
