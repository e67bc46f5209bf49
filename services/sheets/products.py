"""Products by a sheet: matched by code, whatever its case."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from db.models import Product, ProductPack
from domain.understanding import money, number
from domain.understanding.packing import packings
from domain.understanding.sheet_words import SUPPLIES, one_of, plain
from domain.understanding.units import is_measure
from services.people import PersonFacts
from services.sheets.judging import Change, Index, Judged, Row, decimal_text, doubled, value_of, words

MOST = {"code": 40, "name": 60, "unit": 8, "drawing": 60}
FIELDS = ("name", "unit", "supply", "list_price", "floor_price", "lead_days", "drawing", "packs")
PRICES = ("list_price", "floor_price")
MOST_LEAD = 366


@dataclass(frozen=True, slots=True)
class Known:
    """A product as it stands; values as a sheet would write them."""

    id: int
    code: str
    values: dict[str, str]
    active: bool


def known(session: Session) -> tuple[Known, ...]:
    """Every product."""
    packs: dict[int, list[tuple[str, Decimal]]] = {}
    for product_id, name, factor in session.execute(
        select(ProductPack.product_id, ProductPack.name, ProductPack.factor).order_by(ProductPack.name)
    ):
        packs.setdefault(product_id, []).append((name, factor))
    rows = session.execute(
        select(
            Product.id, Product.code, Product.name, Product.unit, Product.supply, Product.list_price,
            Product.floor_price, Product.lead_days, Product.drawing, Product.active,
        ).order_by(Product.id)
    )  # fmt: skip
    return tuple(
        Known(
            row.id, row.code,
            {
                "name": row.name, "unit": row.unit, "supply": row.supply, "drawing": row.drawing or "",
                "list_price": "" if row.list_price is None else decimal_text(row.list_price),
                "floor_price": "" if row.floor_price is None else decimal_text(row.floor_price),
                "lead_days": str(row.lead_days), "packs": _packs_text(packs.get(row.id, ())),
            },
            row.active,
        )
        for row in rows
    )  # fmt: skip


def _packs_text(packs: Iterable[tuple[str, Decimal]]) -> str:
    return " ".join(f"{name}={decimal_text(factor)}" for name, factor in sorted(packs))


def judge(judged: Judged, rows: list[Row], have: tuple[Known, ...]) -> None:
    """New ones, changed ones, those that are the same. An empty cell leaves as it is what stands there."""
    by_code = Index((one.code, one) for one in have)
    keyed: list[tuple[Row, str]] = []
    for row in rows:
        code = words(judged, row, "code", MOST["code"], wanted=True)
        before = by_code.get(code) if code is not None else None
        given = _read(judged, row, unit=row["unit"] or (before.values["unit"] if before else ""))
        if code is None:
            continue
        keyed.append((row, plain(code)))
        if (whole := by_code.with_zeros(code)) is not None:
            judged.fault(row, "code", "zeros_lost", code=whole)
        elif before is None:
            _new(judged, row, code, given)
        else:
            _changed(judged, row, before, given)
    doubled(judged, keyed, "code")


def _new(judged: Judged, row: Row, code: str, given: dict[str, str]) -> None:
    for column in ("name", "unit", "supply"):
        if not row[column]:
            judged.fault(row, column, "wanted")
    judged.changes.append(Change(row.n, "new", f"{code} {given.get('name', '')}"))
    judged.effects.append({"do": "add", "code": code, **given})


def _changed(judged: Judged, row: Row, before: Known, given: dict[str, str]) -> None:
    fields = {key: (before.values[key], value) for key, value in given.items() if value != before.values[key]}
    name = f"{before.code} {before.values['name']}"
    if not before.active:
        judged.fault(row, "code", "not_active")
    elif not fields:
        judged.changes.append(Change(row.n, "same", name))
    else:
        judged.changes.append(Change(row.n, "changed", name, fields))
        judged.effects.append({"do": "change", "id": before.id, "code": before.code, "fields": fields})


def _read(judged: Judged, row: Row, *, unit: str) -> dict[str, str]:
    """What the row says of a product in this unit, field by field; what cannot be read is a fault."""
    given: dict[str, str | None] = {key: words(judged, row, key, MOST[key]) for key in ("name", "unit", "drawing")}
    if row["supply"]:
        given["supply"] = one_of(SUPPLIES, row["supply"])
        if given["supply"] is None:
            judged.fault(row, "supply", "no_supply")
    for column in PRICES:
        if row[column]:
            price = value_of(judged, row, column, money(row[column], places=4, unit=unit or None))
            given[column] = None if price is None else decimal_text(price)
    if row["lead_days"]:
        given["lead_days"] = _lead_days(judged, row)
    if row["packs"]:
        packs = packings(row["packs"], unit)
        if packs is None:
            judged.fault(row, "packs", "no_packs")
        else:
            given["packs"] = _packs_text(packs.items())
    return {key: value for key, value in given.items() if value is not None}


def _lead_days(judged: Judged, row: Row) -> str | None:
    days = value_of(judged, row, "lead_days", number(row["lead_days"]))
    if days is None:
        return None
    if days != days.to_integral_value() or not 0 <= days <= MOST_LEAD:
        judged.fault(row, "lead_days", "no_days")
        return None
    return str(int(days))


# ── carrying it out ────────────────────────────────────────────────────────────────────────


def apply(session: Session, actor: PersonFacts, judged: Judged, now: datetime) -> None:
    """Carry out what was judged, in the caller's transaction."""
    added = [effect for effect in judged.effects if effect["do"] == "add"]
    if added:
        rows = [_row_of(effect, judged) | {"created_by": actor.id, "created_at": now} for effect in added]
        ids = session.scalars(insert(Product).returning(Product.id, sort_by_parameter_order=True), rows).all()
        for product_id, effect in zip(ids, added, strict=True):
            _put_packs(session, product_id, effect.get("packs", ""))
    for effect in judged.effects:
        if effect["do"] == "change":
            _change(session, effect, judged)


def _row_of(effect: dict[str, Any], judged: Judged) -> dict[str, Any]:
    pinyin, initials = judged.keys_of(effect["name"])
    return {
        "code": effect["code"], "name": effect["name"], "pinyin": pinyin, "initials": initials, "unit": effect["unit"],
        "whole_units": not is_measure(effect["unit"]), "supply": effect["supply"], "drawing": effect.get("drawing"),
        **{column: Decimal(effect[column]) if effect.get(column) else None for column in PRICES},
        "lead_days": int(effect.get("lead_days", 7)),
    }  # fmt: skip


def _change(session: Session, effect: dict[str, Any], judged: Judged) -> None:
    after = {key: pair[1] for key, pair in effect["fields"].items()}
    values: dict[str, Any] = {key: after[key] for key in ("name", "unit", "supply", "drawing") if key in after}
    if "name" in after:
        values["pinyin"], values["initials"] = judged.keys_of(after["name"])
    values |= {column: Decimal(after[column]) for column in PRICES if column in after}
    if "unit" in after:
        values["whole_units"] = not is_measure(after["unit"])
    if "lead_days" in after:
        values["lead_days"] = int(after["lead_days"])
    if values:
        session.execute(update(Product).where(Product.id == effect["id"]).values(**values))
    if "packs" in after:
        session.execute(delete(ProductPack).where(ProductPack.product_id == effect["id"]))
        _put_packs(session, effect["id"], after["packs"])


def _put_packs(session: Session, product_id: int, text: str) -> None:
    rows = [
        {"product_id": product_id, "name": name, "factor": Decimal(factor)}
        for name, _equals, factor in (part.partition("=") for part in text.split())
    ]
    if rows:
        session.execute(insert(ProductPack), rows)
