"""Discounts, tax and measured amounts: a few of each; the tables of phrases stand beside this file."""

from __future__ import annotations

from decimal import Decimal

from domain.understanding import Measured, Tax, Understood, discount, measured, tax


def test_a_discount_is_told_in_tenths() -> None:
    assert discount("打九五折") == Understood(Decimal("9.5"), "打九五折")


def test_tax_says_whether_it_is_in_the_price() -> None:
    assert tax("含稅13%") == Understood(Tax(True, Decimal(13)), "含稅13%")
    assert tax("未税") == Understood(Tax(False, None), "未税")


def test_a_number_keeps_its_unit() -> None:
    assert measured("两吨半") == Understood(Measured(Decimal("2.5"), "吨"), "两吨半")
