"""The demo's company, loaded as a real one is: by invitations, codes and the catalogue, through the services."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from domain.understanding.line_result import Goods
from locales import language_of
from sandbox.sample import SAMPLE, SCENE
from services import catalogue, credit_limits, joining, people
from services.finding import Names, search_keys
from services.house import House
from services.mentions import CatalogueMentions
from services.one_line import Catalogue
from services.order_facts import minor_per_unit
from services.people import PersonFacts

__all__ = ["ADMINS", "SCENE", "known", "load"]

ADMINS: Final[tuple[int, ...]] = (SAMPLE["admin"],)
"""Who is named by ADMIN_IDS: Telegram ids."""
_USERS: Final[dict[int, dict[str, Any]]] = {user["id"]: user for user in SCENE["users"]}


def load(session: Any, house: House, now: datetime) -> None:
    """Fill an empty database. Departments that the book has not stay away with their people."""
    boss = people.ensure_admin(
        session, telegram_id=SAMPLE["admin"], name=_USERS[SAMPLE["admin"]]["name"], now=now,
        department=house.book.roles.management,
    )  # fmt: skip
    staff = {boss.telegram_id: boss} | _hire(session, house, boss, now)
    for department, telegram_id in SAMPLE["interfaces"].items():
        if department in house.book.departments and telegram_id in staff:
            joining.set_interface(session, house, boss, department, staff[telegram_id].id, now)
    _bind_groups(session, house, boss, now)
    for product in SAMPLE["products"]:
        _add_product(session, house, boss, product, now)
    for described in SAMPLE["customers"]:
        customer = dict(described)
        owner = staff.get(customer.pop("owner", 0), boss)
        limit = customer.pop("credit", None)
        added = catalogue.add_customer(session, house, owner, now, **customer)
        if limit is not None:
            credit_limits.grant(session, house, boss, added.id, limit * minor_per_unit(house.book.currency), now)


def known() -> Catalogue:
    """Its customers and products as they would be found, without a database. In the order in which `load` adds them."""
    goods = {
        p["code"]: Goods(
            p["code"], p["unit"], {pack: Decimal(factor) for pack, factor in p.get("packs", {}).items()},
            p.get("whole_units", True), Decimal(p["list_price"]),
        )
        for p in SAMPLE["products"]
    }  # fmt: skip
    customers = ((n, c["name"], f"C{n:04d}", *search_keys(c["name"])) for n, c in enumerate(SAMPLE["customers"], 1))
    products = ((n, p["name"], p["code"], *search_keys(p["name"])) for n, p in enumerate(SAMPLE["products"], 1))
    units = {unit for one in goods.values() for unit in (one.unit, *one.packs)}
    return Catalogue(CatalogueMentions(Names(customers), Names(products)), goods, tuple(sorted(units)))


def _hire(session: Any, house: House, boss: PersonFacts, now: datetime) -> dict[int, PersonFacts]:
    """Everybody by an invitation of their own."""
    joined: dict[int, PersonFacts] = {}
    for entry in SAMPLE["staff"]:
        if entry["department"] not in house.book.departments:
            continue
        user = _USERS[entry["id"]]
        link = joining.invite(
            session, house, boss, name=user["name"], department=entry["department"],
            role=entry.get("role", "member"), now=now,
        )  # fmt: skip
        person = joining.join(
            session, token=link.token, telegram_id=user["id"], now=now, language=language_of(user.get("language_code"))
        )
        assert person is not None
        joined[person.telegram_id] = person
    return joined


def _bind_groups(session: Any, house: House, boss: PersonFacts, now: datetime) -> None:
    titles = {group["id"]: group["title"] for group in SCENE["groups"]}
    for binding in SAMPLE["bindings"]:
        for department in binding["departments"]:
            if department in house.book.departments:
                code = joining.bind_code(session, house, boss, department, now)
                joining.bind_group(
                    session, house, boss, code=code.code, chat_id=binding["group"], title=titles[binding["group"]],
                    now=now,
                )  # fmt: skip


def _add_product(session: Any, house: House, boss: PersonFacts, described: dict[str, Any], now: datetime) -> None:
    product = dict(described)
    packs = [(name, Decimal(factor)) for name, factor in product.pop("packs", {}).items()]
    prices = {key: Decimal(product.pop(key)) for key in ("list_price", "floor_price") if key in product}
    catalogue.add_product(session, house, boss, now, packs=packs, **prices, **product)
