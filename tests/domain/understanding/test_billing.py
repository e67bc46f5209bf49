"""开票资料 as they are pasted, and 统一社会信用代码 with each of its faults."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.understanding import Billing, NotUnderstood, Understood, Why, billing, credit_code

CODE = "91110000600037341L"
WHOLE = Billing(
    "苏州宏达机电有限公司", CODE, "工行苏州相城支行", "1102020609000123456", "苏州市相城区富元路18号", "0512-66881234"
)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            f"单位名称：苏州宏达机电有限公司\n纳税人识别号：{CODE}\n地址、电话：苏州市相城区富元路18号 0512-66881234\n"
            "开户行及账号：工行苏州相城支行 1102 0206 0900 0123 456",
            WHOLE,
        ),
        (  # a form makes one line of it
            "名称: 苏州宏达机电有限公司 税号: 9111 0000 6000 37341l 地址：苏州市相城区富元路18号 电话：0512-66881234"
            " 开户银行：工行苏州相城支行 银行账号：1102020609000123456",
            WHOLE,
        ),
        (
            f"1、名称：甲公司；2、税号：{CODE}；3、地址电话：上海市 021-66881234；",
            Billing("甲公司", CODE, None, None, "上海市", "021-66881234"),
        ),
        (f"單位名稱：鴻海精密 統一社會信用代碼：{CODE} 開戶銀行：中國銀行", Billing("鴻海精密", CODE, "中國銀行")),
        ("开户行及账号：招商银行深圳分行755912345610301", Billing(bank="招商银行深圳分行", account="755912345610301")),
        ("公司名称（抬头）：甲公司 统一社会信用代码/纳税人识别号：" + CODE, Billing("甲公司", CODE)),
        (f"抬头 甲公司 税号 {CODE}", Billing("甲公司", CODE)),
        ("名称：老王五金店 税号：11010519491231002X", Billing("老王五金店", "11010519491231002X")),  # a trader's own
        (f"Title: HSBC Bank Tax no.: {CODE} Bank: ICBC", Billing("HSBC Bank", CODE, "ICBC")),
        ("名称：中国银行 地址", Billing("中国银行 地址")),
    ],
)  # fmt: skip
def test_a_block_is_understood_by_its_labels(text: str, parts: Billing) -> None:
    assert billing(text) == Understood(parts, text.strip())


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", Why.UNCLEAR),
        ("苏州宏达机电有限公司", Why.UNCLEAR),
        ("名称：", Why.UNCLEAR),
        ("名" * 601, Why.TOO_LONG),
        ("名称：甲公司 税号：91110000600037341X", Why.CODE_CHECK),
        ("名称：甲公司 税号：9111000060003734", Why.CODE_LENGTH),
        ("名称：甲公司 税号：91110000600O37341L", Why.CODE_LETTERS),
    ],
)
def test_a_block_that_cannot_be_taken_says_why(text: str, why: Why) -> None:
    reading = billing(text)
    assert isinstance(reading, NotUnderstood)
    assert reading.why is why


def test_a_new_block_is_completed_by_the_old() -> None:
    assert Billing(bank="新的银行").over(WHOLE) == Billing(WHOLE.title, CODE, "新的银行", *list_of(WHOLE)[3:])
    assert Billing(bank="x").missing == ("title", "tax_no")
    assert WHOLE.missing == ()


def list_of(parts: Billing) -> list[str | None]:
    return [parts.title, parts.tax_no, parts.bank, parts.account, parts.address, parts.phone]


@pytest.mark.parametrize(
    "text", [CODE, CODE.lower(), "9111 0000 6000 3734 1L", f"信用代码：{CODE}", "９１１１００００６０００３７３４１Ｌ"]
)
def test_a_code_is_found(text: str) -> None:
    assert credit_code(text) == Understood(CODE, text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", Why.EMPTY),
        ("宏达", Why.UNCLEAR),
        (CODE[:-1], Why.CODE_LENGTH),
        (CODE + "1", Why.CODE_LENGTH),
        ("91110000600O37341L", Why.CODE_LETTERS),
        ("9111000060003734IL", Why.CODE_LETTERS),
        ("A1110000600037341L", Why.CODE_BEGINS),
        ("91110000600037342L", Why.CODE_CHECK),
        ("91110000600037341M", Why.CODE_CHECK),
    ],
)
def test_each_fault_of_a_code_is_told_apart(text: str, why: Why) -> None:
    reading = credit_code(text)
    assert isinstance(reading, NotUnderstood)
    assert reading.why is why


@given(st.text(max_size=200))
def test_no_text_raises(text: str) -> None:
    credit_code(text)
    billing(text)
    billing(f"税号：{text}")
