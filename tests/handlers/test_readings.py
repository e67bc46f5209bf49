"""What may be read: every page in every chat it might come to, every file, every list; money and customers alike."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest

from domain.rights import money_view
from handlers.routes import ALL as ROUTES
from locales import LANGUAGES
from services.reminders import carrying
from tests.support.matrix import Company, shown
from tests.support.office import HOUSE
from tests.support.pages import ALONE, AMOUNTS, BLIND, BLIND_CHAT, FULL_CHAT, OWN, SETTLED_CHAT, UNMET, Met, of_stories
from tests.support.readings import shows_money, view_of
from tests.support.ways import attempt
from tests.support.who_may import SEES_MONEY, TABLES

VIEWS = {"full": "full", "gate_only": "settled", "none": "nothing"}


def test_every_page_has_a_row():
    """A page that is new says here what it tells of money."""
    tables = (AMOUNTS, OWN, BLIND)
    assert set().union(*tables) == ROUTES.says.keys(), "say in tests/support/pages.py what it tells of money"
    assert sum(map(len, tables)) == len(ROUTES.says), "one row each"


def test_the_book_gives_every_department_the_sight_that_practice_does():
    assert {key: VIEWS[one.money.value] for key, one in HOUSE.book.departments.items()} == SEES_MONEY
    for one in SEES_MONEY:
        for other in SEES_MONEY:
            assert VIEWS[money_view(HOUSE.book, (one, other)).value] == view_of((one, other))


def met(desk: Company, session: Any) -> Met:
    """The pages that the stories and every way in of whoever may take it owe to anybody."""
    found = Met()
    for rows, now in of_stories(desk, session):
        found.add(session, rows, now)
    return found


def test_pages_show_amounts_to_those_who_may_see_them_and_to_nobody_else(
    staged: Company, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(carrying, "is_theirs", lambda *_: True)  # a reminder says nothing where it is nobody's
    known = staged.of["marks"]
    faults: list[str] = []
    told: dict[str, set[str]] = defaultdict(set)

    def read(session: Any, pages: Met) -> None:
        for n, (row, now) in enumerate(pages.rows):
            for view, chat in (("full", FULL_CHAT), ("settled", SETTLED_CHAT), ("nothing", BLIND_CHAT)):
                if row.kind in OWN or (row.kind in ALONE and view != "full"):
                    continue
                said = shown(staged.office.desk, session, row, now, LANGUAGES[n % 3], chat=chat)
                if said is None:
                    continue
                told[row.kind].add(view)
                if shows_money(said, known):
                    told[row.kind].add(f"{view} amounts")
                    if view != "full" or row.kind in BLIND - ALONE:
                        faults.append(f"{row.kind} {row.subject} in a chat that sees {view}: {said.words}")

    with staged.undone() as session:
        first = met(staged, session)
        read(session, first)
    monkeypatch.setattr(staged, "also", lambda session, rows: read(session, first.more(session, rows)))
    for way, table in TABLES.items():
        for name, row in table.items():
            attempt(staged, way, name, row, row.may[0])
    assert faults == []
    blind = {kind for kind in AMOUNTS - UNMET if "full amounts" not in told[kind]}
    assert blind == set(), "pages of which no amount was seen by anybody: nothing was tried"
    never = {kind for kind in BLIND - ALONE - UNMET if not told[kind]}
    assert never == set(), "pages that nobody was shown: let a story come to them"
