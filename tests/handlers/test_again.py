"""再来一单: an old order in two taps; what must be new is asked, everything else stands on the read-back."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from db.models import Attachment, Customer, History, Product
from domain.process.names import FieldKind
from handlers.forms.kinds import KINDS
from handlers.new_order import rechecking
from services import repeating
from tests.support.desk import Phone
from tests.support.intake import WAYS, walk
from tests.support.office import HOUSE


@pytest.fixture
def ordered(phone: Phone) -> Phone:
    """张敏 filed an order a week ago."""
    walk(phone, "prepaid.shipment")
    phone.taps("提交")
    phone.office.passes(days=7)
    return phone


def change(phone: Phone, model: type[Any], key: int, **values: Any) -> None:
    with phone.office.database.transaction() as session:
        row = session.get_one(model, key)
        for name, value in values.items():
            setattr(row, name, value)


def test_three_taps_file_it_again(ordered: Phone):
    before = ordered.office.taps_made
    ordered.taps("再来一单")
    ordered.sees("宏达机电 · 款到发货", "X200 减速电机 300 台 × ¥58.00", "客户哪天要到货？", "原单 12月4日 周五。")
    ordered.taps("12月11日 周五")
    assert (
        ordered.text
        == """\
核对一下 · 宏达机电 · 款到发货
X200 减速电机 300 台 × ¥58.00
合计 ¥17,400.00（含税13%，专票）
到货 12月11日 周五
送到 苏州相城 · 周工 · 13912342210 · 运费 我方
付款 发货前付清
下单依据 合同，照片还没发，直接发给我就行
照 XS261123-001（11月23日）报的，没改的都照原单。"""
    )
    ordered.taps("提交")
    assert ordered.office.taps_made - before == 3
    first, second = ordered.office.orders()
    assert second.copied_from_id == first.id
    assert second.requested_on is not None
    assert second.requested_on.isoformat() == "2026-12-11"
    assert [(line.product_code, line.quantity, line.unit_price) for line in second.lines] == [
        ("X200", Decimal(300), Decimal(58))
    ]
    same = ("leaf", "customer_id", "sales_id", "total_minor")
    assert [getattr(second, name) for name in same] == [getattr(first, name) for name in same]
    anew = {"requested_on": {"on": "2026-12-11"}, "basis": {"choice": "contract", "files": 0}}
    assert second.fields == {**first.fields, **anew}
    with ordered.office.database.transaction() as session:
        [filed] = session.query(History).filter_by(subject=f"order:{second.id}", action="filed")
        assert '"copied_from":"XS261123-001"' in filed.entry
    assert "照 XS261123-001 再来的一单" in ordered.office.newest("张敏", on="XS261130-001 宏达").text


@pytest.mark.parametrize("leaf", WAYS)
def test_every_type_is_repeated_without_a_word(phone: Phone, leaf: str):
    walk(phone, leaf)
    phone.taps("提交")
    phone.taps("再来一单")
    if leaf != "prepaid.release":  # days after payment are as good as they were
        assert "提交" not in phone.labels
        phone.taps("12月4日 周五" if "12月4日 周五" in phone.labels else "11月27日 周五")
    phone.taps("提交")
    first, second = phone.office.orders()
    assert (second.leaf, second.customer_id) == (first.leaf, first.customer_id)
    assert [(line.product_id, line.quantity, line.unit_price) for line in second.lines] == [
        (line.product_id, line.quantity, line.unit_price) for line in first.lines
    ]


def test_the_quantity_is_one_tap_and_a_number(ordered: Phone):
    ordered.taps("再来一单", "X200 数量")
    ordered.sends("500")
    ordered.sees("客户哪天要到货？")
    ordered.taps("12月11日 周五")
    ordered.sees("X200 减速电机 500 台")
    ordered.taps("X200 数量")
    ordered.sends("六百")
    ordered.sees("X200 减速电机 600 台 × ¥58.00（你写“六百”）")
    ordered.taps("要求交期", "12月9日 周三", "提交")
    assert ordered.office.orders()[1].lines[0].quantity == 600


def test_the_type_of_a_copy_can_still_be_changed(ordered: Phone):
    ordered.taps("再来一单", "12月11日 周五", "改一项", "类型", "客户要货", "全款到了再排产", "提交")
    assert ordered.office.orders()[1].leaf == "prepaid.release"


def test_a_double_tap_makes_one_draft(ordered: Phone):
    standing = ordered.office.newest("张敏", on="XS261123-001")
    ordered.taps("再来一单")
    ordered.presses_again("再来一单", standing)
    ordered.is_told("照 XS261123-001 的这张已经开好了")
    assert len([draft for draft in ordered.office.drafts() if draft.state == "open"]) == 1
    ordered.taps("12月11日 周五", "提交")
    ordered.presses_again("再来一单", standing)
    assert len([draft for draft in ordered.office.drafts() if draft.state == "open"]) == 1, "another one, on purpose"


def test_a_copy_left_alone_is_found_where_it_was(ordered: Phone):
    standing = ordered.office.newest("张敏", on="XS261123-001")
    ordered.taps("再来一单", "12月11日 周五")
    ordered.office.passes(hours=3)
    ordered.presses_again("再来一单", standing)
    ordered.sees("核对一下", "到货 12月11日 周五")
    assert len(ordered.office.drafts()) == 2


# ── what is not as it was ──────────────────────────────────────────────────────────────────


def test_a_price_that_the_list_has_changed_is_asked_with_both(ordered: Phone):
    change(ordered, Product, 1, list_price=Decimal(60))
    ordered.taps("再来一单")
    ordered.sees("X200 减速电机 原单 ¥58.00，目录价现在是 ¥60.00，这次按哪个？")
    assert {"原单 ¥58.00", "目录价 ¥60.00"} <= set(ordered.labels)
    ordered.taps("目录价 ¥60.00", "12月11日 周五")
    ordered.sees("X200 减速电机 300 台 × ¥60.00", "目录价变了：X200 ¥58.00 → ¥60.00")
    ordered.taps("提交")
    assert ordered.office.orders()[1].lines[0].unit_price == 60


def test_a_price_that_was_agreed_beside_the_list_stays(phone: Phone):
    walk(phone, "prepaid.shipment", until=5)
    phone.sends("55.5")
    phone.taps("够了", "12月4日 周五", "合同", "提交", "再来一单", "12月4日 周五")
    phone.sees("× ¥55.50")


def test_a_list_that_changes_while_the_copy_lies_is_asked_before_it_is_filed(ordered: Phone):
    ordered.taps("再来一单", "12月11日 周五")
    change(ordered, Product, 1, list_price=Decimal(61))
    ordered.taps("提交")
    ordered.sees("原单 ¥58.00，目录价现在是 ¥61.00")
    ordered.taps("原单 ¥58.00", "提交")
    assert ordered.office.orders()[1].lines[0].unit_price == 58


def test_a_product_that_is_sold_no_more_is_left_out_and_named(phone: Phone):
    walk(phone, "prepaid.shipment", until=6)
    phone.taps("再加一个产品")
    phone.sends("Z5", "20", "12")
    phone.taps("够了", "12月4日 周五", "合同", "提交")
    change(phone, Product, 3, active=False)
    phone.taps("再来一单")
    phone.sees("Z5 停用或换了单位，没带过来。")
    phone.taps("12月4日 周五")
    phone.sees("X200 减速电机 300 台", "Z5 停用或换了单位，没带过来。")
    phone.taps("提交")
    assert [line.product_code for line in phone.office.orders()[1].lines] == ["X200"]


def test_an_order_of_which_nothing_is_left_asks_for_products(ordered: Phone):
    change(ordered, Product, 1, active=False)
    ordered.taps("再来一单")
    ordered.sees("X200 停用或换了单位，没带过来。", "要什么")
    assert ordered.office.drafts()[0].answers.get("lines") is None


def test_a_quantity_of_another_unit_is_not_taken_over(ordered: Phone):
    change(ordered, Product, 1, unit="箱")
    ordered.taps("再来一单")
    ordered.sees("X200 停用或换了单位，没带过来。")


def test_a_product_that_ends_while_the_draft_lies_is_not_filed(ordered: Phone):
    ordered.taps("再来一单", "12月11日 周五")
    change(ordered, Product, 1, active=False)
    ordered.taps("提交")
    ordered.sees("X200 停用或换了单位，去掉了。")
    assert len(ordered.office.orders()) == 1


def test_papers_of_the_old_order_prove_nothing_of_the_new_one(ordered: Phone):
    """下单控制 wants paper before release: the copy has to bring its own."""
    with ordered.office.database.transaction() as session:
        order = ordered.office.orders()[0]
        session.add(
            Attachment(
                order_id=order.id, purpose="basis", kind="photo", file_id="f", file_unique_id="f", sent_by=1,
                at=ordered.office.now,
            )
        )  # fmt: skip
    ordered.taps("再来一单", "12月11日 周五", "改一项", "类型", "客户要货", "全款到了再排产")
    ordered.sees("提醒：没有下单依据的照片或文件")
    ordered.taps("提交")
    assert ordered.office.orders()[1].fields["basis"] == {"choice": "contract", "files": 0}


# ── whose it is ────────────────────────────────────────────────────────────────────────────


def test_a_customer_who_went_to_a_colleague_is_refused_politely(ordered: Phone):
    standing = ordered.office.newest("张敏", on="XS261123-001")
    change(ordered, Customer, 1, owner_id=3)
    ordered.presses_again("再来一单", standing)
    ordered.is_told("宏达机电现在不归你跟，不能照着报。")
    assert len(ordered.office.drafts()) == 1
    ordered.sends("再来一单")
    assert "还没有能照着报的单" in ordered.office.newest("张敏").text


def test_a_customer_who_ended_is_refused_politely(ordered: Phone):
    standing = ordered.office.newest("张敏", on="XS261123-001")
    change(ordered, Customer, 1, active=False)
    ordered.presses_again("再来一单", standing)
    ordered.is_told("宏达机电停用了")


def test_a_customer_who_leaves_while_the_draft_lies_is_not_sold_to(ordered: Phone):
    ordered.taps("再来一单", "12月11日 周五")
    change(ordered, Customer, 1, owner_id=3)
    ordered.taps("提交")
    ordered.sees("“宏达机电”停用了，或者现在不归你跟。", "哪个客户？")
    assert len(ordered.office.orders()) == 1
    ordered.taps("长城电器")
    ordered.sees("长城电器 · 款到发货")


def test_somebody_elses_order_is_not_there_to_be_repeated(ordered: Phone):
    """陈亮 presses what stands on 张敏's card, and writes its number."""
    standing = ordered.office.newest("张敏", on="XS261123-001")
    other = Phone(ordered.office, "陈亮")
    change(ordered, Customer, 1, owner_id=None)
    other.sends("再来一单 001")
    assert "没找到“001”" in ordered.office.newest("陈亮").text or "还没有" in ordered.office.newest("陈亮").text
    other.presses_again("再来一单", standing)
    assert [draft.person_id for draft in ordered.office.drafts()] == [1]


def test_production_files_no_orders_also_not_again(ordered: Phone):
    other = Phone(ordered.office, "刘伟")
    other.sends("再来一单 001")
    assert "这一步不归你的部门办" in ordered.office.newest("刘伟").text
    assert len(ordered.office.drafts()) == 1


def test_the_manager_repeats_an_order_of_the_team(ordered: Phone):
    boss = Phone(ordered.office, "周强")
    boss.sends("再来一单 001")
    boss.taps("12月11日 周五", "提交")
    assert ordered.office.orders()[1].copied_from_id == ordered.office.orders()[0].id


# ── where it begins ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "words", ["再来一单 001", "再来一单001", "order again 001", "再來一單 1123-1", "再来一单：宏达", "再来一单 x200"]
)
def test_words_name_the_order(ordered: Phone, words: str):
    ordered.sends(words)
    ordered.sees("X200 减速电机 300 台 × ¥58.00", "客户哪天要到货？")


def test_words_that_name_none_are_said_so_and_the_latest_are_offered(ordered: Phone):
    ordered.sends("再来一单 777")
    assert ordered.office.reads("张敏") == [
        "没找到“777”，照下面哪张再来一单？",
        "XS261123-001 宏达机电 · X200 减速电机 300 台 · 11月23日",
        "〔001 宏达机电〕",
    ]
    ordered.taps("001 宏达机电")
    ordered.sees("客户哪天要到货？")


def test_the_start_page_and_the_list_offer_it(ordered: Phone):
    ordered.sends("/start")
    assert ordered.office.reads("张敏")[2] == "〔报新单〕〔再来一单〕"
    ordered.taps("再来一单", "001 宏达机电")
    ordered.sees("客户哪天要到货？")
    ordered.sends("/orders")
    assert ordered.office.reads("张敏")[-1] == "〔再来一单〕"


def test_the_start_page_offers_nothing_to_repeat_where_there_is_nothing(phone: Phone):
    phone.sends("/start")
    assert phone.office.reads("张敏")[2] == "〔报新单〕"


def test_each_customer_and_set_of_products_stands_once_in_the_list(ordered: Phone):
    for day in ("12月11日 周五", "12月11日 周五"):
        ordered.taps("再来一单", day, "提交")
    ordered.sends("再来一单")
    assert ordered.office.reads("张敏")[1:] == [
        "XS261130-002 宏达机电 · X200 减速电机 300 台 · 11月30日",
        "〔002 宏达机电〕",
    ]


def test_in_a_group_the_way_to_the_private_chat_is_shown(ordered: Phone):
    ordered.office.says("张敏", "/again 001", chat="销售群")
    assert ordered.office.reads("销售群") == ["请到私聊里报单。", "〔报新单〕"]
    assert len(ordered.office.drafts()) == 1


# ── another book ───────────────────────────────────────────────────────────────────────────


def test_a_type_that_the_book_knows_no_more_is_said_and_asked(ordered: Phone):
    leaves = {key: leaf for key, leaf in HOUSE.book.leaves.items() if key != "prepaid.shipment"}
    without = replace(HOUSE.book, revision="another", leaves=leaves)
    question = without.questions["payment"]
    left = tuple(option for option in question.options if option.leaf != "prepaid.shipment")
    ordered.office.house = replace(
        HOUSE, book=replace(without, questions={**without.questions, "payment": replace(question, options=left)})
    )
    ordered.taps("再来一单")
    ordered.sees("原单的类型“款到发货”现在的流程里没有了，请重新选。")
    ordered.taps("客户要货", "全款到了再排产")
    ordered.sees("宏达机电 · 款到排产", "X200 减速电机 300 台 × ¥58.00")


def test_the_second_press_without_the_guard_would_begin_another(ordered: Phone, monkeypatch: pytest.MonkeyPatch):
    """The guard of the double tap, switched off."""
    monkeypatch.setattr(repeating, "open_copy", lambda *_what: None)
    standing = ordered.office.newest("张敏", on="XS261123-001")
    ordered.taps("再来一单")
    ordered.presses_again("再来一单", standing)
    assert len([draft for draft in ordered.office.drafts() if draft.state == "open"]) == 2


def test_the_filing_without_the_second_look_would_sell_to_anybody(ordered: Phone, monkeypatch: pytest.MonkeyPatch):
    """The second look before filing, switched off."""
    monkeypatch.setattr(rechecking, "overtaken", lambda *_what: {})
    monkeypatch.setitem(KINDS, FieldKind.CUSTOMER, replace(KINDS[FieldKind.CUSTOMER], wrong=lambda *_what: None))
    ordered.taps("再来一单", "12月11日 周五")
    change(ordered, Customer, 1, owner_id=3)
    change(ordered, Product, 1, active=False)
    ordered.taps("提交")
    assert len(ordered.office.orders()) == 2


# ── what is only likely is asked ───────────────────────────────────────────────────────────


def test_a_slip_in_the_customers_name_is_asked_also_where_it_leaves_one(ordered: Phone):
    ordered.sends("再来一单 红达机电")
    assert ordered.office.reads("张敏")[0] == "照哪张再来一单？"
    assert len(ordered.office.drafts()) == 1
    ordered.taps("001 宏达机电")
    ordered.sees("客户哪天要到货？")


def test_a_whole_order_after_the_words_is_a_new_order(ordered: Phone):
    ordered.sends("再来一单 宏达 Y10 20台 36 下周五 款到发货")
    ordered.sees("核对一下 · 宏达机电 · 款到发货", "Y10 轴承座 20 台 × ¥36.00")
    assert ordered.office.drafts()[0].answers.get("_copied") is None


def test_a_unit_that_changes_while_any_draft_lies_is_not_filed_in_the_other(phone: Phone):
    walk(phone, "prepaid.shipment")
    change(phone, Product, 1, unit="箱")
    phone.taps("提交")
    phone.sees("X200 停用或换了单位，去掉了。", "要什么产品？")
    assert phone.office.orders() == []
