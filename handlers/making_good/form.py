"""补货 in a few taps: which line, how much, why, paid or free; then an ordinary order's draft stands below.

What left is noted in the draft when it is begun (`_left`, `_made`), so that its questions need no order; what is filed
in the end is held against the order as it is then.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from markupsafe import Markup

from domain.process.names import FieldKind, PriceMode
from domain.understanding import quantity
from handlers.forms import runner
from handlers.forms.kinds import ADVISED, KINDS, Asking, Bad, Kind, taken
from handlers.forms.onward import advance
from handlers.forms.registry import enter
from handlers.forms.steps import Choice, Step, said
from handlers.making_good import texts
from handlers.new_order import again, principal
from handlers.new_order.line_state import Line
from handlers.say import Row
from handlers.turn import House, Turn
from locales import formats
from services import catalogue, drafts, keeping, making_good
from services.making_good import Left, LeftLine

EVERY = "all"
UP_TO = "up_to_what_left"
"""The kind of a step that asks how much of what left."""
FREE, AS_BEFORE = "free", "as_before"
GOODS = {"code": "", "name": "", "unit": "", "left": "0"}


def begin(turn: Turn, order: int) -> None:
    """The questions for an order of which something has left; a draft that is open already is gone on with."""
    if not turn.chat.private:
        turn.reply("order.only_private")
        return
    left = making_good.left_of(turn.session, turn.house, turn.actor, order)
    draft = making_good.open_draft(turn.session, turn.actor, order)
    if draft is not None:
        turn.toast(texts.OPEN, number=left.order.number)
        runner.resume(turn, draft.id)
        return
    runner.start(turn, "make_good", answers=_notes(turn, left))


def _notes(turn: Turn, left: Left) -> dict[str, Any]:
    leaf = turn.book.leaves.get(left.order.leaf)
    customer = left.order.customer
    return {
        "_makes_good": {"order": left.order.order_id, "number": left.order.number},
        "_customer": customer.name if customer else "",
        "_left": [
            {"line": one.line_id, "product": one.old.product_id, "code": one.old.code, "name": one.old.name,
             "unit": one.old.unit, "left": _plain(one.left)}
            for one in left.lines
        ],
        "_made": _made(left),
        "_priced": (leaf is None or leaf.price_mode is PriceMode.ASK)
        and any(one.old.price is not None for one in left.lines),
    }  # fmt: skip


def _made(left: Left) -> list[list[Any]]:
    """Line, number of the order that makes it good already, how much."""
    return [
        [line.line_id, one.number, _plain(one.quantities[line.old.product_id])]
        for one, line in left.made_of(line.line_id for line in left.lines)
    ]


# ── how much of what left ──────────────────────────────────────────────────────────────────


def _read(asking: Asking, text: str) -> Any:
    line = _the_line(asking.draft)
    product = catalogue.product(asking.session, int(line["product"]))

    def store(value: Decimal, _words: str) -> Any:
        if value > Decimal(line["left"]):
            return Bad("too_much", {"most": _counted(line)})
        return _plain(value)

    reading = quantity(text, product.unit, dict(product.packs), whole=product.whole_units)
    return taken(reading, "reading", lambda value: f"{formats.quantity(value)} {product.unit}", store)


def _offer(asking: Asking) -> tuple[Row, ...]:
    line = _the_line(asking.draft)
    return ((asking.answer(texts.ALL_OF_IT.plain(asking.lang, quantity=_counted(line)), line["left"]),),)


def _question(asking: Asking) -> str:
    line = _the_line(asking.draft)
    return texts.ASK_QUANTITY.plain(asking.lang, product=f"{line['code']} {line['name']}", unit=line["unit"])


def _wrong(asking: Asking, value: Any) -> Bad | None:
    line = _the_line(asking.draft)
    return Bad("too_much", {"most": _counted(line)}) if Decimal(value) > Decimal(line["left"]) else None


KINDS[UP_TO] = Kind(
    _read,
    show=lambda asking, value: f"{formats.quantity(Decimal(value))} {_the_line(asking.draft)['unit']}",
    offer=_offer,
    hint=lambda asking: texts.LEFT.plain(asking.lang, quantity=_counted(_the_line(asking.draft))),
    question=_question,
    wrong=_wrong,
)


# ── the form ───────────────────────────────────────────────────────────────────────────────


class MakeGoodForm:
    """Asking what is to be made good."""

    name = "make_good"
    at_once = True

    def steps(self, house: House, draft: Any) -> tuple[Step, ...]:
        left = draft.answers["_left"]
        asked: list[Step] = []
        if len(left) > 1:
            choices = (Choice(EVERY, said(texts.ALL)), *(Choice(str(one["line"]), _goods(one)) for one in left))
            asked.append(
                Step("what", FieldKind.CHOICE, said(texts.WHAT), said(texts.ASK_WHAT), choices=choices,
                     clears=("quantity", "again"))
            )  # fmt: skip
        if _chosen(draft) != EVERY:
            asked.append(Step("quantity", UP_TO, said(texts.QUANTITY), said(texts.QUANTITY)))
        if _made_before(draft):
            once_more = Choice("again", said(texts.BTN_AGAIN))
            asked.append(
                Step("again", FieldKind.CHOICE, said(texts.AGAIN), _ask_again(draft), choices=(once_more,), quiet=True)
            )  # fmt: skip
        reasons = tuple(Choice(str(n), said(one)) for n, one in enumerate(texts.REASONS))
        most = {"max_length": making_good.LONGEST}
        asked.append(Step("reason", ADVISED, said(texts.REASON), said(texts.ASK_REASON), choices=reasons, params=most))
        if draft.answers["_priced"]:
            charge = (Choice(FREE, said(texts.FREE)), Choice(AS_BEFORE, said(texts.AS_BEFORE)))
            asked.append(
                Step("charge", FieldKind.CHOICE, said(texts.CHARGE), said(texts.ASK_CHARGE), choices=charge)
            )  # fmt: skip
        return tuple(asked)

    def extra(self, house: House, draft: Any) -> tuple[Step, ...]:
        return ()

    def heading(self, house: House, draft: Any, lang: str) -> Markup:
        head = f"{draft.answers['_makes_good']['number']} {draft.answers['_customer']}".strip()
        return texts.TITLE(lang, head=head)

    def summary(self, session: Any, house: House, draft: Any, lang: str) -> tuple[Markup, ...]:
        return ()

    def finished(self, session: Any, house: House, draft: Any, lang: str) -> tuple[Markup, ...]:
        return (texts.BEGUN(lang, number=draft.answers["_makes_good"]["number"]),)

    def submit(self, turn: Turn, draft: Any) -> None:
        """The order's draft; which of its lines were made good by now is asked again."""
        left = making_good.left_of(turn.session, turn.house, turn.actor, int(draft.answers["_makes_good"]["order"]))
        if _made(left) != draft.answers["_made"]:
            notes = _notes(turn, left)
            drafts.answer(draft, turn.now, **notes, again=None)
            if _made_before(draft):
                advance(turn, draft)
                return
        opened = drafts.begin(
            turn.session, turn.actor, form="order", chat_id=turn.chat.id, now=turn.now, **_given(turn, left, draft)
        )
        drafts.submitted(draft, turn.now)
        advance(turn, opened, repost=True)


MAKE_GOOD_FORM = enter(MakeGoodForm())


def _goods(line: dict[str, Any]) -> Any:
    words = f"{line['code']} {line['name']} {_counted(line)}"
    return lambda _lang: words


def _counted(line: dict[str, Any]) -> str:
    return f"{formats.quantity(Decimal(line['left']))} {line['unit']}"


def _chosen(draft: Any) -> str | None:
    """The line that was chosen, or all of them; None until then."""
    left = draft.answers["_left"]
    return str(left[0]["line"]) if len(left) == 1 else draft.answers.get("what", EVERY)


def _the_line(draft: Any) -> dict[str, Any]:
    return next((one for one in draft.answers["_left"] if str(one["line"]) == _chosen(draft)), GOODS)


def _made_before(draft: Any) -> list[list[Any]]:
    """What makes good the chosen lines already."""
    chosen = _chosen(draft)
    if len(draft.answers["_left"]) > 1 and "what" not in draft.answers:
        return []
    return [one for one in draft.answers["_made"] if chosen in (EVERY, str(one[0]))]


def _ask_again(draft: Any) -> Any:
    lines = {one["line"]: one for one in draft.answers["_left"]}

    def words(lang: str) -> str:
        made = [
            texts.MADE_BEFORE.plain(
                lang,
                number=number,
                goods=f"{lines[line]['code']} {formats.quantity(Decimal(count))} {lines[line]['unit']}",
            )
            for line, number, count in _made_before(draft)
            if line in lines
        ]
        return texts.ASK_AGAIN.plain(lang, made=texts.AND.joined(lang, made))

    return words


# ── the answers of the order's draft ───────────────────────────────────────────────────────


def _given(turn: Turn, left: Left, draft: Any) -> dict[str, Any]:
    """What `drafts.begin` needs: the order as it was, but for the day, with the chosen lines alone."""
    answers, chosen = draft.answers, _chosen(draft)
    free = answers.get("charge") == FREE
    lines = [
        _line(one, answers.get("quantity") if chosen != EVERY else None, free=free)
        for one in left.lines
        if chosen in (EVERY, str(one.line_id))
    ]
    makes_good = {
        "order": left.order.order_id, "number": left.order.number, "because": str(answers["reason"]), "free": free,
    }  # fmt: skip
    given = again.answers_like(turn, left.order, lines)
    given["answers"] |= {"_makes_good": makes_good, **_principal(turn, left)}
    return given


def _line(left: LeftLine, count: str | None, *, free: bool) -> Line:
    """The price that was agreed, whatever the list says by now, or nothing."""
    old = left.old
    price = None if old.price is None else _plain(old.price)
    return {
        "product": old.product_id, "code": old.code, "name": old.name, "unit": old.unit, "lead": old.lead_days,
        "supply": old.supply, "quantity": count or _plain(left.left), "price": "0" if free else price,
    }  # fmt: skip


def _principal(turn: Turn, left: Left) -> dict[str, Any]:
    """代录: whoever files for others makes good a salesperson's order in that name."""
    others = keeping.principals(turn.session, turn.house, turn.actor) if principal.files_for_others(turn) else ()
    found = next((one for one in others if one.id == left.sales_id), None)
    return {principal.PROXY: True, principal.STEP: found.id, principal.NAME: found.name} if found else {}


def _plain(number: Decimal) -> str:
    """300, not 300.000 and not 3E+2."""
    return f"{number.normalize():f}"
