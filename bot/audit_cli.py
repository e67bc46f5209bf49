"""`python -m bot audit verify [--anchor FILE] | show ORDER_NO`: proves the history, and prints an order's."""

from __future__ import annotations

import argparse
import re
import sys
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.ending import Ending
from bot.run import open_database
from bot.settings import Settings
from services import auditing
from services.errors import NotFound

GOOD, WRONG, WRONG_USAGE = 0, 1, 2
_POSTED = re.compile(r"\b(\d{4}-\d\d-\d\d)\b(?:(?!\d{4}-\d\d-\d\d)[\s\S])*?\b([0-9a-f]{64})\b")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may stand behind `audit`."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    verify = verbs.add_parser("verify", help="verify every chain and every daily anchor")
    verify.add_argument("--anchor", type=_posted, metavar="FILE", help="anchors as they were posted: day and hash")
    show = verbs.add_parser("show", help="print what happened to an order: who, for whom, what, before and after")
    show.add_argument("number", metavar="ORDER_NO")


def _posted(path: str) -> dict[date, str]:
    """What was copied out of the chat, whatever stands between a day and its hash."""
    try:
        told = Path(path).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise argparse.ArgumentTypeError(f"{path} cannot be read: {type(error).__name__}") from None
    try:
        found = {date.fromisoformat(day): digest for day, digest in _POSTED.findall(told)}
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{path}: {error}") from None
    if not found:
        raise argparse.ArgumentTypeError(f"{path} has no day with a hash in it")
    return found


def run(args: argparse.Namespace, settings: Settings) -> int:
    """0 where all verifies, 1 where it does not or there is no such order, 2 for a wrong setting."""
    try:
        database = open_database(settings.database_url.get_secret_value())
    except Ending as ending:
        print(ending.text, file=sys.stderr)
        return WRONG_USAGE
    try:
        with database.transaction() as session:
            if args.verb == "verify":
                return _verify(session, args.anchor)
            return _show(session, args.number, settings.zone)
    finally:
        database.dispose()


def _verify(session: Any, posted: dict[date, str] | None) -> int:
    proof = auditing.verify(session, posted)
    for fault in proof.faults:
        print(f"FAULT {fault.where}: {fault.what}")
    verdict = "FAULT" if proof.faults else "ok"
    print(f"{verdict} {proof.subjects} subjects, {proof.entries} entries, {proof.anchors} anchors")
    return WRONG if proof.faults else GOOD


def _show(session: Any, number: str, zone: ZoneInfo) -> int:
    try:
        for told in auditing.story(session, number):
            who = f"{told.who} for {told.for_whom}" if told.for_whom else told.who
            print(
                f"{told.at.astimezone(zone):%Y-%m-%d %H:%M}  {who}  {told.action}  {'; '.join(told.changes)}".rstrip()
            )
    except NotFound:
        print(f"there is no order {number}", file=sys.stderr)
        return WRONG
    return GOOD
