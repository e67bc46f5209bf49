"""A sheet's life: sent, read, shown, imported or put aside. Whoever sent it decides, once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from db.models import Sheet
from domain.rights import may
from domain.understanding.headings import Headings
from services import calendar_days, jobs, owed
from services.errors import AlreadyDone, NotFound, Stale
from services.house import House, require, who
from services.people import PersonFacts
from services.sheets import customers, days, goods, lines, opening, products
from services.sheets.judging import Judged, Table, rows_of

CUSTOMERS, PRODUCTS, LINES, OPENING, CALENDAR = "customers", "products", "lines", "opening", "calendar"
RIGHTS = {
    CUSTOMERS: ("customer.add", "credit.grant"),
    PRODUCTS: ("product.add",),
    LINES: ("order.file",),
    OPENING: ("opening.import",),
    CALENDAR: (calendar_days.RIGHT,),
}
"""By kind of sheet, the rights of which one is enough; who may only grant credit changes limits and nothing else."""
CARD = "sheet"


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """A sheet as cards show it."""

    id: int
    person_id: int
    chat_id: int
    state: str
    kind: str | None
    name: str
    digest: str | None
    draft_id: int | None
    summary: dict[str, Any]
    decided_at: datetime | None


def begin(
    session: Session, actor: PersonFacts, *, chat_id: int, file_id: str, name: str, now: datetime,
    draft_id: int | None = None,
) -> int:  # fmt: skip
    """Somebody sent a sheet; the second worker reads it."""
    sheet = Sheet(
        person_id=actor.id, chat_id=chat_id, state="reading", file_id=file_id, name=name[:120], draft_id=draft_id,
        summary={}, created_at=now,
    )  # fmt: skip
    session.add(sheet)
    session.flush()
    jobs.add(session, "sheet.read", person_id=actor.id, chat_id=chat_id, now=now, args={"sheet": sheet.id})
    return sheet.id


def facts(session: Session, sheet_id: int) -> SheetFacts:
    """The sheet with this id."""
    return _facts(get(session, sheet_id))


def file_id(session: Session, sheet_id: int) -> str:
    """The file at Telegram."""
    return get(session, sheet_id).file_id


def get(session: Session, sheet_id: int, *, lock: bool = False) -> Sheet:
    """The sheet's row. Raises NotFound."""
    row = session.get(Sheet, sheet_id, with_for_update=True if lock else None, populate_existing=lock)
    if row is None:
        raise NotFound(f"sheet {sheet_id}")
    return row


def _facts(row: Sheet) -> SheetFacts:
    return SheetFacts(
        row.id, row.person_id, row.chat_id, row.state, row.kind, row.name, row.digest, row.draft_id, row.summary,
        row.decided_at,
    )  # fmt: skip


# ── read ───────────────────────────────────────────────────────────────────────────────────


def refused(session: Session, sheet_id: int, code: str, values: dict[str, Any], now: datetime) -> None:
    """It could not be read, or is no sheet of ours; the card says why."""
    settle(session, get(session, sheet_id, lock=True), "refused", {"code": code, "values": values}, now)


def gave_up(session: Session, sheet_id: int, now: datetime) -> None:
    """The work on it failed for good."""
    sheet = get(session, sheet_id, lock=True)
    if sheet.state in ("reading", "importing"):
        settle(session, sheet, "failed", sheet.summary, now)


def keep(
    session: Session, sheet_id: int, judged: Judged, table: Table, *, sha256: str, more: dict[str, Any], now: datetime
) -> None:
    """It was read and judged: a preview, or faults with a sheet to mend."""
    sheet = get(session, sheet_id, lock=True)
    if sheet.state != "reading":
        return
    sheet.kind, sheet.sha256 = judged.kind, sha256
    sheet.table = as_json(table)
    if judged.kind == LINES:
        more = {**more, "lines": judged.effects}
    preview(session, sheet, judged, more, now)


def preview(session: Session, sheet: Sheet, judged: Judged, more: dict[str, Any], now: datetime) -> None:
    """What the sheet would do; or its faults, and the sheet goes back with them."""
    sheet.digest = judged.digest
    settle(session, sheet, "faulty" if judged.faults else "preview", {**judged.summary(), **more}, now)
    if judged.faults:
        jobs.add(
            session, "sheet.faults", person_id=sheet.person_id, chat_id=sheet.chat_id, now=now, args={"sheet": sheet.id}
        )


def settle(session: Session, sheet: Sheet, state: str, summary: dict[str, Any], now: datetime) -> None:
    """What it has come to; its card says so."""
    sheet.state, sheet.summary = state, summary
    session.flush()
    show(session, sheet.id, sheet.chat_id, now)


def show(session: Session, sheet_id: int, chat_id: int, now: datetime, *, repost: bool = False) -> None:
    """The sheet's card as it stands now."""
    owed.show_card(
        session, CARD, subject=f"sheet:{sheet_id}", chat_id=chat_id, now=now, klass=owed.Klass.ANSWER, repost=repost
    )


def as_json(table: Table) -> dict[str, Any]:
    """A table to be kept."""
    head = table.headings
    return {
        "page": table.page, "rows": [list(row) for row in table.rows],
        "headings": {"kind": head.kind, "row": head.row, "columns": dict(head.columns), "heads": dict(head.heads)},
    }  # fmt: skip


def table_of(kept: dict[str, Any]) -> Table:
    """A table that was kept."""
    head = kept["headings"]
    return Table(
        kept["page"], Headings(head["kind"], head["row"], head["columns"], heads=head["heads"]),
        tuple(tuple(row) for row in kept["rows"]),
    )  # fmt: skip


# ── judged ─────────────────────────────────────────────────────────────────────────────────


def background(session: Session, house: House, actor: PersonFacts, kind: str, now: datetime) -> Any:
    """What a sheet of this kind is judged against."""
    if kind == CUSTOMERS:
        return customers.known(session, house, actor)
    if kind == PRODUCTS:
        return products.known(session)
    if kind == CALENDAR:
        return days.known(session, house, actor, now)
    return goods.shelf(session) if kind == LINES else opening.known(session, house, actor, now)


def judge(house: House, table: Table, against: Any) -> Judged:
    """Judge a table. Pure, and long for a long one: not for a transaction."""
    kind = table.headings.kind
    judged = Judged(kind)
    rows = rows_of(judged, table)
    if any(fault.why == "too_many_rows" for fault in judged.faults):
        return judged
    if kind == CUSTOMERS:
        customers.judge(judged, rows, against)
    elif kind == PRODUCTS:
        products.judge(judged, rows, against)
    elif kind == LINES:
        lines.judge(judged, rows, against, house.book.currency)
    elif kind == CALENDAR:
        days.judge(judged, rows, against)
    else:
        opening.judge(judged, rows, against)
    return judged


# ── decided ────────────────────────────────────────────────────────────────────────────────


def may_import(house: House, actor: PersonFacts, kind: str) -> bool:
    """Whether this person may import sheets of this kind."""
    return any(may(house.book, who(actor), right) for right in RIGHTS[kind])


def require_import(house: House, actor: PersonFacts, kind: str) -> None:
    """NotAllowed where they may not."""
    if not may_import(house, actor, kind):
        require(house, actor, RIGHTS[kind][0])


def press_import(session: Session, house: House, actor: PersonFacts, sheet_id: int, digest: str, now: datetime) -> str:
    """导入 was pressed: the second worker carries it out. Its kind."""
    sheet = _mine(session, actor, sheet_id)
    assert sheet.kind is not None
    require_import(house, actor, sheet.kind)
    if sheet.digest != digest:
        raise Stale(f"sheet {sheet_id} was judged anew")
    sheet.state, sheet.decided_at = "importing", now
    if sheet.kind == LINES:
        sheet.state = "imported"
    else:
        jobs.add(session, "sheet.import", person_id=actor.id, chat_id=sheet.chat_id, now=now, args={"sheet": sheet.id})
    session.flush()
    return sheet.kind


def cancel(session: Session, actor: PersonFacts, sheet_id: int, now: datetime) -> None:
    """取消: nothing of it is done."""
    sheet = _mine(session, actor, sheet_id)
    sheet.state, sheet.decided_at = "cancelled", now
    session.flush()


def require_mine(session: Session, actor: PersonFacts, sheet_id: int) -> None:
    """NotFound for somebody else's, AlreadyDone where it is decided."""
    _mine(session, actor, sheet_id)


def _mine(session: Session, actor: PersonFacts, sheet_id: int) -> Sheet:
    """The person's own sheet, while it waits to be decided."""
    sheet = get(session, sheet_id, lock=True)
    if sheet.person_id != actor.id:
        raise NotFound(f"sheet {sheet_id}")
    if sheet.state != "preview":
        raise AlreadyDone(actor.name if sheet.decided_at else None, sheet.decided_at)
    return sheet


def judged_lines(session: Session, house: House, sheet_id: int) -> tuple[list[dict[str, Any]], bool]:
    """The lines of a sheet as they are judged now, and whether that is what its preview said."""
    sheet = get(session, sheet_id)
    assert sheet.table is not None
    few = {int(line["product"]) for line in sheet.summary["lines"]}
    judged = judge(house, table_of(sheet.table), goods.shelf(session, few))
    return judged.effects, judged.digest == sheet.digest and not judged.faults


def kept_table(session: Session, sheet_id: int) -> tuple[Table, list[dict[str, Any]]] | None:
    """The cells of a sheet and its faults, to give it back with both."""
    sheet = get(session, sheet_id)
    if sheet.table is None:
        return None
    return table_of(sheet.table), list(sheet.summary.get("faults", ()))


def forget_before(session: Session, moment: datetime) -> None:
    """The cells of old sheets are needed no more; what they did stands in the history."""
    session.execute(update(Sheet).where(Sheet.created_at < moment, Sheet.table.is_not(None)).values(table=None))
