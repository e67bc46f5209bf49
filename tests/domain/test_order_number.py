"""Order numbers as they are written, and as people write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.order_number import OrderReference, format_number, parse_reference

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(("n", "number"), [(1, "XS261122-001"), (999, "XS261122-999"), (1000, "XS261122-1000")])
def test_three_digits_wider_when_it_must(n: int, number: str) -> None:
    assert format_number("XS", date(2026, 11, 22), n) == number


@pytest.mark.parametrize(("prefix", "n"), [("xs", 1), ("", 1), ("XS1", 1), ("销售", 1), ("XS", 0)])
def test_a_number_that_cannot_be_read_back_is_not_made(prefix: str, n: int) -> None:
    with pytest.raises(ValueError):
        format_number(prefix, TODAY, n)


@pytest.mark.parametrize(
    ("text", "sequence", "day", "prefix"),
    [
        ("XS261122-001", 1, date(2026, 11, 22), "XS"),
        ("xs261122-001", 1, date(2026, 11, 22), "XS"),
        ("ＸＳ２６１１２２－００１", 1, date(2026, 11, 22), "XS"),
        (" XS 261122 — 001 ", 1, date(2026, 11, 22), "XS"),
        ("xs261122001", 1, date(2026, 11, 22), "XS"),
        ("261122-1000", 1000, date(2026, 11, 22), None),
        ("001", 1, None, None),
        ("#7", 7, None, None),
        ("yp-12", 12, None, "YP"),
        ("1122-1", 1, date(2026, 11, 22), None),
        ("1123-3", 3, date(2026, 11, 23), None),
        ("1124-3", 3, date(2025, 11, 24), None),  # tomorrow has no orders yet
        ("bh0229-2", 2, date(2024, 2, 29), "BH"),
        ("1201", 1201, None, None),
    ],
)
def test_what_people_write(text: str, sequence: int, day: date | None, prefix: str | None) -> None:
    assert parse_reference(text, TODAY) == OrderReference(sequence, day, prefix)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "000",
        "宏达",
        "XS",
        "1399-1",
        "XS261399-001",
        "-",
        "12-1",
        "3e5",
        "٠٠١",
        "1" * 4096,
        "<b>1</b>",
        "%",
    ],
)
def test_what_is_no_order_number(text: str) -> None:
    assert parse_reference(text, TODAY) is None


@pytest.mark.parametrize(
    ("text", "like"),
    [
        ("001", "%-001"),
        ("xs7", "XS%-007"),
        ("1122-1", "%261122-001"),
        ("xs261122-1000", "XS261122-1000"),
    ],
)
def test_the_pattern_to_search_with(text: str, like: str) -> None:
    reference = parse_reference(text, TODAY)
    assert reference is not None
    assert reference.like == like
    assert reference.is_full is (text == "xs261122-1000")


def test_a_reference_matches_the_numbers_it_means() -> None:
    numbers = ["XS261122-001", "YP261122-001", "XS261123-001", "XS261122-1001"]
    meant = {
        text: [n for n in numbers if (found := parse_reference(text, TODAY)) and found.matches(n)]
        for text in ("001", "1122-1", "xs1122-1", "xs261123-001")
    }
    assert meant == {
        "001": numbers[:3],
        "1122-1": numbers[:2],
        "xs1122-1": ["XS261122-001"],
        "xs261123-001": ["XS261123-001"],
    }


@given(
    st.sampled_from(["XS", "YP", "BH"]),
    st.dates(date(2020, 1, 1), date(2099, 12, 31)),
    st.integers(1, 99_999),
)
def test_every_number_is_read_back(prefix: str, day: date, n: int) -> None:
    number = format_number(prefix, day, n)
    reference = parse_reference(number.lower(), day)
    assert reference == OrderReference(n, day, prefix)
    assert reference.matches(number)


@given(st.text(max_size=60))
def test_no_text_raises(text: str) -> None:
    found = parse_reference(text, TODAY)
    assert found is None or (found.day or TODAY).year < 2100
