"""What the warehouse, the salesperson and 跟单 do with goods."""

from __future__ import annotations

from domain.understanding.replies import Verdict, reply
from handlers import albums
from handlers.goods import counting, leaving, texts
from handlers.goods.leaving import TRACKING, keep_tracking
from handlers.money.sending import unasked
from handlers.turn import Turn
from locales import SOURCE
from services import noticing, papers, people, shipping
from services.errors import AlreadyDone
from services.house import require
from services.looking import look
from services.order_view import OrderView


def seen(turn: Turn, order: int) -> OrderView:
    """NotFound where this person may not look at the order."""
    return look(turn.session, turn.house, turn.actor, order, turn.now)


def show(turn: Turn, order: int) -> None:
    """The warehouse's card at the bottom of this chat."""
    require(turn.house, turn.actor, "goods.ready")
    seen(turn, order)
    turn.card("goods", f"order:{order}", order_id=order, repost=True, answer=True)


def ready(turn: Turn, order: int) -> None:
    """备齐: all that is left stands packed."""
    seen(turn, order)
    counting.carry_out(turn, order, counting.READY, None)


def stock_in(turn: Turn, order: int) -> None:
    """入库: all that is left is on the shelf."""
    seen(turn, order)
    counting.carry_out(turn, order, counting.STOCK, None)


# ── 发不了 ──────────────────────────────────────────────────────────────────────────────────

REASONS = tuple(texts.CANNOT_REASONS)


def cannot(turn: Turn, order: int, **facts: object) -> None:
    """Why can it not leave?"""
    require(turn.house, turn.actor, "goods.ship")
    view = seen(turn, order)
    if view.open_notice is None:
        raise AlreadyDone()
    turn.ask("goods.ask_cannot", "goods.cannot_said", {"order": order}, subject=f"order:{order}", **facts)


def cannot_said(turn: Turn, order: int, reason: str | None = None) -> None:
    """The reason, by a button or in words: the notice is taken back and whoever issued it is told."""
    require(turn.house, turn.actor, "goods.ship")
    seen(turn, order)
    if reason in REASONS:
        reason = texts.CANNOT_REASONS[reason].plain(SOURCE)
    words = " ".join((turn.text if reason is None else reason).split())
    if not words:
        cannot(turn, order, bad=True)
        return
    shipment = noticing.take_back(turn.session, turn.house, turn.actor, order, turn.now, words[:200])
    turn.toast(texts.DONE_CANNOT, who=people.by_id(turn.session, shipment.noticed_by).name)
    turn.wait_for_nothing()


# ── 签收 ───────────────────────────────────────────────────────────────────────────────────


def signed(turn: Turn, shipment: int) -> None:
    """签收 at once; the photo of the receipt may follow."""
    order = shipping.order_of(turn.session, shipment)
    seen(turn, order)
    shipping.sign(turn.session, turn.house, turn.actor, shipment, turn.now)
    turn.toast(texts.DONE_SIGNED)
    turn.ask("goods.ask_signed", "goods.signed_paper", {"shipment": shipment, "order": order}, subject=f"order:{order}")


def signed_paper(turn: Turn, shipment: int, order: int) -> None:
    """The photo; it is optional, so that anything else ends the waiting."""
    if turn.file() is None:
        unasked(turn)
        return
    _keep_signed(turn, shipment, order)
    turn.reply("goods.signed_kept", f"order:{order}")
    albums.answered(turn, "goods.signed_album", shipment=shipment, order=order)


def signed_album(turn: Turn, shipment: int, order: int, album: str) -> None:
    """The other pictures, sent together with the first."""
    if albums.belongs(turn, album):
        _keep_signed(turn, shipment, order)
    else:
        unasked(turn)


def _keep_signed(turn: Turn, shipment: int, order: int) -> None:
    found = turn.file()
    assert found is not None, "asked before"
    seen(turn, order)
    papers.add_signed(turn.session, turn.house, turn.actor, shipment, turn.now, found[0])


# ── a reply to the card ────────────────────────────────────────────────────────────────────


def looks_like_a_report(words: str) -> bool:
    """Whether words begin like a report from the warehouse."""
    said = reply(words)
    return said is not None and said.verdict in (Verdict.READY, Verdict.IN_STOCK, Verdict.LEFT, Verdict.CANNOT)


def replied(turn: Turn, subject: str) -> None:
    """`备齐`, `备齐 200`, `发了`, `发了 200台`, `发了 SF123456`, `发不了 车没来`, `入库`, or a delivery note's photo."""
    order = int(subject.split(":")[1])
    view = seen(turn, order)
    said = reply(turn.text) if turn.text else None
    if said is not None and said.verdict in (Verdict.READY, Verdict.IN_STOCK):
        what = counting.READY if said.verdict is Verdict.READY else counting.STOCK
        _counted(turn, view, what, said.rest)
    elif said is not None and said.verdict is Verdict.LEFT:
        _left(turn, view, said.rest)
    elif said is not None and said.verdict is Verdict.CANNOT:
        cannot_said(turn, order, reason=said.rest)
    else:
        _paper(turn, view)


def _counted(turn: Turn, view: OrderView, what: str, rest: str) -> None:
    require(turn.house, turn.actor, counting.RIGHT[what])
    if not rest:
        counting.carry_out(turn, view.id, what, None)
        return
    read = counting.read_counts(turn, view, what, rest)
    if isinstance(read, counting.Unclear):
        counting.ask(turn, view.id, what, bad=read.said, line=read.line, readings=list(read.readings))
    else:
        counting.carry_out(turn, view.id, what, read)


def _left(turn: Turn, view: OrderView, rest: str) -> None:
    """All that was noticed, or what is said to be on the truck; a tracking number may stand instead."""
    counts = counting.read_counts(turn, view, counting.LOAD, rest) if rest and view.open_notice else None
    units = tuple(line.unit for line in view.lines)
    if isinstance(counts, dict) and (rest.endswith(units) or not TRACKING.fullmatch(rest)):
        counting.carry_out(turn, view.id, counting.LOAD, counts)
        return
    found, number = turn.file(), rest if TRACKING.fullmatch(rest) else None
    shipment = shipping.ship(turn.session, turn.house, turn.actor, view.id, turn.now)
    if number is None and found is None:
        leaving.loaded(turn, view.id, shipment)
    else:
        keep_tracking(turn, shipment.id, view.id, number)


def _paper(turn: Turn, view: OrderView) -> None:
    """A photo for the batch that left last."""
    left = [batch for batch in view.batches if batch.shipped_at is not None]
    if turn.file() is None or not left:
        turn.reply("goods.unclear")
        return
    keep_tracking(turn, left[-1].id, view.id, None)
