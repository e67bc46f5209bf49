"""What Excel and people do to cells: read as it is meant, or named as a fault; never as something else."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from db.engine import Database
from db.models import Customer, Order, Person, Product, Sheet, Slip
from handlers.sheets.making import with_column
from services.errors import NotAllowed
from services.sheets import opening_money
from services.sheets.package import NOT_COMPUTED
from services.sheets.reading import MERGED
from tests.support.databases import SQLITE, Databases, careless
from tests.support.office import HOUSE, Office
from tests.support.sheet_desk import Desk
from tests.support.sheets import OPENING, cells, live_parts

P = ["产品编号", "产品名称", "单位", "供货方式", "目录价"]
C = ["客户编号", "客户名称", "电话", "归属"]
L = ["产品编号", "数量", "单价", "金额"]
F = [*OPENING, "定金比例"]
GOOD = ["HT-1", "定金尾款", "宏达机电", "X200", "10", "58", "2026-10-12", "2026-12-04", "未下达", "100", "张敏", "30%"]


def good(**cells: str) -> list[str]:
    """The good order with other cells, by their heading."""
    return [cells.get(head, cell) for head, cell in zip(F, GOOD, strict=True)]


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(Office(database))


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """One office for everything that is only judged; it has a product 007."""
    made = Databases(tmp_path_factory.mktemp("reader"))
    database = careless(Database(made.make(SQLITE)))
    desk = Desk(Office(database))
    with database.transaction() as session:
        session.add(Product(code="007", name="小件", unit="台", supply="make", created_at=desk.office.now))
        session.add(Customer(code="0012", name="中泰", created_at=desk.office.now))
    yield desk
    database.dispose()
    made.close()


# ── read as it is meant ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2026/11/1 0:00:00", "2026-11-01"),  # with the spaces away it would be the 10th
        ("2026-11-2 10:30", "2026-11-02"),
        ("2026-11-02T00:00:00", "2026-11-02"),
        ("２０２６年１１月２日", "2026-11-02"),
    ],
)
def test_a_day_with_a_clock_behind_it_is_that_day(reader: Desk, cell: str, day: str):
    judged, _ = reader.judged("吴芳", F, good(下单日期=cell))
    assert [effect["ordered_on"] for effect in judged.effects] == [day]


@pytest.mark.parametrize(("cell", "share"), [("0.3", "0.3"), ("30", "0.3"), ("100%", "1"), ("三成", "0.3")])
def test_a_share_as_excel_keeps_it(reader: Desk, cell: str, share: str):
    judged, _ = reader.judged("吴芳", F, good(定金比例=cell))
    assert [effect["fields"]["deposit_share"] for effect in judged.effects] == [share]


def test_codes_and_names_in_another_width_case_or_spacing_are_the_same(reader: Desk):
    judged, _ = reader.judged("周强", P, ["ｘ２００", "减速电机", "台", "生产", ""])
    assert (judged.count("same"), judged.faults) == (1, [])
    judged, _ = reader.judged("周强", C, ["ｃ１", "宏达 机电", "", ""])
    assert (judged.count("same"), judged.faults) == (1, [])
    judged, _ = reader.judged("张敏", L, ["Ｘ２００", "３００", "５８", ""])
    assert [(one["code"], one["quantity"], one["price"]) for one in judged.effects] == [("X200", "300", "58")]


def test_one_order_number_in_two_ways_of_writing_is_one_order(reader: Desk):
    judged, _ = reader.judged("吴芳", F, good(), good(原单号="ｈｔ-1", 产品编号="Y10"))
    assert [(one["original"], len(one["lines"]), one["received"]) for one in judged.effects] == [("HT-1", 2, "100")]


def test_an_amount_is_compared_as_it_is_shown(reader: Desk):
    """=B2*C2 holds 86.415 and shows 86.42."""
    for amount, faults in (("86.415", []), ("86.42", []), ("86.4", ["amount_differs"])):
        judged, _ = reader.judged("张敏", L, ["X200", "7", "12.345", amount])
        assert [fault.why for fault in judged.faults] == faults


def test_a_unit_in_the_heading_holds_for_every_cell(reader: Desk):
    for heads, row, faults in (
        (["产品编号", "数量（台）", "单价（元/台）"], ["X200", "3", "58"], []),
        (["产品编号", "数量（箱）", "单价"], ["X200", "3", "58"], ["no_conversion"]),
        (["产品编号", "数量", "单价（元/箱）"], ["X200", "3", "58"], ["other_unit"]),
        (["产品编号", "数量", "单价"], ["X200", "3", "58/箱"], ["other_unit"]),
    ):
        judged, _ = reader.judged("张敏", heads, row)
        assert [fault.why for fault in judged.faults] == faults, heads


@pytest.mark.parametrize("head", ["单价（万元）", "单价(USD)", "单价（不含税）", "单价（千元/台）"])
def test_money_of_another_size_or_basis_is_not_taken_for_yuan(reader: Desk, head: str):
    judged, table = reader.judged("张敏", ["产品编号", "数量", head], ["X200", "3", "58"])
    assert table.headings.unknown == (head,)
    assert ["price" in one for one in judged.effects] == [False]


def test_only_the_templates_own_mark_makes_an_example(reader: Desk):
    judged, _ = reader.judged("周强", C, ["", "Example Trading Ltd", "", ""], ["示例 KH1", "某公司", "", ""], C)
    assert [change.name for change in judged.changes] == ["Example Trading Ltd"]
    assert judged.warnings == [("example_left_out", {"rows": "3", "count": "1"})]


def test_many_sums_do_not_hide_that_finance_must_confirm(reader: Desk):
    sums = [["合计", *[""] * 11] for _n in range(7)]
    judged, _ = reader.judged("吴芳", F, good(), *sums)
    assert judged.warnings[0] == ("total_left_out", {"rows": "3 4 5 6 7", "count": "7"})
    assert "finance_confirms" in dict(judged.warnings)


# ── named as a fault ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("heads", "row", "column", "why"),
    [
        (P, ["7", "小件", "台", "生产", ""], "code", "zeros_lost"),
        (L, ["7", "3", "58", ""], "code", "zeros_lost"),
        (C, ["12", "中泰", "", ""], "code", "zeros_lost"),
        (P, ["2026-03-05", "小件", "台", "生产", ""], "code", "became_date"),
        (P, ["N1", "甲", "台", "生产", NOT_COMPUTED], "list_price", "not_computed"),
        (P, ["N1", "甲", "台", "生产", "58/箱"], "list_price", "other_unit"),
        (L, ["X200", NOT_COMPUTED, "58", ""], "quantity", "not_computed"),
        (L, ["X200", MERGED, "58", ""], "quantity", "merged"),
        (L, [NOT_COMPUTED, "3", "58", ""], "code", "not_computed"),
        (F, good(已收款=NOT_COMPUTED), "received", "not_computed"),
        (F, good(定金比例="1"), "deposit_share", "ambiguous"),  # 1 %, or 100 % as Excel keeps it
    ],
)  # fmt: skip
def test_what_excel_has_spoilt_is_named(reader: Desk, heads: list[str], row: list[str], column: str, why: str):
    judged, _ = reader.judged("吴芳" if heads is F else "周强", heads, row)
    assert (why, column) in [(fault.why, fault.column) for fault in judged.faults]


def test_a_row_that_doubles_another_is_said_once(reader: Desk):
    judged, _ = reader.judged("周强", C, ["C1", "宏达机电", "", ""], ["C1", "宏达机电", "", ""])
    assert [(fault.row, fault.why) for fault in judged.faults] == [(3, "twice")]


# ── the sheet back ─────────────────────────────────────────────────────────────────────────


def test_a_sheet_comes_back_row_for_row_with_one_column_of_ours(reader: Desk):
    """Row numbers in the words are those of the file; numbers are numbers again, where nothing is lost by it."""
    _judged, table = reader.judged(
        "周强", ["产品表", "", "", ""], ["产品编号", "问题", "产品名称", "单位"], ["007", "写错", "小件", "1.10"],
        ["58.5", "", "=1+1", "13912342210"], ["", "", NOT_COMPUTED, "91320594700000000123"],
    )  # fmt: skip
    body = with_column(table, "导入会怎样", {3: "新增", 5: "不变"})
    assert live_parts(body) == []
    assert cells(body) == [
        ["产品表", "", "", ""],
        ["产品编号", "产品名称", "单位", "导入会怎样"],
        ["007", "小件", "1.10", "新增"],
        [58.5, "=1+1", 13912342210.0, ""],
        ["", "", "91320594700000000123", "不变"],
    ]


# ── whose customers, and who may still ─────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("who", "row", "why"),
    [
        ("张敏", ["C1", "宏达机电", "", "公共"], "not_your_owner"),
        ("吴芳", ["C1", "宏达机电", "", "陈亮"], "not_your_owner"),
        ("吴芳", ["", "新公司", "", "陈亮"], "not_your_owner"),
        ("周强", ["C9", "管理层的", "", ""], "other_owner"),
    ],
)
def test_a_sheet_may_no_more_than_the_customers_card(desk: Desk, who: str, row: list[str], why: str):
    """Whose customer one is says a head of sales; and a head of sales finds the department's, no others."""
    with desk.database.transaction() as session:
        session.add(Customer(code="C9", name="管理层的", owner_id=desk.person("李娜").id, created_at=desk.office.now))
    judged, _ = desk.judged(who, C, row)
    assert [fault.why for fault in judged.faults] == [why]
    judged, _ = desk.judged("周强", C, ["C1", "宏达机电", "", "陈亮"], ["", "新公司", "", "陈亮"])
    assert (judged.faults, len(judged.effects)) == ([], 2)


@pytest.mark.parametrize("lost", ["department", "left"])
def test_the_right_is_asked_again_when_it_is_carried_out(desk: Desk, lost: str):
    """Between the press and the second worker's turn somebody changes department, or leaves."""
    sheet = desk.sends("张敏", C, ["", "甲公司", "", ""])
    desk.presses("张敏", sheet)
    with desk.database.transaction() as session:
        row = session.get_one(Person, desk.person("张敏").id)
        row.department, row.active = ("production", True) if lost == "department" else ("sales", False)
    desk.carries_out(sheet)
    with desk.database.transaction() as session:
        kept = session.get_one(Sheet, sheet)
        assert (kept.state, kept.summary["code"]) == ("refused", "not_allowed")
        assert session.scalar(select(Customer.id).where(Customer.name == "甲公司")) is None


def test_a_new_title_does_not_make_the_contact_newer(desk: Desk):
    """`usual_at` says which of card and last order is newer; only what the next order begins with moves it."""
    for heads, row, moved in (
        (["客户编号", "客户名称", "开票抬头"], ["C1", "宏达机电", "宏达机电有限公司"], False),
        (["客户编号", "客户名称", "联系人"], ["C1", "宏达机电", "周工"], True),
    ):
        assert desk.imports("周强", desk.sends("周强", heads, row)) == "imported"
        with desk.database.transaction() as session:
            at = session.scalars(select(Customer.usual_at).where(Customer.code == "C1")).one()
            assert (at is not None) == moved


def test_a_product_that_is_weighed_from_now_on_comes_in_parts(desk: Desk):
    with desk.database.transaction() as session:
        session.get_one(Person, desk.person("周强").id).is_admin = True
    desk.__post_init__()
    assert desk.imports("周强", desk.sends("周强", P, ["X200", "减速电机", "公斤", "生产", ""])) == "imported"
    with desk.database.transaction() as session:
        row = session.scalars(select(Product).where(Product.code == "X200")).one()
        assert (row.unit, row.whole_units) == ("公斤", False)


def test_the_money_of_a_number_written_otherwise_does_not_come_in_twice(desk: Desk):
    assert desk.imports("李娜", desk.sends("李娜", F, good())) == "imported"
    again, _ = desk.judged("李娜", F, good(原单号="ＨＴ-1"))
    assert [fault.why for fault in again.faults] == ["imported_before"]
    assert (desk.count(Order), desk.count(Slip)) == (1, 1)
    with desk.database.transaction() as session:
        sheet = session.scalars(select(Slip.sheet_id)).one()
        assert sheet is not None
        with pytest.raises(NotAllowed):
            opening_money.confirm_some(session, HOUSE, desk.person("李娜"), sheet, desk.office.now)
