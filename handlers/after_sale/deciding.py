"""Finance decides, the warehouse notes what came back: by button, in reply to the card, by words that were asked for."""

from __future__ import annotations

from typing import Any

from domain.after_sale import Kind, Step
from domain.attachments import Purpose
from domain.process.names import MoneyView
from domain.rights import money_view
from domain.understanding.replies import Verdict, reply
from domain.understanding.verdict import Said, beside_consent, read_verdict
from handlers.after_sale import texts
from handlers.goods import counting
from handlers.money.amounts import Unclear, read_amount, said_bad
from handlers.money_words import amount as amount_words
from handlers.turn import Turn
from handlers.unheard import looks_like_an_answer as looks_like_a_verdict
from services import attachments
from services.after_sale import deciding, reading
from services.after_sale.asking import LONGEST_REASON, to_let_off
from services.after_sale.reading import AfterSaleView
from services.errors import NotAllowed
from services.house import require
from services.looking import look
from services.order_view import OrderView

CONSENTS = (Said.APPROVE, Said.ASK, Said.ASK_CONDITION)


def show(turn: Turn, after_sale: int) -> None:
    """The card, at the bottom of this chat: of finance, or of the warehouse once finance has agreed."""
    one = reading.by_id(turn.session, after_sale)
    look(turn.session, turn.house, turn.actor, one.order_id, turn.now)
    goods = one.kind is Kind.RETURN and turn.actor.department == turn.book.roles.goods
    require(turn.house, turn.actor, "after_sale.back" if goods else "after_sale.decide")
    kind = deciding.WAREHOUSE_CARD if goods else deciding.FINANCE_CARD
    turn.card(kind, f"after_sale:{after_sale}", order_id=one.order_id, repost=True, answer=True)


def _seen(turn: Turn, after_sale: int) -> tuple[AfterSaleView, OrderView]:
    """The document and its order, for somebody who may decide it now."""
    deciding.to_decide(turn.session, turn.house, turn.actor, after_sale)
    one = reading.by_id(turn.session, after_sale)
    return one, look(turn.session, turn.house, turn.actor, one.order_id, turn.now)


def _require_money(turn: Turn) -> None:
    if money_view(turn.book, turn.chat.departments) is not MoneyView.FULL:
        raise NotAllowed("amounts_hidden")


# ── finance ────────────────────────────────────────────────────────────────────────────────


def agree(turn: Turn, after_sale: int, amount: int | None = None) -> None:
    """To the amount that the button said."""
    one, order = _seen(turn, after_sale)
    _require_money(turn)
    row = deciding.agree(turn.session, turn.house, turn.actor, one.id, turn.now, amount_minor=amount)
    turn.wait_for_nothing()
    if turn.callback is None:
        return  # the card says it
    if row.state == Step.DONE.value:
        turn.toast(texts.DONE_LET_OFF, amount=amount_words(row.amount_minor, order))
    else:
        turn.toast(texts.DONE_AGREED)


def other_amount(turn: Turn, after_sale: int, **facts: Any) -> None:
    """How much less, then? The answer agrees."""
    _seen(turn, after_sale)
    _require_money(turn)
    turn.ask(
        "after_sale.ask_other", "after_sale.other_given", {"after_sale": after_sale},
        subject=f"after_sale:{after_sale}", **facts,
    )  # fmt: skip


def other_given(turn: Turn, after_sale: int, amount: int | None = None) -> None:
    """The amount in words, or one of the readings that were offered."""
    one, order = _seen(turn, after_sale)
    read = amount if amount is not None else read_amount(turn.text, order.currency) if turn.text else None
    if isinstance(read, int) and (0 if one.kind is Kind.RETURN else 1) <= read <= to_let_off(order, but=one.id):
        agree(turn, after_sale, read)
    elif isinstance(read, Unclear) and read.readings:
        bad = str(said_bad(read.facts(), turn.lang))
        other_amount(turn, after_sale, bad=bad, readings=list(read.readings))
    else:
        other_amount(turn, after_sale, words=turn.text.strip()[:40])


def refuse(turn: Turn, after_sale: int, *, again: bool = False) -> None:
    """Why not?"""
    _seen(turn, after_sale)
    turn.ask(
        "after_sale.ask_why_not", "after_sale.refused", {"after_sale": after_sale}, subject=f"after_sale:{after_sale}",
        again=again,
    )  # fmt: skip


def refused(turn: Turn, after_sale: int, reason: str | None = None) -> None:
    """One of the usual reasons, or a sentence."""
    words = texts.WHY_NOT[reason].plain(turn.lang) if reason else " ".join(turn.text.split())[:LONGEST_REASON]
    if not words or (reason is None and turn.file() is not None):
        refuse(turn, after_sale, again=True)
        return
    _refused(turn, after_sale, words)


def _refused(turn: Turn, after_sale: int, words: str) -> None:
    one = reading.by_id(turn.session, after_sale)
    order = look(turn.session, turn.house, turn.actor, one.order_id, turn.now)
    deciding.refuse(turn.session, turn.house, turn.actor, after_sale, words, turn.now)
    turn.wait_for_nothing()
    if turn.callback is not None:
        turn.toast(texts.DONE_REFUSED, sales=order.sales)


def later(turn: Turn, after_sale: int) -> None:
    """Nothing is said for now."""
    _seen(turn, after_sale)
    turn.wait_for_nothing()
    turn.toast(texts.DONE_LATER)


def replied(turn: Turn, subject: str) -> None:
    """`同意`, `同意 2000`, `2000`, `不同意 不是我方责任`."""
    after_sale = int(subject.split(":")[1])
    _one, order = _seen(turn, after_sale)
    said = read_verdict(turn.text) if turn.text else None
    if said is None:
        turn.reply("after_sale.unclear", subject)
    elif said.said is Said.REJECT:
        _refused(turn, after_sale, said.words) if said.words else refuse(turn, after_sale)
    elif said.said is Said.APPROVE and not said.words:
        agree(turn, after_sale)
    elif isinstance(read_amount(_beside(turn.text, said.said), order.currency), int):
        turn.text = _beside(turn.text, said.said)
        other_given(turn, after_sale)
    else:
        turn.reply("after_sale.unclear", subject)


def _beside(text: str, said: Said) -> str:
    return beside_consent(text) if said in CONSENTS else text


def looks_like_an_answer(words: str) -> bool:
    """Whether words begin like a decision, or are an amount."""
    return looks_like_a_verdict(words) or isinstance(read_amount(words, "CNY"), int)


# ── the warehouse ──────────────────────────────────────────────────────────────────────────


def back(turn: Turn, after_sale: int) -> None:
    """All that was agreed came back."""
    one = reading.by_id(turn.session, after_sale)
    order = look(turn.session, turn.house, turn.actor, one.order_id, turn.now)
    deciding.note_back(turn.session, turn.house, turn.actor, after_sale, turn.now)
    turn.wait_for_nothing()
    if turn.callback is not None:
        turn.toast(texts.DONE_BACK, sales=order.sales)


def back_replied(turn: Turn, subject: str) -> None:
    """`退回了`, `退回 40`, `40`."""
    after_sale = int(subject.split(":")[1])
    one = reading.by_id(turn.session, after_sale)
    order = look(turn.session, turn.house, turn.actor, one.order_id, turn.now)
    said = reply(turn.text) if turn.text else None
    came = said is not None and said.verdict in (Verdict.BACK, Verdict.IN_STOCK)
    if said is not None and came and not said.rest:
        back(turn, after_sale)
        return
    words = said.rest if said is not None and came else turn.text
    what = f"{counting.BACK}:{after_sale}"
    if one.step is not Step.AGREED:
        back(turn, after_sale)  # it says who was first
        return
    read = counting.read_counts(turn, order, what, words)
    if not isinstance(read, counting.Unclear):
        counting.carry_out(turn, order.id, what, read)
    elif read.readings:
        counting.ask(turn, order.id, what, bad=read.said, line=read.line, readings=list(read.readings))
    else:
        turn.reply("goods_back.unclear", subject)


def looks_like_counts(words: str) -> bool:
    """Whether words begin like goods that came back, or like quantities."""
    said = reply(words)
    return words[:1].isdigit() or (said is not None and said.verdict in (Verdict.BACK, Verdict.IN_STOCK))


def photo(turn: Turn, subject: str) -> None:
    """A picture of what came back is kept with the order."""
    after_sale = int(subject.split(":")[1])
    one = reading.by_id(turn.session, after_sale)
    require(turn.house, turn.actor, "after_sale.back")
    look(turn.session, turn.house, turn.actor, one.order_id, turn.now)
    found = turn.file()
    if found is None:
        return
    evidence, name = found
    attachments.keep(
        turn.session, turn.house, turn.actor, one.order_id, evidence, turn.now, purpose=Purpose.PHOTO, name=name
    )
    if turn.text:
        back_replied(turn, subject)
    else:
        turn.reply("goods_back.photo", subject)
