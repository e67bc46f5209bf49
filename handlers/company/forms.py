"""The forms of an invitation and of a product."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from domain.process.names import FieldKind
from domain.understanding.packing import packings
from domain.understanding.units import is_measure
from handlers.company import texts
from handlers.forms.card import plain_summary
from handlers.forms.kinds import KINDS, Asking, Bad, Kind, Taken
from handlers.forms.registry import enter
from handlers.forms.steps import Choice, Step, said
from handlers.say import Row, in_rows
from handlers.turn import House, Turn
from locales import SOURCE, Text, formats
from services import catalogue, drafts, joining

__all__ = ["INVITE", "PRODUCT"]

LEAD_DAYS = 7
"""Working days, until somebody says otherwise."""
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ./_+-]{0,29}")


def choices(table: dict[str, Text]) -> tuple[Choice, ...]:
    """A table of labels as answers."""
    return tuple(Choice(key, said(label)) for key, label in table.items())


def text_step(
    key: str, label: Text, ask: Text, *, most: int, kind: FieldKind | str = FieldKind.TEXT, required: bool = True
) -> Step:
    """A question answered in words, of so many characters at most."""
    return Step(key, kind, said(label), said(ask), required=required, params={"max_length": most})


class PlainForm:
    """A form whose read-back is its answers, a line each."""

    name: str
    title: Text

    def steps(self, house: House, draft: Any) -> tuple[Step, ...]:
        raise NotImplementedError

    def extra(self, house: House, draft: Any) -> tuple[Step, ...]:
        return ()

    def heading(self, house: House, draft: Any, lang: str) -> Markup:
        return self.title(lang)

    def summary(self, session: Any, house: House, draft: Any, lang: str) -> tuple[Markup, ...]:
        return plain_summary(session, house, draft, lang, today=house.today(draft.updated_at))

    def finished(self, session: Any, house: House, draft: Any, lang: str) -> tuple[Markup, ...]:
        return self.summary(session, house, draft, lang)

    def submit(self, turn: Turn, draft: Any) -> None:
        raise NotImplementedError


# ── an invitation ──────────────────────────────────────────────────────────────────────────


class InviteForm(PlainForm):
    """Inviting a person: who, where, as what."""

    name = "invite"
    title = texts.INVITE_TITLE

    def steps(self, house: House, draft: Any) -> tuple[Step, ...]:
        departments = tuple(Choice(key, one.name.in_) for key, one in house.book.departments.items())
        return (
            text_step("name", texts.NAME, texts.ASK_NAME, most=20),
            Step(
                "department", FieldKind.CHOICE, said(texts.DEPARTMENT), said(texts.ASK_DEPARTMENT), choices=departments
            ),
            Step("role", FieldKind.CHOICE, said(texts.ROLE), said(texts.ASK_ROLE), choices=choices(texts.ROLES)),
        )

    def finished(self, session: Any, house: House, draft: Any, lang: str) -> tuple[Markup, ...]:
        return (*self.summary(session, house, draft, lang), texts.INVITE_MADE(lang))

    def submit(self, turn: Turn, draft: Any) -> None:
        answers = draft.answers
        made = joining.invite(
            turn.session, turn.house, turn.actor, name=answers["name"], department=answers["department"],
            role=answers["role"], now=turn.now,
        )  # fmt: skip
        drafts.submitted(draft, turn.now)
        turn.card("company.invitation", f"invite:{made.id}", answer=True)


INVITE = enter(InviteForm())


# ── a product ──────────────────────────────────────────────────────────────────────────────


def _read_code(asking: Asking, text: str) -> Any:
    code = text.strip()
    if not CODE.fullmatch(code):
        return Bad("not_a_code", {})
    return Bad("taken_name", {"text": code}) if catalogue.product_taken(asking.session, code) else code


def _read_unit(asking: Asking, text: str) -> Any:
    return KINDS[FieldKind.TEXT].read(asking, text)


def _offer_units(asking: Asking) -> tuple[Row, ...]:
    """Units are data, in the company's language; only the first ones offered are named in the reader's."""
    offered = {label.plain(SOURCE): label.plain(asking.lang) for label in texts.UNITS.values()}
    offered = dict.fromkeys(catalogue.units(asking.session)) | offered
    return in_rows([asking.answer(label or unit, unit) for unit, label in list(offered.items())[:9]], 3)


def _take_unit(asking: Asking, unit: Any) -> Taken:
    return Taken({asking.step.key: unit, "whole": "parts" if is_measure(str(unit)) else "whole"})


def _read_packs(asking: Asking, text: str) -> Any:
    packs = packings(text, str(asking.draft.answers["unit"]))
    return [[name, str(factor)] for name, factor in packs.items()] if packs else Bad("not_packs", {})


def _show_packs(asking: Asking, value: Any) -> str:
    unit = str(asking.draft.answers.get("unit", ""))
    shown = [
        texts.PACK.plain(asking.lang, pack=name, factor=formats.quantity(Decimal(factor)), unit=unit)
        for name, factor in value
    ]
    return texts.LIST_COMMA.plain(asking.lang).join(shown)


KINDS["product_code"] = Kind(_read_code)
KINDS["unit"] = Kind(_read_unit, offer=_offer_units, take=_take_unit)
KINDS["packs"] = Kind(_read_packs, show=_show_packs)


PRODUCT_VALUES = (
    ("list_price", texts.LIST_PRICE), ("floor_price", texts.FLOOR_PRICE), ("packs", texts.PACKS),
    ("drawing", texts.DRAWING),
)  # fmt: skip
"""The answers that have a line of their own on the read-back."""


class ProductForm(PlainForm):
    """Adding a product."""

    name = "product"
    title = texts.PRODUCT_TITLE

    def steps(self, house: House, draft: Any) -> tuple[Step, ...]:
        supplies, price, packs = choices(texts.SUPPLIES), said(texts.LIST_PRICE), said(texts.PACKS)
        return (
            text_step("code", texts.PRODUCT_CODE, texts.ASK_PRODUCT_CODE, kind="product_code", most=30),
            text_step("name", texts.PRODUCT_NAME, texts.ASK_PRODUCT_NAME, most=40),
            text_step("unit", texts.UNIT, texts.ASK_UNIT, kind="unit", most=6),
            Step("supply", FieldKind.CHOICE, said(texts.SUPPLY), said(texts.ASK_SUPPLY), choices=supplies),
            Step("list_price", FieldKind.MONEY, price, said(texts.ASK_LIST_PRICE), required=False),
            Step("packs", "packs", packs, said(texts.ASK_PACKS), required=False),
        )

    def extra(self, house: House, draft: Any) -> tuple[Step, ...]:
        whole = choices(texts.WHOLES)
        return (
            Step("floor_price", FieldKind.MONEY, said(texts.FLOOR_PRICE), said(texts.ASK_FLOOR_PRICE), required=False),
            Step("lead_days", FieldKind.DAYS, said(texts.LEAD_DAYS), said(texts.ASK_LEAD_DAYS), params={"most": 366}),
            text_step("drawing", texts.DRAWING, texts.ASK_DRAWING, most=40),
            Step("whole", FieldKind.CHOICE, said(texts.WHOLE), said(texts.ASK_WHOLE), choices=whole),
        )

    def summary(self, session: Any, house: House, draft: Any, lang: str) -> tuple[Markup, ...]:
        given, today = draft.answers, house.today(draft.updated_at)
        shown = {
            step.key: KINDS[step.kind].show(Asking(session, house, draft, step, lang, today), value)
            for step in self.steps(house, draft) + self.extra(house, draft)
            if (value := given.get(step.key)) is not None
        }
        sold = [
            texts.SOLD_BY.plain(lang, unit=shown["unit"]),
            *(shown[key] for key in ("whole", "supply") if key in shown),
        ]
        said = [texts.PRODUCT_LINE(lang, code=given["code"], name=given["name"], what=" · ".join(sold))]
        for key, label in PRODUCT_VALUES:
            if key in shown:
                said.append(texts.VALUE(lang, label=label.plain(lang), value=shown[key]))
        return (*said, texts.LEAD(lang, days=int(given.get("lead_days", LEAD_DAYS))))

    def finished(self, session: Any, house: House, draft: Any, lang: str) -> tuple[Markup, ...]:
        return (*self.summary(session, house, draft, lang), texts.PRODUCT_ADDED(lang))

    def submit(self, turn: Turn, draft: Any) -> None:
        given = draft.answers
        catalogue.add_product(
            turn.session, turn.house, turn.actor, turn.now, code=given["code"], name=given["name"], unit=given["unit"],
            supply=given["supply"], list_price=Decimal(given["list_price"]) if "list_price" in given else None,
            floor_price=Decimal(given["floor_price"]) if "floor_price" in given else None,
            lead_days=int(given.get("lead_days", LEAD_DAYS)), whole_units=given.get("whole") != "parts",
            drawing=given.get("drawing"), packs=[(name, Decimal(factor)) for name, factor in given.get("packs", ())],
        )  # fmt: skip
        drafts.submitted(draft, turn.now)
        turn.reply("company.added", f"person:{turn.actor.id}", what="product")


PRODUCT = enter(ProductForm())
