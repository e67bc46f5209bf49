"""An order in one message, read with the customers and products of the company."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from db.models import Product
from domain.understanding.line_result import Goods, OrderLine
from domain.understanding.order_line import order_line
from domain.understanding.vocabulary import vocabulary
from services import catalogue, finding
from services.house import House
from services.mentions import CatalogueMentions
from services.pace import calendar_of
from services.people import PersonFacts


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What a message may speak of: rows to find customers and products by, and the facts of the products by code."""

    customers: tuple[finding.Row, ...]
    products: tuple[finding.Row, ...]
    goods: Mapping[str, Goods]

    def names(self) -> CatalogueMentions:
        """To be asked who and what is meant."""
        return CatalogueMentions(self.customers, self.products)


def load(session: Session, house: House, actor: PersonFacts | None) -> Catalogue:
    """The customers whom this person may find, without a person all; and every product that is sold."""
    products = session.scalars(select(Product).where(Product.active).options(selectinload(Product.packs))).all()
    goods = {
        p.code: Goods(p.code, p.unit, {pack.name: pack.factor for pack in p.packs}, p.whole_units, p.list_price)
        for p in products
    }
    rows = tuple((p.id, p.name, p.code, p.pinyin, p.initials) for p in products)
    return Catalogue(tuple(catalogue.customer_names(session, house, actor)), rows, goods)


def read(session: Session, house: House, actor: PersonFacts, text: str, now: datetime) -> OrderLine:
    """What a message says."""
    known = load(session, house, actor)
    return order_line(
        text, known.names(), known.goods, vocabulary(house.book), house.today(now), calendar_of(house.book, house.zone)
    )
