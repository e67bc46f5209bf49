"""发货通知 is issued, the batch leaves, and how it travels is noted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from domain.gates import judge
from domain.process.names import Checkpoint
from domain.rights import money_view
from handlers import albums
from handlers.goods import texts
from handlers.money.sending import unasked
from handlers.refusals import order_reasons
from handlers.turn import Turn
from services import noticing, papers, shipping
from services.house import require
from services.looking import look
from services.noticing import Wanted

TRACKING = re.compile(r"(?=.*[0-9A-Za-z]{4}).{4,60}")


def issue_notice(turn: Turn, order: int) -> None:
    """All that is ready may go, with the carrier and day that the order names."""
    look(turn.session, turn.house, turn.actor, order, turn.now)
    issue(turn, order, None)


def issue(turn: Turn, order: int, counts: Mapping[int, Decimal] | None) -> None:
    """So much may go; what is noticed stands on a card of whoever issued it. The gate warns here."""
    view = look(turn.session, turn.house, turn.actor, order, turn.now)
    carrier = view.fields.get("carrier")
    day = view.promised_on if view.promised_on is not None and view.promised_on >= turn.today else None
    wanted = Wanted(ship_by=day, carrier=carrier if isinstance(carrier, str) else None)
    noticing.issue(turn.session, turn.house, turn.actor, order, turn.now, counts, wanted=wanted)
    after = look(turn.session, turn.house, turn.actor, order, turn.now)
    turn.card("notice", f"order:{order}", order_id=order, repost=True, answer=True)
    if judge(after.book, after.leaf, Checkpoint.SHIP, after.facts):
        money = money_view(turn.book, turn.chat.departments)
        turn.alert(texts.DONE_NOTICE_HELD, reasons=order_reasons(turn.session, after, lang=turn.lang, money=money))
    else:
        turn.toast(texts.DONE_NOTICE)


def ship(turn: Turn, order: int) -> None:
    """出库 at once, all that was noticed; the paper may follow."""
    look(turn.session, turn.house, turn.actor, order, turn.now)
    loaded(turn, order, shipping.ship(turn.session, turn.house, turn.actor, order, turn.now))


def loaded(turn: Turn, order: int, shipment: Any) -> None:
    """It has left: the delivery note or the number, please."""
    turn.toast(texts.DONE_SHIPPED, batch=shipment.batch)
    ask_tracking(turn, order, shipment.id)


def tracking(turn: Turn, shipment: int, order: int) -> None:
    """补物流单号."""
    require(turn.house, turn.actor, "goods.tracking")
    look(turn.session, turn.house, turn.actor, order, turn.now)
    ask_tracking(turn, order, shipment)


def ask_tracking(turn: Turn, order: int, shipment: int, **facts: Any) -> None:
    """Ask for the delivery note or the number."""
    turn.ask(
        "goods.ask_tracking",
        "goods.tracking_given",
        {"shipment": shipment, "order": order},
        subject=f"order:{order}",
        **facts,
    )


def tracking_given(turn: Turn, shipment: int, order: int) -> None:
    """The delivery note as a photo, the number as words, or both."""
    look(turn.session, turn.house, turn.actor, order, turn.now)
    words = " ".join(turn.text.split())
    number = words if TRACKING.fullmatch(words) else None
    if turn.file() is None and number is None:
        ask_tracking(turn, order, shipment, bad=True)
    else:
        keep_tracking(turn, shipment, order, number)


def tracking_album(turn: Turn, shipment: int, order: int, album: str) -> None:
    """The other pictures, sent together with the first."""
    if albums.belongs(turn, album):
        _note_tracking(turn, shipment, None)
    else:
        unasked(turn)


def keep_tracking(turn: Turn, shipment: int, order: int, number: str | None) -> None:
    """Note the number, the delivery note, or both."""
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
