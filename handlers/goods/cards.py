"""Texts 10 and 11: the warehouse's card. Of money it says 付清 or 没付清 and no more, whoever looks."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from domain.gates import in_proportion
from domain.process.names import Checkpoint, Ending
from handlers.changes.held import hold_line, hold_next
from handlers.goods import texts
from handlers.money_words import pieces
from handlers.order.cards import order_seen
from handlers.order.texts import MORE_LINES
from handlers.order.words import AT_ONCE, batch_line, delivery, field_words, head, interface, may_here, plain, reasons
from handlers.say import Button, Row, Say, act, do, rows
from handlers.view import View
from handlers.waivers.words import buttons as waiver_buttons
from handlers.waivers.words import waiver_lines
from locales import formats, lines
from services import clearing
from services.order_parts import BatchView, LineView
from services.order_view import OrderView
from services.stages import Stage, held_by, part_may_leave, stage_of, to_pack, to_stock


def goods_card(view: View) -> Say | None:
    """The card as it is now."""
    order = order_seen(view)
    if order is None:
        return None
    stage = stage_of(order)
    held = hold_line(view, order)
    top = [_title(view, order, stage)] if held is None else [_title(view, order, stage), held]
    body = [*top, *_lines(view, order, stage), *_rest(view, order, stage)]
    body += waiver_lines(view, order)
    return Say(lines(body), _buttons(view, order, stage))


def _title(view: View, order: OrderView, stage: Stage) -> Markup:
    name = head(order, view.lang)
    if stage is not Stage.TO_LOAD:
        return texts.TITLE[stage](view.lang, head=name)
    assert order.open_notice is not None
    phrase = texts.NOTICE_PAID if order.facts.terms and not order.final_missing_minor else texts.NOTICE
    return phrase(view.lang, head=name, batch=order.open_notice.batch)


def _lines(view: View, order: OrderView, stage: Stage) -> Iterator[Markup]:
    """The goods: of the batch that is to leave, or of the order with what is done of them."""
    notice = order.open_notice if stage in (Stage.TO_LOAD, Stage.HELD_SHIP) else None
    wanted = [line for line in order.lines if notice is None or line.id in notice.quantities]
    for line in wanted[:AT_ONCE]:
        yield _line(view, order, line, notice)
    if len(wanted) > AT_ONCE:
        yield MORE_LINES(view.lang, count=len(wanted) - AT_ONCE)


def _line(view: View, order: OrderView, line: LineView, notice: BatchView | None) -> Markup:
    lang = view.lang
    if notice is not None:
        now = notice.quantities[line.id]
        rest = line.quantity - line.shipped - now
        said = pieces(line, now)
        return texts.LINE_LEFT(lang, goods=said, rest=formats.quantity(rest)) if rest > 0 else plain(said)
    if order.leaf.ends_at is Ending.STOCK_IN:
        if not 0 < line.stocked < line.quantity:
            return plain(pieces(line))
        rest = formats.quantity(line.quantity - line.stocked)
        return texts.LINE_STOCKED(lang, goods=pieces(line), stocked=formats.quantity(line.stocked), rest=rest)
    if not 0 < line.ready < line.quantity:
        return plain(pieces(line))
    rest = formats.quantity(line.quantity - line.ready)
    return texts.LINE_READY(lang, goods=pieces(line), ready=formats.quantity(line.ready), rest=rest)


def _rest(view: View, order: OrderView, stage: Stage) -> Iterator[Markup]:
    if stage is Stage.TO_LOAD:
        yield from _to_load(view, order)
    elif stage in (Stage.HELD_SHIP, Stage.STOPPED):
        clearers = clearing.clearers(view.session, order, held_by(order))
        yield from reasons(view, order, clearers)
        yield (texts.TURNS_ALL if len(clearers) > 1 else texts.TURNS)(view.lang)
    elif stage is Stage.PAUSED:
        yield from hold_next(view, order)
    elif order.in_supply:
        yield from _before(view, order, stage)
    yield from [batch_line(view, batch) for batch in order.batches if batch.shipped_at is not None][-2:]
    if any(batch.state == "shipped" for batch in order.batches):
        yield texts.DO_SIGN(view.lang)


def _to_load(view: View, order: OrderView) -> Iterator[Markup]:
    """Where the batch goes and how, and who loads it."""
    assert order.open_notice is not None
    yield from where(view, order, order.open_notice)
    yield from _wishes(view, order)
    yield texts.DO_LOAD(view.lang, who=interface(view, order, order.book.roles.goods))


def where(view: View, order: OrderView, notice: BatchView) -> Iterator[Markup]:
    """Where a batch goes, with whom, until when."""
    lang = view.lang
    where_to = [part for part in (notice.address, notice.contact) if part]
    if notice.address is None:
        yield texts.NO_ADDRESS(lang, who=notice.noticed_by)
    if where_to:
        yield texts.TO(lang, where=texts.WHERE_AND.joined(lang, where_to))
    freight = field_words(order, "freight", lang, notice.freight)
    how = [notice.carrier or "", texts.FREIGHT.plain(lang, who=freight) if freight else ""]
    if notice.ship_by is not None:
        how.append(texts.SHIP_BY.plain(lang, day=formats.day_short(lang, notice.ship_by, view.today)))
    if any(how):
        yield plain(texts.WHERE_AND.joined(lang, (part for part in how if part)))


def _wishes(view: View, order: OrderView) -> Iterator[Markup]:
    wishes = order.fields.get("requirements")
    if isinstance(wishes, str):
        yield texts.REQUIREMENTS(view.lang, words=wishes[:120])


def _before(view: View, order: OrderView, stage: Stage) -> Iterator[Markup]:
    """Making ready, or taking into stock."""
    promised = delivery(order, view.lang, view.today)
    if promised is not None:
        yield promised
    yield from _wishes(view, order)
    warehouse = interface(view, order, order.book.roles.goods)
    if order.leaf.ends_at is Ending.STOCK_IN:
        waits = stage is not Stage.TO_STOCK
        yield texts.DO_WAIT_GOODS(view.lang) if waits else texts.DO_STOCK(view.lang, who=warehouse)
        return
    if order.facts.terms:
        owing = texts.UNPAID_PART if in_proportion(order.facts, Checkpoint.SHIP) else texts.UNPAID
        yield (owing if order.final_missing_minor else texts.PAID)(view.lang)
    if stage is Stage.TO_NOTICE:
        yield texts.DO_NOTICE(view.lang, who=order.sales)
    if to_pack(order):
        begun = any(line.ready for line in order.lines)
        yield (texts.DO_REST if begun else texts.DO_PACK)(view.lang, who=warehouse)


# ── buttons ────────────────────────────────────────────────────────────────────────────────


def _buttons(view: View, order: OrderView, stage: Stage) -> tuple[Row, ...]:
    made: list[Row] = []
    if stage is Stage.TO_LOAD and may_here(view, "goods.ship"):
        made.append((do(texts.BTN_LEFT.plain(view.lang), "goods.ship", style="success", order=order.id),))
    if stage is Stage.HELD_SHIP:
        urge = act(texts.BTN_URGE.plain(view.lang), "gate.urge", order=order.id)
        made.append((urge, *waiver_buttons(view, order)))
    if order.open_notice is not None and stage is not Stage.PAUSED and may_here(view, "goods.ship"):
        cannot = act(texts.BTN_CANNOT.plain(view.lang), "goods.cannot", order=order.id)
        some = act(texts.BTN_LOAD_SOME.plain(view.lang), "goods.other_count", order=order.id, what="load")
        made.append((some, cannot) if part_may_leave(order) else (cannot,))
    if order.in_supply and stage not in (Stage.PAUSED, Stage.STOPPED):
        made.append(tuple(_counting(view, order)))
    for batch in [batch for batch in order.batches if batch.state == "shipped"][:2]:
        made.append(tuple(_under_way(view, order, batch)))
    return rows(*made)


def _counting(view: View, order: OrderView) -> Iterator[Button]:
    lang, stock = view.lang, order.leaf.ends_at is Ending.STOCK_IN
    what, left = ("stock", to_stock(order)) if stock else ("ready", to_pack(order))
    if not left or not may_here(view, "goods.stock_in" if stock else "goods.ready"):
        return
    if stock:
        yield do(texts.BTN_STOCK.plain(lang), "goods.stock_in", style="primary", order=order.id)
    else:
        begun = any(line.ready for line in order.lines)
        label = texts.BTN_READY_REST if begun else texts.BTN_READY
        yield do(label.plain(lang), "goods.ready", style="primary", order=order.id)
    some = texts.BTN_STOCK_SOME if stock else texts.BTN_READY_SOME
    yield act(some.plain(lang), "goods.other_count", order=order.id, what=what)


def _under_way(view: View, order: OrderView, batch: BatchView) -> Iterator[Button]:
    lang, several = view.lang, len(order.batches) > 1
    if not batch.tracking and may_here(view, "goods.ship"):
        label = texts.BTN_TRACKING_BATCH.plain(lang, batch=batch.batch) if several else texts.BTN_TRACKING.plain(lang)
        yield act(label, "goods.tracking", shipment=batch.id, order=order.id)
    if may_here(view, "goods.sign"):
        label = texts.BTN_SIGNED_BATCH.plain(lang, batch=batch.batch) if several else texts.BTN_SIGNED.plain(lang)
        yield do(label, "goods.signed", shipment=batch.id)
