"""Which sheet is this? Recognised by its headings: in any order, below a title, in 简体, 繁體 or English."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from domain.understanding.units import NAMES

LOOKED_AT = 20
"""Headings stand in one of the first so many rows."""

_FOLDED = str.maketrans(
    "諾錄頭戶產編號碼稱電話聯繫絡屬務員稅統會訂單數價額規圖備註說類運貨給質檢驗見開銀帳賬應來計約預狀態進這種總現發項採購週長裝間實際個檔級負責據條業組織機構專點貿達幣歸廠倉庫區縣郵買賣無內傳別參誠",
    "诺录头户产编号码称电话联系络属务员税统会订单数价额规图备注说类运货给质检验见开银账账应来计约预状态进这种总现发项采购周长装间实际个档级负责据条业组织机构专点贸达币归厂仓库区县邮买卖无内传别参诚",
)
_ASIDE = re.compile(r"[(\[【<〈]([^)\]】>〉]*)[)\]】>〉]")
_HINTS = frozenset({"必填", "选填", "可选", "可空", "required", "optional"})
_YUAN = re.compile(r"(?:元|人民币|rmb|cny|¥)?(?:/(?P<per>[^/]+))?|含税|含税价")
_MONEY = frozenset({"price", "list_price", "amount", "received"})
_NOISE = re.compile(r"[\s*:._/\\-]+")
_NOISE_BUT_SLASH = re.compile(r"[\s*:._\\-]+")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of sheet: its columns with their names, and which must be there."""

    columns: Mapping[str, str]
    """By field: its names in one string, parted by spaces."""
    wanted: tuple[tuple[str, ...], ...]
    """Of each group one column must be there."""
    marks: tuple[str, ...] = ()
    """Where this is not empty, one of these tells the kind from others."""


KINDS: dict[str, Kind] = {
    "customers": Kind(
        {
            "code": "客户编号 客户编码 客户代码 编号 编码 代码 customercode customerno customerid code no",
            "name": (
                "客户名称 客户 客户名 客户全称 客户简称 公司名称 公司 单位名称 企业名称 购货单位 名称 全称 "
                "customername customer company companyname name"
            ),
            "contact": "联系人 联络人 联系人姓名 收货人 采购联系人 contact contactperson contactname",
            "phone": (
                "电话 联系电话 联系方式 手机 手机号 手机号码 电话号码 联系人电话 phone mobile tel telephone phonenumber"
            ),
            "address": "地址 收货地址 送货地址 公司地址 联系地址 详细地址 address deliveryaddress shippingaddress",
            "uscc": "税号 统一社会信用代码 社会信用代码 信用代码 纳税人识别号 creditcode taxno taxid taxnumber uscc",
            "title": "抬头 开票抬头 发票抬头 开票名称 invoicetitle title",
            "credit": "信用额度 授信额度 信用限额 赊销额度 creditlimit credit",
            "owner": "归属 业务员 销售 销售员 负责人 跟进人 归属业务员 owner salesperson sales",
        },
        wanted=(("name",),),
        marks=(
            "contact",
            "phone",
            "address",
            "owner",
            "name:客户",
            "name:公司",
            "name:企业",
            "name:customer",
            "name:company",
        ),
    ),
    "products": Kind(
        {
            "code": (
                "产品编号 产品编码 产品代码 货号 料号 物料编码 物料编号 型号 产品型号 规格型号 存货编码 "
                "商品编码 编号 编码 代码 productcode itemcode itemno sku model partno code no"
            ),
            "name": (
                "产品名称 品名 物料名称 存货名称 商品名称 货品名称 产品 名称 productname itemname product "
                "description name"
            ),
            "unit": "单位 计量单位 主单位 基本单位 unit uom",
            "supply": "供货方式 供应方式 来源 物料属性 物料来源 supply source makeorbuy",
            "list_price": "目录价 标准价 标准单价 销售价 单价 价格 售价 listprice price unitprice",
            "floor_price": "底价 最低价 最低单价 最低售价 最低限价 floorprice minprice minimumprice",
            "lead_days": "常规交期 标准交期 交期 交货周期 生产周期 提前期 交期天数 leaddays leadtime",
            "packs": "包装 包装规格 装箱 装箱数 箱规 packs packing package",
            "drawing": "图号 图纸 图号版本 图纸编号 drawing drawingno",
        },
        wanted=(("code",), ("name",), ("unit",)),
    ),
    "lines": Kind(
        {
            "code": (
                "产品编号 产品编码 产品代码 货号 料号 物料编码 物料编号 型号 产品型号 规格型号 编号 编码 "
                "代码 productcode itemcode itemno sku model partno code"
            ),
            "name": (
                "产品名称 品名 物料名称 商品名称 货品名称 产品 名称 productname itemname product item description name"
            ),
            "quantity": "数量 订货数量 订购数量 订单数量 采购数量 件数 quantity qty pcs",
            "unit": "单位 计量单位 unit uom",
            "price": "单价 含税单价 价格 售价 成交价 price unitprice",
            "amount": "金额 含税金额 小计 总价 总金额 价税合计 amount total lineamount subtotal",
        },
        wanted=(("code", "name"), ("quantity",)),
    ),
    "calendar": Kind(
        {
            "day": "日期 日子 年月日 date day",
            "works": "上班/放假 放假/上班 是否上班 是否工作日 work/off worked",
            "department": "部门 部門 department dept",
            "note": "说明 备注 节日 名称 节假日 原因 note remark holiday name",
        },
        wanted=(("day",), ("works",)),
    ),
    "opening": Kind(
        {
            "original": (
                "原单号 原订单号 旧单号 订单号 订单编号 单号 单据编号 合同号 合同编号 originalno "
                "originalorderno orderno ordernumber"
            ),
            "leaf": "订单类型 类型 付款方式 单据类型 收款方式 ordertype type paymentterms terms",
            "customer": (
                "客户名称 客户 客户名 客户全称 购货单位 客户编号 客户编码 公司名称 customername customer "
                "company customercode"
            ),
            "sales": "业务员 销售 销售员 归属 负责人 salesperson sales owner",
            "code": (
                "产品编号 产品编码 产品代码 货号 料号 物料编码 型号 产品型号 规格型号 productcode itemcode "
                "itemno sku model code"
            ),
            "name": "产品名称 品名 物料名称 商品名称 产品 productname itemname product item",
            "quantity": "数量 订货数量 订购数量 订单数量 quantity qty",
            "unit": "单位 计量单位 unit uom",
            "price": "单价 含税单价 价格 成交价 price unitprice",
            "amount": "金额 含税金额 小计 价税合计 amount lineamount subtotal",
            "ordered_on": "下单日期 订单日期 单据日期 日期 签订日期 orderdate orderedon date",
            "promised_on": (
                "承诺交期 交期 交货日期 交付日期 预计交期 要求交期 promiseddate promisedon deliverydate duedate"
            ),
            "state": "目前状态 当前状态 状态 进度 目前进度 state status progress",
            "received": ("已收款 已收金额 已收货款 实收金额 已收 收款金额 received paid moneyreceived amountreceived"),
            "basis": "下单依据 依据 订单依据 basis orderbasis",
            "deposit_share": "定金比例 订金比例 预付比例 deposit depositshare",
        },
        wanted=(("original",), ("leaf",), ("customer",), ("code", "name"), ("quantity",)),
    ),
}


@dataclass(frozen=True, slots=True)
class Headings:
    """The headings of a sheet. `row` is their place, from 0; `columns` the place of each field."""

    kind: str
    row: int
    columns: Mapping[str, int]
    unknown: tuple[str, ...] = ()
    missing: tuple[tuple[str, ...], ...] = ()
    doubled: tuple[str, ...] = ()
    """Two columns that mean the same: both as they are written."""
    heads: Mapping[str, str] = field(default_factory=dict[str, str])
    """Each field's heading as it is written."""

    @property
    def complete(self) -> bool:
        return not self.missing and not self.doubled


def recognise(rows: Sequence[Sequence[str]]) -> Headings | None:
    """The kind of sheet that these rows begin; None where no row looks like headings.

    A complete kind with the most columns wins; without one, the one that comes nearest is told with what it lacks.
    """
    found = [one for n, row in enumerate(rows[:LOOKED_AT]) for one in _kinds_of(n, row)]
    if not found:
        return None
    return max(found, key=lambda one: (one.complete, len(one.columns), -len(one.unknown), -one.row))


def _kinds_of(n: int, row: Sequence[str]) -> Iterator[Headings]:
    heads = [(at, cell) for at, cell in enumerate(row) if cell.strip()]
    if len(heads) < 2 and not any(_plain(cell) in _aliases("customers") for _at, cell in heads):
        return
    for name, kind in KINDS.items():
        known = _aliases(name)
        columns: dict[str, int] = {}
        written: dict[str, str] = {}
        unknown: list[str] = []
        doubled: list[str] = []
        marked = not kind.marks
        for at, cell in heads:
            plain = _plain(cell)
            key = known.get(plain)
            if key is None or not _is_meant(key, cell):
                unknown.append(cell)
                continue
            if key in columns:
                doubled += [written[key], cell]
                continue
            columns[key], written[key] = at, cell
            marked = marked or any(_is_mark(mark, key, plain) for mark in kind.marks)
        missing = tuple(group for group in kind.wanted if not any(key in columns for key in group))
        if columns and marked and len(missing) < len(kind.wanted):
            yield Headings(name, n, columns, tuple(unknown), missing, tuple(doubled), written)


def _is_meant(key: str, heading: str) -> bool:
    """Whether the brackets leave a column what it is: 已收款（万元） and 单价（不含税） are other columns."""
    return key not in _MONEY or all(_YUAN.fullmatch(aside) for aside in asides(heading))


def asides(heading: str) -> tuple[str, ...]:
    """What stands in the brackets of a heading, but for 必填 and the like: 数量（台） says 台."""
    return tuple(
        said for aside in _ASIDE.findall(_folded(heading)) if (said := _NOISE_BUT_SLASH.sub("", aside)) not in _HINTS
    )


def unit_meant(heading: str) -> str:
    """The unit that a heading gives all its cells: 台 for 数量（台） and for 单价（元/台）; empty where it gives none."""
    for aside in asides(heading):
        priced = _YUAN.fullmatch(aside)
        said = priced["per"] if priced else aside
        if said and said in NAMES:
            return said
    return ""


def _is_mark(mark: str, key: str, plain: str) -> bool:
    own, _, within = mark.partition(":")
    return own == key and within in plain


@cache
def _aliases(kind: str) -> dict[str, str]:
    return {_plain(alias): key for key, aliases in KINDS[kind].columns.items() for alias in aliases.split()}


def _plain(heading: str) -> str:
    """One way of writing: no width, case, spaces, brackets or stars, in 简体."""
    folded = _folded(heading)
    bare = _ASIDE.sub("", folded)
    return _NOISE.sub("", bare or folded)


def _folded(heading: str) -> str:
    return unicodedata.normalize("NFKC", heading).casefold().translate(_FOLDED)
