"""`python -m bot process check | show | chart | init`: the process book at the command line."""

from __future__ import annotations

import argparse
import difflib
import sys
from collections.abc import Callable
from pathlib import Path

from bot.book_file import default_book_bytes, read_book
from domain.process.faults import BookFaults, Severity
from domain.process.types import Book, Node
from handlers.process.describe import describe_leaf, describe_money, leaf_title
from handlers.process.picture import FontMissing, draw_chart, find_font
from locales import SOURCE

GOOD, WRONG, USAGE = 0, 1, 2
LANGUAGES = ("zh_Hans_CN", "zh_Hant", "en")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may stand behind `process`."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    check = verbs.add_parser("check", help="check the whole book; every fault with its place and its mend")
    check.add_argument("--translations", action="store_true", help="list every text that is in Chinese only")
    show = verbs.add_parser("show", help="print the tree, or one leaf")
    show.add_argument("leaf", nargs="?", metavar="LEAF", help="the key of a leaf, such as prepaid.release")
    show.add_argument("--lang", choices=LANGUAGES, default=SOURCE)
    chart = verbs.add_parser("chart", help="draw the tree as a picture")
    chart.add_argument("path", type=Path, metavar="PATH.png")
    chart.add_argument("--lang", choices=LANGUAGES, default=SOURCE)
    chart.add_argument("--font", type=Path, help="a font file with Chinese characters")
    init = verbs.add_parser("init", help="write the default book to a new file, for editing")
    init.add_argument("path", type=Path, metavar="PATH")


def run(args: argparse.Namespace, process_file: Path | None) -> int:
    """0: good. 1: the book is wrong. 2: wrong usage."""
    if args.verb == "init":
        return _init(args.path)
    try:
        book = read_book(process_file)
    except BookFaults as wrong:
        for fault in wrong.faults:
            print(fault, file=sys.stderr)
        print(f"{len(wrong.faults)} fault(s); the bot will not start with this book", file=sys.stderr)
        return WRONG
    verbs: dict[str, Callable[[Book, argparse.Namespace], int]] = {"check": _check, "show": _show, "chart": _chart}
    return verbs[args.verb](book, args)


def _check(book: Book, args: argparse.Namespace) -> int:
    untranslated = [fault for fault in book.warnings if fault.severity is Severity.UNTRANSLATED]
    for warning in book.warnings:
        if warning.severity is Severity.WARNING or args.translations:
            print(f"warning: {warning}")
    if untranslated and not args.translations:
        print(f"warning: {len(untranslated)} texts lack a translation; process check --translations lists them")
    print(f"{book.source}: good; revision {book.revision}, {len(book.leaves)} leaves: {', '.join(book.leaves)}")
    return GOOD


def _show(book: Book, args: argparse.Namespace) -> int:
    if args.leaf is None:
        print("\n".join([*tree_lines(book, book.tree, args.lang), *describe_money(book, args.lang)]))
        return GOOD
    leaf = book.leaves.get(args.leaf)
    if leaf is None:
        near = difflib.get_close_matches(args.leaf, list(book.leaves), n=1)
        guess = f"; did you mean {near[0]}?" if near else ""
        print(f"no leaf {args.leaf}{guess} Leaves: {', '.join(book.leaves)}", file=sys.stderr)
        return USAGE
    print(f"{leaf_title(leaf, args.lang)} [{leaf.key}]\n{leaf.plain.in_(args.lang)}\n")
    for section in describe_leaf(book, leaf, args.lang):
        print(section.block(args.lang))
    return GOOD


def tree_lines(book: Book, node: Node, lang: str, indent: str = "") -> list[str]:
    """The tree as text, one node a line, with the keys of its leaves."""
    key = f" [{node.leaf}] {book.leaves[node.leaf].plain.in_(lang)}" if node.leaf else ""
    lines = [f"{node.name.in_(lang)}{key}"]
    for child in node.children:
        last = child is node.children[-1]
        below = tree_lines(book, child, lang)
        lines.append(f"{'└─' if last else '├─'} {below[0]}")
        lines.extend(f"{'  ' if last else '│ '} {line}" for line in below[1:])
    return lines


def _chart(book: Book, args: argparse.Namespace) -> int:
    if args.path.suffix.lower() != ".png":
        print(f"{args.path}: the picture is a PNG; name it PATH.png", file=sys.stderr)
        return USAGE
    try:
        args.path.write_bytes(draw_chart(book, args.lang, font=find_font(args.font)))
    except FontMissing as missing:
        print(missing, file=sys.stderr)
        return USAGE
    except OSError as error:
        print(f"{args.path}: cannot be written: {error.strerror}", file=sys.stderr)
        return USAGE
    print(f"{args.path}: drawn")
    return GOOD


def _init(path: Path) -> int:
    """Never writes over a file: an edited book is worth more than a fresh one."""
    try:
        with path.open("xb") as file:
            file.write(default_book_bytes())
    except FileExistsError:
        print(f"{path}: is there already; name a new file", file=sys.stderr)
        return USAGE
    except OSError as error:
        print(f"{path}: cannot be written: {error.strerror}", file=sys.stderr)
        return USAGE
    print(f"{path}: written; edit it, check it, and name it in PROCESS_FILE")
    return GOOD
