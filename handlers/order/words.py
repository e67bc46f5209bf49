"""The lines that cards of an order are put together from; amounts only for chats that may see them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from markupsafe import Markup

from domain.gates import credit_used_minor
from domain.process.names import FieldKind, MoneyView
from domain.process.read_company import TRANSFER
from domain.process.types import Book
from domain.process.words import Words
from domain.rights import Who, may
from handlers.money_words import amount, pieces, price
from handlers.order import texts
from handlers.refusals import as_seen, codes_of, reason_words
from handlers.view import View
from locales import formats, lines
from services import people
from services.clearing import Clearer
from services.order_facts import SLIP_OPEN
from services.order_parts import BatchView, LineView, SlipView
from services.order_view import OrderView

AT_ONCE = 3
"""So many lines of an order stand on a card; the others are counted."""


def may_here(view: View, action: str) -> bool:
    """Whether the departments that meet in this chat may do it: nobody gets a button that refuses."""
    return any(may(view.book, Who(department), action) for department in view.chat.departments)


def plain(words: str) -> Markup:
    """Words from people or the book as a line of their own."""
    return lines([words])


def mention(telegram_id: int, name: str) -> Markup:
    """A name that rings on its owner's phone, and that opens the reply line for them alone."""
    return Markup('<a href="tg://user?id=%s">%s</a>') % (telegram_id, plain(name))


# ── the order ──────────────────────────────────────────────────────────────────────────────


def head(order: OrderView, lang: str) -> Markup:
    """`XS261123-003 宏达机电`; an order for our own stock says what kind it is."""
    return texts.HEAD(lang, number=order.number, customer=order.customer or order.leaf.short.in_(lang))


def head_type(order: OrderView, lang: str) -> Markup:
    """The same with the type of the order."""
    if not order.customer:
        return head(order, lang)
    return texts.HEAD_TYPE(lang, head=head(order, lang), type=order.leaf.short.in_(lang))


def short_name(order: OrderView, lang: str) -> str:
    """`003 宏达机电`, for buttons."""
    number = order.number.rpartition("-")[2]
    return texts.SHORT.plain(lang, number=number, customer=order.customer or order.leaf.short.in_(lang))


def goods(order: OrderView, lang: str, lines: Sequence[LineView], *, priced: bool = False) -> list[Markup]:
    """One line a product, at most three, with prices where they may be seen."""
    said = [_line(order, line, lang, priced) for line in lines[:AT_ONCE]]
    if len(lines) > AT_ONCE:
        said.append(texts.MORE_LINES(lang, count=len(lines) - AT_ONCE))
    return said


def _line(order: OrderView, line: LineView, lang: str, priced: bool) -> Markup:
    if priced and line.price is not None and order.charged:
        return texts.LINE_PRICED(lang, goods=pieces(line), price=price(line.price, order.currency))
    return plain(pieces(line))


def total(order: OrderView, lang: str) -> Markup | None:
    """`合计 ¥17,400.00（含税13%，专票）`; what it is worth where nobody pays; nothing for orders without prices."""
    if not order.leaf.has_price or not order.total_minor:
        return None
    if not order.charged:
        return texts.WORTH(lang, total=amount(order.total_minor, order))
    tax = tax_words(order, lang)
    said = amount(order.total_minor, order)
    return texts.TOTAL(lang, total=said, tax=tax) if tax else texts.TOTAL_BARE(lang, total=said)


def tax_words(order: OrderView, lang: str) -> str:
    """How the prices are meant: 含税13%，专票."""
    basis, rate, invoice = (field_words(order, key, lang) for key in ("price_basis", "tax_rate", "invoice"))
    rated = texts.TAX_RATED.plain(lang, basis=basis, rate=rate) if basis and rate else basis or rate
    return texts.TAX_AND.joined(lang, (part for part in (rated, invoice) if part))


def field_words(order: OrderView, key: str, lang: str, instead: str | None = None) -> str:
    """The answer of a field as people read it, or another answer in its place; empty where there is none."""
    field, value = order.leaf.field(key), instead or order.fields.get(key)
    if field is None or value is None:
        return ""
    if field.kind is FieldKind.PERCENT:
        return formats.percent(Decimal(str(value)))
    choice = field.choice(str(value))
    return choice.label.in_(lang) if choice else str(value)


def delivery(order: OrderView, lang: str, today: date) -> Markup | None:
    """When the goods are promised, and what happens on that day: 到货, 寄出, 到库."""
    field = order.leaf.field_of_kind(FieldKind.DATE)
    named = field.params.get("on_card") if field is not None else None
    what = named.in_(lang) if isinstance(named, Words) else ""
    if order.never_accepted and order.requested_on is not None:  # nobody has promised it yet
        return texts.WANTED(lang, day=formats.day(lang, order.requested_on, today), what=what)
    if order.promised_on is not None:
        return texts.PROMISED(lang, day=formats.day(lang, order.promised_on, today), what=what)
    if order.days_after_payment is not None:
        return texts.AFTER_PAYMENT(lang, days=order.days_after_payment, what=what)
    return None


# ── money ──────────────────────────────────────────────────────────────────────────────────


def method_name(book: Book, method: str | None, lang: str) -> str:
    """How it was paid; a way that the book knows no more keeps its key."""
    known = book.methods.get(method or TRANSFER)
    if known is not None:
        return known.name.in_(lang)
    return texts.TRANSFER.plain(lang) if method in (None, TRANSFER) else str(method)


def money_line(order: OrderView, lang: str, money: MoneyView) -> Markup | None:
    """What is due for the next checkpoint, what came, what is missing; as far as the reader may know."""
    if money is MoneyView.NONE or not (order.facts.terms or order.over_minor):
        return None
    if money is MoneyView.GATE_ONLY:
        return (texts.UNPAID if order.final_missing_minor else texts.PAID)(lang) if order.facts.terms else None
    said = _money_line(order, lang)
    return with_given_up(order, said, lang) if said is not None else None


def with_given_up(order: OrderView, money: Markup, lang: str) -> Markup:
    """含尾差、已减退货折让: what finance gave up is told wherever the sum is."""
    if order.written_off_minor:
        money = texts.WITH_WRITTEN_OFF(lang, money=money, amount=amount(order.written_off_minor, order))
    if order.credited_minor:
        money = texts.WITH_CREDITED(lang, money=money, amount=amount(order.credited_minor, order))
    return money


def _money_line(order: OrderView, lang: str) -> Markup | None:
    due, received = order.required_minor, order.facts.net_minor
    if due == 0 and received == 0:
        return None
    if order.missing_minor:
        return texts.MONEY(
            lang,
            required=amount(due, order),
            received=amount(received, order),
            missing=amount(order.missing_minor, order),
        )
    if order.over_minor:
        return texts.MONEY_OVER(
            lang, required=amount(due, order), received=amount(received, order), over=amount(order.over_minor, order)
        )
    return texts.MONEY_PAID(lang, required=amount(due, order))


def credit_line(order: OrderView, lang: str, money: MoneyView) -> Markup | None:
    """The customer's credit with this order, and what is overdue; for those who may see money, while it matters."""
    credit = order.facts.credit
    if credit is None or money is not MoneyView.FULL or order.ended or order.never_accepted:
        return None
    if credit.limit_minor is None:
        return texts.CREDIT_NONE(lang)
    said = {
        "limit": amount(credit.limit_minor, order),
        "used": amount(credit_used_minor(order.facts), order),
    }
    if not credit.overdue_minor:
        return texts.CREDIT(lang, **said)
    late = amount(credit.overdue_minor, order)
    return texts.CREDIT_OVERDUE(lang, **said, overdue=late, days=credit.overdue_days)


def slip_lines(view: View, order: OrderView) -> list[Markup]:
    """The slips that wait; where none does and money is missing, the last one that was not found."""
    waiting = [slip for slip in order.slips if slip.state in SLIP_OPEN]
    if view.money is MoneyView.NONE:
        return []
    if waiting:
        return [_slip(view, order, slip) for slip in waiting[:2]]
    last = order.slips[-1] if order.slips else None
    if last is None or last.state != "not_found" or not order.final_missing_minor:
        return []
    return [_slip(view, order, last)]


def _slip(view: View, order: OrderView, slip: SlipView) -> Markup:
    if slip.state == "held" and slip.due_on is not None:
        return _note(view, order, slip, slip.due_on)
    gone = slip.state == "not_found"
    when, who = (slip.decided_at or slip.sent_at, slip.decided_by) if gone else (slip.sent_at, slip.sent_by)
    at = view.moment(when)
    if slip.claimed_minor is None or view.money is not MoneyView.FULL:
        return (texts.SLIP_NOT_FOUND_BARE if gone else texts.SLIP_BARE)(view.lang, who=who, at=at)
    phrase = texts.SLIP_NOT_FOUND if gone else texts.SLIP
    return phrase(view.lang, amount=amount(slip.claimed_minor, order), who=who, at=at)


def _note(view: View, order: OrderView, slip: SlipView, due_on: date) -> Markup:
    """A note (票据) that is not paid yet, with its day."""
    about = {
        "method": method_name(view.book, slip.method, view.lang), "who": slip.sent_by,
        "day": formats.day_short(view.lang, due_on, view.today),
        "at": view.moment(slip.sent_at),
    }  # fmt: skip
    if slip.claimed_minor is None or view.money is not MoneyView.FULL:
        return texts.NOTE_BARE(view.lang, **about)
    return texts.NOTE(view.lang, amount=amount(slip.claimed_minor, order), **about)


# ── people ─────────────────────────────────────────────────────────────────────────────────


def who(order: OrderView, department: str, person: str, lang: str) -> str:
    """`财务 李娜`, or the department alone."""
    return of_department(order.book.department_name(department).in_(lang), person, lang)


def of_department(department: str, person: str, lang: str) -> str:
    """The same of a department that is named already."""
    return texts.WHO.plain(lang, department=department, person=person) if person else department


def interface(view: View, order: OrderView, department: str) -> str:
    """A department with its interface person."""
    person = people.interface_of(view.session, department)
    return who(order, department, person.name if person else "", view.lang)


def together(parts: Iterable[str], lang: str) -> str:
    """生产 刘伟、采购 王芳, each once; nothing for none."""
    return texts.AND.joined(lang, dict.fromkeys(parts))


def reasons(view: View, order: OrderView, clearers: Sequence[Clearer]) -> list[Markup]:
    """Every reason with who can clear it and how often they were asked, numbered where there are several."""
    said = [_reason(view, order, one) for one in clearers]
    if len(said) < 2:
        return said
    return [texts.NUMBERED(view.lang, n=n, reason=reason) for n, reason in enumerate(said, start=1)]


def _reason(view: View, order: OrderView, one: Clearer) -> Markup:
    words = reason_words(
        as_seen(one.refusal, view.money),
        order.leaf,
        lang=view.lang,
        money=MoneyView.NONE,
        amount=lambda minor: amount(minor, order),
        codes=codes_of(order),
    )
    name = who(order, one.department, one.who, view.lang)
    if one.asked:
        return texts.REASON_ASKED(view.lang, reason=words, who=name, count=one.asked)
    return texts.REASON(view.lang, reason=words, who=name)


def batch_line(view: View, batch: BatchView) -> Markup:
    """`第 1 批 12月3日 10:05 发出 · SF123`."""
    signed = batch.signed_at is not None
    when = batch.signed_at or batch.shipped_at
    assert when is not None, "only a batch that left is told of"
    at = view.moment(when)
    said = (texts.BATCH_SIGNED if signed else texts.BATCH)(view.lang, batch=batch.batch, at=at)
    return texts.TRACKING(view.lang, batch=said, tracking=batch.tracking) if batch.tracking and not signed else said
