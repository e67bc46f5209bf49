"""期初: orders in flight by a sheet, with the money already received: judged before anything is done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Customer, Order, Person
from domain.process.fields import Choice
from domain.process.names import FieldKind, PriceMode
from domain.process.types import Book, Leaf
from domain.process.words import LANGUAGES, Words
from domain.understanding import money, percent
from domain.understanding.sheet_words import STATES, is_nothing, one_of, plain, whole_date
from services import basis
from services.catalogue import owners_in_reach
from services.house import House
from services.people import PersonFacts
from services.sheets.goods import Shelf, line_of, shelf, totals
from services.sheets.judging import Change, Fault, Judged, Row, decimal_text, shortened, value_of, words
from services.sheets.reading import MERGED

MOST_ORDERS: Final = 100
"""So many orders at once: they come in by one transaction, for which everybody else waits."""
OLDEST: Final = timedelta(days=3 * 366)
HEAD: Final = ("leaf", "customer", "sales", "ordered_on", "promised_on", "state", "received", "deposit_share", "basis")
"""Columns of the order as a whole: on its first row, and the same or empty on the others."""


@dataclass(frozen=True, slots=True)
class Company:
    """What a sheet of orders in flight is judged against."""

    book: Book
    today: date
    actor: PersonFacts
    goods: Shelf
    customers: Mapping[str, tuple[int, str, int | None]]
    """Those whom the person may find, by name and by code in small letters: id, name, owner."""
    people: Mapping[str, tuple[int, ...]]
    imported: Mapping[str, str]
    """Numbers of orders that came in before, by what they were called."""


def known(session: Session, house: House, actor: PersonFacts, now: datetime) -> Company:
    """The company as this person's sheet meets it."""
    owners = owners_in_reach(session, house, actor)
    customers: dict[str, tuple[int, str, int | None]] = {}
    rows = session.execute(
        select(Customer.id, Customer.code, Customer.name, Customer.owner_id).where(Customer.active)
    ).all()
    for key in ("code", "name"):  # a name wins over somebody else's code
        for row in rows:
            if owners is None or row.owner_id in owners:
                customers[plain(getattr(row, key))] = (row.id, row.name, row.owner_id)
    called: dict[str, tuple[int, ...]] = {}
    for person_id, name in session.execute(select(Person.id, Person.name).where(Person.active)):
        called[name] = (*called.get(name, ()), person_id)
    before = session.execute(select(Order.original_number, Order.number).where(Order.original_number.is_not(None)))
    imported = {plain(str(original)): number for original, number in before}
    return Company(house.book, house.today(now), actor, shelf(session), customers, called, imported)


# ── judging ────────────────────────────────────────────────────────────────────────────────


def judge(judged: Judged, rows: list[Row], company: Company) -> None:
    """Rows of one number are one order."""
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        original = words(judged, row, "original", 60, wanted=True)
        if original is not None:
            grouped.setdefault(plain(original), []).append(row)
    if len(grouped) > MOST_ORDERS:
        late = list(grouped.values())[MOST_ORDERS][0]
        judged.faults.append(Fault(late.n, "", "", "too_many_orders", {"orders": str(MOST_ORDERS)}))
        return
    for group in grouped.values():
        _order(judged, " ".join(group[0]["original"].split()), group, company)
    _warn(judged)


def _order(judged: Judged, original: str, group: list[Row], company: Company) -> None:
    before = len(judged.faults)
    if (before_now := company.imported.get(plain(original))) is not None:
        judged.fault(group[0], "original", "imported_before", number=before_now)
    head = _head(judged, group)
    leaf = _leaf(judged, head, company.book)
    customer = _customer(judged, head, company)
    lines = [_line(judged, row, company) for row in group]
    effect: dict[str, Any] = {
        "original": original,
        "sales": _sales(judged, head, company, customer),
        "ordered_on": _day(judged, head, "ordered_on", company, past=True),
        "promised_on": _day(judged, head, "promised_on", company, past=False),
        "state": _state(judged, head),
    }
    if leaf is not None:
        effect |= {"leaf": leaf.key, "fields": _fields(judged, head, leaf)}
    priced = [line for line in lines if line is not None]
    received = _received(judged, head, priced, company.book.currency) if len(priced) == len(lines) else None
    if len(judged.faults) > before or customer is None or leaf is None:
        return
    total = totals(priced, company.book.currency)
    effect |= {
        "customer": customer[0], "customer_name": customer[1], "lines": priced, "row": group[0].n,
        "received": decimal_text(received) if received else "", "total": decimal_text(total),
    }  # fmt: skip
    judged.effects.append(effect)
    judged.changes.append(Change(group[0].n, "new", f"{original} {customer[1]}"))


def _head(judged: Judged, group: list[Row]) -> Row:
    """The order as a whole: each column's one value, wherever in the group it stands."""
    cells = dict(group[0].cells)
    for row in group[1:]:
        for column in HEAD:
            said = row[column] if row[column] != MERGED else ""
            if said and not cells.get(column):
                cells[column] = said
            elif said and said != cells.get(column):
                judged.fault(row, column, "differs", row=str(group[0].n), value=cells.get(column, "")[:30])
    return Row(group[0].n, cells)


def open_leaves(book: Book) -> list[Leaf]:
    """Types of order that can come in: those for a customer, whose prices are agreed one by one."""
    return [leaf for leaf in book.leaves.values() if leaf.has_customer and leaf.price_mode is PriceMode.ASK]


def _names(*given: Words) -> set[str]:
    return {plain(one.in_(lang)) for one in given for lang in LANGUAGES}


def _leaf(judged: Judged, head: Row, book: Book) -> Leaf | None:
    if not head["leaf"]:
        judged.fault(head, "leaf", "wanted")
        return None
    said = plain(head["leaf"])
    for leaf in open_leaves(book):
        if said in _names(leaf.name, leaf.plain, leaf.short) | {leaf.key}:
            return leaf
    judged.fault(head, "leaf", "no_leaf", names=", ".join(leaf.short.zh for leaf in open_leaves(book)))
    return None


def _customer(judged: Judged, head: Row, company: Company) -> tuple[int, str, int | None] | None:
    name = words(judged, head, "customer", 60, wanted=True)
    if name is None:
        return None
    found = company.customers.get(plain(name))
    if found is None:
        judged.fault(head, "customer", "no_customer")
    return found


def _line(judged: Judged, row: Row, company: Company) -> dict[str, Any] | None:
    if not row["price"] and not row["amount"]:
        judged.fault(row, "price", "wanted")
        return None
    return line_of(judged, row, company.goods, company.book.currency)


def _sales(judged: Judged, head: Row, company: Company, customer: tuple[int, str, int | None] | None) -> int | None:
    """Whose order it is: as the sheet says, or else the customer's owner, or else who imports it."""
    name = head["sales"].strip()
    if not name:
        return (customer[2] if customer else None) or company.actor.id
    found = company.people.get(name, ())
    if len(found) != 1:
        judged.fault(head, "sales", "ambiguous" if found else "nobody")
        return None
    return found[0]


def _day(judged: Judged, head: Row, column: str, company: Company, *, past: bool) -> str | None:
    if not head[column]:
        judged.fault(head, column, "wanted")
        return None
    found = None if shortened(head[column]) else whole_date(head[column])
    if found is None:
        judged.fault(head, column, "no_date")
    elif past and found > company.today:
        judged.fault(head, column, "in_future")
    elif abs(found - company.today) > OLDEST:
        judged.fault(head, column, "too_far")
    else:
        return found.isoformat()
    return None


def _state(judged: Judged, head: Row) -> str:
    if not head["state"]:
        return "accepted"
    found = one_of(STATES, head["state"])
    if found is None:
        judged.fault(head, "state", "no_state")
    return found or "accepted"


def _received(judged: Judged, head: Row, lines: Iterable[dict[str, Any]], currency: str) -> Decimal | None:
    if is_nothing(head["received"]):
        return None
    found = value_of(judged, head, "received", money(head["received"]))
    total = totals(lines, currency)
    if found is not None and found > total:
        judged.fault(head, "received", "more_than_total", total=f"{total:,}")
        return None
    return found


def _fields(judged: Judged, head: Row, leaf: Leaf) -> dict[str, Any]:
    """The leaf's other answers: the book's defaults, and what the sheet says of deposit and basis."""
    fields: dict[str, Any] = {
        one.key: str(one.default) if isinstance(one.default, Decimal) else one.default
        for one in leaf.all_fields
        if one.default is not None and one.kind not in (FieldKind.DATE, FieldKind.CUSTOMER, FieldKind.LINES)
    }
    share = (
        leaf.field_of_kind(FieldKind.PERCENT) if leaf.field("deposit_share") is None else leaf.field("deposit_share")
    )
    if head["deposit_share"] and share is not None and any(c.field == share.key for c in leaf.payment_conditions):
        read = _share(judged, head)
        if read is not None:
            fields[share.key] = decimal_text(read / 100)
    asked = basis.asked_of(leaf)
    if asked is not None and head["basis"]:
        choice = _choice(asked.field.choices, head["basis"])
        if choice is None:
            judged.fault(head, "basis", "no_choice", names=", ".join(one.label.zh for one in asked.field.choices))
        else:
            fields[asked.field.key] = {"choice": choice.key, "files": 0}
    return fields


def _share(judged: Judged, head: Row) -> Decimal | None:
    """Excel keeps 30 % as 0.3; a person who writes a number means it in per cent; of 1 nobody knows which."""
    cell = head["deposit_share"]
    try:
        value = Decimal(cell)
    except ArithmeticError:
        return value_of(judged, head, "deposit_share", percent(cell))
    if value == 1:
        judged.fault(head, "deposit_share", "ambiguous")
        return None
    return value_of(judged, head, "deposit_share", percent(f"{decimal_text(value * 100)}%" if 0 < value < 1 else cell))


def _choice(choices: Iterable[Choice], said: str) -> Choice | None:
    return next((one for one in choices if plain(said) in _names(one.label) | {one.key}), None)


def _warn(judged: Judged) -> None:
    claimed = [one for one in judged.effects if one["received"]]
    if claimed:
        amount = sum((Decimal(one["received"]) for one in claimed), Decimal(0))
        judged.warn("finance_confirms", count=str(len(claimed)), amount=decimal_text(amount))
    running = [one for one in judged.effects if one["state"] != "accepted"]
    if running:
        judged.warn("cards_follow", count=str(len(running)))
