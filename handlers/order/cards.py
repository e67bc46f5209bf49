"""The card of an order: what it is, where it stands, what is missing, who is next. Read anew at every sending."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from markupsafe import Markup

from domain.life import State
from domain.process.names import MoneyView
from domain.rights import may
from handlers.after_sale.words import after_sale_lines
from handlers.after_sale.words import button as after_sale_button
from handlers.attachments import texts as file_texts
from handlers.changes.held import ending_buttons, hold_button, hold_line, hold_next
from handlers.changes.offering import button as change_button
from handlers.making_good.words import button as making_good_button
from handlers.making_good.words import link_lines
from handlers.money.move_texts import BTN_MONEY
from handlers.money_words import amount
from handlers.order import texts
from handlers.order.conditions import short_lines
from handlers.order.judged import asked_lines, ended_lines, returned_lines, review_buttons
from handlers.order.words import (
    batch_line,
    credit_line,
    delivery,
    goods,
    head_type,
    interface,
    may_here,
    money_line,
    plain,
    reasons,
    slip_lines,
    together,
    total,
    who,
)  # fmt: skip
from handlers.risks.words import button as risk_button
from handlers.risks.words import risk_lines
from handlers.say import Button, Row, Say, act, do, rows
from handlers.view import View
from handlers.waivers.words import buttons as waiver_buttons
from handlers.waivers.words import waiver_lines
from locales import formats, lines
from services import attachments, clearing, people
from services.approvals import reading
from services.errors import NotFound
from services.house import who as people_who
from services.looking import look
from services.order_parts import TaskView
from services.order_view import OrderView, view_of
from services.stages import Stage, held_by, stage_of, to_notice

Said = Iterable[Markup | None]


def order_seen(view: View) -> OrderView | None:
    """The order of a card; in a private chat only what its person may look at."""
    if not view.chat.private:
        return view_of(view.session, view.house, view.subject_id, view.now)
    person = people.by_telegram_id(view.session, view.chat.id)
    if person is None:
        return None
    try:
        return look(view.session, view.house, person, view.subject_id, view.now)
    except NotFound:
        return None


def order_card(view: View) -> Say | None:
    """The live card, in the private chat of whoever follows the order."""
    order = order_seen(view)
    return None if order is None else Say(body(view, order), _buttons(view, order))


def order_look(view: View) -> Say | None:
    """The same words once, for a group that asked; the warehouse may call for its card."""
    order = order_seen(view)
    if order is None:
        return None
    call = act(texts.BTN_WAREHOUSE.plain(view.lang), "goods.show", order=order.id)
    warehouse = (call,) if order.in_supply and may_here(view, "goods.ready") else None
    return Say(
        body(view, order),
        rows(
            warehouse,
            (*_money(view, order), *_files(view, order)),
            _outcome(view, order),
            after_sale_button(view, order),
        ),
    )


def _money(view: View, order: OrderView) -> Row:
    """款项: what finance does with money that is there."""
    if order.never_accepted or view.money is not MoneyView.FULL or not may_here(view, "money.move"):
        return ()
    return (act(BTN_MONEY.plain(view.lang), "money.show", order=order.id),)


def body(view: View, order: OrderView) -> Markup:
    """What the order is, then its state, then what comes next."""
    full = view.money is MoneyView.FULL
    stage = stage_of(order)
    said: list[Markup | None] = [head_type(order, view.lang)]
    said += goods(order, view.lang, order.lines, priced=full)
    said.append(total(order, view.lang) if full else None)
    said.append(delivery(order, view.lang, view.today))
    note = order.leaf.credit_note
    said.append(plain(note.in_(view.lang)) if note is not None else None)
    held = hold_line(view, order)
    if held is not None:
        said.insert(1, held)
    else:
        said.append(texts.ENDED[order.state](view.lang) if stage is Stage.ENDED else texts.STATE[stage](view.lang))
    said.append(credit_line(order, view.lang, view.money))
    said += [] if order.never_accepted else [money_line(order, view.lang, view.money), *slip_lines(view, order)]
    said += [batch_line(view, batch) for batch in order.batches if batch.shipped_at is not None][-2:]
    said += next_lines(view, order)
    said += after_sale_lines(view, order)
    said += waiver_lines(view, order)
    said += risk_lines(view, order)
    said += short_lines(view, order, but=_named(order) if stage in _NAMES_REASONS else frozenset())
    if order.keeper and (_may_keep(view) or _kept_otherwise(view, order)):
        said.append(texts.KEEPER(view.lang, name=order.keeper))
    if order.copied_from:
        said.append(texts.COPIED_FROM(view.lang, number=order.copied_from))
    said += link_lines(view, order)
    return lines(line for line in said if line is not None)


_WAITS_FOR_OTHERS = frozenset({Stage.HELD, Stage.HELD_SHIP, Stage.PAUSED})
_NAMES_REASONS = frozenset({Stage.HELD, Stage.STOPPED, Stage.HELD_SHIP})


def _named(order: OrderView) -> frozenset[int]:
    """The conditions that the card says as what holds the order up."""
    return frozenset(int(one.facts["task"]) for one in held_by(order) if "task" in one.facts)


def _may_keep(view: View) -> bool:
    """Whether the reader of a private card may let somebody else follow the order."""
    reader = people.by_telegram_id(view.session, view.chat.id) if view.chat.private else None
    return reader is not None and may(view.book, people_who(reader), "order.keeper")


def _kept_otherwise(view: View, order: OrderView) -> bool:
    """Whether another follows it than everybody expects."""
    usual = people.interface_of(view.session, view.book.roles.keeper)
    return order.keeper not in (order.sales, usual.name if usual else order.sales)


def next_lines(view: View, order: OrderView) -> list[Markup]:
    """What is missing and who is next."""
    return [line for line in NEXT.get(stage_of(order), _nothing)(view, order) if line is not None]


def after_money(view: View, order: OrderView) -> list[Markup]:
    """What is next now that money came or went: whoever asks for the rest, or else what it opened."""
    if order.ended or not order.final_missing_minor:
        stage = stage_of(order)
        return [*([texts.STATE[stage](view.lang)] if stage in texts.STATE else []), *next_lines(view, order)[:1]]
    waiting = slip_lines(view, order) if clearing.slip_waits(order) or clearing.held(order) else []
    if order.released_at is None:
        phrase = texts.REST_RELEASE if order.missing_minor else texts.REST_OTHER
    else:
        phrase = texts.REST_SHIP if order.in_supply else texts.REST_LEFT
    return [phrase(view.lang, who=order.sales), *waiting]


# ── what comes next, by stage ──────────────────────────────────────────────────────────────


def _nothing(_view: View, _order: OrderView) -> Said:
    return ()


def _held(view: View, order: OrderView) -> Said:
    clearers = clearing.clearers(view.session, order, held_by(order))
    only_money = [one.refusal.code for one in clearers] == ["payment_missing"]
    note = next(iter(clearing.held(order)), None)
    if only_money and note is not None and note.due_on is not None and clearing.covered_by_notes(order):
        day = formats.day_short(view.lang, note.due_on, view.today)
        yield texts.NEXT_NOTE(view.lang, day=day, who=interface(view, order, order.book.roles.money))
        return
    if only_money and not clearing.slip_waits(order):
        yield texts.NEXT_SLIP(view.lang, who=order.sales)
    else:
        yield from reasons(view, order, clearers)
    if order.released_at is None:
        yield (texts.AFTER_MONEY_RELEASE if only_money else texts.AFTER_RELEASE)(view.lang)
    else:
        yield (texts.AFTER_MONEY_SHIP if only_money else texts.AFTER_SHIP)(view.lang)


def _to_take(view: View, order: OrderView) -> Said:
    departments = dict.fromkeys(task.department for task in order.tasks if task.state == "open")
    names = together((interface(view, order, department) for department in departments), view.lang)
    yield texts.NEXT_TAKE(view.lang, who=names)


def _in_work(view: View, order: OrderView) -> Said:
    for task in order.tasks:
        if task.state == "doing":
            yield _doing(view, order, task)


def _doing(view: View, order: OrderView, task: TaskView) -> Markup:
    name = who(order, task.department, task.owner, view.lang)
    if task.due_on is None:
        return texts.NEXT_WORK_BARE(view.lang, who=name)
    return texts.NEXT_WORK(view.lang, who=name, day=formats.day(view.lang, task.due_on, view.today))


def _warehouse(phrase: str) -> Callable[[View, OrderView], Said]:
    def said(view: View, order: OrderView) -> Said:
        yield getattr(texts, phrase)(view.lang, who=interface(view, order, order.book.roles.goods))

    return said


def _to_notice(view: View, order: OrderView) -> Said:
    phrase = texts.NEXT_NOTICE_UNPAID if order.missing_minor else texts.NEXT_NOTICE
    yield phrase(view.lang, who=order.sales)


def _on_road(view: View, order: OrderView) -> Said:
    mine = may_here(view, "goods.sign")
    yield texts.NEXT_SIGN(view.lang) if mine else texts.NEXT_SIGN_OTHERS(view.lang, who=order.sales)


def _signed(view: View, order: OrderView) -> Said:
    if order.final_missing_minor and view.money is MoneyView.FULL:
        yield texts.NEXT_SIGNED_OWING(view.lang, missing=amount(order.final_missing_minor, order), who=order.sales)


NEXT: dict[Stage, Callable[[View, OrderView], Said]] = {
    Stage.REVIEW: asked_lines,
    Stage.RETURNED: returned_lines,
    Stage.ENDED: ended_lines,
    Stage.HELD: _held,
    Stage.PAUSED: hold_next,
    Stage.STOPPED: _held,
    Stage.TO_TAKE: _to_take,
    Stage.IN_WORK: _in_work,
    Stage.TO_PACK: _warehouse("NEXT_PACK"),
    Stage.TO_STOCK: _warehouse("NEXT_STOCK"),
    Stage.TO_NOTICE: _to_notice,
    Stage.HELD_SHIP: _held,
    Stage.TO_LOAD: _warehouse("NEXT_LOAD"),
    Stage.ON_ROAD: _on_road,
    Stage.SIGNED: _signed,
}


# ── what can be done now ───────────────────────────────────────────────────────────────────


def _buttons(view: View, order: OrderView) -> tuple[Row, ...]:
    return rows(
        tuple(review_buttons(view, order)), tuple(ending_buttons(view, order)), tuple(_forward(view, order)),
        tuple(_signing(view, order)), tuple(_waiting(view, order)), *_beside(view, order),
        (*_outcome(view, order), *_keep(view, order)),
    )  # fmt: skip


def _beside(view: View, order: OrderView) -> tuple[Row, ...]:
    """What brings it no further: a row where two buttons are all."""
    aside = (*_money(view, order), *_aside(view, order))
    files = (*_files(view, order), act(file_texts.BTN_ADD.plain(view.lang), "files.ask", order=order.id))
    other = () if order.on_hold else (*change_button(view, order), *hold_button(view, order))
    other = (*other, *making_good_button(view, order), *after_sale_button(view, order), *risk_button(view, order))
    if len(aside) + len(files) == 2:
        return (*aside, *files), other
    if len(files) == 1 and len(other) > 3:  # short words: four of them fit into a row, five do not
        return (*aside, *files), other
    return (aside, (*files, *other)) if len(files) < 2 else (aside, files, other)


def _outcome(view: View, order: OrderView) -> Row:
    """评审结论: kept with the order for ever."""
    judged = reading.was_judged(view.session, order.id)
    return (act(texts.BTN_OUTCOME.plain(view.lang), "approval.outcome", order=order.id),) if judged else ()


def _files(view: View, order: OrderView) -> Row:
    """The files that this chat may see."""
    count = attachments.count_seen(view.session, order.id, view.money)
    label = file_texts.BTN_FILES.plain(view.lang, count=count)
    return (act(label, "files.show", order=order.id),) if count else ()


def _keep(view: View, order: OrderView) -> Row:
    if order.ended or not _may_keep(view):
        return ()
    return (act(texts.BTN_KEEPER.plain(view.lang), "order.keeper", order=order.id),)


def _forward(view: View, order: OrderView) -> Iterable[Button]:
    """What brings the order on."""
    if order.ended or order.undecided:
        return
    lang = view.lang
    if to_notice(order) and order.open_notice is None and order.in_supply and may_here(view, "notice.issue"):
        yield do(texts.BTN_NOTICE.plain(lang), "notice.issue", style="primary", order=order.id)
        yield act(texts.BTN_NOTICE_SOME.plain(lang), "goods.other_count", order=order.id, what="notice")
    if any(one.code == "basis_missing" for one in order.refusals) and may_here(view, "order.file"):
        yield act(texts.BTN_BASIS.plain(lang), "basis.ask", order=order.id)
    left = any(batch.shipped_at is not None for batch in order.batches)  # on credit nobody pays before
    if (order.final_missing_minor or (left and order.unpaid_minor)) and may_here(view, "slip.send"):
        yield act(texts.BTN_SLIP.plain(lang), "slip.start", order=order.id)
    if stage_of(order) in _NAMES_REASONS:
        yield from waiver_buttons(view, order)


def _signing(view: View, order: OrderView) -> Iterable[Button]:
    if not may_here(view, "goods.sign"):
        return
    left = [batch for batch in order.batches if batch.state == "shipped"]
    for batch in left[:2]:
        label = texts.BTN_SIGNED.plain(view.lang)
        if len(order.batches) > 1:
            label = texts.BTN_SIGNED_BATCH.plain(view.lang, batch=batch.batch)
        yield do(label, "goods.signed", shipment=batch.id)


def _waiting(view: View, order: OrderView) -> Iterable[Button]:
    """Whoever holds it up is somebody else: urge them, or ask who it is."""
    waited_for = clearing.waited_for(view.session, order, view.now)
    others = [one for one in waited_for if one.chat not in (None, view.chat.id)]
    changing = any(one.refusal.code in clearing.OF_CHANGE for one in others)
    if others and (changing or order.state is State.REVIEW or stage_of(order) in _WAITS_FOR_OTHERS):
        yield act(texts.BTN_URGE.plain(view.lang), "gate.urge", order=order.id)
        yield act(texts.BTN_WHY.plain(view.lang), "order.why", order=order.id)


def _aside(view: View, order: OrderView) -> Iterable[Button]:
    if not may_here(view, "order.file") or order.on_hold:
        return
    if order.customer and not order.never_accepted and view.money is MoneyView.FULL:
        yield act(texts.BTN_COPY.plain(view.lang), "order.copy", order=order.id)
    yield act(texts.BTN_AGAIN.plain(view.lang), "order.again", order=order.id)
