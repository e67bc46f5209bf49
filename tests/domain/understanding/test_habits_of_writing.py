"""Every number, amount and day in any habit of writing is read back equal; and no number comes from nowhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import cn2an
from hypothesis import given
from hypothesis import strategies as st

from domain.understanding import Understood, day, discount, measured, money, number, percent, quantity, tax

WIDE = str.maketrans("0123456789.,", "０１２３４５６７８９．，")
TRADITIONAL = str.maketrans("万亿两", "萬億兩")


def colloquial(n: int) -> str:
    """两千五 for 2500: the last rank unsaid, where the digit alone stands behind another rank."""
    words = cn2an.an2cn(n, "low")
    return re.sub("(?<=[百千万])([一二三四五六七八九])(?:十|百|千)$", shortened(words), words)


def shortened(words: str) -> Callable[[re.Match[str]], str]:
    below = {"百": "十", "千": "百", "万": "千"}
    return lambda found: found[1] if below[words[found.start() - 1]] == found[0][-1] else found[0]


def numbers(n: int) -> list[str]:
    in_ten_thousands = f"{Decimal(n) / 10000:f}"
    low = cn2an.an2cn(n, "low")
    return [
        str(n), f"{n:,}", str(n).translate(WIDE), low, low.translate(TRADITIONAL), cn2an.an2cn(n, "up"),
        re.sub("^二(?=[百千万亿])", "两", low), colloquial(n), f"{in_ten_thousands}万", f"{in_ten_thousands}w",
        f"{Decimal(n) / 1000:f}k", f"要{n}吧", f"数量：{n}",
    ]  # fmt: skip


def amounts(fen: int) -> list[str]:
    yuan, rest = divmod(fen, 100)
    exact = f"{Decimal(fen) / 100:.2f}"
    grouped = f"{Decimal(fen) / 100:,.2f}"
    written = [
        exact, f"￥{grouped}", f"¥{exact}", f"{exact}元", exact.translate(WIDE), f"单价{exact}", f"單價：{exact}元",
        f"{exact}/台", f"每台{exact}", f"{exact}元一台", f"RMB {exact}", cn2an.an2cn(exact, "rmb"),
    ]  # fmt: skip
    if yuan and rest:
        written += [f"{yuan}块{rest:02d}", f"{yuan}元{rest:02d}"]
    if yuan and rest and rest % 10 == 0:
        written += [f"{yuan}块{rest // 10}", f"{yuan}块{rest // 10}毛", f"{yuan}元{rest // 10}角"]
    return written


def days(meant: date) -> list[str]:
    weekday = "一二三四五六日"[meant.weekday()]
    chinese = f"{cn2an.an2cn(meant.month, 'low')}月{cn2an.an2cn(meant.day, 'low')}"
    month_day = f"{meant.month}月{meant.day}"
    return [
        meant.isoformat(), f"{meant:%Y/%m/%d}", f"{meant:%Y.%m.%d}", f"{meant:%Y%m%d}", f"{meant.year}年{month_day}日",
        f"{month_day}日", f"{month_day}号", f"{month_day}號前", f"{month_day}日之前", f"{month_day}号 周{weekday}",
        f"周{weekday} {month_day}号", f"{meant.month}.{meant.day}", f"{meant.month}/{meant.day}", f"{meant.month}-{meant.day}",
        f"{chinese}号", f"{chinese}日交货", f"{month_day}日".translate(WIDE), f"最晚{month_day}号",
    ]  # fmt: skip


@given(st.one_of(st.integers(1, 9999), st.integers(1, 10**8)))
def test_every_number_is_read_back(n: int) -> None:
    for text in numbers(n):
        found = number(text)
        assert found == Understood(Decimal(n), text)
        assert quantity(f"{text.removesuffix('吧')}台", "台") == Understood(Decimal(n), f"{text.removesuffix('吧')}台")


@given(st.integers(1, 10**11))
def test_every_amount_is_read_back(fen: int) -> None:
    for text in amounts(fen):
        assert money(text) == Understood(Decimal(fen) / 100, text)


@given(st.dates(date(2024, 1, 1), date(2040, 12, 31)), st.integers(0, 260))
def test_every_coming_day_is_read_back(today: date, ahead: int) -> None:
    meant = today + timedelta(days=ahead)
    for text in days(meant):
        assert day(text, today) == Understood(meant, text)


@given(st.integers(11, 99).filter(lambda n: n % 10))
def test_every_share_and_discount_is_read_back(n: int) -> None:
    words = cn2an.an2cn(n, "low")
    for text in (f"{n}%", f"百分之{words}", f"{n}个点", f"{words}個點", f"定金{n}%"):
        assert percent(text) == Understood(Decimal(n), text)
    if n >= 30 and n % 10 != n // 10 + 1:
        digits = "零一二三四五六七八九"
        for text in (f"{n}折", f"打{n // 10}.{n % 10}折", f"打{digits[n // 10]}{digits[n % 10]}折"):
            assert discount(text) == Understood(Decimal(n) / 10, text)


TEXTS = st.text(
    st.sampled_from("0123456789.,，:- 元块毛万千百台箱%折税含个点打年月日号周下前后左右约吗宏达X"), max_size=16
)


@given(TEXTS)
def test_no_number_comes_from_nowhere(text: str) -> None:
    """Written with Arabic digits only, the first digits of what is taken stand in the text."""
    for read in (number, money, percent, lambda words: quantity(words, "台", {})):
        found = read(text)
        if isinstance(found, Understood):
            assert re.search("[0-9]", text)
            written = "".join(re.findall("[0-9]", text)).strip("0")
            value = format(found.value.copy_abs(), "f").replace(".", "").strip("0")
            # 3打 is 36 and 0.3成5 …: everything else keeps its digits.
            assert "打" in text or value in (written, "") or "成" in text
    for read in (measured, discount, tax):
        read(text)
