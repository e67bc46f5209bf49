"""The card on which finance judges a slip: what is claimed, what it would open, what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from markupsafe import Markup

from domain.gates import required_minor
from domain.process.names import MoneyView
from handlers.money import texts
from handlers.money.asking import of_slip
from handlers.money_words import amount
from handlers.order.cards import after_money
from handlers.order.words import head, head_type
from handlers.say import Button, Row, Say, act, do, rows
from handlers.view import View
from locales import Text, formats, lines
from services import money, receipts
from services.order_view import OrderView, SlipView, slip_view, view_of
from services.receipts import ReceiptFacts
from services.stages import Stage, stage_of, to_pack

MORE, SURE, SPLIT = "more", "sure", "split"
"""What a card shows beside its facts: more buttons, a question before money is taken back, a proposed split."""


def slip_card(view: View) -> Say:
    """The slip as it stands now: to be judged, confirmed, taken back, not found."""
    order = of_slip(view)
    row = money.get_slip(view.session, view.subject_id)
    slip = slip_view(view.session, row)
    photo = slip.file_id if slip.file_kind == "photo" else None
    if slip.state == "not_found":
        return Say(_not_found(view, order, slip), photo=photo)
    receipt = receipts.of_slip(view.session, slip.id)
    if slip.state == "confirmed" and receipt is not None:
        return Say(lines(_judged(view, order, receipt)), _judged_buttons(view, slip, receipt), photo=photo)
    files = len(receipts.extra_files(view.session, row)) + (1 if slip.file_id else 0)
    body = list(_open(view, order, slip, files, row.file_unique_id))
    if receipt is not None and receipt.back_at is not None:
        at = formats.moment(view.lang, receipt.at, view.now, view.house.zone)
        body.append(texts.TOOK_BACK(view.lang, at=at, amount=_seen(view, receipt.amount_minor, order)))
    parts = _parts(view)
    if parts:
        body += _proposal(view, slip, order, parts)
    return Say(
        lines(body), _split_buttons(view, slip, parts) if parts else _open_buttons(view, order, slip), photo=photo
    )


# ── to be judged ───────────────────────────────────────────────────────────────────────────


def _open(view: View, order: OrderView, slip: SlipView, files: int, unique: str | None) -> Iterator[Markup]:
    yield texts.CHECK(view.lang, head=head_type(order, view.lang))
    full = view.money is MoneyView.FULL
    if not full:
        yield texts.CLAIM_HIDDEN(view.lang)
    elif slip.claimed_minor is None:
        yield texts.CLAIM_UNKNOWN(view.lang)
    elif slip.payer:
        yield texts.CLAIM_PAYER(view.lang, amount=amount(slip.claimed_minor, order), payer=slip.payer)
    else:
        yield texts.CLAIM(view.lang, amount=amount(slip.claimed_minor, order))
    if full:
        yield _due(view, order)
    yield from _effect(view, order, slip)
    yield _sent(view, slip, files)
    before = money.seen_before(view.session, unique, but=slip.id) if unique else None
    if before is not None:
        yield texts.SEEN_BEFORE(view.lang, number=before)


def _due(view: View, order: OrderView) -> Markup:
    due, received = order.required_minor, order.facts.net_minor
    if order.missing_minor:
        return texts.DUE(
            view.lang, required=amount(due, order), received=amount(received, order),
            missing=amount(order.missing_minor, order),
        )  # fmt: skip
    return texts.DUE_PAID(
        view.lang, required=amount(max(due, order.total_minor), order), received=amount(received, order)
    )


def _effect(view: View, order: OrderView, slip: SlipView) -> Iterator[Markup]:
    """What confirming would open, and who waits for it."""
    if view.money is not MoneyView.FULL or slip.claimed_minor is None or not order.missing_minor:
        return
    left = order.missing_minor - slip.claimed_minor
    said = texts.STILL_MISSING(view.lang, missing=amount(left, order)) if left > 0 else _opens(order)(view.lang)
    if order.in_supply and not to_pack(order):
        said = texts.AND_READY(view.lang, effect=said)
    if order.promised_on is not None:
        said = texts.AND_WANTED(view.lang, effect=said, day=formats.day_short(view.lang, order.promised_on, view.today))
    yield said


def _opens(order: OrderView) -> Text:
    if order.released_at is None:
        return texts.OPENS_RELEASE
    if stage_of(order) is Stage.STOPPED:
        return texts.OPENS_WORK
    return texts.PAYS_OFF if to_pack(order) else texts.OPENS_SHIP


def _sent(view: View, slip: SlipView, files: int) -> Markup:
    at = formats.moment(view.lang, slip.sent_at, view.now, view.house.zone)
    if files > 1:
        said = texts.SENT_FILES(view.lang, who=slip.sent_by, at=at, count=files)
    else:
        said = texts.SENT(view.lang, who=slip.sent_by, at=at)
    return texts.FILE_ABOVE(view.lang, sent=said) if slip.file_kind == "document" and files == 1 else said


def _open_buttons(view: View, order: OrderView, slip: SlipView) -> tuple[Row, ...]:
    lang, known = view.lang, slip.claimed_minor is not None and view.money is MoneyView.FULL
    other = texts.BTN_OTHER_AMOUNT if known else texts.BTN_WRITE_AMOUNT
    second = [
        act(other.plain(lang), "slip.other_amount", slip=slip.id),
        do(texts.BTN_NOT_FOUND.plain(lang), "slip.not_found", slip=slip.id),
    ]
    if order.customer_id is not None:
        second.append(act(texts.BTN_SPLIT.plain(lang), "slip.split", slip=slip.id))
    if not known:
        return rows(tuple(second[:1]), tuple(second[1:]))
    label = texts.BTN_ARRIVED.plain(lang, amount=amount(slip.claimed_minor or 0, order))
    confirm = do(label, "slip.confirm", style="success", slip=slip.id, amount=slip.claimed_minor)
    return rows((confirm,), tuple(second))


# ── splitting ──────────────────────────────────────────────────────────────────────────────


def _parts(view: View) -> list[tuple[int, int]]:
    """The proposed split, order and minor units."""
    if view.facts.get("mode") != SPLIT:
        return []
    return [(int(order), int(minor)) for order, minor in view.facts["parts"]]


def _proposal(view: View, slip: SlipView, own: OrderView, parts: list[tuple[int, int]]) -> Iterator[Markup]:
    total = sum(minor for _order, minor in parts)
    yield texts.SPLIT_HEAD(view.lang, sum=_seen(view, total, own))
    yield from _part_lines(view, parts)
    if slip.claimed_minor not in (None, total):
        yield texts.SPLIT_OTHER_SUM(view.lang, amount=_seen(view, slip.claimed_minor or 0, own))


def _part_lines(view: View, parts: Iterable[tuple[int, int]]) -> Iterator[Markup]:
    for order_id, minor in parts:
        order = view_of(view.session, view.house, order_id, view.now)
        yield texts.SPLIT_LINE(view.lang, order=head(order, view.lang), amount=_seen(view, minor, order))


def _split_buttons(view: View, slip: SlipView, parts: list[tuple[int, int]]) -> tuple[Row, ...]:
    yes = texts.BTN_SPLIT_YES.plain(view.lang)
    return (
        (do(yes, "slip.confirm_split", style="success", slip=slip.id, parts=[list(part) for part in parts]),),
        (
            act(texts.BTN_SPLIT_WRITE.plain(view.lang), "slip.write_split", slip=slip.id),
            act(texts.BTN_BACK.plain(view.lang), "slip.plain", slip=slip.id),
        ),
    )


# ── judged ─────────────────────────────────────────────────────────────────────────────────


def _judged(view: View, order: OrderView, receipt: ReceiptFacts) -> Iterator[Markup]:
    """Text 8: what came, what it adds up to, what is next; or how it was taken back."""
    yield texts.ARRIVED(view.lang, amount=_seen(view, receipt.amount_minor, order), head=head(order, view.lang))
    if len(receipt.parts) > 1:
        yield from _judged_parts(view, receipt)
    elif receipt.back_kind is None:
        if view.money is MoneyView.FULL:
            yield sum_line(view, order)
        yield from after_money(view, order)
    at = formats.moment(view.lang, receipt.at, view.now, view.house.zone)
    yield texts.CONFIRMED_BY(view.lang, who=receipt.by, at=at)
    if receipt.back_kind is not None and receipt.back_at is not None:
        back = formats.moment(view.lang, receipt.back_at, view.now, view.house.zone)
        yield texts.TAKEN_BACK[receipt.back_kind](view.lang, who=receipt.back_by, at=back)
    elif _sure_of(view, receipt):
        yield texts.SURE[str(view.facts["kind"])](view.lang, amount=_seen(view, receipt.amount_minor, order))
        if order.released_at is not None:
            yield texts.SURE_AFTER(view.lang)


def _judged_parts(view: View, receipt: ReceiptFacts) -> Iterator[Markup]:
    """Each order of a split, and what it still lacks."""
    for (order_id, _minor), part in zip(receipt.parts.items(), _part_lines(view, receipt.parts.items()), strict=True):
        order = view_of(view.session, view.house, order_id, view.now)
        if receipt.back_kind is not None or not order.facts.terms:
            yield part
        elif order.final_missing_minor:
            missing = _seen(view, order.final_missing_minor, order)
            yield texts.ARRIVED_PART_MISSING(view.lang, part=part, missing=missing)
        else:
            yield texts.ARRIVED_PART(view.lang, part=part)


def sum_line(view: View, order: OrderView) -> Markup:
    """累计 against everything that is due until the goods leave."""
    due = required_minor(order.facts, order.leaf.ends_at.checkpoint)
    received = order.facts.net_minor
    if not due:
        return texts.TOTAL_BARE(view.lang, received=amount(received, order))
    said = {"received": amount(received, order), "required": amount(due, order)}
    if received < due:
        return texts.TOTAL(view.lang, **said, missing=amount(due - received, order))
    if received > due:
        return texts.TOTAL_OVER(view.lang, **said, over=amount(received - due, order))
    return texts.TOTAL_PAID(view.lang, **said)


def _sure_of(view: View, receipt: ReceiptFacts) -> bool:
    return view.facts.get("mode") == SURE and view.facts.get("receipt") == receipt.id


def _judged_buttons(view: View, slip: SlipView, receipt: ReceiptFacts) -> tuple[Row, ...]:
    if receipt.back_kind is not None:
        return ()
    lang = view.lang
    args: dict[str, Any] = {"slip": slip.id, "receipt": receipt.id}

    def question(label: str, kind: str) -> Button:
        return act(label, "slip.take_back", kind=kind, **args)

    if _sure_of(view, receipt):
        kind = str(view.facts["kind"])
        return (
            (
                do(texts.BTN_SURE.plain(lang), "slip.taken_back", style="danger", kind=kind, **args),
                act(texts.BTN_NOT_SURE.plain(lang), "slip.plain", slip=slip.id),
            ),
        )
    if view.facts.get("mode") == MORE and view.facts.get("receipt") == receipt.id:
        return (
            (
                question(texts.BTN_BOUNCE.plain(lang), receipts.BOUNCE),
                question(texts.BTN_REFUND.plain(lang), receipts.REFUND),
                act(texts.BTN_BACK.plain(lang), "slip.plain", slip=slip.id),
            ),
        )
    correct = question(texts.BTN_CORRECT.plain(lang), receipts.CORRECTION)
    return ((correct, act(texts.BTN_MORE.plain(lang), "slip.more", **args)),)


def _not_found(view: View, order: OrderView, slip: SlipView) -> Markup:
    at = formats.moment(view.lang, slip.decided_at or slip.sent_at, view.now, view.house.zone)
    said = [texts.NOT_FOUND_CARD(view.lang, head=head(order, view.lang))]
    if slip.claimed_minor is not None and view.money is MoneyView.FULL:
        said.append(texts.CLAIM(view.lang, amount=amount(slip.claimed_minor, order)))
    said.append(texts.NOT_FOUND_BY(view.lang, who=slip.decided_by, at=at, sales=order.sales))
    said.append(texts.NOT_FOUND_AGAIN(view.lang, sales=order.sales))
    return lines(said)


def _seen(view: View, minor: int, order: OrderView) -> str:
    """An amount where this chat may see one."""
    return amount(minor, order) if view.money is MoneyView.FULL else texts.HIDDEN.plain(view.lang)
