"""The default book, where orders of 款到排产 are judged by a review that a test brings."""

from __future__ import annotations

import re
from pathlib import Path

from bot.book_file import default_book_bytes

COMMITTEE = (Path(__file__).parents[1] / "data" / "committee.toml").read_text()
"""Reviews in which two of three votes carry, or one person stands in several levels."""


def book_with(review: str, extra: str = COMMITTEE) -> bytes:
    """The default book and the reviews of `extra`; orders of 款到排产 need only be complete and go to `review`."""
    head, *leaves = default_book_bytes().decode().split("\n[leaf.")
    changed = [
        re.sub(r"(?m)^screening = .*$", 'screening = ["complete"]', leaf.replace('"before_money"', f'"{review}"', 1))
        if leaf.startswith('"prepaid.release"]') else leaf
        for leaf in leaves
    ]  # fmt: skip
    return ("\n[leaf.".join([head, *changed]) + "\n" + extra).encode()
