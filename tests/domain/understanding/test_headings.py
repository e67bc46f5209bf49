"""Which sheet is this? Headings as companies write them."""

from __future__ import annotations

import pytest

from domain.understanding.headings import KINDS, recognise
from handlers.sheets import texts
from locales import LANGUAGES


@pytest.mark.parametrize(
    ("heads", "kind", "fields"),
    [
        ("客户名称 联系人 电话 地址", "customers", "name contact phone address"),
        ("電話 客戶名稱 聯絡人 收貨地址", "customers", "phone name contact address"),
        ("Customer Contact Phone Address Owner", "customers", "name contact phone address owner"),
        ("客户 业务员", "customers", "name owner"),
        ("编号 名称 手机号码", "customers", "code name phone"),
        ("公司名称（必填） 联系电话*", "customers", "name phone"),
        ("客户全称", "customers", "name"),
        ("产品编号 产品名称 单位 供货方式 目录价", "products", "code name unit supply list_price"),
        ("物料编码 物料名称 计量单位 单价（元）", "products", "code name unit list_price"),
        ("貨號 品名 單位 圖號", "products", "code name unit drawing"),
        ("Item No. Description UOM List_Price", "products", "code name unit list_price"),
        ("编码 名称 单位 单价", "products", "code name unit list_price"),
        ("编码 名称 单位 数量 单价", "lines", "code name unit quantity price"),
        ("型号 数量", "lines", "code quantity"),
        ("品名 数量 含税单价 金额 备注", "lines", "name quantity price amount"),
        ("序号 物料编码 规格 数量 单价 金额", "lines", "code quantity price amount"),
        ("SKU Qty Unit Price Total", "lines", "code quantity"),
        ("订单号 类型 客户 产品编号 数量 单价 下单日期 交期 状态 已收款", "opening",
         "original leaf customer code quantity price ordered_on promised_on state received"),
        ("原單號 訂單類型 客戶名稱 產品編號 數量 單價 下單日期 承諾交期 已收款", "opening",
         "original leaf customer code quantity price ordered_on promised_on received"),
    ],
)  # fmt: skip
def test_headings_are_recognised_in_any_order(heads: str, kind: str, fields: str):
    found = recognise([heads.split(" "), ["x"] * len(heads.split(" "))])
    assert found is not None
    assert (found.kind, found.complete) == (kind, True)
    assert set(fields.split()) <= set(found.columns)


def test_a_title_and_empty_rows_above_are_passed_over():
    rows = [
        ["苏州宏达 2026 年客户清单", "", ""],
        ["", "", ""],
        ["制表：张敏", "", "客户"],
        ["客户名称", "电话", "备注"],
        ["甲", "1", "x"],
    ]
    found = recognise(rows)
    assert found is not None
    assert (found.kind, found.row, found.unknown) == ("customers", 3, ("备注",))


def test_what_is_missing_and_what_stands_twice_is_named():
    nearest = recognise([["产品编号", "产品名称", "目录价", "供货方式"]])
    assert nearest is not None
    assert (nearest.kind, nearest.missing) == ("products", (("unit",),))
    twice = recognise([["客户名称", "电话", "手机"]])
    assert twice is not None
    assert twice.doubled == ("电话", "手机")
    assert not twice.complete


@pytest.mark.parametrize("row", [["甲", "乙", "丙"], [""], ["名称"], ["编码", "名称"], ["2026-12-05", "300"]])
def test_rows_that_are_no_headings(row: list[str]):
    found = recognise([row])
    assert found is None or not found.complete


@pytest.mark.parametrize("kind", list(KINDS))
@pytest.mark.parametrize("language", list(LANGUAGES))
def test_our_own_templates_are_recognised_in_every_language(kind: str, language: str):
    columns = texts.COLUMNS[kind]
    found = recognise([[label.plain(language) for label in columns.values()]])
    assert found is not None
    assert (found.kind, found.unknown, found.complete) == (kind, (), True)
    assert list(found.columns) == list(columns)
