"""信用快用满: a line of the morning digest a customer, from 80 % on until less is used again, whichever order moved it.

November 2026: the 23rd and the 30th are Mondays. Every order comes to 1,740,000 minor units.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from db.engine import Database
from db.models import Customer
from services.reminders import digest
from tests.support.reminding import FINANCE_GROUP, HOUSE, SALES_HEAD, Company, at

LINE = "credit_high"
ORDER = 1_740_000
TUESDAY = at("11-24", "10:00")


@pytest.fixture
def company(database: Database) -> Company:
    return Company(database)


def limit(company: Company, minor: int | None) -> None:
    with company.database.transaction() as session:
        session.execute(update(Customer).values(credit_minor=minor))


def filed(company: Company, count: int) -> list[int]:
    """Orders on credit, released one after the other."""
    return [company.file("standard", TUESDAY + timedelta(minutes=n)) for n in range(count)]


def told(company: Company, chat: int = FINANCE_GROUP) -> list[tuple[str, tuple[str, ...]]]:
    """On which mornings a chat read of it, and which order stood for the customer."""
    return [
        (one.at, tuple(subject for line, subject in one.items if line == LINE))
        for one in company.said("digest")
        if one.chat == chat and any(line == LINE for line, _subject in one.items)
    ]


def test_from_eighty_percent_on_it_is_one_line_the_next_morning_and_then_on_mondays(company: Company) -> None:
    limit(company, ORDER * 2 * 100 // 80)
    _older, newer = filed(company, 2)
    company.until(at("12-08", "12:00"), TUESDAY)
    mornings = [(f"{day} 08:40", (f"order:{newer}",)) for day in ("11-25", "11-30", "12-07")]
    assert told(company) == mornings
    assert told(company, SALES_HEAD) == mornings, "sales has no group here: its head reads for it"


def test_control_a_little_less_than_eighty_says_nothing(company: Company) -> None:
    limit(company, ORDER * 2 * 100 // 80 + 100)
    filed(company, 2)
    company.until(at("12-08", "12:00"), TUESDAY)
    assert told(company) == []


@pytest.mark.parametrize("minor", [None, 900_000_000])
def test_control_without_a_limit_or_with_a_wide_one_there_is_nothing_to_say(
    company: Company, minor: int | None
) -> None:
    filed(company, 2)
    limit(company, minor)
    company.until(at("12-08", "12:00"), TUESDAY)
    assert told(company) == []


def test_another_order_of_the_week_says_it_no_second_time(company: Company) -> None:
    limit(company, ORDER * 3)
    filed(company, 3)
    company.until(at("11-25", "12:00"), TUESDAY)
    limit(company, ORDER * 4)
    newest = company.file("standard", at("11-25", "14:00"))
    company.until(at("11-30", "12:00"), at("11-25", "14:00"))
    assert [day for day, _who in told(company)] == ["11-25 08:40", "11-30 08:40"]
    assert told(company)[-1][1] == (f"order:{newest}",)


def test_money_on_an_older_order_ends_it_and_a_bounce_there_begins_it_anew(company: Company) -> None:
    limit(company, ORDER * 3)
    oldest, _second, newest = filed(company, 3)
    company.until(at("11-25", "12:00"), TUESDAY)
    assert len(told(company)) == 1
    company.confirm(company.slip(oldest, at("11-25", "13:00")), at("11-25", "14:00"))
    company.until(at("12-01", "12:00"), at("11-25", "14:00"))
    assert len(told(company)) == 1, "two of three orders are 66 %: not on Monday either"
    company.bounce(at("12-01", "14:00"))
    company.until(at("12-03", "12:00"), at("12-01", "14:00"))
    assert told(company)[1:] == [("12-02 08:40", (f"order:{newest}",))], (
        "the newest speaks, although the oldest moved it"
    )


def test_what_fell_back_between_owing_and_sending_is_not_said(company: Company) -> None:
    limit(company, ORDER * 2)
    older, newer = filed(company, 2)
    company.until(at("11-25", "08:40"), TUESDAY)
    items = [[LINE, f"order:{newer}"]]

    def stands() -> list[tuple[int, int]]:
        with company.database.transaction() as session:
            found = digest.standing_of(session, HOUSE, items, at("11-25", "08:41"))
        return [(one.found.amount_minor, one.found.of_minor) for one in found]

    assert stands() == [(ORDER * 2, ORDER * 2)]
    company.confirm(company.slip(older, at("11-25", "08:40")), at("11-25", "08:41"))
    assert stands() == []


def test_a_limit_that_is_cut_is_heard_of_without_any_order_moving(company: Company) -> None:
    filed(company, 2)
    company.until(at("11-25", "12:00"), TUESDAY)
    limit(company, ORDER * 2)
    company.until(at("11-26", "12:00"), at("11-25", "12:00"))
    assert [day for day, _who in told(company)] == ["11-26 08:40"]
