"""Files that are made: templates, a sheet with its faults, orders for an ERP. For the second worker."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from domain.process.names import MoneyView
from domain.waivers import WaiverState
from handlers.jobs import Hands
from handlers.refusal_texts import REASONS_BARE
from handlers.sheets import texts
from handlers.sheets.words import OWN_COLUMNS, change_cell, fault_cells
from locales import SOURCE
from services import jobs, owed, people
from services.house import House
from services.sheets import export, importing, store
from services.sheets.export import LineRow
from services.sheets.judging import Table
from services.sheets.package import NOT_COMPUTED
from services.sheets.reading import MERGED, number_text
from services.sheets.writing import Cell, Column, Made, xlsx
from services.waivers.reading import WaiverView

MOST_DIGITS = 11
_WIDE = {"name", "address", "customer", "item_name", "customer_name", "waivers"}
_SORTS = {
    "quantity": "quantity", "shipped_quantity": "quantity", "unit_price": "price", "line_amount": "money",
    "order_amount": "money", "amount_received": "money", "amount_due": "money", "order_date": "day",
    "requested_date": "day", "promised_date": "day", "release_date": "day", "line_no": "count", "revision": "count",
}  # fmt: skip
_MONEY = ("currency", "unit_price", "line_amount", "order_amount", "amount_received", "amount_due")


def _finish(hands: Hands, name: str, body: bytes, what: str, **facts: Any) -> None:
    """Keep the file with its job, and owe it to whoever asked."""

    def last(session: Any, job: Any) -> None:
        jobs.keep_file(job, name, body)
        owed.owe(
            session, "sheet.file", chat_id=hands.job.chat_id, now=hands.now, klass=owed.Klass.ANSWER,
            subject=f"job:{hands.job.id}", facts={"what": what, **facts},
        )  # fmt: skip

    hands.finish(last)


def _language(hands: Hands) -> str:
    return hands.transact(lambda session: people.by_id(session, hands.job.person_id).language) or SOURCE


# ── templates and faults ───────────────────────────────────────────────────────────────────


def template(hands: Hands) -> None:
    """Headings and one example row, in the person's language."""
    kind, lang = str(hands.job.args["kind"]), _language(hands)
    _finish(hands, f"{texts.FILES[kind].plain(lang)}.xlsx", template_of(kind, lang), "template", kind=kind)


def template_of(kind: str, lang: str) -> bytes:
    """The template's file."""
    columns = [Column(key, label.plain(lang), width=_width(key)) for key, label in texts.COLUMNS[kind].items()]
    example = [texts.EXAMPLES[kind][one.key].plain(lang) for one in columns]
    return xlsx(Made(texts.KINDS[kind].plain(lang), columns, [example]))


def _width(key: str) -> int:
    return 32 if key in _WIDE else 16


def faults(hands: Hands) -> None:
    """The sheet as it came, with a column more that says what is wrong."""
    sheet_id, lang = int(hands.job.args["sheet"]), _language(hands)
    kept = hands.transact(lambda session: store.kept_table(session, sheet_id))
    if kept is None:
        hands.finish(lambda _session, _job: None)
        return
    table, found = kept
    said = fault_cells(table.headings.kind, found, lang, table.headings.heads)
    name = f"{texts.FILES['faults'].plain(lang)}.xlsx"
    _finish(hands, name, with_column(table, texts.PROBLEM.plain(lang), said), "faults")


def marked(hands: Hands) -> None:
    """The sheet as it came, with a column more that says what each row would do."""
    sheet_id, lang = int(hands.job.args["sheet"]), _language(hands)
    prepared = hands.transact(
        lambda session: importing.prepare(session, hands.house, sheet_id, hands.now, state="preview")
    )
    if prepared is None:  # it was decided meanwhile
        hands.finish(lambda _session, _job: None)
        return
    judged = store.judge(hands.house, prepared.table, prepared.against)
    said = {change.row: change_cell(prepared.kind, change, lang) for change in judged.changes}
    name = f"{texts.FILES['marked'].plain(lang)}.xlsx"
    _finish(hands, name, with_column(prepared.table, texts.EFFECT.plain(lang), said), "marked")


def with_column(table: Table, heading: str, said: Mapping[int, str]) -> bytes:
    """A sheet that came, row for row, and `said` by row in a last column; a column of ours that it came with is gone."""
    head = table.headings.row
    theirs = [at for at, name in enumerate(table.rows[head]) if name not in OWN_COLUMNS]
    columns = [Column(str(at), table.rows[head][at], width=18) for at in theirs]
    columns.append(Column("said", heading, width=48))
    rows = [[_as_it_was(row[at]) for at in theirs] for row in table.rows]
    below = [[*row, said.get(n, "")] for n, row in enumerate(rows[head + 1 :], start=head + 2)]
    return xlsx(Made(heading, columns, below, above=rows[:head]))


def _as_it_was(cell: str) -> Cell:
    """A number where nothing is lost by it: 007 and 1.10 are none, nor is what Excel would show as 1.4E+11."""
    try:
        value = Decimal(cell)
    except ArithmeticError:
        return {NOT_COMPUTED: "", MERGED: ""}.get(cell, cell)
    return value if value.is_finite() and len(cell) <= MOST_DIGITS and number_text(float(value)) == cell else cell


# ── orders ─────────────────────────────────────────────────────────────────────────────────


def orders(hands: Hands) -> None:
    """The orders of a period that this person may look at, a row a line."""
    since, until = (date.fromisoformat(hands.job.args[key]) for key in ("since", "until"))
    person = hands.transact(lambda session: people.present(session, hands.job.person_id))
    if person is None:
        hands.finish(lambda _session, _job: None)
        return
    lang, rows, after, numbers = person.language or SOURCE, list[LineRow](), 0, set[str]()
    while after is not None and len(numbers) < export.MOST_ORDERS:
        found, after = hands.transact(
            lambda session, at=after: export.page(session, hands.house, person, since=since, until=until, after=at)
        )
        rows += found
        numbers.update(row.order for row in found)
    facts = {"orders": len(numbers), "lines": len(rows), "since": str(since), "until": str(until)}
    if not rows:
        _nothing(hands, facts)
        return
    about = {**facts, "money": export.sees(hands.house, person).value}
    hands.transact(lambda session: export.note(session, person, about, hands.now))
    money = export.sees(hands.house, person)
    body = orders_file(hands.house, rows, money, lang)
    name = f"{texts.FILES['orders'].plain(lang)}_{since:%Y%m%d}-{until:%Y%m%d}.xlsx"
    _finish(hands, name, body, "orders", **facts, cut=after is not None, money=money is MoneyView.FULL)


def _nothing(hands: Hands, facts: dict[str, Any]) -> None:
    def last(session: Any, _job: Any) -> None:
        owed.owe(
            session, "sheet.file", chat_id=hands.job.chat_id, now=hands.now, klass=owed.Klass.ANSWER,
            subject=f"job:{hands.job.id}", facts={"what": "nothing", **facts},
        )  # fmt: skip

    hands.finish(last)


def orders_file(house: House, rows: list[LineRow], money: MoneyView, lang: str) -> bytes:
    """Machine headings, readable headings, rows. Columns of money only where the person may see it."""
    keys = [key for key in texts.ORDER_COLUMNS if _shown(key, money)]
    columns = [
        Column(key, texts.ORDER_COLUMNS[key].plain(lang), _SORTS.get(key, "text"), 28 if key in _WIDE else 14)
        for key in keys
    ]
    made = ([cells[key] for key in keys] for cells in (_cells(house, row, lang) for row in rows))
    return xlsx(Made(texts.FILES["orders"].plain(lang), columns, made, keys=True))


def _shown(key: str, money: MoneyView) -> bool:
    if key in _MONEY:
        return money is MoneyView.FULL
    return key != "payment_status" or money is not MoneyView.NONE


def _waivers(house: House, row: LineRow, lang: str) -> str:
    """What was granted, by whom, until when."""
    said = [_waiver(house, one, lang) for one in row.waivers]
    return texts.WAIVER_AND.joined(lang, said)


def _waiver(house: House, one: WaiverView, lang: str) -> str:
    rule = house.book.waiver_rule(one.checkpoint, one.code)
    told = {
        "name": rule.name.in_(lang) if rule else "", "reason": REASONS_BARE[one.code].plain(lang), "who": one.decided_by,
    }  # fmt: skip
    if one.state is WaiverState.USED:
        return texts.WAIVER_USED.plain(lang, **told)
    return texts.WAIVER.plain(lang, **told, until=f"{one.expires_at.astimezone(house.zone):%Y-%m-%d %H:%M}")


def _cells(house: House, row: LineRow, lang: str) -> dict[str, Cell]:
    leaf = house.book.leaves.get(row.leaf)
    return {
        "order_no": row.order, "line_no": row.line, "order_type": row.leaf,
        "order_type_name": leaf.short.in_(lang) if leaf else row.leaf, "status": row.state,
        "status_name": texts.STATES[row.state].plain(lang), "on_hold": (texts.YES if row.on_hold else texts.NO).plain(lang),
        "revision": row.revision, "original_no": row.original, "makes_good": row.makes_good,
        "waivers": _waivers(house, row, lang), "customer_code": row.customer_code,
        "customer_name": row.customer, "salesperson": row.sales, "order_date": row.filed_on,
        "requested_date": row.requested_on, "promised_date": row.promised_on, "release_date": row.released_on,
        "item_code": row.code, "item_name": row.name, "unit": row.unit, "quantity": row.quantity,
        "shipped_quantity": Decimal(row.shipped), "currency": row.currency, "unit_price": row.price,
        "line_amount": row.amount, "order_amount": row.total, "amount_received": row.received, "amount_due": row.due,
        "payment_status": texts.PAYMENT[row.paid].plain(lang),
    }  # fmt: skip
