"""暂停 and 恢复: asked by button, by a line in private, or in reply to a card of the order."""

from __future__ import annotations

import re

from handlers.approvals.asking import who_is_asked
from handlers.changes import hold_texts as texts
from handlers.changes.held import ending_buttons, hold_line, reason_of
from handlers.order import texts as order_texts
from handlers.order.cards import next_lines, order_seen
from handlers.order.lists import list_line, pick_order
from handlers.order.words import AT_ONCE, goods, head, together
from handlers.routing import Renderer, Routes
from handlers.say import Say, act, do, in_rows, rows
from handlers.turn import Turn
from handlers.unheard import second_hand
from handlers.view import View
from locales import Text, lines
from services import owed, people
from services.changes import holding
from services.errors import AlreadyDone
from services.looking import find, look, reach
from services.order_view import view_of

_REFERENCE = re.compile(rf"([A-Za-z]{{0,4}}[0-9][0-9-]*)[{re.escape(texts.BETWEEN)}]*(.*)", re.DOTALL)


# ── holding ────────────────────────────────────────────────────────────────────────────────


def ask(turn: Turn, order: int, again: bool = False) -> None:
    """Why? A button, or a sentence."""
    try:
        holding.holdable(turn.session, turn.house, turn.actor, order)
    except AlreadyDone:
        _held_before(turn, order)
        return
    turn.ask("hold.ask", "hold.given", {"order": order}, subject=f"order:{order}", again=again)


def by_button(turn: Turn, order: int, reason: str) -> None:
    """One of the usual reasons."""
    _hold(turn, order, texts.REASONS[reason].plain(turn.lang))


def given(turn: Turn, order: int) -> None:
    """A reason in words."""
    words = " ".join(turn.text.split())
    if not words or turn.file() is not None:
        ask(turn, order, again=True)
        return
    _hold(turn, order, words)


def leave(turn: Turn, order: int) -> None:
    """It goes on."""
    reach(turn.session, turn.house, turn.actor, order)
    turn.wait_for_nothing()
    turn.toast(texts.LEFT)


def _hold(turn: Turn, order: int, words: str) -> None:
    try:
        holding.hold(turn.session, turn.house, turn.actor, order, words, turn.now)
    except AlreadyDone:
        _held_before(turn, order)
        return
    turn.wait_for_nothing()
    turn.toast(texts.HELD)


def _held_before(turn: Turn, order: int) -> None:
    """Somebody was faster: who, when, why."""
    seen = look(turn.session, turn.house, turn.actor, order, turn.now)
    if seen.hold is None:
        turn.alert(texts.HELD_BEFORE_BARE, number=seen.number)
        return
    at = turn.moment(seen.hold.at)
    here = View(turn.session, turn.house, turn.now, turn.chat, "", "", {})
    turn.alert(
        texts.HELD_BEFORE, number=seen.number, at=at, reason=reason_of(here, seen), who=seen.hold.who
    )  # fmt: skip


# ── going on ───────────────────────────────────────────────────────────────────────────────


def lift(turn: Turn, order: int) -> None:
    """恢复 is asked once."""
    try:
        holding.liftable(turn.session, turn.house, turn.actor, order)
    except AlreadyDone:
        _not_held(turn, order)
        return
    turn.reply("hold.ask_lift", f"order:{order}")


def lifted(turn: Turn, order: int) -> None:
    """It goes on."""
    try:
        holding.lift(turn.session, turn.house, turn.actor, order, turn.now)
    except AlreadyDone:
        _not_held(turn, order)
        return
    turn.toast(texts.LIFTED)


def stays(turn: Turn, order: int) -> None:
    """It stays held."""
    reach(turn.session, turn.house, turn.actor, order)
    turn.toast(texts.STAYS)


def _not_held(turn: Turn, order: int) -> None:
    turn.alert(texts.NOT_HELD, number=look(turn.session, turn.house, turn.actor, order, turn.now).number)


# ── in words ───────────────────────────────────────────────────────────────────────────────


def hold_command(turn: Turn) -> None:
    """`暂停 003 图纸要改`; without a number the order of the card that is replied to, or of the question that is open.

    Words that somebody else wrote hold nothing: whoever sent them on is asked why.
    """
    order, words = _meant(turn, "hold.which_hold", "hold.how_hold")
    if order is not None:
        turn.text = words
        in_person = turn.message is None or not second_hand(turn.message)
        given(turn, order) if words and in_person else ask(turn, order)


def lift_command(turn: Turn) -> None:
    """`恢复 003`."""
    order, _words = _meant(turn, "hold.which_lift", "hold.how_lift")
    if order is not None:
        lift(turn, order)


def _meant(turn: Turn, several: str, none: str) -> tuple[int | None, str]:
    """The order and the words after its number; where it is not clear that is asked."""
    said = turn.text.strip(texts.BETWEEN)
    written = _REFERENCE.fullmatch(said)
    found = find(turn.session, turn.house, turn.actor, written[1], turn.now) if written else []
    if written and len(found) == 1:
        return found[0].id, written[2].strip()
    if written and found:
        turn.reply(several, text=written[1], orders=[order.id for order in found])
        return None, ""
    about = _about(turn)
    if about is not None:
        return about, said
    if written:
        turn.reply("order.none", text=written[1][:30])
    else:
        turn.reply(none)
    return None, ""


def _about(turn: Turn) -> int | None:
    """The order of the card that is replied to, or of the question that waits for a reason."""
    reply_to = turn.replied_to
    card = owed.card_at(turn.session, turn.chat.id, reply_to) if reply_to is not None else None
    if card is not None and card[1].startswith("order:"):
        return int(card[1].split(":")[1])
    awaited = turn.awaited()
    return int(awaited.args["order"]) if awaited is not None and awaited.act == "hold.given" else None


# ── said ───────────────────────────────────────────────────────────────────────────────────


def asking(view: View) -> Say | None:
    """The question with the usual reasons."""
    order = order_seen(view)
    if order is None:
        return None
    phrase = texts.ASK_WORDS if view.facts.get("again") else texts.ASK
    usual = [do(words.plain(view.lang), "hold.for", order=order.id, reason=key) for key, words in texts.REASONS.items()]
    leave_it = act(texts.BTN_LEAVE.plain(view.lang), "hold.leave", order=order.id)
    said = phrase(view.lang, who=who_is_asked(view), head=head(order, view.lang))
    return Say(said, in_rows([*usual, leave_it]), placeholder=texts.ASK_HINT.plain(view.lang))


def asking_lift(view: View) -> Say | None:
    """Once more, with what it is held for."""
    order = order_seen(view)
    if order is None or not order.on_hold:
        return None
    said = [texts.ASK_LIFT(view.lang, head=head(order, view.lang)), hold_line(view, order)]
    sure = do(texts.BTN_LIFT_SURE.plain(view.lang), "hold.lifted", style="success", order=order.id)
    not_now = act(texts.BTN_LIFT_NOT.plain(view.lang), "hold.stays", order=order.id)
    return Say(lines(line for line in said if line is not None), ((sure, not_now),))


def _which(phrase: Text, name: str) -> Renderer:
    def said(view: View) -> Say:
        found = [view_of(view.session, view.house, order_id, view.now) for order_id in view.facts["orders"]]
        top = phrase(view.lang, text=str(view.facts["text"]), count=len(found))
        return Say(lines([top, *(list_line(view, order) for order in found)]), pick_order(view, found, name))

    return said


def told_held(view: View) -> Say | None:
    """To whose order it is and to all who must stop: what, why, who decides. Nothing where it goes on by now."""
    order = order_seen(view)
    if order is None or order.hold is None:
        return None
    person = people.by_telegram_id(view.session, view.chat.id) if view.chat.private else None
    if person is not None and person.id == order.hold.person_id:
        return None  # who held it was told so
    said = [texts.TOLD(view.lang, head=head(order, view.lang)), hold_line(view, order)]
    said += goods(order, view.lang, order.lines[:AT_ONCE])
    deciders = together(dict.fromkeys((order.sales, order.hold.who)), view.lang)
    said += [texts.TOLD_DO(view.lang), texts.TOLD_WHO(view.lang, who=deciders)]
    return Say(lines(line for line in said if line is not None), rows(tuple(ending_buttons(view, order))), rings=True)


def told_lifted(view: View) -> Say | None:
    """It goes on: by whom, and what is next. Nothing where it is held again."""
    order = order_seen(view)
    if order is None or order.on_hold:
        return None
    said = [
        texts.LIFTED_HEAD(view.lang, head=head(order, view.lang)),
        texts.LIFTED_BY(view.lang, who=str(view.facts.get("by", ""))),
        *next_lines(view, order),
    ]
    show = act(order_texts.BTN_SHOW.plain(view.lang), "order.show", order=order.id)
    return Say(lines(said), ((show,),))


ROUTES = Routes(
    acts={
        "hold.ask": ask,
        "hold.for": by_button,
        "hold.given": given,
        "hold.leave": leave,
        "hold.lift": lift,
        "hold.lifted": lifted,
        "hold.stays": stays,
    },
    says={
        "hold.ask": asking,
        "hold.ask_lift": asking_lift,
        "hold.which_hold": _which(texts.WHICH_HOLD, "hold.ask"),
        "hold.which_lift": _which(texts.WHICH_LIFT, "hold.lift"),
        "hold.how_hold": lambda view: Say(texts.HOW_HOLD(view.lang)),
        "hold.how_lift": lambda view: Say(texts.HOW_LIFT(view.lang)),
        "hold.held": told_held,
        "hold.lifted": told_lifted,
    },
    commands={"hold": hold_command, "lift": lift_command},
    leads=texts.LEADS,
)
