"""Customers by a sheet: matched by code, or else by the exact name. Whoever sends it touches those whom they may find."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from db.models import Customer, Person
from domain.rights import assigns_customers, may
from domain.understanding import Billing, Understood, credit_code, phone
from domain.understanding.sheet_words import is_public, plain
from services.catalogue import owners_in_reach
from services.house import House, who
from services.people import PersonFacts
from services.sheets import limits
from services.sheets.judging import Change, Index, Judged, Row, doubled, value_of, words

MOST = {"code": 40, "name": 60, "contact": 30, "address": 120, "title": 120}
NEXT_ORDER = {"contact", "phone", "address"}
"""What the next order begins with."""
_NUMBERED = re.compile(r"C([0-9]{1,9})")


@dataclass(frozen=True, slots=True)
class Known:
    """A customer as it stands; values as a sheet would write them."""

    id: int
    values: dict[str, str]
    active: bool
    seen: bool
    """Whether whoever sent the sheet may find it."""


@dataclass(frozen=True, slots=True)
class Company:
    """What a sheet of customers is judged against."""

    customers: tuple[Known, ...]
    people: dict[str, tuple[int, ...]]
    """Those who are there, by name."""
    actor: PersonFacts
    assigns: bool
    """Whether whoever sent the sheet may say whose customer one is."""
    is_sales: bool
    grants: bool = False
    """Whether whoever sent the sheet may say how much credit a customer has."""
    adds: bool = True
    """Whether whoever sent the sheet may add customers and say anything else of them."""

    def people_called(self, name: str) -> tuple[int, ...]:
        return self.people.get(name, ())


def known(session: Session, house: House, actor: PersonFacts) -> Company:
    """The company as this person's sheet meets it."""
    names: dict[int, str] = {}
    called: dict[str, tuple[int, ...]] = {}
    for person_id, name, active in session.execute(select(Person.id, Person.name, Person.active)):
        names[person_id] = name
        if active:
            called[name] = (*called.get(name, ()), person_id)
    owners = owners_in_reach(session, house, actor)
    columns = (Customer.id, Customer.code, Customer.name, Customer.contact, Customer.phone, Customer.address,
               Customer.owner_id, Customer.uscc, Customer.billing, Customer.active, Customer.credit_minor)  # fmt: skip
    found = tuple(
        Known(
            row.id,
            {
                "code": row.code, "name": row.name, "contact": row.contact or "", "phone": row.phone or "",
                "address": row.address or "", "owner": names.get(row.owner_id, ""), "uscc": row.uscc or "",
                "title": (row.billing or {}).get("title") or "", "credit": limits.text_of(house, row.credit_minor),
            },
            row.active, owners is None or row.owner_id in owners,
        )
        for row in session.execute(select(*columns).order_by(Customer.id))
    )  # fmt: skip
    is_sales = actor.department == house.book.roles.sales
    grants = may(house.book, who(actor), "credit.grant")
    assigns = assigns_customers(house.book, who(actor))
    return Company(found, called, actor, assigns, is_sales, grants, may(house.book, who(actor), "customer.add"))


def judge(judged: Judged, rows: list[Row], company: Company) -> None:
    """New ones, changed ones, those that are the same. An empty cell leaves as it is what stands there."""
    by_code = Index((one.values["code"], one) for one in company.customers)
    by_name = Index((one.values["name"], one) for one in company.customers)
    codes: list[tuple[Row, str]] = []
    named: list[tuple[Row, str]] = []
    touched: list[tuple[Row, str]] = []
    for row in rows:
        given = _read(judged, row, company)
        code, name = given.get("code", ""), given.get("name", "")
        if not name:
            continue
        named.append((row, plain(name)))
        if code:
            codes.append((row, plain(code)))
        before, same_name = by_code.get(code) if code else None, by_name.get(name)
        if before is not None and same_name is not None and before is not same_name:
            judged.fault(row, "name", "name_taken" if same_name.seen else "other_owner", code=code)
            continue
        if code and (whole := by_code.with_zeros(code)) is not None:
            judged.fault(row, "code", "zeros_lost", code=whole)
        _as_known(given, before, same_name)
        before = before or same_name
        if before is None:
            _new(judged, row, given, company)
        else:
            touched.append((row, str(before.id)))
            _changed(judged, row, before, given, company)
    _own_credit_codes(judged, rows, by_code, by_name, company)
    doubled(judged, codes, "code")
    doubled(judged, named, "name")
    doubled(judged, touched, "name")


def _as_known(given: dict[str, str], by_code: Known | None, by_name: Known | None) -> None:
    """The same code or name in another width, case or spacing is no change of it."""
    for key, known in (("code", by_code), ("name", by_name)):
        if known is not None and plain(given.get(key, "")) == plain(known.values[key]):
            given[key] = known.values[key]


def _own_credit_codes(
    judged: Judged, rows: list[Row], by_code: Index[Known], by_name: Index[Known], company: Company
) -> None:
    """One legal entity, one customer: a code that another has, here or in the sheet, is a fault."""
    holders = {one.values["uscc"]: one for one in company.customers if one.values["uscc"]}
    seen: list[tuple[Row, str]] = []
    for row in rows:
        read = credit_code(row["uscc"]) if row["uscc"] else None
        if not isinstance(read, Understood):
            continue
        seen.append((row, read.value))
        holder = holders.get(read.value)
        if holder is not None and holder not in (by_code.get(row["code"]), by_name.get(row["name"])):
            judged.fault(row, "uscc", "uscc_taken")
    doubled(judged, seen, "uscc")


def _new(judged: Judged, row: Row, given: dict[str, str], company: Company) -> None:
    if not company.adds:
        judged.fault(row, "name", "only_credit")
        return
    if "owner" not in given and company.is_sales:
        given["owner"] = company.actor.name
    if given.get("owner", "") not in ("", company.actor.name) and not company.assigns:
        judged.fault(row, "owner", "not_your_owner")
    if "credit" in given and not company.grants:
        judged.fault(row, "credit", "not_your_credit")
    judged.changes.append(Change(row.n, "new", given["name"]))
    judged.effects.append({"do": "add", **given, "owner_id": _owner_id(given, company)})


def _owner_id(given: dict[str, str], company: Company) -> int | None:
    name = given.get("owner", "")
    if not name:
        return None
    if name == company.actor.name:
        return company.actor.id
    return company.people_called(name)[0]


def _changed(judged: Judged, row: Row, before: Known, given: dict[str, str], company: Company) -> None:
    if not before.seen:
        judged.fault(row, "name", "other_owner")
        return
    if not before.active:
        judged.fault(row, "name", "not_active")
        return
    fields = {key: (before.values[key], value) for key, value in given.items() if value != before.values[key]}
    if "owner" in fields and not company.assigns:
        judged.fault(row, "owner", "not_your_owner")
        return
    others = [key for key in fields if key != "credit"]
    if others and not company.adds:
        for key in others:
            judged.fault(row, key, "only_credit")
        return
    if "credit" in fields and not company.grants:
        judged.fault(row, "credit", "not_your_credit")
        return
    name = before.values["name"]
    if not fields:
        judged.changes.append(Change(row.n, "same", name))
        return
    judged.changes.append(Change(row.n, "changed", name, fields))
    judged.effects.append({"do": "change", "id": before.id, "name": name, "fields": fields})


def _read(judged: Judged, row: Row, company: Company) -> dict[str, str]:
    """What the row says, field by field; what cannot be read is a fault."""
    given = {key: words(judged, row, key, most, wanted=key == "name") for key, most in MOST.items()}
    if row["phone"]:
        given["phone"] = _phone(judged, row)
    if row["uscc"] and words(judged, row, "uscc", 40) is not None:
        given["uscc"] = value_of(judged, row, "uscc", credit_code(row["uscc"]))
    if row["credit"]:
        given["credit"] = limits.read(judged, row)
    if row["owner"]:
        given["owner"] = _owner(judged, row, company)
    return {key: value for key, value in given.items() if value is not None}


def _phone(judged: Judged, row: Row) -> str | None:
    if words(judged, row, "phone", 60) is None:
        return None
    return value_of(judged, row, "phone", phone(row["phone"]))


def _owner(judged: Judged, row: Row, company: Company) -> str | None:
    name = "" if is_public(row["owner"]) else row["owner"].strip()
    found = company.people_called(name)
    if name and not found:
        judged.fault(row, "owner", "nobody")
        return None
    if len(found) > 1 and company.actor.id not in found:
        judged.fault(row, "owner", "ambiguous")
        return None
    return name


# ── carrying it out ────────────────────────────────────────────────────────────────────────


def apply(session: Session, house: House, actor: PersonFacts, judged: Judged, company: Company, now: datetime) -> None:
    """Carry out what was judged, in the caller's transaction."""
    numbers = _free_codes(company, judged)
    added = [
        _row_of(effect, numbers, judged) | {"created_by": actor.id, "created_at": now, "usual_at": now}
        for effect in judged.effects
        if effect["do"] == "add"
    ]
    if added:
        session.execute(insert(Customer), added)
    for effect in judged.effects:
        if effect["do"] == "change":
            _change(session, effect, company, judged, now)
    stood = {one.id: one.values["credit"] for one in company.customers}
    limits.grant(session, house, actor, judged, stood, now)


def _free_codes(company: Company, judged: Judged) -> Any:
    """C0012 after C0011; codes that stand in the sheet or in the company are passed over."""
    taken = {one.values["code"] for one in company.customers}
    taken |= {str(effect["code"]) for effect in judged.effects if effect.get("code")}
    number = max((int(m[1]) for code in taken if (m := _NUMBERED.fullmatch(code))), default=0)
    while True:
        number += 1
        yield f"C{number:04d}"


def _row_of(effect: dict[str, Any], numbers: Any, judged: Judged) -> dict[str, Any]:
    pinyin, initials = judged.keys_of(effect["name"])
    return {
        "code": effect.get("code") or next(numbers), "name": effect["name"], "pinyin": pinyin, "initials": initials,
        "contact": effect.get("contact"), "phone": effect.get("phone"), "address": effect.get("address"),
        "owner_id": effect["owner_id"], "uscc": effect.get("uscc"), "billing": _billing(None, effect.get("title")),
    }  # fmt: skip


def _billing(known: dict[str, Any] | None, title: str | None) -> dict[str, Any] | None:
    """开票资料 with this title (抬头); its other parts stay."""
    return known if title is None else asdict(Billing()) | (known or {}) | {"title": title}


def _change(session: Session, effect: dict[str, Any], company: Company, judged: Judged, now: datetime) -> None:
    plain_fields = effect["fields"].keys() - {"owner", "title", "credit"}
    values: dict[str, Any] = {key: effect["fields"][key][1] for key in sorted(plain_fields)}
    if plain_fields & NEXT_ORDER:
        values["usual_at"] = now
    if "title" in effect["fields"]:
        known = session.scalar(select(Customer.billing).where(Customer.id == effect["id"]))
        values["billing"] = _billing(known, effect["fields"]["title"][1])
    if "owner" in effect["fields"]:
        values["owner_id"] = _owner_id({"owner": effect["fields"]["owner"][1]}, company)
    if "name" in values:
        values["pinyin"], values["initials"] = judged.keys_of(values["name"])
    if values:
        session.execute(update(Customer).where(Customer.id == effect["id"]).values(**values))
