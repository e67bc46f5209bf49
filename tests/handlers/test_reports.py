"""周报 as people read it: the words under the picture, the names, the picture itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
from PIL import Image, ImageColor
from sqlalchemy import select

from db.models import Chat, GroupBinding, Job, Person
from domain.process.names import Level
from handlers.process.fonts import find_font
from handlers.reports.jobs import JOBS
from handlers.reports.picture import SHADES, draw_report
from handlers.turn import House
from services import jobs, owed
from services.jobs import Claim
from services.reports import gathering
from services.reports.shape import Report
from services.reports.weekly_report import JOB
from services.risks import opening, writing
from tests.support.office import GROUPS, HOUSE, STAFF, Office, at

BOARD = -1006


@dataclass
class Hands:
    """The second worker's, without a thread."""

    office: Office
    job: Claim
    house: House

    @property
    def now(self) -> datetime:
        return self.office.now

    def transact(self, work: Callable[[Any], Any]) -> Any:
        with self.office.database.transaction() as session:
            return work(session)

    def finish(self, work: Callable[[Any, Any], None]) -> None:
        with self.office.database.transaction() as session:
            job = session.get_one(Job, self.job.id)
            work(session, job)
            jobs.done(job, self.office.now)


@pytest.fixture
def office(office: Office, monkeypatch: pytest.MonkeyPatch) -> Office:
    """With a management that is met in a group."""
    with office.database.transaction() as session:
        session.add(Person(telegram_id=91, name="王总", department="management", role="manager", joined_at=office.now))
        session.add_all([Chat(id=91, kind="private"), Chat(id=BOARD, kind="group")])
        session.flush()
        session.add(GroupBinding(department="management", chat_id=BOARD, bound_by=1, bound_at=office.now))
    monkeypatch.setitem(STAFF, "王总", (91, "management", "manager"))
    monkeypatch.setitem(GROUPS, "管理层群", (BOARD, ("management",)))
    return office


def made(office: Office) -> None:
    """The second worker does what was left to it."""
    with office.database.transaction() as session:
        claimed = jobs.claim(session, office.now)
    assert claimed is not None
    assert claimed.kind == JOB
    JOBS[JOB].run(Hands(office, claimed, HOUSE))  # type: ignore[arg-type]
    office.send()


def test_who_asks_gets_it_and_sales_do_not(office: Office):
    office.says("张敏", "/report")
    assert office.reads("张敏") == ["这一步不归你的部门办。"]
    office.says("王总", "周报")
    assert office.reads("王总") == ["在做了，一会儿发到这里。"]
    made(office)
    assert office.reads("王总") == [
        "风险周报 · 11月23日 周一",
        "这周没有要报的：没有风险，没有等款的单，也没有审批和变更。",
    ]
    office.says("王总", "/stats", chat="管理层群")
    office.taps("王总", "风险周报", chat="管理层群")
    made(office)
    assert office.reads("管理层群")[0] == "风险周报 · 11月23日 周一"


def test_a_full_week_with_its_picture_and_names(office: Office):
    order = office.file("prepaid.release", (1, 300, "58.00"), wanted=None)
    with office.database.transaction() as session:
        zhang = office.person(session, "张敏")
        for n in range(5):
            risk = opening.open_for_order(session, HOUSE, zhang, order, f"第 {n} 件", office.now)
            writing.set_level(
                session, HOUSE, zhang, risk.id, Level.HIGH if n < 4 else Level.LOW, office.now
            )  # fmt: skip
    office.now = at("11-25", "10:05")
    office.says("王总", "/report", chat="管理层群")
    made(office)
    said = office.reads("管理层群", on="未关闭风险")
    assert said[:6] == [
        "风险周报 · 11月25日 周三",
        "未关闭风险 5 条：高 4、中 0、低 1",
        "1 高 XS261123-001 宏达机电 · 第 0 件 · 李娜，2 天",
        "2 高 XS261123-001 宏达机电 · 第 1 件 · 李娜，2 天",
        "3 高 XS261123-001 宏达机电 · 第 2 件 · 李娜，2 天",
        "高风险还有 1 条，看明细。",
    ]
    assert "等钱：下单 1 单 ¥17,400.00" in said, "exact in words"
    assert said[-1] == "〔风险清单〕"
    assert len(said) <= 10
    photo = office.newest("管理层群", on="未关闭风险").out.photo
    assert isinstance(photo, bytes)
    assert Image.open(BytesIO(photo)).width == 780
    details = office.reads("管理层群", on="周报明细")
    assert details[1] == "高风险"
    assert details[-2:] == ["低风险 1 条", "• XS261123-001 宏达机电 · 第 4 件"]
    assert office.newest("管理层群", on="周报明细").out.silent, "the picture rang"
    with office.database.transaction() as session:
        assert [job.state for job in session.scalars(select(Job))] == ["done"]


def test_middling_and_low_risks_are_named_and_what_is_left_out_is_counted(office: Office):
    order = office.file("prepaid.release", (1, 300, "58.00"), wanted=None)
    with office.database.transaction() as session:
        zhang = office.person(session, "张敏")
        for n in range(11):
            risk = opening.open_for_order(session, HOUSE, zhang, order, f"第 {n} 件", office.now)
            writing.set_level(session, HOUSE, zhang, risk.id, Level.MID if n < 5 else Level.LOW, office.now)
    office.says("王总", "/report", chat="管理层群")
    made(office)
    assert office.reads("管理层群", on="未关闭风险")[1:6] == [
        "未关闭风险 11 条：高 0、中 5、低 6",
        "1 中 XS261123-001 宏达机电 · 第 0 件 · 李娜，0 天",
        "2 中 XS261123-001 宏达机电 · 第 1 件 · 李娜，0 天",
        "3 中 XS261123-001 宏达机电 · 第 2 件 · 李娜，0 天",
        "中风险还有 2 条，看明细。",
    ]
    details = office.reads("管理层群", on="周报明细")
    assert details[1:3] == ["中风险 5 条", "1 中 XS261123-001 宏达机电 · 第 0 件 · 李娜，0 天"]
    assert [details[7], *details[-2:]] == ["低风险 6 条", "• XS261123-001 宏达机电 · 第 9 件", "还有 1 条。"]


def _said(office: Office, **parts: Any) -> list[str]:
    """The lines of a report of which only these parts are anything."""
    nothing = {"risks": [[0] * 4] * 3, "gates": [], "latency": [], "factors": []}
    facts = {"report": {**_full(), **nothing, **parts}, "job": 0, "drawn": False}
    with office.database.transaction() as session:
        for kind in ("report", "report.details"):
            owed.owe(session, kind, chat_id=BOARD, now=office.now, facts=facts)
    office.send()
    return [line for one in office.chats[BOARD] for line in one.text.split("\n")]


def _took(department: str, count: int, late: int, waiting: int) -> dict[str, Any]:
    return {
        "department": department, "count": count, "median": 390, "longest": 450, "late": late, "waiting": waiting
    }  # fmt: skip


@pytest.mark.parametrize(
    ("took", "said"),
    [
        ((1, 0, 4), "审批：表态 1 次，都在 4 小时内；还有 4 件没表态，已超过 4 小时；最慢是生产，中位 6.5 小时"),
        ((0, 0, 4), "审批：还有 4 件没表态，已超过 4 小时；最慢是生产，中位 6.5 小时"),
        ((3, 2, 0), "审批：表态 3 次，其中 2 次超过 4 小时；最慢是生产，中位 6.5 小时"),
        ((3, 0, 0), "审批：表态 3 次，都在 4 小时内"),
    ],
)
def test_given_and_waited_for_are_two_numbers(office: Office, took: tuple[int, int, int], said: str):
    assert said in _said(office, latency=[_took("production", *took)])


def test_a_list_that_is_half_ticked_says_how_far(office: Office):
    parts = [("finance", 0, 5), ("production", 4, 5)]
    assert "没做风险评估：财务；风险评估没做完：生产 做了 4/5" in _said(office, unassessed=parts)
    office.chats.clear()
    assert "风险评估没做完：生产 做了 4/5" in _said(office, unassessed=parts[1:])


def test_what_is_alike_of_one_order_is_one_line(office: Office):
    one = {
        "rule": "pay_before_release",
        "number": "XS261123-001",
        "customer": "宏达机电",
        "at": "2026-11-23T02:05:00+00:00",
    }
    assert sum("起上报" in line and " 2 处 " in line for line in _said(office, unheard=[{**one, "count": 2}])) == 1
    office.chats.clear()
    assert sum(line.endswith("上报") and "处" not in line for line in _said(office, unheard=[{**one, "count": 1}])) == 1


def test_the_legend_has_the_colours_of_the_bars():
    drawn = Image.open(BytesIO(draw_report(_full(), HOUSE.book, "zh_Hans_CN", font=find_font(), with_money=True)))
    shades = [SHADES[level][3] for level in (Level.HIGH, Level.MID, Level.LOW)]
    near = {ImageColor.getrgb(shade) for shade in shades}
    colours = {colour[:3] for _count, colour in drawn.convert("RGB").getcolors(1 << 20) or ()}
    missing = [
        one for one in near if not any(sum(abs(a - b) for a, b in zip(one, c, strict=True)) < 24 for c in colours)
    ]
    assert not missing, "an age of which there is no bar stands in the legend in each colour"


def _full() -> Report:
    return Report(
        day="2026-11-27", risks=[[1, 1, 0, 0], [12, 3, 1, 1], [0, 0, 2, 0]], high=[], mid=[], low=[],
        gates=[{"checkpoint": "release", "currency": "CNY", "orders": 7, "minor": 52_312_000},
               {"checkpoint": "ship", "currency": "USD", "orders": 3, "minor": 1_200_000}],
        latency=[{"department": key, "count": 4, "median": 390, "longest": 1450, "late": 3, "waiting": 0}
                 for key in ("purchasing", "production", "finance", "engineering", "sales", "warehouse")],
        promised=240, factors=[(key, 1, 4) for key in ("customer", "supply", "ours", "market", "policy")],
        unassessed=[], doubtful=[], unheard=[],
    )  # fmt: skip


@pytest.mark.parametrize("lang", ["zh_Hans_CN", "zh_Hant", "en"])
def test_the_picture_keeps_within_what_telegram_shows_whole(lang: str):
    drawn = Image.open(BytesIO(draw_report(_full(), HOUSE.book, lang, font=find_font(), with_money=True)))
    assert drawn.width == 780
    assert drawn.height <= 1280, "Telegram makes a higher one smaller"


def test_amounts_are_drawn_for_those_who_may_see_them():
    font = find_font()
    seen = draw_report(_full(), HOUSE.book, "en", font=font, with_money=True)
    assert seen != draw_report(_full(), HOUSE.book, "en", font=font, with_money=False)
    more = _full()
    more["gates"][0]["minor"] += 100_000_000
    without = [draw_report(one, HOUSE.book, "en", font=font, with_money=False) for one in (_full(), more)]
    assert without[0] == without[1], "no bar tells how much it is"


def test_the_report_is_gathered_in_many_short_transactions(office: Office):
    office.file("prepaid.release", (1, 300, "58.00"), wanted=None)
    taken: list[int] = []

    def transact(work: Callable[[Any], Any]) -> Any:
        taken.append(1)
        with office.database.transaction() as session:
            return work(session)

    gathering.gather(transact, HOUSE, office.now)
    assert len(taken) >= 6
