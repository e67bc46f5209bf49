"""`python -m bot roles [--json]`: who may do what in which state, who sees what, and what guards each way in."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any, Final

from bot.book_file import read_book
from domain.life import State
from domain.process.faults import BookFaults
from domain.process.types import Book
from domain.rights import RIGHTS, Limit, Who, customer_reach, holders, money_view, roles
from handlers.rights import ways

GOOD, WRONG = 0, 1
LIMITS: Final = {
    Limit.OWN_ORDERS: "salespeople: orders that they sold, filed or follow; their head and other departments: all",
    Limit.REACH: "customers within the person's reach (second table)",
    Limit.OWN: "only what the person began",
    Limit.OWN_DEPARTMENT: "administrators for the whole company; heads for the department that they lead",
    Limit.ASKED: "only whose opinion was asked for, or who stands in for them",
    Limit.NOT_OWN: "never what the person sent in or filed",
    Limit.CONCERNED: "the department it is of, whoever owns it or brought it up, and the management",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may stand behind `roles`."""
    parser.add_argument("--json", action="store_true", help="the same, for a program, with what guards each button")


def run(args: argparse.Namespace, process_file: Path | None) -> int:
    """0: printed. 1: the book is wrong, so that nobody can say who may what."""
    try:
        book = read_book(process_file)
    except BookFaults as wrong:
        for fault in wrong.faults:
            print(fault, file=sys.stderr)
        return WRONG
    found = tables(book)
    print(json.dumps(found, ensure_ascii=False, indent=2) if args.json else "\n".join(printed(found)))
    return GOOD


def tables(book: Book) -> dict[str, Any]:
    """Both tables and the ways in, as plain data."""
    return {
        "book": {"source": book.source, "revision": book.revision},
        "roles": [name for name, _who in roles(book)],
        "states": [state.value for state in State],
        "rights": {action: _right(book, action) for action in RIGHTS},
        "sees": {name: _sees(book, who) for name, who in roles(book)},
        "shared_groups": "a group of several departments sees the least of what they may see of money",
        "ways_in": {f"{way}:{name}": list(guard) for way, name, guard in ways()},
    }


def _right(book: Book, action: str) -> dict[str, Any]:
    right = RIGHTS[action]
    states = None if right.states is None else [state.value for state in State if state in right.states]
    return {
        "roles": list(holders(book, action)), "parts": sorted(right.parts), "states": states,
        "limits": [limit.value for limit in right.limits],
    }  # fmt: skip


def _sees(book: Book, who: Who) -> dict[str, str]:
    money = money_view(book, [who.department]) if who.department else None
    return {"money": money.value if money else "by department", "customers": customer_reach(book, who).value}


def printed(found: dict[str, Any]) -> list[str]:
    """The tables for a terminal."""
    everybody, states = found["roles"], found["states"]
    said = ["WHO MAY DO WHAT", ""]
    for action, right in found["rights"].items():
        said.append(f"{action:<20} {_who(right['roles'], everybody)}")
        said.append(f"{'':<20} in {_states(right['states'], states)}")
        said += [f"{'':<20} but {LIMITS[Limit(limit)]}" for limit in right["limits"]]
    said += ["", "WHO MAY SEE WHAT", "", f"{'role':<20} {'money':<14} customers"]
    said += [f"{role:<20} {sees['money']:<14} {sees['customers']}" for role, sees in found["sees"].items()]
    return [*said, "", found["shared_groups"]]


def _who(holding: list[str], everybody: list[str]) -> str:
    """Names of roles; a department whose head may as well stands once."""
    if holding == everybody:
        return "everybody"
    kept = [role for role in holding if role.removesuffix(".head") == role or role.removesuffix(".head") not in holding]
    return ", ".join(kept)


def _states(named: list[str] | None, states: list[str]) -> str:
    if named is None:
        return "every state"
    missing = [state for state in states if state not in named]
    return ", ".join(named) if len(named) <= len(missing) else f"every state but {', '.join(missing)}"
