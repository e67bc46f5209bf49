"""The guided way of every type of order, answer by answer, as a salesperson goes it on Monday, 23 November 2026."""

from __future__ import annotations

from dataclasses import dataclass

from tests.support.desk import Phone


@dataclass(frozen=True, slots=True)
class Answer:
    """One question: where the draft stands, what kind of answer is wanted, and the one that is given."""

    step: str
    kind: str
    tap: str = ""
    words: str = ""

    def give(self, phone: Phone) -> None:
        phone.taps(self.tap) if self.tap else phone.sends(self.words)


def _choice(step: str, label: str) -> Answer:
    return Answer(step, "choice", tap=label)


GOODS = _choice("q:purpose", "客户要货")
CUSTOMER = Answer("customer", "customer", tap="宏达机电")
PRODUCT = Answer("lines", "product", words="x200")
QUANTITY = Answer("lines", "quantity", words="三百")
PRICE = Answer("lines", "price", words="58")
ENOUGH = Answer("lines", "more", tap="够了")
DAY = Answer("requested_on", "date", words="下周五")
CONTRACT = Answer("basis", "papers", tap="合同")
LINES = (PRODUCT, QUANTITY, PRICE, ENOUGH)

WAYS: dict[str, tuple[Answer, ...]] = {
    "standard": (GOODS, CUSTOMER, _choice("q:payment", "账期、月结"), *LINES, DAY, CONTRACT),
    "prepaid.release": (
        GOODS,
        CUSTOMER,
        _choice("q:payment", "全款到了再排产"),
        *LINES,
        Answer("requested_on", "date", tap="款到后 7 个工作日"),
        CONTRACT,
    ),
    "prepaid.shipment": (GOODS, CUSTOMER, _choice("q:payment", "款到发货"), *LINES, DAY, CONTRACT),
    "prepaid.deposit": (
        GOODS,
        CUSTOMER,
        _choice("q:payment", "先定金，发货前付尾款"),
        *LINES,
        Answer("deposit_share", "percent", tap="30%"),
        DAY,
        CONTRACT,
    ),
    "sample": (
        _choice("q:purpose", "寄样品"),
        CUSTOMER,
        PRODUCT,
        Answer("lines", "quantity", words="两台"),
        ENOUGH,
        _choice("purpose", "试用"),
        Answer("receiver", "contact", words="李工"),
        Answer("phone", "phone", words="139 1234 2211"),
        Answer("place", "place", words="无锡新吴区长江路1号"),
        Answer("requested_on", "date", words="本周五"),
    ),
    "stock": (
        _choice("q:purpose", "公司备货"),
        PRODUCT,
        Answer("lines", "quantity", words="25箱"),
        ENOUGH,
        DAY,
        _choice("reason", "安全库存"),
        Answer("use_up_days", "days", words="三个月"),
    ),
}


def walk(phone: Phone, leaf: str, *, until: int | None = None) -> None:
    """Begin an order and answer the first so many questions, or all of them."""
    phone.sends("/new")
    for answer in WAYS[leaf][:until]:
        answer.give(phone)
