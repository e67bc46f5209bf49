"""`python -m bench understand`: what reading a whole order line costs in process CPU.

Subject: a message is read with the customers and products of the sample company, from the text to every part. Reference:
one cn2an call for a numeral such as orders have. Both are measured in rounds that take turns; the figure is the ratio of
the medians. It also sums up what the language libraries take on disk that the bot imports.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Callable, Sequence, Set
from datetime import date
from importlib.metadata import distribution, packages_distributions
from pathlib import Path
from statistics import median
from time import process_time
from zoneinfo import ZoneInfo

import cn2an  # pyright: ignore[reportMissingTypeStubs]

from bot import sample
from bot.book_file import read_book
from domain.understanding.order_line import order_line
from domain.understanding.vocabulary import vocabulary
from domain.worktime import WorkCalendar

TARGET = 100.0
"""A whole line against one cn2an call in the same run."""
MOST_MEGABYTES = 10.0
NUMERAL = "一万二千三百四十五"
TODAY = date(2026, 11, 23)
LINES = {
    "the line of the handbook": "宏达 X200 三百台 单价58 下周五交 款到发货",
    "two products": "X200 300台 58，Y10 两箱 送货到苏州",
    "with chatter": "早上好王总！上次那批货挺好的，这次宏达再要300台X200，价格58，下周五前送到苏州，谢谢😊",
    "a form": "客户：宏达\n产品：X200\n数量：300台\n单价：58元\n交期：12月5号\n付款：款到发货",
}
LANGUAGE = (
    "cn2an",
    "proces",
    "pypinyin",
    "rapidfuzz",
    "opencc",
    "opencc_purepy",
    "jieba",
    "jionlp",
    "recognizers_text",
)
"""Modules of libraries that know languages or letters."""
_IMPORTED = """
import sys
import bot.run
from bot import sample
from bot.understand_cli import told
from datetime import date
from domain.understanding.order_line import order_line
from domain.understanding.vocabulary import Vocabulary
known = sample.known()
told(order_line("宏达 X200 300台", known.names, known.goods, Vocabulary({}), date(2026, 11, 23)))
for name, module in sorted(sys.modules.items()):
    print(name.partition(".")[0], getattr(module, "__file__", None) or "", sep="\\t")
"""


def run(arguments: Sequence[str]) -> int:
    """Measure, print, and say with the exit code whether a target was missed."""
    parser = argparse.ArgumentParser(prog="python -m bench understand", description=str(__doc__).splitlines()[0])
    parser.add_argument("--rounds", type=int, default=15, help="rounds of each, taking turns")
    parser.add_argument("--calls", type=int, default=30, help="readings of a line in a round")
    given = parser.parse_args(arguments)
    missed = sum(report(name, *measure(line, given.rounds, given.calls)) for name, line in LINES.items())
    return 1 if missed + report_sizes(imported_sizes()) else 0


def measure(line: str, rounds: int, calls: int) -> tuple[list[float], list[float]]:
    """Microseconds of one call: of the reference, and of the line, one figure a round."""
    known, words = sample.known(), vocabulary(read_book(None))
    names, calendar = known.names, WorkCalendar(ZoneInfo("Asia/Shanghai"))

    def read() -> object:
        return order_line(line, names, known.goods, words, TODAY, calendar)

    def numeral() -> object:
        return cn2an.cn2an(NUMERAL, "normal")

    read()
    numeral()
    figures = [(_cost(numeral, calls * 20), _cost(read, calls)) for _ in range(rounds)]
    return [one for one, _ in figures], [other for _, other in figures]


def _cost(call: Callable[[], object], times: int) -> float:
    begun = process_time()
    for _ in range(times):
        call()
    return (process_time() - begun) / times * 1e6


def report(name: str, reference: list[float], subject: list[float]) -> bool:
    """Print the figures; whether the target is missed."""
    ratio = median(subject) / median(reference)
    spread = sorted(s / r for s, r in zip(subject, reference, strict=True))
    print(
        f"{name:26} {median(subject):8.0f} µs, cn2an {median(reference):5.1f} µs, ratio {ratio:5.1f}"
        f"  rounds {spread[0]:.1f} to {spread[-1]:.1f}; target under {TARGET:.0f}"
    )
    return ratio >= TARGET


def imported_sizes() -> dict[str, float]:
    """Megabytes on disk of each language library that the bot imports until a line is read, by distribution."""
    done = subprocess.run([sys.executable, "-c", _IMPORTED], capture_output=True, text=True, check=True)
    by_module = packages_distributions()
    rows = [line.split("\t") for line in str(done.stdout).splitlines()]
    loaded = {Path(file).resolve() for _, file in rows if file}
    names = {name for module, _ in rows if module in LANGUAGE for name in by_module.get(module, ())}
    return {name: size_of(name, loaded) for name in sorted(names)}


def size_of(name: str, loaded: Set[Path]) -> float:
    """Megabytes of a distribution with its data; of machine code only what was loaded, not that for other processors."""
    files = [Path(str(file.locate())).resolve() for file in distribution(name).files or ()]
    counted = [file for file in files if file.suffix != ".pyc" and (file.suffix != ".so" or file in loaded)]
    return sum(file.stat().st_size for file in counted if file.is_file()) / 1e6


def report_sizes(sizes: dict[str, float]) -> bool:
    """Print them; whether one is over the limit."""
    for name, size in sizes.items():
        print(f"imported {name:17} {size:8.1f} MB; at most {MOST_MEGABYTES:.0f}")
    return any(size > MOST_MEGABYTES for size in sizes.values())
