"""The bytes of one TOML file become a `Book`, or one exception that carries everything wrong with it."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from domain.process.faults import BookFaults, Fault, Severity
from domain.process.positions import lines_of
from domain.process.read_assessment import read_assessment, read_report
from domain.process.read_change import Known, read_change
from domain.process.read_company import (
    read_calendar,
    read_checkpoint_names,
    read_departments,
    read_drafts,
    read_money,
    read_roles,
)
from domain.process.read_fields import read_field
from domain.process.read_leaf import Shared, read_leaf
from domain.process.read_reminders import read_digest, read_notice_sets, read_reminders, read_task_sets
from domain.process.read_review import check_seats, read_policy, read_reviews, read_screening
from domain.process.read_tree import read_questions, read_tree
from domain.process.read_waivers import read_waivers
from domain.process.reader import Faults, Table
from domain.process.registry import SEAT_REASONS
from domain.process.siblings import siblings_alike
from domain.process.types import Book, Leaf
from domain.process.words import Words

FORMAT = 1
_MOST_BYTES = 2_000_000
_TOML_LINE = re.compile(r"\(at line (\d+), column (\d+)\)")
# What a Chinese keyboard types where TOML wants its ASCII twin.
_FULL_WIDTH = "".join(chr(ord(char) + 0xFEE0) for char in "=[]{},.#") + "“”‘’"


def load_book(data: bytes, *, source: str, complete: bool = False) -> Book:
    """The book that `data` holds. `source` names the file in faults; with `complete` a missing
    translation is a fault and not a warning.

    Raises:
        BookFaults: with every fault at once.
    """
    text = _decode(data, source)
    values = _parse(text, source)
    faults = Faults(source, lines_of(text), complete=complete)
    book = _read(Table(faults, (), values), data)
    found = _in_order(faults.found)
    if faults.count():
        raise BookFaults(fault for fault in found if fault.severity is Severity.FAULT)
    return replace(book, warnings=found)


def _decode(data: bytes, source: str) -> str:
    if len(data) > _MOST_BYTES:
        raise BookFaults([Fault(source, "", f"{len(data)} bytes are no book", "name the process book")])
    try:
        # Windows editors put a byte order mark before the text; it is harmless.
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        fault = Fault(source, "", "is not UTF-8", "save the file in the encoding UTF-8, not GBK", line)
        raise BookFaults([fault]) from error


def _parse(text: str, source: str) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _TOML_LINE.search(str(error))
        lines = text.split("\n")
        number = int(found[1]) if found else len(lines)
        line = lines[min(number, len(lines)) - 1]
        typed = sorted(set(line) & set(_FULL_WIDTH))
        mend = "read this line and the one above"
        if typed:
            mend = f"this line holds {' '.join(typed)}; outside of texts TOML wants the ASCII character"
        what = f"is not TOML: {_TOML_LINE.sub('', str(error)).strip()}: {line.strip()[:80]}"
        raise BookFaults([Fault(source, "", what, mend, number)]) from error


def _in_order(found: list[Fault]) -> tuple[Fault, ...]:
    """By line, each once: a shared definition is read for every leaf that uses it."""
    return tuple(sorted(dict.fromkeys(found), key=lambda fault: fault.line))


def _read(table: Table, data: bytes) -> Book:
    head = table.table("book")
    head.count("format", least=FORMAT, most=FORMAT)
    title = head.words("title")
    head.close()
    money = read_money(table)
    calendar = read_calendar(table)
    departments = read_departments(table, calendar.week)
    reminders = read_reminders(table, departments)
    shared = Shared(
        departments=departments,
        fields=_read_shared_fields(table),
        milestones=_read_milestones(table),
        notices=read_notice_sets(table, departments),
        tasks=read_task_sets(table, departments),
        reminders=reminders,
        screening=read_screening(table),
        reviews=read_reviews(table, departments),
    )
    for key, review in shared.reviews.items():
        check_seats(table.faults, ("review", key), review, {*shared.screening, *SEAT_REASONS})
    section = table.table("leaf")
    leaf_tables = {key: section.table(key) for key in section.each_key()}
    tree, paths = read_tree(table, {key: leaf.words("name") for key, leaf in leaf_tables.items()})
    leaves = {key: read_leaf(leaf, key, shared, paths.get(key, ())) for key, leaf in leaf_tables.items()}
    first_question, questions = read_questions(table, leaves)
    book = Book(
        revision=hashlib.sha256(data).hexdigest()[:12],
        source=table.faults.source,
        title=title,
        currency=money.currency,
        rounding=money.rounding,
        departments=departments,
        roles=read_roles(table, departments),
        checkpoint_names=read_checkpoint_names(table),
        calendar=calendar,
        tree=tree,
        leaves=MappingProxyType(leaves),
        first_question=first_question,
        questions=questions,
        reminders=reminders,
        digest=read_digest(table, departments),
        approval=read_policy(table),
        change=read_change(table, Known(departments, shared.fields.values, shared.screening, leaves)),
        waivers=read_waivers(table, departments),
        assessment=read_assessment(table, departments),
        report=read_report(table),
        drafts=read_drafts(table, calendar.quiet),
        methods=money.methods,
        write_off_up_to=money.write_off_up_to,
    )
    table.close()
    _check_siblings(section, book)
    _warn_unused(table, shared, leaves)
    return book


def _read_shared_fields(book: Table) -> Table:
    """The shared fields, each read once on its own, so that one that no leaf uses is checked too."""
    section = book.table("field")
    for key in section.each_key():
        read_field(section.table(key), key)
    return section


def _read_milestones(book: Table) -> Mapping[str, Words]:
    section = book.table("milestone")
    return {key: section.words(key) for key in section.each_key()}


def _check_siblings(section: Table, book: Book) -> None:
    for first, second in siblings_alike(book.tree, book.leaves):
        section.fault(
            second.key,
            f'does not differ from its sibling "{first.key}": same gate, department and key points',
            "merge the two, or give one what makes it a type of its own",
        )


def _warn_unused(book: Table, shared: Shared, leaves: Mapping[str, Leaf]) -> None:
    used = {
        "field": {field.key for leaf in leaves.values() for field in leaf.all_fields},
        "milestone": {milestone.key for leaf in leaves.values() for milestone in leaf.milestones},
        "reminder": {rule.key for leaf in leaves.values() for rule in leaf.reminders},
        "screening": {rule.key for leaf in leaves.values() for rule in leaf.screening},
        "review": {leaf.review.key for leaf in leaves.values() if leaf.review},
    }
    defined = {
        "field": shared.fields.values,
        "milestone": shared.milestones,
        "reminder": shared.reminders,
        "screening": shared.screening,
        "review": shared.reviews,
    }
    for section, keys in defined.items():
        for key in keys:
            if key not in used[section]:
                book.faults.add(
                    (section, key), "is used by no leaf", "name it in a leaf, or delete it", Severity.WARNING
                )
