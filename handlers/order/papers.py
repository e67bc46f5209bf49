"""补依据: the paper that an order rests on, sent after it was filed."""

from __future__ import annotations

from handlers import albums
from handlers.money.sending import unasked
from handlers.order import texts
from handlers.order.cards import order_seen
from handlers.order.words import head
from handlers.say import Say, act
from handlers.turn import Turn
from handlers.view import View
from services import basis
from services.errors import NotFound
from services.house import require
from services.looking import look, reach
from services.order_view import OrderView


def ask(turn: Turn, order: int, paper: str | None = None) -> None:
    """Wait for a photo or file; where the order names no paper yet, ask first which it will be."""
    require(turn.house, turn.actor, "basis.add")
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
    """The file that was waited for."""
    if turn.file() is None:
        turn.ask(
            "basis.ask", "basis.file", {"order": order, "paper": paper}, subject=f"order:{order}", paper=paper, bad=True
        )
        return
    _keep(turn, order, paper)
    turn.reply("basis.kept", f"order:{order}", paper=paper)
    albums.answered(turn, "basis.album", order=order, paper=paper)


def album(turn: Turn, order: int, paper: str, album: str) -> None:
    """The other pages, sent together with the first."""
    if albums.belongs(turn, album):
        _keep(turn, order, paper)
    else:
        unasked(turn)


def _keep(turn: Turn, order: int, paper: str) -> None:
    found = turn.file()
    assert found is not None, "asked before"
    reach(turn.session, turn.house, turn.actor, order)
    evidence, name = found
    basis.add(turn.session, turn.house, turn.actor, order, evidence, turn.now, paper=paper, name=name)


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
