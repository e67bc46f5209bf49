"""Two leaves side by side: nothing is lost, nothing is told twice."""

from __future__ import annotations

from itertools import permutations

import pytest

from bot.book_file import read_book
from domain.process.compare import Aspect, compare, items_of
from handlers.process.describe import describe_comparison, describe_leaf, leaf_title
from locales import LANGUAGES

BOOK = read_book(None)


def words_of(a: str, b: str) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[tuple[str, ...], tuple[str, ...]]]]:
    same, different = describe_comparison(BOOK, a, b, "zh_Hans_CN")
    return {row.label: row.items for row in same}, {row.label: (row.a, row.b) for row in different}


def test_the_two_prepaid_gates_are_told_apart() -> None:
    same, different = words_of("prepaid.release", "prepaid.shipment")
    assert different["管理部门"] == (("财务",), ("仓储物流",))
    assert different["付款条件"] == (("下单 · 100% 到账",), ("发货 · 100% 到账",))
    assert different["管理关键"] == (("钱不到，一颗料不买。",), ("货可以先做，钱不清车不走。",))
    assert different["其他条件"] == (("下单 · 有纸面依据",), ("下单 · 满 ¥50,000.00 要有纸面依据",))
    assert same["其他条件"] == ("发货 · 先有发货通知", "发货 · 成品检验放行：生产（质检放行）")
    assert same["要问的"] == ("客户", "产品", "下单依据")
    assert different["要问的"] == (("要求交期",), ("要求交期",))  # the default differs: 款到后 N 天
    assert "告诉谁" in same
    assert "告诉谁" not in different


def test_a_type_without_money_says_so_beside_one_with() -> None:
    _, different = words_of("stock", "prepaid.shipment")
    assert different["付款条件"] == (("不收款",), ("发货 · 100% 到账",))
    assert different["到哪为止"] == (("入库",), ("客户签收",))


@pytest.mark.parametrize(("a", "b"), list(permutations(BOOK.leaves, 2)))
def test_every_item_of_both_leaves_stands_in_exactly_one_place(a: str, b: str) -> None:
    comparison = compare(BOOK, a, b)
    same = {row.aspect: row.items for row in comparison.same}
    different = {row.aspect: (row.a, row.b) for row in comparison.different}
    for side, leaf in enumerate((a, b)):
        for aspect, items in items_of(BOOK, BOOK.leaves[leaf]).items():
            told = len(same.get(aspect, ())) + len(different.get(aspect, ((), ()))[side])
            assert told == len(items), aspect
    assert Aspect.KEY_POINT in different
    assert Aspect.KEY_POINT not in same


def test_a_leaf_beside_itself_differs_in_nothing() -> None:
    comparison = compare(BOOK, "sample", "sample")
    assert comparison.different == ()


def test_an_unknown_leaf_is_an_error() -> None:
    with pytest.raises(KeyError):
        compare(BOOK, "sample", "consignment")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("key", list(BOOK.leaves))
def test_every_leaf_is_described_in_every_language(key: str, lang: str) -> None:
    leaf = BOOK.leaves[key]
    sections = {section.aspect: section for section in describe_leaf(BOOK, leaf, lang)}
    assert {Aspect.KEY_POINT, Aspect.MANAGING_DEPARTMENT, Aspect.CONTROL_POINTS, Aspect.MILESTONES} <= sections.keys()
    assert leaf_title(leaf, lang).endswith(leaf.name.in_(lang))
    text = "\n".join(section.block(lang) for section in sections.values())
    assert "%(" not in text
    assert leaf.key_point.in_(lang) in text


def test_changes_in_words() -> None:
    sections = {section.aspect: section.items for section in describe_leaf(BOOK, BOOK.leaves["sample"], "zh_Hans_CN")}
    assert sections[Aspect.CHANGES] == (
        "告知就行：收样人、收样电话、寄到、物流、预计大货量",
        "轻：交期最多晚 3 个工作日，数量增减 5% 以内，不改价，1 个工作日内定",
        "重：其余都是，2 个工作日内定",
        "暂停：先停后审，1 个工作日内定",
    )
    # a sample is screened by no ceiling: management is never asked about one
    assert sections[Aspect.CHANGE_REVIEW][0] == "会签：技术（改要求时）"
    assert sections[Aspect.CHANGE_REVIEW][-1] == "会签：销售负责人（重的变更、取消、重新打开时）"
    assert sections[Aspect.FACTORS][2] == "供应链（来料延迟、来料质量）"
    _, different = words_of("sample", "stock")
    assert different["下单后要改"] == (
        ("告知就行：收样人、收样电话、寄到、物流、预计大货量",),
        ("告知就行：现有库存与在途、预计客户",),
    )


def test_a_reminder_in_words() -> None:
    sections = {
        section.aspect: section.items for section in describe_leaf(BOOK, BOOK.leaves["prepaid.release"], "zh_Hans_CN")
    }
    assert sections[Aspect.REMINDERS][1] == (
        "催客户付款（承接后 1、3、7 个工作日催报单的人，最多 3 次，承接后 7 个工作日告诉销售负责人，"
        "承接后 7 个工作日记作低风险）"
    )
