"""An order in one message, read with the customers and products of the company."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import Product, ProductPack
from domain.understanding.line_result import Goods, OrderLine
from domain.understanding.order_line import order_line
from domain.understanding.vocabulary import vocabulary
from services import catalogue, name_copies
from services.house import House
from services.mentions import CatalogueMentions
from services.pace import calendar_of
from services.people import PersonFacts


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What a message may speak of: names to find customers and products by, and the facts of the products by code."""

    names: CatalogueMentions
    goods: Mapping[str, Goods]
    units: tuple[str, ...]
    """Units and packs that products are counted in."""


class _Goods(Mapping[str, Goods]):
    """The products that a message turns out to speak of, read when they are asked for."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[str, Goods | None] = {}

    def __getitem__(self, code: str) -> Goods:
        if code not in self._known:
            row = self._session.scalar(select(Product).where(Product.active, Product.code == code))
            self._known[code] = goods_of(row) if row is not None else None
        found = self._known[code]
        if found is None:
            raise KeyError(code)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._session.scalars(select(Product.code).where(Product.active)))

    def __len__(self) -> int:
        return self._session.scalar(select(func.count()).where(Product.active)) or 0


def every_good(session: Session) -> dict[str, Goods]:
    """All products that are sold, at once: for who reads many messages."""
    return {row.code: goods_of(row) for row in session.scalars(select(Product).where(Product.active))}


def goods_of(row: Product) -> Goods:
    """What the reader has to know of a product."""
    packs = {pack.name: pack.factor for pack in row.packs}
    return Goods(row.code, row.unit, packs, row.whole_units, row.list_price)


def load(session: Session, house: House, actor: PersonFacts | None) -> Catalogue:
    """The customers whom this person may find, without a person all; and every product that is sold."""
    names = CatalogueMentions(
        name_copies.customers(session).names,
        name_copies.products(session).names,
        catalogue.customer_seen_by(session, house, actor) if actor else None,
    )
    units = [*session.scalars(select(Product.unit).distinct()), *session.scalars(select(ProductPack.name).distinct())]
    return Catalogue(names, _Goods(session), tuple(sorted(set(units))))


def read(session: Session, house: House, actor: PersonFacts, text: str, now: datetime) -> OrderLine:
    """What a message says."""
    known = load(session, house, actor)
    calendar = calendar_of(session, house)
    return order_line(
        text, known.names, known.goods, vocabulary(house.book), house.today(now), calendar, units=known.units
    )
