"""The card on which finance judges a slip: what is claimed, what it would open, what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from markupsafe import Markup

from domain.process.names import MoneyView
from domain.understanding.payer import pays_for_another
from handlers.changes.held import hold_line
from handlers.money import texts
from handlers.money.asking import of_slip
from handlers.money.judged import judged_buttons, judged_lines, not_found_words
from handlers.money.methods import method_buttons
from handlers.money.parts import HOW, SPLIT, due_line, part_lines, seen
from handlers.money_words import amount
from handlers.order.words import head_type, method_name
from handlers.say import Button, Row, Say, act, do, rows
from handlers.view import View
from locales import Text, formats, lines
from services import money, receipts
from services.order_parts import SlipView, slip_view
from services.order_view import OrderView
from services.stages import Stage, stage_of, to_pack


def slip_card(view: View) -> Say:
    """The slip as it stands now: to be judged, confirmed, taken back, not found."""
    order = of_slip(view)
    row = money.get_slip(view.session, view.subject_id)
    slip = slip_view(view.session, row)
    photo = slip.file_id if slip.file_kind == "photo" else None
    if slip.state == "not_found":
        return Say(not_found_words(view, order, slip), photo=photo)
    receipt = receipts.of_slip(view.session, slip.id)
    if slip.state == "confirmed" and receipt is not None:
        return Say(lines(judged_lines(view, order, receipt)), judged_buttons(view, order, slip, receipt), photo=photo)
    files = len(receipts.extra_files(view.session, row)) + (1 if slip.file_id else 0)
    body = list(_open(view, order, row, slip, files))
    if receipt is not None and receipt.back_at is not None:
        at = view.moment(receipt.at)
        body.append(texts.TOOK_BACK(view.lang, at=at, amount=seen(view, receipt.amount_minor, order)))
    parts = _parts(view)
    if parts:
        body += _proposal(view, slip, order, parts)
    elif view.facts.get("mode") == HOW:
        body.append(texts.HOW_PAID(view.lang))
        return Say(lines(body), method_buttons(view, slip), photo=photo)
    return Say(
        lines(body), _split_buttons(view, slip, parts) if parts else _open_buttons(view, order, slip), photo=photo
    )


# ── to be judged ───────────────────────────────────────────────────────────────────────────


def _open(view: View, order: OrderView, row: Any, slip: SlipView, files: int) -> Iterator[Markup]:
    heading = texts.NOTE if slip.state == "held" else texts.CHECK
    yield heading(view.lang, head=head_type(order, view.lang))
    held = hold_line(view, order)
    if held is not None:
        yield held
    yield _claim(view, order, slip)
    full = view.money is MoneyView.FULL
    if full and slip.payer and pays_for_another(slip.payer, receipts.names_of_customer(view.session, order)):
        yield texts.PAID_BY_ANOTHER(view.lang, customer=order.customer)
    if full:
        yield due_line(view, order)
    yield from _effect(view, order, slip)
    yield _sent(view, slip, files)
    yield from _seen_before(view, order, row)


def _claim(view: View, order: OrderView, slip: SlipView) -> Markup:
    """What it is about: how much, from whom, how."""
    lang = view.lang
    if view.money is not MoneyView.FULL:
        return texts.CLAIM_HIDDEN(lang)
    if slip.claimed_minor is None:
        return texts.CLAIM_UNKNOWN(lang)
    told = {"amount": amount(slip.claimed_minor, order)} | ({"payer": slip.payer} if slip.payer else {})
    method = method_name(view.book, slip.method, lang)
    if slip.due_on is not None:
        day = formats.day_short(lang, slip.due_on, view.today)
        return (texts.NOTE_CLAIM_PAYER if slip.payer else texts.NOTE_CLAIM)(lang, **told, method=method, day=day)
    said = (texts.CLAIM_PAYER if slip.payer else texts.CLAIM)(lang, **told)
    return texts.CLAIM_METHOD(lang, claim=said, method=method) if slip.method else said


def _seen_before(view: View, order: OrderView, row: Any) -> Iterator[Markup]:
    """The same picture, or the same amount of the same customer."""
    unique = row.file_unique_id
    before = money.seen_before(view.session, unique, but=row.id) if unique else None
    if before is not None:
        yield texts.SEEN_BEFORE(view.lang, number=before)
        return
    alike = money.seen_alike(view.session, row) if view.money is MoneyView.FULL else None
    if alike is not None:
        day = formats.day_short(view.lang, alike[1].astimezone(view.house.zone).date(), view.today)
        yield texts.SEEN_ALIKE(view.lang, number=alike[0], day=day, amount=amount(row.claimed_minor or 0, order))


def _effect(view: View, order: OrderView, slip: SlipView) -> Iterator[Markup]:
    """What confirming would open, and who waits for it."""
    if view.money is not MoneyView.FULL or slip.claimed_minor is None or not order.missing_minor:
        return
    left = order.missing_minor - slip.claimed_minor
    note = slip.state == "held"
    rest = texts.NOTE_STILL_MISSING if note else texts.STILL_MISSING
    said = rest(view.lang, missing=amount(left, order)) if left > 0 else _opens(order, note)(view.lang)
    if order.in_supply and not to_pack(order):
        said = texts.AND_READY(view.lang, effect=said)
    if order.promised_on is not None:
        said = texts.AND_WANTED(view.lang, effect=said, day=formats.day_short(view.lang, order.promised_on, view.today))
    yield said


def _opens(order: OrderView, note: bool) -> Text:
    if order.released_at is None:
        return texts.NOTE_OPENS_RELEASE if note else texts.OPENS_RELEASE
    if stage_of(order) is Stage.STOPPED:
        return texts.NOTE_OPENS_WORK if note else texts.OPENS_WORK
    if to_pack(order):
        return texts.NOTE_PAYS_OFF if note else texts.PAYS_OFF
    return texts.NOTE_OPENS_SHIP if note else texts.OPENS_SHIP


def _sent(view: View, slip: SlipView, files: int) -> Markup:
    at = view.moment(slip.sent_at)
    if files > 1:
        said = texts.SENT_FILES(view.lang, who=slip.sent_by, at=at, count=files)
    else:
        said = texts.SENT(view.lang, who=slip.sent_by, at=at)
    return texts.FILE_ABOVE(view.lang, sent=said) if slip.file_kind == "document" and files == 1 else said


def _open_buttons(view: View, order: OrderView, slip: SlipView) -> tuple[Row, ...]:
    lang, known = view.lang, slip.claimed_minor is not None and view.money is MoneyView.FULL
    more = act(texts.BTN_MORE.plain(lang), "slip.how", slip=slip.id)
    if slip.state == "held":
        return _note_buttons(view, order, slip, more)
    other = texts.BTN_OTHER_AMOUNT if known else texts.BTN_WRITE_AMOUNT
    second = [
        act(other.plain(lang), "slip.other_amount", slip=slip.id),
        do(texts.BTN_NOT_FOUND.plain(lang), "slip.not_found", slip=slip.id),
    ]
    if order.customer_id is not None:
        second.append(act(texts.BTN_SPLIT.plain(lang), "slip.split", slip=slip.id))
    if not known:
        return rows(tuple(second[:1]), tuple(second[1:]), (more,))
    label = texts.BTN_ARRIVED.plain(lang, amount=amount(slip.claimed_minor or 0, order))
    confirm = do(label, "slip.confirm", style="success", slip=slip.id, amount=slip.claimed_minor)
    return rows((confirm,), tuple(second), (more,))


def _note_buttons(view: View, order: OrderView, slip: SlipView, more: Button) -> tuple[Row, ...]:
    """兑付 or not, on its day or before."""
    if view.money is MoneyView.FULL:
        label = texts.BTN_PAID.plain(view.lang, amount=amount(slip.claimed_minor or 0, order))
    else:
        label = texts.BTN_PAID_BARE.plain(view.lang)
    paid = do(label, "slip.confirm", style="success", slip=slip.id, amount=slip.claimed_minor)
    return rows((paid,), (do(texts.BTN_NOT_PAID.plain(view.lang), "slip.not_found", slip=slip.id), more))


# ── splitting ──────────────────────────────────────────────────────────────────────────────


def _parts(view: View) -> list[tuple[int, int]]:
    """The proposed split, order and minor units."""
    if view.facts.get("mode") != SPLIT:
        return []
    return [(int(order), int(minor)) for order, minor in view.facts["parts"]]


def _proposal(view: View, slip: SlipView, own: OrderView, parts: list[tuple[int, int]]) -> Iterator[Markup]:
    total = sum(minor for _order, minor in parts)
    yield texts.SPLIT_HEAD(view.lang, sum=seen(view, total, own))
    yield from part_lines(view, parts)
    if slip.claimed_minor not in (None, total):
        yield texts.SPLIT_OTHER_SUM(view.lang, amount=seen(view, slip.claimed_minor or 0, own))


def _split_buttons(view: View, slip: SlipView, parts: list[tuple[int, int]]) -> tuple[Row, ...]:
    yes = texts.BTN_SPLIT_YES.plain(view.lang)
    return (
        (do(yes, "slip.confirm_split", style="success", slip=slip.id, parts=[list(part) for part in parts]),),
        (
            act(texts.BTN_SPLIT_WRITE.plain(view.lang), "slip.write_split", slip=slip.id),
            act(texts.BTN_BACK.plain(view.lang), "slip.plain", slip=slip.id),
        ),
    )
