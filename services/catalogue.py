"""Customers and products: added one by one, found by part of the name, the person's recent ones first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Generic, TypeVar

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from db.models import Customer, CustomerPlace, Order, OrderLine, Product, ProductPack
from domain.gates import Refusal
from domain.rights import sees_all_customers
from domain.understanding import Billing
from services import finding, history
from services.errors import NotFound, Refused
from services.house import House, require, who
from services.people import PersonFacts

PAGE = 8

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class CustomerFacts:
    """A customer as forms and cards need it. Nobody's, `owner_id` None, means 公共: every salesperson may find it."""

    id: int
    code: str
    name: str
    contact: str | None
    phone: str | None
    address: str | None
    default_leaf: str | None
    owner_id: int | None = None
    uscc: str | None = None
    billing: Billing | None = None
    usual: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """Answers of the customer's next order, by field of the book: price_basis, tax_rate, invoice."""
    pinyin: str = ""
    initials: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Another place that goods are sent to. `id` is None until it is kept."""

    address: str
    contact: str | None = None
    phone: str | None = None
    id: int | None = None


@dataclass(frozen=True, slots=True)
class ProductFacts:
    """A product as forms need it. `packs` is (name, how many of the unit)."""

    id: int
    code: str
    name: str
    unit: str
    whole_units: bool
    supply: str
    list_price: Decimal | None
    lead_days: int
    packs: tuple[tuple[str, Decimal], ...]


@dataclass(frozen=True, slots=True)
class Likely(Generic[T_co]):
    """What somebody may mean, the likeliest first, at most eight. `sure`: the first can be taken without asking."""

    found: tuple[T_co, ...]
    sure: bool


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


def customer_facts(row: Customer) -> CustomerFacts:
    """The facts of a row."""
    return CustomerFacts(
        row.id, row.code, row.name, row.contact, row.phone, row.address, row.default_leaf, row.owner_id, row.uscc,
        Billing(**row.billing) if row.billing else None, row.usual or {}, row.pinyin, row.initials,
    )  # fmt: skip


def _customers_seen_by(house: House, actor: PersonFacts) -> Any:
    """Own and 公共 for a salesperson, all for others."""
    query = select(Customer).where(Customer.active)
    if sees_all_customers(house.book, who(actor)):
        return query
    return query.where(or_(Customer.owner_id.is_(None), Customer.owner_id == actor.id))


def customers_seen(session: Session, house: House, actor: PersonFacts, customer_ids: Iterable[int]) -> set[int]:
    """Those of the customers to whom the person may sell now: active, and theirs, 公共 or their team's."""
    query = _customers_seen_by(house, actor).where(Customer.id.in_(list(customer_ids)))
    return {customer.id for customer in session.scalars(query)}


def sees_customer(session: Session, house: House, actor: PersonFacts, customer_id: int) -> bool:
    """Whether the person may sell to this customer now."""
    return bool(customers_seen(session, house, actor, (customer_id,)))


def recent_customers(
    session: Session, house: House, actor: PersonFacts, *, page: int = 0
) -> tuple[list[CustomerFacts], bool]:
    """The person's customers, those of the latest orders first, eight at a time; whether there are more."""
    last = (
        select(Order.customer_id, func.max(Order.id).label("last"))
        .where(or_(Order.sales_id == actor.id, Order.filed_by == actor.id)).group_by(Order.customer_id).subquery()
    )  # fmt: skip
    query = (
        _customers_seen_by(house, actor)
        .outerjoin(last, last.c.customer_id == Customer.id)
        .order_by(func.coalesce(last.c.last, 0).desc(), Customer.id.desc())
    )
    rows = session.scalars(query.offset(page * PAGE).limit(PAGE + 1)).all()
    return [customer_facts(row) for row in rows[:PAGE]], len(rows) > PAGE


def find_customers(session: Session, house: House, actor: PersonFacts, text: str) -> Likely[CustomerFacts]:
    """The customers whom the person may mean."""
    rows = {row.id: row for row in session.scalars(_customers_seen_by(house, actor))}
    matches = _matches(text, rows.values())
    return Likely(tuple(customer_facts(rows[match.candidate.id]) for match in matches), finding.sure(text, matches))


def customer_names(session: Session, house: House, actor: PersonFacts | None) -> list[finding.Row]:
    """What the customers whom this person may find are called; of all of them without a person."""
    query = _customers_seen_by(house, actor) if actor else select(Customer).where(Customer.active)
    keys = query.with_only_columns(Customer.id, Customer.name, Customer.code, Customer.pinyin, Customer.initials)
    return [(row.id, row.name, row.code, row.pinyin, row.initials) for row in session.execute(keys)]


def similar_customers(session: Session, house: House, actor: PersonFacts, name: str) -> tuple[CustomerFacts, ...]:
    """The customers among those the person may find who may be the one called so, the likeliest first."""
    rows = {row.id: row for row in session.scalars(_customers_seen_by(house, actor))}
    found = [match.candidate.id for match in _matches(name, rows.values())]
    found += finding.standing_in(name, ((row.id, row.name) for row in rows.values()))
    return tuple(customer_facts(rows[key]) for key in list(dict.fromkeys(found))[:PAGE])


def customer_taken(session: Session, name: str) -> bool:
    """Whether somebody has a customer of just this name."""
    return session.scalar(select(Customer.id).where(Customer.name == name)) is not None


def customer_count(session: Session, house: House, actor: PersonFacts) -> int:
    """How many customers the person may find."""
    return session.scalar(select(func.count()).select_from(_customers_seen_by(house, actor).subquery())) or 0


def last_fields(session: Session, customer_id: int) -> dict[str, Any]:
    """The other answers of the customer's last order: never asked twice."""
    fields = session.scalar(
        select(Order.fields).where(Order.customer_id == customer_id).order_by(Order.id.desc()).limit(1)
    )
    return dict(fields or {})


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
    list_price: Decimal | None = None, lead_days: int = 7, whole_units: bool = True, drawing: str | None = None,
    packs: Sequence[tuple[str, Decimal]] = (), keys: tuple[str, str] | None = None,
) -> ProductFacts:  # fmt: skip
    """Add a product; `keys` as for a customer. Refused when the code is taken."""
    require(house, actor, "product.add")
    if product_taken(session, code):
        raise Refused((Refusal("product_exists", house.book.roles.management, {"code": code}),))
    pinyin, initials = keys or finding.search_keys(name)
    product = Product(
        code=code, name=name, pinyin=pinyin, initials=initials, unit=unit, supply=supply, list_price=list_price,
        lead_days=lead_days, whole_units=whole_units, drawing=drawing, created_by=actor.id, created_at=now,
        packs=[ProductPack(name=pack, factor=factor) for pack, factor in packs],
    )  # fmt: skip
    session.add(product)
    session.flush()
    history.record(
        session, subject="company", action="product_added", now=now, actor_id=actor.id,
        after={"product": product.id, "code": code},
    )  # fmt: skip
    return _product(product)


def product(session: Session, product_id: int) -> ProductFacts:
    """The product with this id."""
    row = session.get(Product, product_id)
    if row is None:
        raise NotFound(f"product {product_id}")
    return _product(row)


def _product(row: Product) -> ProductFacts:
    packs = tuple((pack.name, pack.factor) for pack in row.packs)
    return ProductFacts(
        row.id, row.code, row.name, row.unit, row.whole_units, row.supply, row.list_price, row.lead_days, packs
    )


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


def recent_products(
    session: Session, actor: PersonFacts, *, customer_id: int | None, supplies: Sequence[str], page: int = 0
) -> tuple[list[ProductFacts], bool]:
    """Products, those last sold to this customer first, then the person's own; eight at a time."""
    mine = select(OrderLine.product_id, func.max(Order.id).label("last")).join(Order, Order.id == OrderLine.order_id)
    mine = mine.where(Order.customer_id == customer_id) if customer_id else mine.where(Order.sales_id == actor.id)
    last = mine.group_by(OrderLine.product_id).subquery()
    query = (
        select(Product).where(Product.active, Product.supply.in_(list(supplies)))
        .outerjoin(last, last.c.product_id == Product.id)
        .order_by(func.coalesce(last.c.last, 0).desc(), Product.id)
    )  # fmt: skip
    rows = session.scalars(query.offset(page * PAGE).limit(PAGE + 1)).all()
    return [_product(row) for row in rows[:PAGE]], len(rows) > PAGE


def find_products(session: Session, text: str, *, supplies: Sequence[str]) -> Likely[ProductFacts]:
    """The products that may be meant."""
    query = select(Product).where(Product.active, Product.supply.in_(list(supplies)))
    rows = {row.id: row for row in session.scalars(query)}
    matches = _matches(text, rows.values())
    return Likely(tuple(_product(rows[match.candidate.id]) for match in matches), finding.sure(text, matches))


# ── finding either ─────────────────────────────────────────────────────────────────────────


def _matches(text: str, rows: Iterable[Customer | Product]) -> list[finding.Match]:
    candidates = [finding.Candidate(r.id, r.name, r.code, r.pinyin, r.initials) for r in rows]
    return finding.rank(text, candidates, limit=PAGE)
