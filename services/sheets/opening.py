"""期初: orders in flight by a sheet, with the money already received.

The money is a claim like any slip: it opens nothing until finance confirms it, and whoever imported it cannot.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import Customer, Order, Person, Readiness, Slip
from domain.money import Money, to_minor
from domain.process.types import Book, Choice, FieldKind, Leaf, PriceMode
from domain.process.words import LANGUAGES, Words
from domain.rights import sees_all_customers
from domain.understanding import money, percent
from domain.understanding.sheet_words import STATES, is_nothing, one_of, plain, whole_date
from services import basis, chasing, filing, history, owed, telling
from services.errors import NotAllowed, NotFound, Stale
from services.filing import NewLine, NewOrder
from services.house import House, require, who
from services.locking import touch
from services.money import confirm_slip
from services.people import PersonFacts
from services.sheets.goods import Shelf, line_of, shelf, totals
from services.sheets.judging import Change, Fault, Judged, Row, decimal_text, shortened, value_of, words

MOST_ORDERS: Final = 100
"""So many orders at once: they come in by one transaction, for which everybody else waits."""
AT_ONCE: Final = 20
"""So many receipts are confirmed by one transaction."""
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
    everything = sees_all_customers(house.book, who(actor))
    customers: dict[str, tuple[int, str, int | None]] = {}
    rows = session.execute(
        select(Customer.id, Customer.code, Customer.name, Customer.owner_id).where(Customer.active)
    ).all()
    for key in ("code", "name"):  # a name wins over somebody else's code
        for row in rows:
            if everything or row.owner_id in (None, actor.id):
                customers[getattr(row, key).casefold()] = (row.id, row.name, row.owner_id)
    called: dict[str, tuple[int, ...]] = {}
    for person_id, name in session.execute(select(Person.id, Person.name).where(Person.active)):
        called[name] = (*called.get(name, ()), person_id)
    before = session.execute(select(Order.original_number, Order.number).where(Order.original_number.is_not(None)))
    imported = {str(original): number for original, number in before}
    return Company(house.book, house.today(now), actor, shelf(session), customers, called, imported)


# ── judging ────────────────────────────────────────────────────────────────────────────────


def judge(judged: Judged, rows: list[Row], company: Company) -> None:
    """Rows of one number are one order."""
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        original = words(judged, row, "original", 60, wanted=True)
        if original is not None:
            grouped.setdefault(original, []).append(row)
    if len(grouped) > MOST_ORDERS:
        late = list(grouped.values())[MOST_ORDERS][0]
        judged.faults.append(Fault(late.n, "", "", "too_many_orders", {"orders": str(MOST_ORDERS)}))
        return
    for original, group in grouped.items():
        _order(judged, original, group, company)
    _warn(judged)


def _order(judged: Judged, original: str, group: list[Row], company: Company) -> None:
    before = len(judged.faults)
    if original in company.imported:
        judged.fault(group[0], "original", "imported_before", number=company.imported[original])
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
            said = row[column]
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
    found = company.customers.get(name.casefold())
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
        read = value_of(judged, head, "deposit_share", percent(_as_percent(head["deposit_share"])))
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


def _as_percent(cell: str) -> str:
    """Excel keeps 30 % as 0.3; a person who writes a number means it in per cent."""
    try:
        value = Decimal(cell)
    except ArithmeticError:
        return cell
    return f"{decimal_text(value * 100)}%" if 0 < value < 1 else cell


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


# ── carrying it out ────────────────────────────────────────────────────────────────────────


def apply(
    session: Session, house: House, actor: PersonFacts, judged: Judged, now: datetime, *, sheet_id: int,
    file: dict[str, str],
) -> list[int]:  # fmt: skip
    """The orders come in, each through its own gates; finance gets one card for all the money. The orders' ids."""
    require(house, actor, "opening.import")
    made = [_take_in(session, house, actor, effect, now, sheet_id, file) for effect in judged.effects]
    if any(effect["received"] for effect in judged.effects):
        chat = telling.desk_of(session, house.book.roles.money)
        if chat is not None:
            owed.show_card(session, "opening", subject=f"sheet:{sheet_id}", chat_id=chat, now=now)
    return made


def _take_in(
    session: Session, house: House, actor: PersonFacts, effect: dict[str, Any], now: datetime, sheet_id: int,
    file: dict[str, str],
) -> int:  # fmt: skip
    day = date.fromisoformat(effect["ordered_on"])
    new = NewOrder(
        leaf=effect["leaf"], customer_id=effect["customer"], requested_on=date.fromisoformat(effect["promised_on"]),
        fields=effect["fields"], sales_id=effect["sales"],
        lines=tuple(
            NewLine(line["product"], Decimal(line["quantity"]), Decimal(line["price"])) for line in effect["lines"]
        ),
    )  # fmt: skip
    about = {**file, "row": effect["row"], "state": effect["state"], "received": effect["received"] or "0"}
    noon = datetime.combine(day, time(12), house.zone)
    order = filing.take_in(
        session, house, actor, new, now, on=min(noon, now), original=effect["original"], about=about
    )  # fmt: skip
    if effect["state"] == "ready":
        for line in order.lines:
            session.add(
                Readiness(order_id=order.id, line_id=line.id, quantity=line.quantity, reported_by=actor.id, at=now)
            )
    if effect["received"]:
        _claim(session, house, actor, order, effect, now, sheet_id)
    session.flush()
    return order.id


def _claim(
    session: Session,
    house: House,
    actor: PersonFacts,
    order: Order,
    effect: dict[str, Any],
    now: datetime,
    sheet_id: int,
) -> None:
    """What is said to have come in already. It opens nothing, as no slip does."""
    amount = to_minor(Money(Decimal(effect["received"]), order.currency))
    slip = Slip(
        order_id=order.id, state="waiting", claimed_minor=amount, payer=effect["customer_name"], sheet_id=sheet_id,
        sent_by=actor.id, sent_at=now,
    )  # fmt: skip
    session.add(slip)
    touch(order, now)
    session.flush()
    history.record(
        session, subject=f"order:{order.id}", action="slip_sent", now=now, actor_id=actor.id,
        after={"slip": slip.id, "claimed": amount, "sheet": sheet_id},
    )  # fmt: skip
    leaf = house.book.leaves[order.leaf]
    chasing.begin(session, house.book, leaf, order, "slip_sent", now, subject=f"slip:{slip.id}")


# ── the money of a batch ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class ClaimFacts:
    """One claim of a batch."""

    slip_id: int
    order_id: int
    number: str
    customer: str
    amount_minor: int
    state: str


def claims(session: Session, sheet_id: int) -> list[ClaimFacts]:
    """What a batch says was received, order by order."""
    rows = session.execute(
        select(Slip.id, Order.id, Order.number, Customer.name, func.coalesce(Slip.claimed_minor, 0), Slip.state)
        .join(Order, Order.id == Slip.order_id)
        .outerjoin(Customer, Customer.id == Order.customer_id)
        .where(Slip.sheet_id == sheet_id)
        .order_by(Slip.id)
    )
    return [ClaimFacts(*row) for row in rows]


def waiting_sum(found: Iterable[ClaimFacts]) -> int:
    """Minor units that finance has not judged yet."""
    return sum(one.amount_minor for one in found if one.state == "waiting")


def require_judge(session: Session, house: House, actor: PersonFacts, sheet_id: int, sent_by: int, amount: int) -> None:
    """That this person may confirm the batch, and that it still is what their card showed."""
    require(house, actor, "slip.decide")
    found = claims(session, sheet_id)
    if not found:
        raise NotFound(f"claims of sheet {sheet_id}")
    if sent_by == actor.id:
        raise NotAllowed("own_opening")
    if waiting_sum(found) != amount:
        raise Stale("somebody judged a part of it")


def confirm_some(session: Session, house: House, actor: PersonFacts, sheet_id: int, now: datetime) -> int:
    """Confirm the next few claims of a batch; how many are left."""
    waiting = [one for one in claims(session, sheet_id) if one.state == "waiting"]
    for one in waiting[:AT_ONCE]:
        confirm_slip(session, house, actor, one.slip_id, now, amounts={one.order_id: one.amount_minor})
    return max(len(waiting) - AT_ONCE, 0)
