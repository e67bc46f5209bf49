"""A company and the ways of a sheet through it, without a chat."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from db.engine import Database
from db.models import Sheet
from services import people
from services.people import PersonFacts
from services.sheets import importing, store
from services.sheets.judging import Judged, Page, Table, table_of
from tests.support.office import HOUSE, STAFF, Office


@dataclass
class Desk:
    """A company and the ways of a sheet through it, without a chat."""

    office: Office
    staff: dict[str, PersonFacts] = field(default_factory=dict[str, PersonFacts])

    def __post_init__(self) -> None:
        with self.database.transaction() as session:
            for name, (telegram_id, *_rest) in STAFF.items():
                found = people.by_telegram_id(session, telegram_id)
                assert found is not None
                self.staff[name] = found

    @property
    def database(self) -> Database:
        return self.office.database

    def person(self, name: str) -> PersonFacts:
        return self.staff[name]

    def judged(self, name: str, *rows: list[Any]) -> tuple[Judged, Table]:
        table = table_of([Page("1", tuple(tuple(str(cell) for cell in row) for row in rows))])
        assert table is not None
        assert table.headings.complete, table.headings
        with self.database.transaction() as session:
            against = store.background(session, HOUSE, self.person(name), table.headings.kind, self.office.now)
        return store.judge(HOUSE, table, against), table

    def sends(self, name: str, *rows: list[Any]) -> int:
        """The sheet as the second worker leaves it, read and judged."""
        judged, table = self.judged(name, *rows)
        actor = self.person(name)
        with self.database.transaction() as session:
            sheet = store.begin(
                session, actor, chat_id=actor.telegram_id, file_id="f", name="a.xlsx", now=self.office.now
            )
            store.keep(session, sheet, judged, table, sha256="0" * 64, more={}, now=self.office.now)
        return sheet

    def presses(self, name: str, sheet: int, digest: str | None = None) -> None:
        with self.database.transaction() as session:
            known = session.get_one(Sheet, sheet).digest
            store.press_import(session, HOUSE, self.person(name), sheet, digest or str(known), self.office.now)

    def imports(self, name: str, sheet: int) -> str:
        """导入 is pressed and carried out; the state it ends in."""
        self.presses(name, sheet)
        self.carries_out(sheet)
        return self.state(sheet)

    def carries_out(self, sheet: int) -> None:
        with self.database.transaction() as session:
            prepared = importing.prepare(session, HOUSE, sheet, self.office.now)
        assert prepared is not None
        judged = store.judge(HOUSE, prepared.table, prepared.against)
        with self.database.transaction() as session:
            importing.carry_out(session, HOUSE, sheet, prepared, judged, self.office.now)

    def state(self, sheet: int) -> str:
        with self.database.transaction() as session:
            return session.get_one(Sheet, sheet).state

    def count(self, table: type[Any]) -> int:
        with self.database.transaction() as session:
            return session.scalar(select(func.count()).select_from(table)) or 0
