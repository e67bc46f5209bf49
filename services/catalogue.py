"""Customers and products: added one by one, found by part of the name, the person's recent ones first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from itertools import chain, islice
from typing import Any, Generic, TypeVar

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from db.models import Customer, CustomerPlace, Order, OrderLine, Person, Product, ProductPack
from domain.gates import Refusal
from domain.rights import Reach, customer_reach
from domain.understanding import Billing
from services import finding, history, name_copies
from services.catalogue_facts import CustomerFacts, Place, ProductFacts, customer_facts, product_facts
from services.errors import NotFound, Refused
from services.house import House, require, who
from services.people import PersonFacts

PAGE = 8
MOST = 5 * PAGE
"""So many are found at most; whoever does not see the one by then writes another letter."""
RECENT = 50
LATEST = 200
"""So many customers or products of so many of the latest orders count as recent."""

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Likely(Generic[T_co]):
    """What somebody may mean, the likeliest first, at most eight. `sure`: the first can be taken without asking.

    `more` are the next, for whoever turns the page.
    """

    found: tuple[T_co, ...]
    sure: bool
    more: tuple[T_co, ...] = ()


# ── customers ──────────────────────────────────────────────────────────────────────────────


def add_customer(
    session: Session, house: House, actor: PersonFacts, now: datetime, *, name: str, contact: str | None = None,
    phone: str | None = None, address: str | None = None, owner_id: int | None = None, public: bool = False,
    code: str | None = None, uscc: str | None = None, billing: Billing | None = None,
    usual: Mapping[str, Any] | None = None, places: Sequence[Place] = (), keys: tuple[str, str] | None = None,
) -> CustomerFacts:  # fmt: skip
    """Add a customer; a salesperson's new customer is theirs, but for one that is `public`.

    `keys` are pinyin and initials where somebody knows them better than the library; without `code` the next is given.
    Refused when the name, the code or the 统一社会信用代码 (`uscc`, taken to be right) is taken.
    """
    require(house, actor, "customer.add")
    _require_free(session, house, name=name, code=code, uscc=uscc)
    pinyin, initials = keys or finding.search_keys(name)
    if owner_id is None and not public and actor.department == house.book.roles.sales:
        owner_id = actor.id
    customer = Customer(
        code=code or _next_code(session), name=name, pinyin=pinyin, initials=initials, contact=contact, phone=phone,
        address=address, owner_id=owner_id, uscc=uscc, billing=asdict(billing) if billing else None,
        usual=dict(usual) if usual else None, usual_at=now, created_by=actor.id, created_at=now,
    )  # fmt: skip
    session.add(customer)
    session.flush()
    session.add_all(
        CustomerPlace(customer_id=customer.id, address=one.address, contact=one.contact, phone=one.phone)
        for one in places
    )
    history.record(
        session, subject="company", action="customer_added", now=now, actor_id=actor.id,
        after={"customer": customer.id, "name": name},
    )  # fmt: skip
    return customer_facts(customer)


def _require_free(session: Session, house: House, *, name: str, code: str | None, uscc: str | None) -> None:
    """Every taken name is told at once."""
    sales = house.book.roles.sales
    refusals: list[Refusal] = []
    if customer_taken(session, name):
        refusals.append(Refusal("customer_exists", sales, {"name": name}))
    if code and session.scalar(select(Customer.id).where(func.lower(Customer.code) == code.lower())) is not None:
        refusals.append(Refusal("customer_code_taken", sales, {"code": code}))
    if uscc and code_holder(session, uscc) is not None:
        refusals.append(Refusal("uscc_taken", sales, {"code": uscc}))
    if refusals:
        raise Refused(tuple(refusals))


def _next_code(session: Session) -> str:
    """C0012 after eleven; one that somebody gave by hand is passed over."""
    number = session.scalar(select(func.max(Customer.id))) or 0
    while True:
        number += 1
        code = f"C{number:04d}"
        if session.scalar(select(Customer.id).where(Customer.code == code)) is None:
            return code


def code_holder(session: Session, uscc: str) -> CustomerFacts | None:
    """The customer with this 统一社会信用代码, whoever may see it."""
    row = session.scalar(select(Customer).where(Customer.uscc == uscc))
    return None if row is None else customer_facts(row)


def places(session: Session, customer_id: int) -> tuple[Place, ...]:
    """Where goods of this customer go besides its own address, the oldest first."""
    rows = session.scalars(
        select(CustomerPlace).where(CustomerPlace.customer_id == customer_id).order_by(CustomerPlace.id)
    )
    return tuple(Place(row.address, row.contact, row.phone, row.id) for row in rows)


def customer(session: Session, customer_id: int) -> CustomerFacts:
    """The customer with this id."""
    row = session.get(Customer, customer_id)
    if row is None:
        raise NotFound(f"customer {customer_id}")
    return customer_facts(row)


def customer_seen_by(session: Session, house: House, actor: PersonFacts) -> Callable[[int], bool]:
    """Whether the person may find the customer with an id: own and 公共, a head of sales the department's, others all."""
    owner_of = name_copies.customers(session).beside
    owners = owners_in_reach(session, house, actor)
    return lambda key: key in owner_of and (owners is None or owner_of[key] in owners)


def owners_in_reach(session: Session, house: House, actor: PersonFacts) -> set[int | None] | None:
    """Whose customers the person may find, with None for 公共; None where they may find everybody's."""
    reach = customer_reach(house.book, who(actor))
    if reach is Reach.ALL:
        return None
    owners: set[int | None] = {None, actor.id}
    if reach is Reach.TEAM:
        team = or_(Person.department == actor.department, Person.active.is_(False))
        owners.update(session.scalars(select(Person.id).where(team)))
    return owners


def _latest(session: Session, actor: PersonFacts) -> list[int]:
    """The customers of the person's latest orders, the latest first."""
    latest: set[tuple[int, int]] = set()
    for person in (Order.sales_id, Order.filed_by):  # one at a time: each has an index of its own
        query = select(Order.id, Order.customer_id).where(person == actor.id).order_by(Order.id.desc()).limit(LATEST)
        latest.update((order, customer) for order, customer in session.execute(query) if customer is not None)
    return list(dict.fromkeys(customer for _order, customer in sorted(latest, reverse=True)))[:RECENT]


def customers_seen(session: Session, house: House, actor: PersonFacts, customer_ids: Iterable[int]) -> set[int]:
    """Those of the customers to whom the person may sell now: active, and theirs, 公共 or their team's."""
    return set(filter(customer_seen_by(session, house, actor), customer_ids))


def sees_customer(session: Session, house: House, actor: PersonFacts, customer_id: int) -> bool:
    """Whether the person may sell to this customer now."""
    return bool(customers_seen(session, house, actor, (customer_id,)))


def recent_customers(
    session: Session, house: House, actor: PersonFacts, *, page: int = 0
) -> tuple[list[CustomerFacts], bool]:
    """The person's customers, those of the latest orders first, eight at a time; whether there are more."""
    seen, known = customer_seen_by(session, house, actor), name_copies.customers(session).names
    ids = dict.fromkeys(chain(_latest(session, actor), reversed(known.place)))
    shown = list(islice(filter(seen, ids), page * PAGE, (page + 1) * PAGE + 1))
    return _customers(session, shown[:PAGE]), len(shown) > PAGE


def find_customers(session: Session, house: House, actor: PersonFacts, text: str) -> Likely[CustomerFacts]:
    """The customers whom the person may mean, and may find."""
    seen, copy = customer_seen_by(session, house, actor), name_copies.customers(session)
    matches = finding.rank(
        text, copy.names, MOST, recent=_latest(session, actor), allowed=lambda candidate: seen(candidate.id),
        by_sound=True,
    )  # fmt: skip
    found = _customers(session, [match.candidate.id for match in matches])
    return Likely(tuple(found[:PAGE]), finding.sure(text, matches), tuple(found[PAGE:]))


def customers_of_codes(
    session: Session, house: House, actor: PersonFacts, codes: Sequence[str]
) -> tuple[CustomerFacts, ...]:
    """Those with these codes whom the person may find, in this order."""
    seen = customer_seen_by(session, house, actor)
    rows = {row.code: row for row in session.scalars(select(Customer).where(Customer.code.in_(codes))) if seen(row.id)}
    return tuple(customer_facts(rows[code]) for code in codes if code in rows)


def similar_customers(session: Session, house: House, actor: PersonFacts, name: str) -> tuple[CustomerFacts, ...]:
    """The customers among those the person may find who may be the one called so, the likeliest first."""
    seen, copy = customer_seen_by(session, house, actor), name_copies.customers(session)
    matches = finding.rank(name, copy.names, PAGE, allowed=lambda candidate: seen(candidate.id))
    found = [match.candidate.id for match in matches]
    found += filter(seen, copy.names.standing_in(name))
    return tuple(_customers(session, list(dict.fromkeys(found))[:PAGE]))


def _customers(session: Session, ids: Sequence[int]) -> list[CustomerFacts]:
    rows = {row.id: row for row in session.scalars(select(Customer).where(Customer.id.in_(ids)))} if ids else {}
    return [customer_facts(rows[key]) for key in ids if key in rows]


def customer_taken(session: Session, name: str) -> bool:
    """Whether somebody has a customer of just this name, whatever script, width and spaces it is written in."""
    if session.scalar(select(Customer.id).where(Customer.name == name)) is not None:
        return True
    return finding.plain(name) in name_copies.customers(session).names.simple


def customer_count(session: Session, house: House, actor: PersonFacts) -> int:
    """How many customers the person may find."""
    return sum(map(customer_seen_by(session, house, actor), name_copies.customers(session).beside))


def last_fields(session: Session, customer_id: int) -> dict[str, Any]:
    """The other answers of the customer's last order: never asked twice."""
    fields = session.scalar(
        select(Order.fields).where(Order.customer_id == customer_id).order_by(Order.id.desc()).limit(1)
    )
    return dict(fields or {})


def usual_answers(session: Session, customer_id: int) -> dict[str, Any]:
    """What the customer's next order begins with: the card's answers and the last order's, the newer over the older."""
    row = session.get_one(Customer, customer_id)
    own = {"receiver": row.contact, "phone": row.phone, "place": row.address, **(row.usual or {})}
    own = {key: value for key, value in own.items() if value}
    last = session.execute(
        select(Order.fields, Order.filed_at).where(Order.customer_id == customer_id).order_by(Order.id.desc()).limit(1)
    ).first()
    if last is None:
        return own
    newer = row.usual_at is not None and row.usual_at > last.filed_at
    return last.fields | own if newer else own | last.fields


def last_leaf(session: Session, customer_id: int) -> str | None:
    """The type of the customer's last order."""
    return session.scalar(select(Order.leaf).where(Order.customer_id == customer_id).order_by(Order.id.desc()).limit(1))


def last_price(session: Session, customer_id: int | None, product_id: int) -> tuple[Decimal, datetime] | None:
    """What this customer paid for the product last, and when."""
    if customer_id is None:
        return None
    row = session.execute(
        select(OrderLine.unit_price, Order.filed_at).join(Order, Order.id == OrderLine.order_id)
        .where(Order.customer_id == customer_id, OrderLine.product_id == product_id, OrderLine.unit_price.is_not(None))
        .order_by(Order.id.desc()).limit(1)
    ).first()  # fmt: skip
    if row is None or row.unit_price is None:
        return None
    return row.unit_price, row.filed_at


# ── products ───────────────────────────────────────────────────────────────────────────────


def add_product(
    session: Session, house: House, actor: PersonFacts, now: datetime, *, code: str, name: str, unit: str, supply: str,
    list_price: Decimal | None = None, floor_price: Decimal | None = None, lead_days: int = 7,
    whole_units: bool = True, drawing: str | None = None,
    packs: Sequence[tuple[str, Decimal]] = (), keys: tuple[str, str] | None = None,
) -> ProductFacts:  # fmt: skip
    """Add a product; `keys` as for a customer. Refused when the code is taken."""
    require(house, actor, "product.add")
    if product_taken(session, code):
        raise Refused((Refusal("product_exists", house.book.roles.management, {"code": code}),))
    pinyin, initials = keys or finding.search_keys(name)
    product = Product(
        code=code, name=name, pinyin=pinyin, initials=initials, unit=unit, supply=supply, list_price=list_price,
        floor_price=floor_price, lead_days=lead_days, whole_units=whole_units, drawing=drawing, created_by=actor.id, created_at=now,
        packs=[ProductPack(name=pack, factor=factor) for pack, factor in packs],
    )  # fmt: skip
    session.add(product)
    session.flush()
    history.record(
        session, subject="company", action="product_added", now=now, actor_id=actor.id,
        after={"product": product.id, "code": code},
    )  # fmt: skip
    return product_facts(product)


def product(session: Session, product_id: int) -> ProductFacts:
    """The product with this id."""
    row = session.get(Product, product_id)
    if row is None:
        raise NotFound(f"product {product_id}")
    return product_facts(row)


def products_of_codes(session: Session, codes: Sequence[str], *, supplies: Sequence[str]) -> tuple[ProductFacts, ...]:
    """Those with these codes that are supplied in one of these ways, in this order."""
    query = select(Product).where(Product.active, Product.code.in_(codes), Product.supply.in_(list(supplies)))
    rows = {row.code: row for row in session.scalars(query)}
    return tuple(product_facts(rows[code]) for code in codes if code in rows)


def product_taken(session: Session, code: str) -> bool:
    """Whether a product has this code already, in whatever case it is written."""
    return session.scalar(select(Product.id).where(func.lower(Product.code) == code.lower())) is not None


def product_count(session: Session) -> int:
    """How many products there are."""
    return session.scalar(select(func.count()).where(Product.active)) or 0


def units(session: Session) -> tuple[str, ...]:
    """The units that products are counted in, the commonest first."""
    query = select(Product.unit).group_by(Product.unit).order_by(func.count().desc(), Product.unit)
    return tuple(session.scalars(query.limit(6)))


def _latest_products(session: Session, actor: PersonFacts | None, customer_id: int | None) -> list[int]:
    """What was sold last: to this customer where there is one, otherwise by the person."""
    if customer_id is None and actor is None:
        return []
    mine = Order.customer_id == customer_id if customer_id else Order.sales_id == (actor.id if actor else None)
    orders = select(Order.id).where(mine).order_by(Order.id.desc()).limit(LATEST).subquery()
    lines = select(OrderLine.product_id).join(orders, orders.c.id == OrderLine.order_id)
    found = session.scalars(lines.order_by(OrderLine.order_id.desc(), OrderLine.position))
    return list(dict.fromkeys(found))[:RECENT]


def recent_products(
    session: Session, actor: PersonFacts, *, customer_id: int | None, supplies: Sequence[str], page: int = 0
) -> tuple[list[ProductFacts], bool]:
    """Products, those last sold to this customer first, or else the person's own; eight at a time."""
    copy = name_copies.products(session)
    ids = dict.fromkeys(chain(_latest_products(session, actor, customer_id), copy.names.place))
    fitting = (key for key in ids if copy.beside.get(key) in supplies)
    shown = list(islice(fitting, page * PAGE, (page + 1) * PAGE + 1))
    return _products(session, shown[:PAGE]), len(shown) > PAGE


def find_products(
    session: Session, text: str, *, supplies: Sequence[str], actor: PersonFacts | None = None,
    customer_id: int | None = None,
) -> Likely[ProductFacts]:  # fmt: skip
    """The products that may be meant; those last sold to the customer, or by the person, first within one way."""
    copy = name_copies.products(session)
    matches = finding.rank(
        text, copy.names, MOST, recent=_latest_products(session, actor, customer_id),
        allowed=lambda candidate: copy.beside[candidate.id] in supplies, by_sound=True,
    )  # fmt: skip
    found = _products(session, [match.candidate.id for match in matches])
    return Likely(tuple(found[:PAGE]), finding.sure(text, matches), tuple(found[PAGE:]))


def _products(session: Session, ids: Sequence[int]) -> list[ProductFacts]:
    rows = {row.id: row for row in session.scalars(select(Product).where(Product.id.in_(ids)))} if ids else {}
    return [product_facts(rows[key]) for key in ids if key in rows]
