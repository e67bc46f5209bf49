"""What people do with risks: name one, see to it, close it; by button, in words, or in reply to a card."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from domain.process.names import Level
from domain.risks import NEEDS_WORDS, Closing
from domain.understanding.risk_reply import RiskReply, read_risk_reply
from handlers.risks import texts
from handlers.turn import Turn
from handlers.unheard import second_hand
from services import owed, people
from services.errors import NotFound
from services.finding import plain
from services.looking import find, reach
from services.people import PersonFacts
from services.risks import closing as closing_risks
from services.risks import opening, reading, writing

_REFERENCE = re.compile(rf"([A-Za-z]{{0,4}}[0-9][0-9-]*)[{re.escape(texts.BETWEEN)}]+(.*)|([A-Za-z]{{0,4}}[0-9][0-9-]*)",
                        re.DOTALL)  # fmt: skip
PAGES = ("", "level", "owner", "close")


# ── naming one ─────────────────────────────────────────────────────────────────────────────


def ask(turn: Turn, order: int, again: bool = False) -> None:
    """What is feared?"""
    opening.openable(turn.session, turn.house, turn.actor, order)
    turn.ask("risk.ask", "risk.given", {"order": order}, subject=f"order:{order}", again=again)


def given(turn: Turn, order: int) -> None:
    """A sentence: it is in the register at once, as 中, and how grave it is asks one tap."""
    words = " ".join(turn.text.split())
    if not words or turn.file() is not None:
        ask(turn, order, again=True)
        return
    risk = opening.open_for_order(turn.session, turn.house, turn.actor, order, words, turn.now)
    turn.wait_for_nothing()
    bring(turn, risk.id, page="new")


def leave(turn: Turn, order: int) -> None:
    """There is none."""
    reach(turn.session, turn.house, turn.actor, order)
    turn.wait_for_nothing()
    turn.toast(texts.LEFT)


def bring(turn: Turn, risk: int, page: str = "", *, repost: bool = True) -> None:
    """The card in this chat."""
    order = writing.reachable(turn.session, turn.house, turn.actor, risk).order_id
    turn.card("risk", f"risk:{risk}", order_id=order, facts={"page": page}, repost=repost, answer=True)


def command(turn: Turn) -> None:
    """`有风险 供应商说要晚` in reply to a card of the order, or with its number.

    Words that somebody else wrote open nothing: whoever sent them on is asked.
    """
    order, words = _meant(turn)
    if order is None:
        return
    turn.text = words
    in_person = turn.message is None or not second_hand(turn.message)
    given(turn, order) if words and in_person else ask(turn, order)


def _meant(turn: Turn) -> tuple[int | None, str]:
    """The order and the words after its number; where it is not clear that is asked."""
    said = turn.text.strip(texts.BETWEEN)
    about = _about(turn)
    written = _REFERENCE.fullmatch(said)
    number = (written[1] or written[3]) if written else None
    found = find(turn.session, turn.house, turn.actor, number, turn.now) if number else []
    if len(found) == 1 and (about is None or found[0].id == about):
        return found[0].id, (written[2] or "").strip() if written else ""
    if about is not None:
        return about, said
    if found:
        turn.reply("risk.which", text=number, orders=[order.id for order in found])
    elif number:
        turn.reply("order.none", text=number[:30])
    else:
        turn.reply("risk.how")
    return None, ""


def _about(turn: Turn) -> int | None:
    """The order of the card or message that is replied to, or of the question that is open."""
    reply_to = turn.replied_to
    order = owed.order_at(turn.session, turn.chat.id, reply_to) if reply_to is not None else None
    if order is not None:
        return order
    awaited = turn.awaited()
    return int(awaited.args["order"]) if awaited is not None and awaited.act == "risk.given" else None


# ── seeing to it ───────────────────────────────────────────────────────────────────────────


def show(turn: Turn, risk: int) -> None:
    """Its card, at the bottom of this chat."""
    bring(turn, risk)


def turn_page(turn: Turn, risk: int, page: str) -> None:
    """Another page of the card, where it stands."""
    writing.changeable(turn.session, turn.house, turn.actor, risk)
    bring(turn, risk, page if page in PAGES else "", repost=False)


def level(turn: Turn, risk: int, level: str) -> None:
    """改等级."""
    chosen = Level(level)
    writing.set_level(turn.session, turn.house, turn.actor, risk, chosen, turn.now)
    bring(turn, risk, repost=False)
    turn.toast(texts.LEVEL_SET, level=texts.LEVEL[chosen].plain(turn.lang))


def own(turn: Turn, risk: int, person: int) -> None:
    """换责任人."""
    writing.set_owner(turn.session, turn.house, turn.actor, risk, person, turn.now)
    bring(turn, risk, repost=False)
    turn.toast(texts.OWNER_SET, name=people.name_of(turn.session, person))


def write(turn: Turn, risk: int, part: str) -> None:
    """Wait for the sentence."""
    writing.changeable(turn.session, turn.house, turn.actor, risk)
    turn.ask("risk.ask_part", "risk.written", {"risk": risk, "part": part}, subject=f"risk:{risk}", part=part)


def written(turn: Turn, risk: int, part: str) -> None:
    """应对措施 or 预案 in words."""
    words = turn.text.strip()
    if not words or turn.file() is not None:
        write(turn, risk, part)
        return
    before = writing.write(turn.session, turn.house, turn.actor, risk, part, words, turn.now)
    turn.wait_for_nothing()
    if before:
        turn.toast(texts.WRITTEN_OVER[part], before=before)
    else:
        turn.toast(texts.WRITTEN[part])


def close(turn: Turn, risk: int, closing: str) -> None:
    """关闭; two of the reasons want a word."""
    reason = Closing(closing)
    if reason in NEEDS_WORDS:
        writing.changeable(turn.session, turn.house, turn.actor, risk)
        args = {"risk": risk, "closing": closing}
        turn.ask("risk.ask_closing", "risk.closed_for", args, subject=f"risk:{risk}", closing=closing)
        return
    _close(turn, risk, reason, "")


def closed_for(turn: Turn, risk: int, closing: str) -> None:
    """The word."""
    words = turn.text.strip()
    if not words or turn.file() is not None:
        close(turn, risk, closing)
        return
    _close(turn, risk, Closing(closing), words)
    turn.wait_for_nothing()


def _close(turn: Turn, risk: int, reason: Closing, words: str) -> None:
    closing_risks.close(turn.session, turn.house, turn.actor, risk, reason, words, turn.now)
    turn.toast(texts.CLOSED_TOAST, closing=texts.CLOSING[reason].plain(turn.lang))


# ── in reply to the card ───────────────────────────────────────────────────────────────────


def replied(turn: Turn, subject: str) -> None:
    """The same in words: `预案 换一家`, `误报 外箱是湿的，货没事`, `高`."""
    risk = int(subject.partition(":")[2])
    writing.changeable(turn.session, turn.house, turn.actor, risk)
    said = read_risk_reply(turn.text)
    if said is None:
        turn.reply("risk.unclear", subject)
        return
    turn.text = said.words
    _DOES[said.what](turn, risk, said)


def _owner_named(turn: Turn, risk: int, said: RiskReply) -> None:
    found = _named(turn, risk, said.words)
    if found is None:
        turn.toast(texts.NO_SUCH_PERSON, name=said.words[:20])
        return
    own(turn, risk, found.id)


def _named(turn: Turn, risk: int, name: str) -> PersonFacts | None:
    department = reading.one(turn.session, turn.house, risk).department
    wanted = plain(name)
    found = [one for one in writing.candidates(turn.session, turn.house, department) if plain(one.name) == wanted]
    return found[0] if wanted and len(found) == 1 else None


_DOES = {
    "part": lambda turn, risk, said: written(turn, risk, said.value) if said.words else write(turn, risk, said.value),
    "owner": _owner_named,
    "level": lambda turn, risk, said: level(turn, risk, said.value),
    "close": lambda turn, risk, said: (
        closed_for(turn, risk, said.value) if said.words else close(turn, risk, said.value)
    ),
}


def late(turn: Turn, args: Mapping[str, Any]) -> bool:
    """Somebody closed it before: who, when, as what. False where it is open, or not theirs to see."""
    number = args.get("risk") or str(args.get("subject", "")).partition(":")[2]
    try:
        writing.reachable(turn.session, turn.house, turn.actor, int(number or 0))
        risk = reading.one(turn.session, turn.house, int(number or 0))
    except NotFound:
        return False
    if risk.is_open or risk.closed_at is None or risk.closing is None:
        return False
    at = turn.moment(risk.closed_at)
    if risk.closed_by:
        closing = texts.CLOSING[risk.closing].plain(turn.lang)
        turn.alert(texts.CLOSED_BEFORE, who=risk.closed_by, at=at, closing=closing)
    else:
        turn.alert(texts.CLOSED_ITSELF_BEFORE, at=at)
    owed.refresh_subject(turn.session, "risk", f"risk:{risk.id}", now=turn.now)
    return True
