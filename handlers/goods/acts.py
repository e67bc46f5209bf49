"""What the warehouse, the salesperson and 跟单 do with goods."""

from __future__ import annotations

import re
from typing import Any

from domain.gates import judge
from domain.process.names import Checkpoint
from domain.rights import money_view
from domain.understanding.replies import Verdict, reply
from handlers import albums
from handlers.goods import counting, texts
from handlers.money.sending import unasked
from handlers.refusals import order_reasons
from handlers.turn import Turn
from services import papers, shipping
from services.house import require
from services.looking import look
from services.order_view import OrderView

TRACKING = re.compile(r"(?=.*[0-9A-Za-z]{4}).{4,60}")


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


# ── 发货通知, 出库 ──────────────────────────────────────────────────────────────────────────


def issue_notice(turn: Turn, order: int) -> None:
    """All that is ready may go, with the carrier and day that the order names. The gate warns here."""
    view = seen(turn, order)
    carrier = view.fields.get("carrier")
    day = view.promised_on if view.promised_on is not None and view.promised_on >= turn.today else None
    shipping.issue_notice(
        turn.session,
        turn.house,
        turn.actor,
        order,
        turn.now,
        ship_by=day,
        carrier=carrier if isinstance(carrier, str) else None,
    )
    after = seen(turn, order)
    if judge(after.book, after.leaf, Checkpoint.SHIP, after.facts):
        money = money_view(turn.book, turn.chat.departments)
        turn.alert(texts.DONE_NOTICE_HELD, reasons=order_reasons(turn.session, after, lang=turn.lang, money=money))
    else:
        turn.toast(texts.DONE_NOTICE)


def ship(turn: Turn, order: int) -> None:
    """出库 at once; the paper may follow."""
    seen(turn, order)
    shipment = shipping.ship(turn.session, turn.house, turn.actor, order, turn.now)
    turn.toast(texts.DONE_SHIPPED, batch=shipment.batch)
    _ask_tracking(turn, order, shipment.id)


def tracking(turn: Turn, shipment: int, order: int) -> None:
    """补物流单号."""
    require(turn.house, turn.actor, "goods.tracking")
    seen(turn, order)
    _ask_tracking(turn, order, shipment)


def _ask_tracking(turn: Turn, order: int, shipment: int, **facts: Any) -> None:
    turn.ask(
        "goods.ask_tracking",
        "goods.tracking_given",
        {"shipment": shipment, "order": order},
        subject=f"order:{order}",
        **facts,
    )


def tracking_given(turn: Turn, shipment: int, order: int) -> None:
    """The delivery note as a photo, the number as words, or both."""
    seen(turn, order)
    words = " ".join(turn.text.split())
    number = words if TRACKING.fullmatch(words) else None
    if turn.file() is None and number is None:
        _ask_tracking(turn, order, shipment, bad=True)
    else:
        _keep_tracking(turn, shipment, order, number)


def tracking_album(turn: Turn, shipment: int, order: int, album: str) -> None:
    """The other pictures, sent together with the first."""
    if albums.belongs(turn, album):
        _note_tracking(turn, shipment, None)
    else:
        unasked(turn)


def _keep_tracking(turn: Turn, shipment: int, order: int, number: str | None) -> None:
    batch = _note_tracking(turn, shipment, number)
    turn.reply("goods.tracking_kept", f"order:{order}", batch=batch, number=number is not None)
    albums.answered(turn, "goods.tracking_album", shipment=shipment, order=order)


def _note_tracking(turn: Turn, shipment: int, number: str | None) -> int:
    found = turn.file()
    evidence = found[0] if found else None
    kept = papers.add_tracking(
        turn.session, turn.house, turn.actor, shipment, turn.now, tracking=number, evidence=evidence
    )
    return kept.batch


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
    return said is not None and said.verdict in (Verdict.READY, Verdict.IN_STOCK, Verdict.LEFT)


def replied(turn: Turn, subject: str) -> None:
    """`备齐`, `备齐 200`, `发了`, `发了 SF123456`, `入库`, or the photo of a delivery note."""
    order = int(subject.split(":")[1])
    view = seen(turn, order)
    said = reply(turn.text) if turn.text else None
    if said is not None and said.verdict in (Verdict.READY, Verdict.IN_STOCK):
        what = counting.READY if said.verdict is Verdict.READY else counting.STOCK
        _counted(turn, view, what, said.rest)
    elif said is not None and said.verdict is Verdict.LEFT:
        _left(turn, order, said.rest)
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


def _left(turn: Turn, order: int, rest: str) -> None:
    found, number = turn.file(), rest if TRACKING.fullmatch(rest) else None
    shipment = shipping.ship(turn.session, turn.house, turn.actor, order, turn.now)
    if number is None and found is None:
        turn.toast(texts.DONE_SHIPPED, batch=shipment.batch)
        _ask_tracking(turn, order, shipment.id)
    else:
        _keep_tracking(turn, shipment.id, order, number)


def _paper(turn: Turn, view: OrderView) -> None:
    """A photo for the batch that left last."""
    left = [batch for batch in view.batches if batch.shipped_at is not None]
    if turn.file() is None or not left:
        turn.reply("goods.unclear")
        return
    _keep_tracking(turn, left[-1].id, view.id, None)
