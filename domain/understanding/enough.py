"""No more: 够了, 没有了, 就这些."""

from __future__ import annotations

from domain.understanding.lexicon import clean
from domain.understanding.result import Why

_NO_MORE = frozenset(
    {"够", "够了", "没", "没了", "没有", "没有了", "没别的", "没别的了", "没有别的", "没有别的了", "不要", "不要了"}
    | {
        "不",
        "不用",
        "不用了",
        "不加",
        "不加了",
        "就这些",
        "就这些了",
        "就这样",
        "就这个",
        "就这",
        "好了",
        "完了",
        "行了",
    }
    | {"可以了", "no"}
)


def enough(text: str) -> bool:
    """Whether the words say that nothing is to be added."""
    plain = clean(text)
    return not isinstance(plain, Why) and plain.rstrip("。.!,、") in _NO_MORE
