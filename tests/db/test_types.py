"""Column types mean the same on both databases, and lose nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session

from db.models import Draft, Product, ProductPack
from tests.support.orders import CLERK, NOW, open_office

SHANGHAI = timezone(timedelta(hours=8))


def add_product(session: Session, *, price: Decimal | None = None, at: datetime = NOW) -> Product:
    product = Product(code="X200", name="减速电机", unit="台", supply="make", list_price=price, created_at=at)
    session.add(product)
    session.flush()
    session.expire(product)
    return product


@pytest.mark.parametrize(
    ("price", "stored", "shown"),
    [
        ("58", 580000, "58"),
        ("58.50", 585000, "58.5"),
        ("0.0001", 1, "0.0001"),
        ("-0.1", -1000, "-0.1"),
        ("300", 3000000, "300"),  # never 3E+2
        ("123456789012345.6789", 1234567890123456789, "123456789012345.6789"),  # a float keeps 15 digits
        (None, None, "None"),
    ],
)
def test_a_price_is_exact(scratch: Session, price: str | None, stored: int | None, shown: str):
    product = add_product(scratch, price=None if price is None else Decimal(price))
    assert str(product.list_price) == shown
    assert scratch.scalar(text("SELECT list_price FROM product")) == stored


def test_a_tenth_thrice_is_three_tenths(scratch: Session):
    product = add_product(scratch)
    for n in range(3):
        scratch.add(ProductPack(product_id=product.id, name=f"箱{n}", factor=Decimal("0.1")))
    scratch.flush()
    assert sum(scratch.scalars(select(ProductPack.factor))) == Decimal("0.3")
    assert scratch.scalars(select(ProductPack.name).where(ProductPack.factor == Decimal("0.10"))).all() == [
        "箱0",
        "箱1",
        "箱2",
    ]


def test_what_cannot_be_kept_is_refused(scratch: Session):
    with pytest.raises(StatementError, match="more than 4 decimal places"):
        add_product(scratch, price=Decimal("58.00001"))


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 11, 23, 2, 0, tzinfo=UTC),
        datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI),
        datetime(2026, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
        datetime(2027, 1, 1, 7, 59, 59, 999999, tzinfo=SHANGHAI),
    ],
)
def test_a_moment_comes_back_in_utc(scratch: Session, moment: datetime):
    kept = add_product(scratch, at=moment).created_at
    assert (kept, kept.tzinfo) == (moment, UTC)
    assert scratch.scalar(select(Product.id).where(Product.created_at == moment.astimezone(SHANGHAI))) is not None
    assert scratch.scalar(select(Product.id).where(Product.created_at < moment)) is None


def test_a_moment_without_a_zone_is_refused(scratch: Session):
    with pytest.raises(StatementError, match="needs a zone"):
        add_product(scratch, at=datetime(2026, 11, 23, 10, 0))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("answers", "stored"),
    [
        ({"数量": "三百", "a": [1, None, True]}, '{"a":[1,null,true],"数量":"三百"}'),
        ({}, "{}"),
        ({"emoji": "📦\u202e", "nested": {"b": 1, "a": 2}}, '{"emoji":"📦\u202e","nested":{"a":2,"b":1}}'),
    ],
)
def test_facts_have_one_spelling(scratch: Session, answers: dict[str, Any], stored: str):
    open_office(scratch)
    draft = Draft(form="order", person_id=CLERK, chat_id=1001, answers=answers, created_at=NOW, updated_at=NOW)
    scratch.add(draft)
    scratch.flush()
    scratch.expire(draft)
    assert draft.answers == answers
    assert scratch.scalar(text("SELECT answers FROM draft")) == stored
