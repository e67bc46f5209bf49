"""Short replies to a card: the money came or did not, a task is taken or done, and money split over orders.

Whether a card is approved is read by `verdict`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from domain.understanding.lexicon import clean
from domain.understanding.result import Why
from domain.understanding.units import NAMES


class Verdict(StrEnum):
    """What a reply says."""

    ARRIVED = "arrived"
    NOT_ARRIVED = "not_arrived"
    TAKEN = "taken"
    DONE = "done"
    READY = "ready"
    LEFT = "left"
    IN_STOCK = "in_stock"
    MADE = "made"
    PASSED = "passed"
    FAILED = "failed"
    CANNOT = "cannot"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class Reply:
    """A verdict and what stands beside it, as written: an amount, a quantity, a number."""

    verdict: Verdict
    rest: str


# Denials first: they contain the words that they deny. 收到 alone means that somebody has read it, never that money came.
_WORDS: tuple[tuple[Verdict, tuple[str, ...]], ...] = (
    (
        Verdict.NOT_ARRIVED,
        ("没有查到", "没查到", "查不到", "没有到账", "没到账", "未到账", "没到帳", "沒查到", "还没到"),
    ),
    (
        Verdict.ARRIVED,
        ("已经到账", "已到账", "款到账了", "钱到账了", "到账了", "到账", "钱到了", "查到了", "到帳", "到賬"),
    ),
    (Verdict.FAILED, ("检验不合格", "检验没过", "检验不过", "不合格", "不放行", "不能放行")),
    (Verdict.CANNOT, ("发不了", "发不出", "装不了", "没法发", "今天发不了")),
    (
        Verdict.BACK,
        (
            "退货收到",
            "收到退货",
            "退货到了",
            "退货回来了",
            "货退回来了",
            "货回来了",
            "已经退回",
            "已退回",
            "退回来了",
            "退回了",
            "退回",
        ),
    ),
    (Verdict.TAKEN, ("已接单", "接单了", "接单", "接了")),
    (Verdict.DONE, ("已完成", "完成了", "完成", "完工", "做好了", "做完了", "到料了", "检好了")),
    (Verdict.READY, ("已备齐", "备齐了", "备齐", "备好了", "备好")),
    (Verdict.LEFT, ("已发出", "发出了", "已发货", "发货了", "发走了", "发了", "已出库", "出库")),
    (Verdict.IN_STOCK, ("已入库", "入库了", "入库")),
    (Verdict.MADE, ("做好", "做了", "做完", "已做", "生产了", "到料", "到货了", "到货", "到了", "买了")),
    (Verdict.PASSED, ("检验放行", "检验合格", "放行了", "放行", "合格")),
)
_DENIALS = (Verdict.NOT_ARRIVED, Verdict.FAILED, Verdict.CANNOT)
_UNIT = "|".join(sorted(map(re.escape, NAMES), key=len, reverse=True))
_COUNT = re.compile(rf"[0-9][0-9,]*(?:\.[0-9]+)?(?:{_UNIT})?")
_EDGE = re.compile(r"^[\s:：,，。.!！]+|[\s,，。.!！]+$")
_DENIAL = re.compile("[不没未别]")
_PARTS = re.compile(r"[，；;、\n]+|,(?=\s*#?[A-Za-z]{0,4}[0-9][0-9-]*[\s:：=])")
_PART = re.compile(r"\s*(?P<order>#?[A-Za-z]{0,4}[0-9][0-9-]*)(?:\s+|\s*[:：=]\s*)(?P<amount>\S.*?)\s*")
_LINE = re.compile(r"\s*(?P<line>[^\s:：=]+)(?:\s+|\s*[:：=]\s*)(?P<count>\S.*?)\s*")


def reply(text: str) -> Reply | None:
    """What a reply says, where it begins with words of a verdict; None for any other talk."""
    written = text.strip()
    plain = clean(written[:64])
    if isinstance(plain, Why):
        return None
    for verdict, words in _WORDS:
        for word in words:
            if plain.startswith(word):
                rest = _EDGE.sub("", _after(written, word))
                if verdict not in _DENIALS and _DENIAL.match(rest):
                    return None
                return Reply(verdict, rest)
    return None


def as_report(text: str) -> str | None:
    """A number alone, said where somebody was asked how many there are, as the report that it means; None for others."""
    said = clean(text[:64])
    if isinstance(said, Why) or _COUNT.fullmatch(said) is None:
        return None
    return f"做了{text.strip()}"


def _after(written: str, word: str) -> str:
    """What was written behind a word, however its characters were written."""
    left = len(word)
    for index, char in enumerate(written):
        left -= not char.isspace()
        if left == 0:
            return written[index + 1 :]
    return ""


def split_parts(text: str) -> list[tuple[str, str]] | None:
    """`003 5000，005 7000` as pairs of what stands for an order and for an amount; None where it has another form."""
    found = [_PART.fullmatch(part) for part in _PARTS.split(text.strip()) if part.strip()]
    pairs = [(part["order"], part["amount"]) for part in found if part is not None]
    return pairs if pairs and len(pairs) == len(found) else None


def line_parts(text: str) -> list[tuple[str, str]] | None:
    """`X200 200，X300 50` as pairs of what stands for a line and for its quantity; None where it has another form."""
    found = [
        _LINE.fullmatch(part) for part in re.split(r"[，；;、\n]+|,(?=\s*\S+[\s:：=])", text.strip()) if part.strip()
    ]
    pairs = [(part["line"], part["count"]) for part in found if part is not None]
    return pairs if pairs and len(pairs) == len(found) else None
