"""补依据: the paper that an order rests on, sent after it was filed."""

from __future__ import annotations

from domain.life import State
from handlers.order import texts
from handlers.order.cards import order_seen
from handlers.order.words import head
from handlers.say import Say, act
from handlers.turn import Turn
from handlers.view import View
from services import basis, prompts
from services.errors import NotFound
from services.house import require
from services.order_view import OrderView, look


def ask(turn: Turn, order: int, paper: str | None = None) -> None:
    """Wait for a photo or file; where the order names no paper yet, ask first which it will be."""
    require(turn.house, turn.actor, "order.file")
    view = look(turn.session, turn.house, turn.actor, order, turn.now)
    asked = basis.asked_of(view.leaf)
    if asked is None:
        raise NotFound(f"order {order} asks for no paper")
    paper = paper or basis.paper_of(view.fields, asked)
    if paper is None:
        turn.reply("basis.which", f"order:{order}")
    else:
        turn.ask("basis.ask", "basis.file", {"order": order, "paper": paper}, subject=f"order:{order}", paper=paper)


def take(turn: Turn, order: int, paper: str) -> None:
    """The file that was waited for. More may follow: an album comes as one message a picture."""
    found = turn.file()
    if found is None:
        turn.ask(
            "basis.ask", "basis.file", {"order": order, "paper": paper}, subject=f"order:{order}", paper=paper, bad=True
        )
        return
    look(turn.session, turn.house, turn.actor, order, turn.now)
    evidence, name = found
    kept = basis.add(turn.session, turn.house, turn.actor, order, evidence, turn.now, paper=paper, name=name)
    if State(kept.state) is not State.ACCEPTED and not _album(turn):
        prompts.close_prompts(turn.session, chat_id=turn.chat.id, person_id=turn.actor.id, now=turn.now)
    turn.reply("basis.kept", f"order:{order}", paper=paper)


def _album(turn: Turn) -> bool:
    return turn.message is not None and turn.message.media_group_id is not None


# ── renderers ──────────────────────────────────────────────────────────────────────────────


def which(view: View) -> Say | None:
    """The papers that count, as buttons."""
    order = order_seen(view)
    asked = basis.asked_of(order.leaf) if order else None
    if order is None or asked is None:
        return None
    buttons = tuple(
        act(paper.label.in_(view.lang), "basis.ask", order=order.id, paper=paper.key) for paper in asked.papers
    )
    return Say(texts.BASIS_WHICH(view.lang, head=head(order, view.lang)), (buttons,))


def asking(view: View) -> Say | None:
    """What to send."""
    order = order_seen(view)
    if order is None:
        return None
    said = texts.BASIS_ASK(view.lang, head=head(order, view.lang), paper=_label(order, view))
    if view.facts.get("bad"):
        said = texts.BASIS_NOT_FILE(view.lang) + "\n" + said
    return Say(said, placeholder=texts.BASIS_HINT.plain(view.lang))


def kept(view: View) -> Say | None:
    """That it came, and whether it was enough."""
    order = order_seen(view)
    if order is None:
        return None
    said = texts.BASIS_KEPT(view.lang, head=head(order, view.lang), paper=_label(order, view), count=order.basis_files)
    then = texts.BASIS_RELEASED if order.released_at is not None else texts.BASIS_STILL
    return Say(said + "\n" + then(view.lang))


def _label(order: OrderView, view: View) -> str:
    asked = basis.asked_of(order.leaf)
    choice = asked.field.choice(str(view.facts["paper"])) if asked else None
    return choice.label.in_(view.lang) if choice else ""
