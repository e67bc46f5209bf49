"""Words that nobody of the company says in person: who seems to write them, and what such a writer is told.

Written down by hand from the specification (§7) and the threats C6 to C9. Every card that takes replies, every
question that waits for words or a file, and every command is tried with each of them.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import handlers
from db.models import Card, Owed
from handlers.routes import ALL as ROUTES
from services import prompts
from tests.support.matrix import FILE, SOON, WHO, Company, Seen, place_of
from tests.support.office import BOT_ID, GROUPS
from tests.support.ways import filled
from tests.support.who_may import ACTS, COMMANDS, DROPS, PLAN, REPLIES, STARTS, Row

CHANNEL = {"id": -100777, "type": "channel", "title": "news"}
BOT = {"is_bot": True, "first_name": "other"}
PERSON = {"id": 4242, "is_bot": False, "first_name": "客户"}
ELSEWHERE: dict[str, Any] = {
    "origin": {"type": "user", "date": 1, "sender_user": PERSON},
    "chat": CHANNEL,
    "message_id": 8,
}

SPEAKERS: dict[str, dict[str, Any]] = {
    "in person": {},
    "anonymous admin": {"from": {"id": 1087968824, "username": "GroupAnonymousBot", **BOT}, "sender_chat": "here"},
    "linked channel": {
        "from": {"id": 777000, "is_bot": False, "first_name": "Telegram"}, "sender_chat": CHANNEL,
        "is_automatic_forward": True,
        "forward_origin": {"type": "channel", "date": 1, "chat": CHANNEL, "message_id": 3},
    },
    "channel": {"from": {"id": 136817688, "username": "Channel_Bot", **BOT}, "sender_chat": CHANNEL},
    "bot": {"from": {"id": 55, **BOT}},
    "bot with a number of ours": {"from": {"id": "speaker", **BOT}},
    "forwarded of a person": {"forward_origin": {"type": "user", "date": 1, "sender_user": PERSON}},
    "forwarded of somebody hidden": {"forward_origin": {"type": "hidden_user", "date": 1, "sender_user_name": "王总"}},
    "forwarded of a chat": {
        "forward_origin": {"type": "chat", "date": 1, "sender_chat": {"id": -9, "type": "supergroup", "title": "g"}}
    },
    "forwarded of a channel": {"forward_origin": {"type": "channel", "date": 1, "chat": CHANNEL, "message_id": 3}},
    "through a bot": {"via_bot": {"id": 56, **BOT}},
    "edited": {"edited": True},
    "quoting another chat": {"external_reply": ELSEWHERE, "quote": {"text": "card", "position": 0}, "unattached": True},
    "below a card of another chat": {"elsewhere": True},
}  # fmt: skip
"""How Telegram tells of each; to somebody's own message of whom it would count."""
FORWARDED = tuple(who for who in SPEAKERS if who.startswith("forwarded"))
SECOND_HAND = (*FORWARDED, "through a bot", "quoting another chat")
"""Sent on by a person of the company, who is known."""
NOBODY = ("anonymous admin", "linked channel", "channel", "bot", "bot with a number of ours", "edited")
"""Not words that a person of the company writes now."""
ALONE = ("in person", "bot", "edited", *SECOND_HAND)
"""Who may be in a private chat with the bot."""

# ── what they are told ─────────────────────────────────────────────────────────────────────

SILENCE = ""
NOT_EDITED, NOT_FORWARDED, NOT_ANONYMOUS = "改过的话不算数", "转发的话不算表态", "匿名身份不能表态"
TOLD = {
    "anonymous admin": NOT_ANONYMOUS, "channel": NOT_ANONYMOUS, "edited": NOT_EDITED, "through a bot": NOT_FORWARDED,
    **dict.fromkeys(FORWARDED, NOT_FORWARDED),
}  # fmt: skip
"""Below a card that asks for a verdict. The others hear nothing: bots, posts of channels, and what stands below
nothing of ours."""
HEARD = (
    "waiting",
    "slip",
    "supply",
    "goods",
    "signoff",
    "notice",
    "inspection",
    "change_impact",
    "after_sale",
    "goods_back",
)
VERDICTS = {
    "approval": TOLD,
    **{card: dict.fromkeys(TOLD, f"{card}.heard") for card in HEARD},
}
"""By card. Below a question, words in a group that are not one's own are met with silence."""
AGAIN = {
    "order.withdraw_said": "withdraw.ask", "slip.given": "slip.ask", "slip.claimed": "slip.ask_claim",
    "slip.amount_typed": "slip.ask_amount", "slip.split_typed": "slip.ask_split", "goods.count_typed": "goods.ask_count",
    "goods.tracking_given": "goods.ask_tracking", "approval.reason_given": "approval.ask_reason",
    "approval.condition_given": "approval.ask_condition", "approval.missing_given": "approval.ask_missing",
    "approval.day_given": "approval.ask_day", "approval.added": "approval.ask_question",
    "approval.back_given": "approval.ask_back_why", "approval.words_given": "approval.ask_words",
    "after_sale.given": "after_sale.ask_reason", "after_sale.amount_given": "after_sale.ask_amount",
    "after_sale.other_given": "after_sale.ask_other", "after_sale.refused": "after_sale.ask_why_not",
    "waiver.reason_given": "waiver.ask", "waiver.amount_given": "waiver.ask_amount", "hold.given": "hold.ask",
    "check.given": "check.ask", "risk.given": "risk.ask", "risk.written": "risk.ask_part", "risk.closed_for": "risk.ask_closing",
    "impact.beside_given": "impact.ask_beside", "goods.cannot_said": "goods.ask_cannot",
    "inspection.failed": "inspection.ask_why", "notice.changed": "notice.ask", "slip.due_given": "slip.ask_due",
    "slip.payer_given": "slip.ask_payer", "money.refund_typed": "money.ask_refund", "money.move_typed": "money.ask_move",
    "company.name_typed": "company.ask_name", "calendar.said": "calendar.ask", "delegate.day_given": "delegate.day",
}  # fmt: skip
"""In private, words at second hand are no answer: the question is asked once more."""
AS_IT_IS = ("draft.typed",)
"""Words at second hand fill a form, and a file is what it is whoever sent it first: in private both count."""
UNASKED = "unasked"

ASKING = ("ask", "open_prompt", "answered")
"""How the code waits for words."""
TYPED = {
    "slip.claimed": Row(("requester",), {"slip": "{bare}"}, words="5000"),
    "delegate.day_given": Row(("requester",), {"plan": PLAN, "part": "until"}, words="周五"),
}
"""Where a button does the same and has a row: the words."""
GIVEN = {
    "change": Row(("requester",), words="{released_number} 收货人改王工 13800001111"),
    "bind": Row(("admin",), words="{code}"), "delegate": Row(("requester",), words="孙丽 到周五"),
}  # fmt: skip
"""Commands as far as they change something."""
DECIDING = ("hold", "change", "risk")
"""Commands that stop or change an order at once: words at second hand never do, they are asked about."""
ASKED = "asked"
"""The question that stands there; it is no answer."""


@dataclass(frozen=True, slots=True)
class Try:
    """One thing that words may do."""

    way: str
    name: str
    row: Row
    who: str
    chat: int

    def __str__(self) -> str:
        return f"{self.way}:{self.name} in {'private' if self.chat > 0 else 'a group'}"


def tries() -> Iterator[Try]:
    """Every card that takes replies or files, and every question, in a group and in private."""
    for name in ROUTES.replies:
        yield from _places("reply", name, REPLIES[name])
    for name in ROUTES.drops:
        yield from _places("drop", name, DROPS[name])
    for name in sorted(awaited()):
        yield from _places("act", name, TYPED.get(name) or ACTS[name])


def orders() -> Iterator[Try]:
    """Every command and every link, as words."""
    for name in ROUTES.commands:
        yield from _places("command", name, GIVEN.get(name) or COMMANDS[name])
    for name in ROUTES.starts:
        yield from _places("start", name, STARTS[name])


@cache
def awaited() -> frozenset[str]:
    """The acts that words or a file are waited for by, as the code of the handlers names them."""
    found: set[str] = set()
    for path in sorted(Path(handlers.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ASKING:
                given = [*node.args[1:2], *(word.value for word in node.keywords if word.arg == "act")]
                found |= {str(one.value) for one in given if isinstance(one, ast.Constant)}
    return frozenset(found & ROUTES.acts.keys())


def _places(way: str, name: str, row: Row) -> Iterator[Try]:
    who = row.may[0]
    yield Try(way, name, row, who, group_of(who))
    yield Try(way, name, row, who, WHO[who][0])


def group_of(who: str) -> int:
    """The group of somebody's department; of those without one any other."""
    return next((number for number, has in GROUPS.values() if WHO[who][1] in has), GROUPS["销售群"][0])


def elsewhere(chat: int) -> int:
    """A group of the company that is another one."""
    return next(number for number, _departments in reversed(GROUPS.values()) if number != chat)


def speakers(one: Try, n: int) -> Iterator[str]:
    """Who tries; in private forwarded messages of one origin in turn, since each costs an answer."""
    for speaker in SPEAKERS:
        if one.chat < 0 or (speaker in ALONE and (speaker not in FORWARDED or FORWARDED.index(speaker) == n % 4)):
            yield speaker


def attempt(desk: Company, one: Try, speaker: str, *, read: bool = False) -> Seen:
    """What comes of it when this speaker says it there, and how it reads; then nothing of it is left."""
    lang = "zh_Hans_CN" if read else ""
    seen = desk.tries(one.who, lambda session: _say(desk, session, one, speaker), lang, chat=one.chat)
    return replace(seen, owes=tuple(kind for kind in seen.owes if kind != ASKED))


def _say(desk: Company, session: Any, one: Try, speaker: str) -> str:
    more = dict(SPEAKERS[speaker])
    edited, unattached = more.pop("edited", False), more.pop("unattached", False)
    place = elsewhere(one.chat) if more.pop("elsewhere", False) else one.chat
    message: dict[str, Any] = {"chat": place_of(one.chat), **_words(desk, one)}
    below = _stands(desk, session, one, place)
    if below and not unattached:
        message["reply_to_message"] = {
            "message_id": 8, "date": int(SOON.timestamp()), "chat": place_of(one.chat), "text": "card",
            "from": {"id": BOT_ID, "is_bot": True, "first_name": "bot"},
        }  # fmt: skip
    if more.get("sender_chat") == "here":
        more["sender_chat"] = place_of(one.chat)
    if more.get("from", {}).get("id") == "speaker":
        more["from"] = {**more["from"], "id": WHO[one.who][0]}
    return desk.hand(session, one.who, {**message, **more}, edited=edited)


def _words(desk: Company, one: Try) -> dict[str, Any]:
    words = one.row.words
    if one.way == "command":
        return {"text": f"/{one.name} {filled(words or '', desk, one.who)}".strip()}
    if one.way == "start":
        return {"text": f"/start {one.name}" + ("" if one.name == "n" else str(desk.of["code"]))}
    return {**FILE, **({"media_group_id": "A"} if one.row.album else {})} if one.row.file else {"text": words or "x"}


def _stands(desk: Company, session: Any, one: Try, place: int) -> bool:
    """The card or question stands in this chat; False where words alone would do."""
    args = {key: filled(value, desk, one.who) for key, value in one.row.args.items()}
    if one.way in ("reply", "drop"):
        known = session.query(Card).filter_by(kind=one.name, subject=args["subject"], chat_id=place).first()
        card = known or Card(kind=one.name, subject=args["subject"], chat_id=place, facts={})
        card.message_id, card.closed = 8, False
        session.add(card)
    elif one.way == "act":
        asking = Owed(
            kind=ASKED, subject="", chat_id=place, klass=0, facts={}, state="sent", created_at=SOON, message_id=8
        )
        session.add(asking)
        session.flush()
        prompts.open_prompt(
            session, chat_id=place, person_id=desk.of["ids"][one.who], act=one.name, args=args, now=SOON,
            owed_id=asking.id,
        )  # fmt: skip
        return place < 0 or one.chat != place
    session.flush()
    return one.way in ("reply", "drop")
