"""Notices, rendered from what is true when they are sent."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from markupsafe import Markup

from domain.life import State
from domain.process.names import MoneyView
from handlers.credit import invoices
from handlers.money.judged import sum_line
from handlers.money_words import amount, pieces
from handlers.notices import texts
from handlers.order.cards import after_money, order_seen
from handlers.order.texts import AND, BTN_NOTICE, BTN_SLIP
from handlers.order.words import batch_line, delivery, head, head_type, may_here, money_line, plain, reasons
from handlers.routing import Routes
from handlers.say import Button, Say, act, do, rows
from handlers.view import View
from handlers.waivers.words import buttons as waiver_buttons
from locales import formats, lines
from services import clearing
from services.order_parts import BatchView, LineView
from services.order_view import OrderView
from services.stages import Stage, stage_of, to_notice, to_pack


def accepted(view: View) -> Say | None:
    """To whoever follows the order: whose it is, when, what has to be paid."""
    order = order_seen(view)
    if order is None:
        return None
    said = [
        texts.ACCEPTED(view.lang, head=head_type(order, view.lang)),
        delivery(order, view.lang, view.today),
        money_line(order, view.lang, view.money),
        texts.ACCEPTED_BY(view.lang, who=order.sales),
    ]
    return Say(lines(line for line in said if line is not None), silent=True)


def money_confirmed(view: View) -> Say | None:
    """Text 8, to sales and the managing department; the cards of finance and warehouse say it themselves."""
    order = order_seen(view)
    here = view.chat.departments
    if order is None or (not view.chat.private and order.book.roles.money in here):
        return None
    if order.open_notice is not None and not view.chat.private and order.book.roles.goods in here:
        return None
    full = view.money is MoneyView.FULL
    name = head(order, view.lang)
    if full:
        came = texts.CAME_BY.get(str(view.facts.get("kind")), texts.ARRIVED)
        said = [came(view.lang, amount=amount(int(view.facts["amount"]), order), head=name)]
        said += [*_from(view), sum_line(view, order)]
    else:
        said = [texts.ARRIVED_BARE(view.lang, head=name)]
        said += [line for line in (money_line(order, view.lang, view.money),) if line is not None]
    said += after_money(view, order)
    mine = view.chat.private and may_here(view, "slip.send")
    return Say(lines(said), rows(tuple(_forward(view, order))), silent=not mine)


def _from(view: View) -> Iterator[Markup]:
    """Where money came from that finance moved."""
    if view.facts.get("kind") == "move":
        number, who = str(view.facts.get("other", "")), str(view.facts.get("by", ""))
        yield texts.FROM_ORDER(view.lang, who=who, number=number) if number else texts.FROM_BALANCE(view.lang, who=who)


def ready(view: View) -> Say | None:
    """To sales and 跟单: the goods stand there; what keeps them from leaving."""
    order = order_seen(view)
    if order is None or not order.in_supply:
        return None
    title = texts.READY_PART if to_pack(order) else texts.READY
    said = [title(view.lang, head=head(order, view.lang))]
    said += [_packed(view, line) for line in order.lines if line.may_leave][:2]
    if not order.facts.terms:
        said.append(texts.READY_UNASKED(view.lang))
    elif not order.final_missing_minor:
        said.append(texts.READY_PAID(view.lang))
    elif view.money is MoneyView.FULL:
        said.append(texts.READY_UNPAID(view.lang, missing=amount(order.final_missing_minor, order)))
    else:
        said.append(texts.READY_UNPAID_BARE(view.lang))
    return Say(lines(said), rows(tuple(_forward(view, order))))


def _packed(view: View, line: LineView) -> Markup:
    """What stands there of a line, and what of it is still to be packed."""
    if line.ready >= line.quantity:
        return plain(pieces(line, line.may_leave))
    packed, rest = formats.quantity(line.ready), formats.quantity(line.quantity - line.ready)
    return texts.READY_LINE_PART(view.lang, goods=pieces(line), ready=packed, rest=rest)


def _forward(view: View, order: OrderView) -> Iterator[Button]:
    """The one or two things that bring it on."""
    if to_notice(order) and order.open_notice is None and order.in_supply and may_here(view, "notice.issue"):
        yield do(BTN_NOTICE.plain(view.lang), "notice.issue", style="primary", order=order.id)
    if order.final_missing_minor and not order.ended and may_here(view, "slip.send"):
        yield act(BTN_SLIP.plain(view.lang), "slip.start", order=order.id)
    if stage_of(order) in (Stage.HELD, Stage.HELD_SHIP):
        yield from waiver_buttons(view, order)


def shipped(view: View) -> Say | None:
    """To sales, finance and customer service."""
    order = order_seen(view)
    if order is None:
        return None
    batch = next((batch for batch in order.batches if batch.batch == view.facts.get("batch")), None)
    if batch is None or batch.shipped_at is None:
        return None
    said = [texts.SHIPPED(view.lang, head=head(order, view.lang), batch=batch.batch)]
    said += [plain(pieces(line, batch.quantities[line.id])) for line in order.lines if line.id in batch.quantities]
    if view.money is MoneyView.FULL and order.leaf.has_price and order.total_minor:
        said.append(texts.SHIPPED_WORTH(view.lang, amount=amount(_worth(order, batch), order)))
    left = [pieces(line, line.quantity - line.shipped) for line in order.lines if line.quantity > line.shipped]
    said.append(
        texts.SHIPPED_REST(view.lang, rest=AND.joined(view.lang, left)) if left else texts.SHIPPED_ALL(view.lang)
    )
    said += invoices.due_line(view, order, batch)
    return Say(lines(said), rows(tuple(invoices.buttons(view, order, batch))), silent=True)


def _worth(order: OrderView, batch: BatchView) -> int:
    """The part of the total that this batch is, half up to the minor unit."""
    parts = [
        Decimal(line.amount_minor) * batch.quantities[line.id] / line.quantity
        for line in order.lines
        if line.id in batch.quantities
    ]
    return int(sum(parts, Decimal(0)).quantize(Decimal(1), rounding="ROUND_HALF_UP"))


def tracking(view: View) -> Say | None:
    """To sales: how a batch travels."""
    order = order_seen(view)
    batch = next((one for one in order.batches if one.id == view.facts["shipment"]), None) if order else None
    if order is None or batch is None or not batch.tracking:
        return None
    if batch.carrier:
        number = texts.TRACKING_NUMBER(view.lang, tracking=batch.tracking, carrier=batch.carrier)
    else:
        number = texts.TRACKING_BARE(view.lang, tracking=batch.tracking)
    return Say(lines([texts.TRACKING(view.lang, head=head(order, view.lang), batch=batch.batch), number]), silent=True)


def signed(view: View) -> Say | None:
    """To finance and 跟单."""
    order = order_seen(view)
    if order is None:
        return None
    said = [texts.SIGNED(view.lang, head=head(order, view.lang))]
    batches = [batch for batch in order.batches if batch.signed_at is not None][-1:]
    said += [batch_line(view, batch) for batch in batches]
    said += [line for batch in batches for line in invoices.due_line(view, order, batch)]
    said += [line for line in (money_line(order, view.lang, view.money),) if line is not None]
    noted = tuple(button for batch in batches for button in invoices.buttons(view, order, batch))
    return Say(lines(said), rows(noted), silent=True)


def stocked_in(view: View) -> Say | None:
    """To whoever asked for the stock, and finance."""
    order = order_seen(view)
    if order is None:
        return None
    said = [texts.STOCKED(view.lang, head=head(order, view.lang))]
    said += [plain(pieces(line, line.stocked)) for line in order.lines if line.stocked][:2]
    rest = [pieces(line, line.quantity - line.stocked) for line in order.lines if line.quantity > line.stocked]
    if rest and order.state is not State.CLOSED:
        said.append(texts.STOCKED_REST(view.lang, rest=AND.joined(view.lang, rest)))
    return Say(lines(said), silent=True)


def gate_reclosed(view: View) -> Say | None:
    """Rings: what to stop, and who can open it. Nothing where it is open again by now."""
    order = order_seen(view)
    if order is None or not order.final_missing_minor:
        return None
    said = [texts.RECLOSED(view.lang, head=head(order, view.lang))]
    who = str(view.facts.get("by", ""))
    if "amount" not in view.facts:
        said.append(_after_change(view, order))
    elif view.money is MoneyView.FULL:
        taken, missing = amount(int(view.facts["amount"]), order), amount(order.final_missing_minor, order)
        how = texts.RECLOSED_MONEY.get(str(view.facts.get("kind")), texts.RECLOSED_MONEY["correction"])
        said.append(how(view.lang, who=who, amount=taken, missing=missing))
    else:
        said.append(texts.RECLOSED_BARE(view.lang, who=who))
    said.append((texts.RECLOSED_SUPPLY if order.in_supply else texts.RECLOSED_ALL_LEFT)(view.lang))
    unpaid = [one for one in order.refusals if one.code == "payment_missing"]
    said += reasons(view, order, clearing.clearers(view.session, order, unpaid))
    return Say(lines(said), rows(tuple(_forward(view, order))), rings=True)


def _after_change(view: View, order: OrderView) -> Markup:
    """Nobody took money back: more is asked than was."""
    n = int(view.facts["change"])
    if view.money is not MoneyView.FULL:
        return texts.RECLOSED_CHANGE_BARE(view.lang, n=n)
    return texts.RECLOSED_CHANGE(view.lang, n=n, missing=amount(order.final_missing_minor, order))


ROUTES = Routes(
    says={
        "notice.accepted": accepted,
        "notice.money_confirmed": money_confirmed,
        "notice.ready": ready,
        "notice.shipped": shipped,
        "notice.tracking": tracking,
        "notice.signed": signed,
        "notice.stocked_in": stocked_in,
        "notice.gate_reclosed": gate_reclosed,
    }
)
