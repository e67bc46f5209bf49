"""What stands in the sheets that the bot sends, cell by cell: money as it may be seen, and orders of theirs alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select, update

from db.models import Customer, Order, Person
from handlers.sheets import making, texts
from locales import LANGUAGES
from services import filing, people
from services.filing import NewLine, NewOrder
from services.sheets import store
from services.sheets.judging import Page, table_of
from tests.support.matrix import SOON, WHO, Company, shown
from tests.support.office import HOUSE, PLACE, TAX
from tests.support.readings import NOT_THEIRS, STRANGERS, view_of
from tests.support.sheets import cells
from tests.support.who_may import FULL, NOTHING, SETTLED

THEIRS = "永盛五金"
PRICE = Decimal("66.66")
PAID = {lang: {texts.PAYMENT[paid].plain(lang) for paid in (True, False)} for lang in LANGUAGES}
INSIDE = [who for who in WHO if who not in ("removed", "outsider")]


@dataclass
class Hands:
    """A job that works in a transaction which is undone."""

    session: Any
    job: Any
    house: Any = HOUSE
    now: datetime = SOON
    made: Any = field(default_factory=lambda: SimpleNamespace(file_name=None, file_body=None))

    def transact(self, work: Callable[[Any], Any]) -> Any:
        return work(self.session)

    def finish(self, work: Callable[[Any, Any], None]) -> None:
        work(self.session, self.made)


def job_of(desk: Company, who: str, **args: Any) -> Any:
    return SimpleNamespace(id=1, person_id=desk.of["ids"][who], chat_id=WHO[who][0], args=args)


def sheet_of(desk: Company, session: Any, who: str, make: Callable[[Any], None], lang: str, **args: Any) -> list[Any]:
    """The cells that somebody is sent; none where nothing is sent."""
    session.execute(update(Person).where(Person.id == desk.of["ids"][who]).values(language=lang))
    hands = Hands(session, job_of(desk, who, **args))
    make(hands)
    return cells(hands.made.file_body) if hands.made.file_body else []


def written(cell: Any) -> str:
    return f"{cell:.2f}" if isinstance(cell, float) else str(cell)


def of_colleague(desk: Company, session: Any) -> str:
    """An order of the colleague's own customer."""
    given = {"basis": {"choice": "contract", "files": 1}, **PLACE, **TAX}
    line = NewLine(1, Decimal(90), PRICE)
    new = NewOrder("prepaid.release", (line,), customer_id=2, requested_on=date(2026, 12, 4), fields=given)
    colleague = people.by_id(session, desk.of["ids"]["colleague"])
    return filing.file_order(session, HOUSE, colleague, new, SOON).number


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("who", INSIDE)
def test_the_orders_of_a_period_for_an_erp(staged: Company, who: str, lang: str):
    with staged.undone() as session:
        number = of_colleague(staged, session)
        staged.befall(session, who)
        rows = sheet_of(staged, session, who, making.orders, lang, since="2026-01-01", until="2026-12-31")
        every = {order.number: order.total_minor for order in session.scalars(select(Order))}
        known = re.compile(rf"{staged.of['marks'].pattern}|(?<![\d.])(?:66\.66|5,?999\.40)(?!\d)")
    if who in STRANGERS:
        assert {row[0] for row in rows[2:]} == ({number} if who == "colleague" else set())
        assert not any(NOT_THEIRS in written(cell) for row in rows for cell in row)
    else:
        mine = {one for one in every if one != number} if who == "requester" else set(every)
        told = {row[0] for row in rows[2:]}
        assert told == mine if who != "requester" else told <= mine and len(told) > 8
    if not rows:
        return
    keys, view = rows[0], view_of([WHO[who][1]])
    amounts = [written(cell) for row in rows for cell in row if known.search(written(cell))]
    if view == FULL:
        assert {f"{every[row[0]] / 100:.2f}" for row in rows[2:] if every[row[0]]} <= set(amounts)
        return
    assert amounts == []
    assert not set(making._MONEY) & set(keys)  # pyright: ignore[reportPrivateUsage]
    assert ("payment_status" in keys) is (view == SETTLED)
    if view == SETTLED:
        assert {row[keys.index("payment_status")] for row in rows[2:]} >= PAID[lang]
    else:
        assert view == NOTHING
        assert not any(written(cell) in PAID[lang] for row in rows for cell in row)


def test_who_left_meanwhile_is_sent_no_sheet(staged: Company):
    with staged.undone() as session:
        staged.befall(session, "removed")
        hands = Hands(session, job_of(staged, "removed", since="2026-01-01", until="2026-12-31"))
        making.orders(hands)
        assert hands.made.file_body is None


# ── a sheet of customers that comes back ───────────────────────────────────────────────────

USCC = "91320583MA1MTK5W9H"
KEPT = {"contact": "沈秘书", "phone": "13700001111", "address": "昆山玉山镇九号门", "billing": {"title": "宏达老抬头"}}
SECRET = re.compile("|".join(("沈秘书", "13700001111", "昆山玉山镇", "宏达老抬头", "张敏")))
SENT = (
    ["客户编号", "客户名称", "联系人", "电话", "地址"],
    ["C1", "宏达机电", "王工", "13800002222", "别处"],
    ["", "宏達機電", "王工", "", ""],
    ["c1", "另一家", "王工", "", ""],
    ["", " 宏达 机电 ", "王工", "", ""],
)


def sends(desk: Company, session: Any, who: str, *rows: list[str]) -> int:
    actor = people.by_id(session, desk.of["ids"][who])
    table = table_of([Page("1", tuple(map(tuple, rows)))])
    assert table is not None
    against = store.background(session, HOUSE, actor, table.headings.kind, SOON)
    judged = store.judge(HOUSE, table, against)
    sheet = store.begin(session, actor, chat_id=WHO[who][0], file_id="f", name="a.xlsx", now=SOON)
    store.keep(session, sheet, judged, table, sha256="0" * 64, more={}, now=SOON)
    return sheet


def card_words(desk: Company, session: Any, lang: str) -> str:
    row = [row for row in desk.owes(session) if row.kind == "sheet"][-1]
    one = shown(desk.office.desk, session, row, SOON, lang)
    assert one is not None
    return one.words


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("who", STRANGERS)
def test_a_sheet_of_customers_tells_nothing_of_those_of_a_colleague(staged: Company, who: str, lang: str):
    with staged.undone() as session:
        staged.befall(session, who)
        session.execute(update(Customer).where(Customer.id == 1).values(**KEPT))
        for rows in (SENT, *((SENT[0], row) for row in SENT[1:])):
            sheet = sends(staged, session, who, *rows)
            back = sheet_of(staged, session, who, making.faults, lang, sheet=sheet)
            seen = [card_words(staged, session, lang), *(written(cell) for row in back for cell in row)]
            assert [words for words in seen if SECRET.search(words)] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_whose_customer_it_is_sees_what_would_change(staged: Company, lang: str):
    with staged.undone() as session:
        session.execute(update(Customer).where(Customer.id == 1).values(**KEPT))
        sheet = sends(staged, session, "requester", *SENT[:2])
        back = sheet_of(staged, session, "requester", making.marked, lang, sheet=sheet)
        assert any("13700001111" in written(cell) for row in back for cell in row)
