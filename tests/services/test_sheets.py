"""What sheets do to a company: judged cell by cell, imported as a whole or not at all, on both databases."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.engine import Database
from db.models import Customer, Job, Order, Person, Product, Receipt, Sheet, Slip
from domain.process.names import MoneyView
from handlers.sheets.making import orders_file
from handlers.sheets.texts import COLUMNS, WHY
from services import filing, history, jobs
from services.errors import AlreadyDone, NotAllowed, NotFound, Stale
from services.sheets import export, importing, opening_money, store
from services.sheets.writing import Column, Made, xlsx
from tests.support.databases import SQLITE, Databases, careless
from tests.support.office import HOUSE, Office
from tests.support.sheet_desk import Desk
from tests.support.sheets import OPENING, cells, live_parts
from tests.support.trade import Trade

CUSTOMERS = [column.plain("zh_Hans_CN") for column in COLUMNS["customers"].values()]


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(Office(database))


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """One office for everything that is only judged."""
    made = Databases(tmp_path_factory.mktemp("reader"))
    database = careless(Database(made.make(SQLITE)))
    yield Desk(Office(database))
    database.dispose()
    made.close()


# ── judged cell by cell ────────────────────────────────────────────────────────────────────

P = ["产品编号", "产品名称", "单位", "供货方式", "目录价", "常规交期", "包装"]
C = ["客户编号", "客户名称", "电话", "归属", "税号"]
L = ["产品编号", "产品名称", "数量", "单位", "单价", "金额"]
F = [*OPENING, "定金比例"]
GOOD = ["HT-1", "款到发货", "宏达机电", "X200", "10", "58", "2026-10-12", "2026-12-04", "生产中", "100", "张敏", ""]


def with_(row: list[str], **cells: str) -> list[str]:
    """The good row with other cells, by their place: c3="…"."""
    changed = list(row)
    for place, cell in cells.items():
        changed[int(place[1:])] = cell
    return changed


@pytest.mark.parametrize(
    ("heads", "row", "column", "why"),
    [
        (P, ["N1", "", "台", "生产", "1", "", ""], "name", "wanted"),
        (P, ["", "甲", "台", "生产", "1", "", ""], "code", "wanted"),
        (P, ["N1", "甲", "台", "", "1", "", ""], "supply", "wanted"),
        (P, ["N1", "甲", "台", "租", "1", "", ""], "supply", "no_supply"),
        (P, ["N1", "甲", "台", "生产", "五十左右", "", ""], "list_price", "rough"),
        (P, ["N1", "甲", "台", "生产", "-5", "", ""], "list_price", "negative"),
        (P, ["N1", "甲", "台", "生产", "#DIV/0!", "", ""], "list_price", "formula_failed"),
        (P, ["N1", "甲", "台", "生产", "1.23456", "", ""], "list_price", "too_fine"),
        (P, ["N1", "甲", "台", "生产", "1", "7.5", ""], "lead_days", "no_days"),
        (P, ["N1", "甲", "台", "生产", "1", "", "一大箱"], "packs", "no_packs"),
        (P, ["9.1320595E+17", "甲", "台", "生产", "1", "", ""], "code", "shortened"),
        (P, ["N1", "x" * 61, "台", "生产", "1", "", ""], "name", "too_long"),
        (C, ["", "甲公司", "12345", "", ""], "phone", "no_phone"),
        (C, ["", "甲公司", "1.39123422E+10", "", ""], "phone", "shortened"),
        (C, ["", "永盛五金", "", "", ""], "name", "other_owner"),
        (C, ["", "甲公司", "", "陈亮", ""], "owner", "not_your_owner"),
        (C, ["C2", "宏达机电", "", "", ""], "name", "name_taken"),
        (C, ["", "甲公司", "", "", "91110000MA00ABCD51"], "uscc", "code_check"),
        (C, ["", "甲公司", "", "", "9.111E+17"], "uscc", "shortened"),
        (L, ["X200", "", "", "", "58", ""], "quantity", "wanted"),
        (L, ["X2O0", "", "5", "", "58", ""], "code", "no_product"),
        (L, ["", "减速", "5", "", "58", ""], "name", "no_product"),
        (L, ["X200", "轴承座", "5", "", "58", ""], "name", "other_name"),
        (L, ["X200", "", "1.5", "", "58", ""], "quantity", "fraction"),
        (L, ["X200", "", "三百来", "", "58", ""], "quantity", "rough"),
        (L, ["X200", "", "5", "箱", "58", ""], "quantity", "no_conversion"),
        (L, ["X200", "", "5", "个", "58", ""], "quantity", "other_unit"),
        (L, ["X200", "", "5", "", "$58", ""], "price", "currency"),
        (L, ["X200", "", "5", "", "58", "300"], "amount", "amount_differs"),
        (L, ["X200", "", "5", "", "", "290"], "price", "only_amount"),
        (F, with_(GOOD, c1="寄卖"), "leaf", "no_leaf"),
        (F, with_(GOOD, c1="样品"), "leaf", "no_leaf"),
        (F, with_(GOOD, c2="没有这家"), "customer", "no_customer"),
        (F, with_(GOOD, c6="2026-12-25"), "ordered_on", "in_future"),
        (F, with_(GOOD, c6="5/12/2026"), "ordered_on", "no_date"),
        (F, with_(GOOD, c7=""), "promised_on", "wanted"),
        (F, with_(GOOD, c7="2026-02-30"), "promised_on", "no_date"),
        (F, with_(GOOD, c8="快好了"), "state", "no_state"),
        (F, with_(GOOD, c9="5800"), "received", "more_than_total"),
        (F, with_(GOOD, c9="约100"), "received", "rough"),
        (F, with_(GOOD, c5=""), "price", "wanted"),
        (F, with_(GOOD, c10="没有这人"), "sales", "nobody"),
    ],
)  # fmt: skip
def test_a_broken_cell_is_named_with_row_column_and_what_is_wanted(
    reader: Desk, heads: list[str], row: list[str], column: str, why: str
):
    who = "吴芳" if heads is F else "张敏"
    judged, _table = reader.judged(who, heads, row)
    assert (why, column) in [(fault.why, fault.column) for fault in judged.faults]
    assert {fault.row for fault in judged.faults} == {2}
    assert all(fault.why in WHY for fault in judged.faults)


def test_a_good_row_has_no_fault(reader: Desk):
    """The negative control of the table above."""
    for who, heads, row in (
        ("张敏", P, ["N1", "甲", "台", "生产", "58块5", "7", "箱=12"]),
        ("张敏", C, ["", "甲公司", "139 1234 2210", "公共", ""]),
        ("张敏", L, ["x200", "减速电机", "三百", "台", "58块5", "17,550.00"]),
        ("吴芳", F, GOOD),
    ):
        judged, _table = reader.judged(who, heads, row)
        assert (judged.faults, judged.count("new")) == ([], 1)


def test_the_same_key_twice_and_orders_that_disagree(reader: Desk):
    judged, _ = reader.judged(
        "张敏", P, ["N1", "甲", "台", "生产", "1", "", ""], ["n1", "乙", "台", "生产", "1", "", ""]
    )
    assert [(fault.row, fault.why, fault.values) for fault in judged.faults] == [(3, "twice", {"row": "2"})]
    other = with_(GOOD, c2="永盛五金", c3="Y10", c9="")
    judged, _ = reader.judged("吴芳", F, GOOD, other)
    assert [(fault.row, fault.column, fault.why) for fault in judged.faults] == [(3, "customer", "differs")]


def test_examples_and_sums_are_left_out(reader: Desk):
    judged, _ = reader.judged(
        "张敏", L, ["示例 X200", "", "1", "", "1", ""], ["X200", "", "1", "", "58", ""], ["合计", "", "", "", "", "58"]
    )
    assert [code for code, _values in judged.warnings] == ["example_left_out", "total_left_out"]
    assert len(judged.effects) == 1


# ── as a whole or not at all ───────────────────────────────────────────────────────────────


def test_all_of_a_sheet_or_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    sheet = desk.sends("张敏", C, ["", "甲公司", "13900001111", "", ""], ["C1", "宏达机电", "13912342210", "", ""])
    before = desk.count(Customer)
    desk.presses("张敏", sheet)

    def power_cut(*_args: object, **_given: object) -> None:
        raise RuntimeError("the last step fails")

    with monkeypatch.context() as patched:
        patched.setattr(importing.history, "record", power_cut)
        with pytest.raises(RuntimeError):
            desk.carries_out(sheet)
    assert (desk.count(Customer), desk.state(sheet)) == (before, "importing")
    desk.carries_out(sheet)
    assert (desk.count(Customer), desk.state(sheet)) == (before + 1, "imported")
    with desk.database.transaction() as session:
        mine = session.scalars(select(Customer).where(Customer.name == "甲公司")).one()
        assert (mine.owner_id, mine.code, mine.phone) == (desk.person("张敏").id, "C0003", "13900001111")
        assert session.scalars(select(Customer.phone).where(Customer.name == "宏达机电")).one() == "13912342210"
        assert list(history.broken_links(session)) == []


def test_credit_is_granted_by_a_sheet_of_those_who_may(desk: Desk):
    rows = (["客户编号", "客户名称", "信用额度"], ["C1", "宏达机电", "50万"], ["", "甲公司", "20000"])
    judged, _table = desk.judged("张敏", *rows)
    assert [(fault.column, fault.why) for fault in judged.faults] == [("credit", "not_your_credit")] * 2
    with desk.database.transaction() as session:
        session.get_one(Person, desk.person("周强").id).department = "management"
    desk.__post_init__()
    assert desk.imports("周强", desk.sends("周强", *rows)) == "imported"
    with desk.database.transaction() as session:
        granted = session.execute(
            select(Customer.name, Customer.credit_minor, Customer.credit_by).order_by(Customer.id)
        )
        assert [tuple(row) for row in granted][::2] == [
            ("宏达机电", 50_000_000, desk.person("周强").id), ("甲公司", 2_000_000, desk.person("周强").id),
        ]  # fmt: skip
        assert list(history.broken_links(session)) == []
    judged, _table = desk.judged("周强", *rows)
    assert [change.what for change in judged.changes] == ["same", "same"]


def test_finance_changes_limits_by_a_sheet_and_nothing_else(desk: Desk):
    """They grant credit and add no customers: what else a sheet would do is a fault, and nothing of it is done."""
    head = ["客户编号", "客户名称", "联系人", "信用额度"]
    judged, _table = desk.judged("李娜", head, ["C1", "宏达机电", "王工", "50万"], ["", "甲公司", "", "20000"])
    assert [(fault.column, fault.why) for fault in judged.faults] == [
        ("contact", "only_credit"),
        ("name", "only_credit"),
    ]
    assert desk.imports("李娜", desk.sends("李娜", head, ["C1", "宏达机电", "", "50万"])) == "imported"
    with desk.database.transaction() as session:
        found = session.execute(select(Customer.name, Customer.contact, Customer.credit_minor).order_by(Customer.id))
        assert found.first() == ("宏达机电", None, 50_000_000)
        assert session.scalar(select(func.count()).select_from(Customer)) == 2


def test_a_preview_that_no_longer_holds_is_shown_anew(desk: Desk):
    sheet = desk.sends("张敏", C, ["", "甲公司", "13900001111", "", ""], ["", "乙公司", "", "", ""])
    with desk.database.transaction() as session:
        session.add(Customer(code="C9", name="甲公司", owner_id=desk.person("张敏").id, created_at=desk.office.now))
    assert desk.imports("张敏", sheet) == "preview"
    with desk.database.transaction() as session:
        row = session.get_one(Sheet, sheet)
        assert (row.summary["anew"], row.summary["counts"]) == (True, {"new": 1, "changed": 1, "same": 0})
        assert session.scalar(select(Customer.id).where(Customer.name == "乙公司")) is None
    with pytest.raises(Stale):
        desk.presses("张敏", sheet, "the digest of before")
    assert desk.imports("张敏", sheet) == "imported"


def test_changed_between_judging_and_importing(desk: Desk):
    """The last look is behind the lock: what was judged outside the transaction is not trusted."""
    sheet = desk.sends("张敏", C, ["", "甲公司", "13900001111", "", ""])
    desk.presses("张敏", sheet)
    with desk.database.transaction() as session:
        prepared = importing.prepare(session, HOUSE, sheet, desk.office.now)
    assert prepared is not None
    judged = store.judge(HOUSE, prepared.table, prepared.against)
    with desk.database.transaction() as session:
        session.add(Customer(code="C9", name="甲公司", created_at=desk.office.now))
    with desk.database.transaction() as session:
        importing.carry_out(session, HOUSE, sheet, prepared, judged, desk.office.now)
    assert desk.state(sheet) == "preview"


def test_a_second_press_and_somebody_elses(desk: Desk):
    sheet = desk.sends("张敏", C, ["", "甲公司", "", "公共", ""])
    with pytest.raises(NotFound):
        desk.presses("周强", sheet)
    assert desk.imports("张敏", sheet) == "imported"
    with pytest.raises(AlreadyDone):
        desk.presses("张敏", sheet)
    assert desk.count(Customer) == 3


def test_rights_are_asked_at_the_moment_of_import(desk: Desk):
    sheet = desk.sends("张敏", C, ["", "甲公司", "", "", ""])
    with desk.database.transaction() as session:
        session.get_one(Person, desk.person("张敏").id).department = "production"
    desk.__post_init__()
    with pytest.raises(NotAllowed):
        desk.presses("张敏", sheet)
    assert desk.count(Customer) == 2


def test_an_empty_cell_leaves_what_stands_there(desk: Desk):
    sheet = desk.sends("周强", C, ["C1", "宏达机电集团", "", "", ""])
    assert desk.imports("周强", sheet) == "imported"
    with desk.database.transaction() as session:
        row = session.scalars(select(Customer).where(Customer.code == "C1")).one()
        assert (row.name, row.owner_id) == ("宏达机电集团", desk.person("张敏").id)
    sheet = desk.sends("周强", P, ["x200", "减速电机", "台", "生产", "61.5", "", "箱=12、托=480"])
    with pytest.raises(NotAllowed):
        desk.presses("周强", sheet)


# ── 期初 ───────────────────────────────────────────────────────────────────────────────────


def test_the_money_of_orders_in_flight_opens_nothing_until_another_confirms_it(desk: Desk):
    row = with_(GOOD, c1="款到排产", c8="未下达", c9="580")
    sheet = desk.sends("李娜", F, row)
    assert desk.imports("李娜", sheet) == "imported"
    with desk.database.transaction() as session:
        order = session.scalars(select(Order)).one()
        slip = session.scalars(select(Slip)).one()
        assert (order.state, order.number, order.sales_id) == ("accepted", "XS261012-001", desk.person("张敏").id)
        assert (slip.state, slip.claimed_minor, slip.sheet_id) == ("waiting", 58000, sheet)
        assert session.scalar(select(func.count()).select_from(Receipt)) == 0
    with desk.database.transaction() as session:
        with pytest.raises(NotAllowed) as own:
            opening_money.require_judge(session, HOUSE, desk.person("李娜"), sheet, desk.person("李娜").id, 58000)
        assert own.value.code == "own_opening"
        with pytest.raises(NotAllowed):
            opening_money.confirm_some(session, HOUSE, desk.person("李娜"), sheet, desk.office.now)
        with pytest.raises(NotAllowed):
            opening_money.require_judge(session, HOUSE, desk.person("张敏"), sheet, desk.person("李娜").id, 58000)
        with pytest.raises(Stale):
            opening_money.require_judge(session, HOUSE, desk.person("陈静"), sheet, desk.person("李娜").id, 1)
    with desk.database.transaction() as session:
        assert opening_money.confirm_some(session, HOUSE, desk.person("陈静"), sheet, desk.office.now) == 0
    with desk.database.transaction() as session:
        order = session.scalars(select(Order)).one()
        # paid in full: only the paper is missing now, which the sheet did not name
        assert [claim.state for claim in opening_money.claims(session, sheet)] == ["confirmed"]
        assert list(history.broken_links(session)) == []
    again, _table = desk.judged("李娜", F, row)
    assert [(fault.why, fault.values) for fault in again.faults] == [("imported_before", {"number": "XS261012-001"})]


# ── out ────────────────────────────────────────────────────────────────────────────────────

HOSTILE = [
    "=1+1", '=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", '=cmd|"/c calc"!A1', "{=1}",
    "http://example.com", "mailto:a@b", "internal:Sheet1!A1", "\x00\x01\x02", "a\ud800b", "\u202e=1", "x" * 40_000, "",
]  # fmt: skip


def test_a_thousand_hostile_cells_and_not_one_formula():
    rows = [[HOSTILE[(n + at) % len(HOSTILE)] for at in range(10)] for n in range(100)]
    body = xlsx(Made("x", [Column(str(at), text) for at, text in enumerate(HOSTILE[:10])], rows))
    assert live_parts(body) == []
    back = cells(body)
    assert len(back) == 101
    assert {cell for row in back for cell in row if isinstance(cell, str)} >= {
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "http://example.com",
    }


def test_the_check_for_formulas_would_see_one():
    import io

    import xlsxwriter

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    book.add_worksheet().write_row(0, 0, ["=1+1", "http://example.com"])
    book.close()
    assert len(live_parts(stream.getvalue())) >= 2


def test_an_export_holds_what_its_reader_may_see(desk: Desk):
    desk.office.file("prepaid.shipment", (1, 300, "58.00"))
    with desk.database.transaction() as session:
        session.scalars(select(Product).where(Product.id == 1)).one()
        session.scalars(select(Customer).where(Customer.id == 1)).one().name = "=1+1"
    shown: dict[str, list[list[Any]]] = {}
    for name in ("张敏", "陈亮", "赵强", "刘伟", "李娜"):
        person = desk.person(name)
        with desk.database.transaction() as session:
            rows, after = export.page(session, HOUSE, person, since=None, until=None, after=0)
        assert after is None
        body = orders_file(HOUSE, rows, export.sees(HOUSE, person), "zh_Hans_CN")
        assert live_parts(body) == []
        shown[name] = cells(body)
    keys = shown["李娜"][0]
    row = dict(zip(keys, shown["李娜"][2], strict=True))
    assert (row["line_amount"], row["unit_price"], row["amount_due"], row["customer_name"]) == (
        17400.0,
        58.0,
        17400.0,
        "=1+1",
    )
    assert shown["李娜"][1][keys.index("promised_date")] == "承诺交期"
    assert len(shown["陈亮"]) == 2  # not his order
    assert "payment_status" in shown["赵强"][0]
    for name in ("赵强", "刘伟"):
        assert not {"unit_price", "line_amount", "order_amount", "amount_received", "amount_due"} & set(shown[name][0])
        assert 17400.0 not in [cell for line in shown[name] for cell in line]
    assert "payment_status" not in shown["刘伟"][0]
    assert export.sees(HOUSE, desk.person("刘伟")) is MoneyView.NONE
    assert Decimal("58") == Decimal(str(row["unit_price"]))


def test_nobody_pays_for_a_free_sample(desk: Desk):
    """Its prices are what it is worth; an ERP that reads them would ask for money."""
    desk.office.file("sample", (1, 2, "58.00"), charged="free")
    person = desk.person("李娜")
    with desk.database.transaction() as session:
        rows, _after = export.page(session, HOUSE, person, since=None, until=None, after=0)
    keys, _heads, row = cells(orders_file(HOUSE, rows, export.sees(HOUSE, person), "zh_Hans_CN"))
    shown = dict(zip(keys, row, strict=True))
    assert [shown[key] for key in ("unit_price", "line_amount", "order_amount", "amount_due")] == [""] * 4
    assert shown["payment_status"] == "不收款"


def test_an_export_says_what_was_let_pass_and_what_makes_good_what(scratch: Session):
    trade = Trade.opened(scratch)
    first, second = trade.file("prepaid.shipment"), trade.file("prepaid.shipment")
    for order in (first, second):
        trade.ready(order)
        trade.notice(order)
        trade.decide_waiver(trade.ask_waiver(order).id)
    trade.ship(first)
    asked = trade.file("prepaid.release")
    trade.ask_waiver(asked)
    lines = trade.new("prepaid.shipment", quantity=5).lines
    new = replace(trade.new("prepaid.shipment"), lines=lines, makes_good=first, because="少发")
    filing.file_order(scratch, HOUSE, trade.person("张敏"), new, trade.now)
    for name in ("李娜", "刘伟"):
        person = trade.person(name)
        rows, _after = export.page(scratch, HOUSE, person, since=None, until=None, after=0)
        keys, _heads, *told = cells(orders_file(HOUSE, rows, export.sees(HOUSE, person), "zh_Hans_CN"))
        shown = [dict(zip(keys, one, strict=True)) for one in told]
        assert [one["waivers"] for one in shown] == [
            "特批 货款没付清，何总批，已用", "特批 货款没付清，何总批，到 2026-11-24 17:30", "", ""
        ]  # fmt: skip
        assert [one["makes_good"] for one in shown] == ["", "", "", "XS261123-001"]


# ── jobs ───────────────────────────────────────────────────────────────────────────────────


def test_a_job_is_claimed_by_one_and_comes_back_when_its_holder_died(desk: Desk):
    from datetime import timedelta

    now = desk.office.now
    with desk.database.transaction() as session:
        jobs.add(session, "sheet.template", person_id=1, chat_id=11, now=now)
        assert session.info[jobs.ADDED]
    with desk.database.transaction() as session:
        first = jobs.claim(session, now)
        assert first is not None
        assert jobs.claim(session, now) is None
    later = now + jobs.LEASE + timedelta(seconds=1)
    with desk.database.transaction() as session:
        second = jobs.claim(session, later)
        assert second is not None
        assert second.attempts == 2
    with desk.database.transaction() as session, pytest.raises(jobs.Lost):
        jobs.hold(session, first, later)
    with desk.database.transaction() as session:
        jobs.done(jobs.hold(session, second, later), later)
        assert jobs.waiting(session) == 0


def test_a_job_that_ends_every_process_is_dead_in_the_end(desk: Desk):
    now = desk.office.now
    with desk.database.transaction() as session:
        job = jobs.add(session, "sheet.template", person_id=1, chat_id=11, now=now)
    for attempt in range(1, jobs.MOST_ATTEMPTS + 2):
        with desk.database.transaction() as session:
            claimed = jobs.claim(session, now)
            assert claimed is not None
            assert claimed.spent == (attempt > jobs.MOST_ATTEMPTS)
            jobs.take_over(session, now)
    with desk.database.transaction() as session:
        assert session.get_one(Job, job).state == "dead"
        assert jobs.claim(session, now) is None
