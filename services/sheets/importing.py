"""A sheet that was previewed and pressed is imported: as a whole, as its preview said, or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from db.models import Sheet
from services import history, people
from services.house import House
from services.sheets import customers, days, opening_orders, products
from services.sheets.judging import Judged, Table
from services.sheets.store import (
    CALENDAR,
    CUSTOMERS,
    OPENING,
    PRODUCTS,
    background,
    get,
    judge,
    may_import,
    preview,
    settle,
    table_of,
)

_LOCKED = {CALENDAR: "calendar_day", CUSTOMERS: "customer", PRODUCTS: "product", OPENING: "orders"}


@dataclass(frozen=True, slots=True)
class Prepared:
    """What an import works on, read before the long judging."""

    kind: str
    table: Table
    against: Any


def prepare(
    session: Session, house: House, sheet_id: int, now: datetime, *, state: str = "importing"
) -> Prepared | None:
    """The sheet and the company as they are now; None where it is in another state by now."""
    sheet = get(session, sheet_id)
    if sheet.state != state or sheet.kind is None or sheet.table is None:
        return None
    actor = people.by_id(session, sheet.person_id)
    return Prepared(sheet.kind, table_of(sheet.table), background(session, house, actor, sheet.kind, now))


def carry_out(session: Session, house: House, sheet_id: int, prepared: Prepared, judged: Judged, now: datetime) -> None:
    """Import the sheet as a whole, in the caller's transaction, or show a new preview where it would do anything else.

    The company may have changed since it was judged: it is read again behind a lock and judged again where it has.
    """
    sheet = get(session, sheet_id, lock=True)
    if sheet.state != "importing":
        return
    actor = people.present(session, sheet.person_id)
    if actor is None or not may_import(house, actor, prepared.kind):  # not any more
        settle(session, sheet, "refused", {"code": "not_allowed", "values": {"kind": prepared.kind}}, now)
        return
    _lock(session, prepared.kind)
    against = background(session, house, actor, prepared.kind, now)
    if against != prepared.against:
        judged = judge(house, prepared.table, against)
    if judged.faults or judged.digest != sheet.digest:
        _changed(session, sheet, judged, now)
        return
    about = {"sheet": sheet.id, "file": sheet.name, "sha256": sheet.sha256 or ""}
    made: list[int] = []
    if prepared.kind == CUSTOMERS:
        customers.apply(session, house, actor, judged, against, now)
    elif prepared.kind == PRODUCTS:
        products.apply(session, actor, judged, now)
    elif prepared.kind == CALENDAR:
        days.apply(session, house, actor, judged, now)
    else:
        file = {"file": sheet.name, "sha256": sheet.sha256 or ""}
        made = opening_orders.apply(session, house, actor, judged, now, sheet_id=sheet.id, file=file)
    after = {**about, "orders": made} if made else {**about, "effects": judged.effects}
    history.record(
        session, subject="company", action=f"{prepared.kind}_imported", now=now, actor_id=actor.id, after=after
    )
    settle(session, sheet, "imported", sheet.summary, now)


def _changed(session: Session, sheet: Sheet, judged: Judged, now: datetime) -> None:
    """Somebody was quicker: nothing was done, and the preview says what would be done now."""
    kept = {key: sheet.summary[key] for key in ("unknown", "page", "pages", "heads") if key in sheet.summary}
    sheet.decided_at = None
    preview(session, sheet, judged, {**kept, "anew": True}, now)


def _lock(session: Session, kind: str) -> None:
    """Nobody else writes such rows until the import is committed; they may be read. SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"LOCK TABLE {_LOCKED[kind]} IN SHARE ROW EXCLUSIVE MODE"))
