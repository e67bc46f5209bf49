"""The template's example is a company that could be: whoever copies its form is not refused for it."""

from __future__ import annotations

from stdnum.cn import uscc

from handlers.sheets.texts import EXAMPLES
from locales import SOURCE


def test_the_example_tax_number_has_its_check_digit() -> None:
    shown = EXAMPLES["customers"]["uscc"].plain(SOURCE)
    assert uscc.is_valid(shown)
    assert not uscc.is_valid(shown[:-1] + "B")
