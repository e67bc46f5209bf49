"""The order form: plain questions find the type, the leaf's fields follow, the read-back confirms."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from domain.process.types import Book, Field, FieldKind, Leaf, Question
from handlers.forms.kinds import KINDS, Asking
from handlers.forms.registry import enter
from handlers.forms.steps import Choice, Step, Words, extra_of_leaf, of_book, of_leaf, said
from handlers.new_order import customers as _customers  # noqa: F401 - brings its kind of step
from handlers.new_order import lines, texts
from handlers.turn import House, Turn
from locales import formats
from services import filing
from services.filing import NewLine, NewOrder

QUESTION = "q:"


def leaf_of(book: Book, draft: Any) -> Leaf | None:
    """The leaf that the answers lead to, once they do."""
    if draft.leaf:
        return book.leaves[draft.leaf]
    for key, value in draft.answers.items():
        if key.startswith(QUESTION) and str(value).startswith("leaf:"):
            return book.leaves[str(value).removeprefix("leaf:")]
    return None


class OrderForm:
    """Filing an order."""

    name = "order"

    def steps(self, house: House, draft: Any) -> tuple[Step, ...]:
        """Questions up to the leaf, then its fields. The customer is asked before the last question,
        where every type that it can lead to has one, so that the customer's usual type comes first."""
        questions = tuple(_questions(house.book, draft))
        leaf = leaf_of(house.book, draft)
        if leaf is None:
            return questions
        asked_before = {step.key for step in questions}
        return questions + tuple(step for step in of_leaf(leaf) if step.key not in asked_before)

    def extra(self, house: House, draft: Any) -> tuple[Step, ...]:
        leaf = leaf_of(house.book, draft)
        return extra_of_leaf(leaf) if leaf else ()

    def heading(self, house: House, draft: Any, lang: str) -> Markup:
        leaf = leaf_of(house.book, draft)
        customer = next(
            (v["name"] for v in draft.answers.values() if isinstance(v, dict) and v.keys() == {"id", "name"}), ""
        )
        parts = [part for part in (customer, leaf.short.in_(lang) if leaf else "") if part]
        return Markup(" · ").join(parts or [texts.NEW_ORDER(lang)])

    def summary(self, session: Any, house: House, draft: Any, lang: str) -> tuple[Markup, ...]:
        leaf = leaf_of(house.book, draft)
        return tuple(_read_back(session, house, leaf, draft, lang)) if leaf else ()

    def finished(self, session: Any, house: House, draft: Any, lang: str) -> tuple[Markup, ...]:
        return (texts.SUBMITTED(lang, number=filing.number_of_draft(session, draft.id) or ""),)

    def submit(self, turn: Turn, draft: Any) -> None:
        leaf = leaf_of(turn.book, draft)
        assert leaf is not None
        order = filing.file_order(turn.session, turn.house, turn.actor, new_order(leaf, draft), turn.now)
        turn.card("order", f"order:{order.id}", order_id=order.id, answer=True)


ORDER_FORM = enter(OrderForm())


# ── finding the type ───────────────────────────────────────────────────────────────────────


def _questions(book: Book, draft: Any) -> Iterator[Step]:
    if draft.leaf:
        return
    key: str | None = book.first_question
    path: list[str] = []
    while key:
        path.append(key)
        question = book.questions[key]
        customer = _common_customer(book, question)
        if customer is not None:
            yield of_book(customer)
        yield _step(book, question, draft, deeper=[other for other in book.questions if other not in path])
        answer = str(draft.answers.get(QUESTION + key, ""))
        key = answer.removeprefix("question:") if answer.startswith("question:") else None


def _common_customer(book: Book, question: Question) -> Field | None:
    """The customer field, where every type that this question can lead to asks for one."""
    fields = [leaf.field_of_kind(FieldKind.CUSTOMER) for leaf in _reachable(book, question)]
    asked = [field for field in fields if field is not None]
    return asked[0] if len(asked) == len(fields) and len({field.key for field in asked}) == 1 else None


def _reachable(book: Book, question: Question) -> Iterator[Leaf]:
    for option in question.options:
        if option.leaf:
            yield book.leaves[option.leaf]
        elif option.question:
            yield from _reachable(book, book.questions[option.question])


def _step(book: Book, question: Question, draft: Any, *, deeper: list[str]) -> Step:
    usual = draft.answers.get("_usual")
    options = sorted(question.options, key=lambda option: option.leaf != usual)
    choices = tuple(
        Choice(
            f"leaf:{o.leaf}" if o.leaf else f"question:{o.question}",
            _label(o.label.in_, o.leaf == usual and bool(usual)),
        )
        for o in options
    )
    return Step(
        key=QUESTION + question.key, kind=FieldKind.CHOICE, label=said(texts.TYPE), ask=question.ask.in_, choices=choices,
        quiet=True, clears=tuple(QUESTION + other for other in deeper),
    )  # fmt: skip


def _label(words: Words, usual: bool) -> Words:
    return (lambda lang: texts.LAST_TIME.plain(lang, label=words(lang))) if usual else words


# ── the read-back ──────────────────────────────────────────────────────────────────────────


def _read_back(session: Any, house: House, leaf: Leaf, draft: Any, lang: str) -> Iterator[Markup]:
    answers = draft.answers
    given = {field.key: value_of(session, leaf, field, answers) for field in leaf.all_fields}
    today: date = house.today(draft.updated_at)
    currency = house.book.currency
    for field in leaf.fields:
        if field.kind is FieldKind.LINES:
            yield from (Markup("%s") % lines.line_words(line, currency) for line in answers.get(field.key, ()))
            yield from _total(leaf, answers.get(field.key, []), given, currency, lang)
        elif field.kind is not FieldKind.CUSTOMER and given[field.key] is not None:
            yield _shown(session, house, draft, field, given[field.key], lang, today)
    where = " · ".join(
        str(given[k]) for k in ("place", "receiver", "phone") if given.get(k) and leaf.field(k) in leaf.defaults
    )
    if where:
        yield texts.TO(lang, where=where)
    shown = {"place", "receiver", "phone", "price_basis", "tax_rate", "invoice"}
    for field in leaf.defaults:
        if field.key not in shown and field.key in answers:
            yield _shown(session, house, draft, field, answers[field.key], lang, today)
    yield texts.PAYMENT(lang, terms=payment_words(leaf, given, lines_total(leaf, answers, currency), currency, lang))
    if any(field.from_last and given[field.key] and field.key not in answers for field in leaf.defaults):
        yield texts.FROM_LAST(lang)


def _shown(session: Any, house: House, draft: Any, field: Field, value: Any, lang: str, today: date) -> Markup:
    asking = Asking(session, house, draft, of_book(field), lang, today)
    words = value.get("words") if isinstance(value, dict) else None
    shown = texts.DELIVERY(lang, label=field.label.in_(lang), day=KINDS[field.kind].show(asking, value))
    return shown + texts.WORDS(lang, words=words) if words else shown


def lines_total(leaf: Leaf, answers: dict[str, Any], currency: str) -> Decimal:
    """The order's total as it will be filed."""
    field = leaf.field_of_kind(FieldKind.LINES)
    return lines.total_of(answers.get(field.key, []), currency).amount if field else Decimal(0)


def _total(leaf: Leaf, given_lines: list[Any], given: dict[str, Any], currency: str, lang: str) -> Iterator[Markup]:
    total = lines.total_of(given_lines, currency)
    if not leaf.has_price or not given_lines:
        return
    amount = formats.money(total.amount, currency)
    tax = [_choice_label(leaf, key, given.get(key), lang) for key in ("price_basis", "tax_rate", "invoice")]
    tax_words = "，".join(part for part in tax if part)
    yield texts.TOTAL(lang, total=amount, tax=tax_words) if tax_words else texts.TOTAL_BARE(lang, total=amount)


def _choice_label(leaf: Leaf, key: str, value: Any, lang: str) -> str:
    field = leaf.field(key)
    if field is None or value is None:
        return ""
    if field.kind is FieldKind.PERCENT:
        return formats.percent(Decimal(str(value)))
    choice = field.choice(str(value))
    return choice.label.in_(lang) if choice else str(value)


def payment_words(leaf: Leaf, given: dict[str, Any], total: Decimal, currency: str, lang: str) -> str:
    """What has to be paid before what, in one phrase."""
    terms = filing.payment_terms(leaf, int(total * 100), _fields(leaf, given), currency)
    if leaf.credit_note is not None and not terms:
        return texts.PAY_CREDIT.plain(lang, note=leaf.credit_note.in_(lang))
    if not terms:
        return texts.PAY_FREE.plain(lang)
    said_terms: list[str] = []
    for term in terms:
        if term.checkpoint in ("release", "plan"):
            if term.required_minor >= int(total * 100):
                said_terms.append(texts.PAY_ALL_RELEASE.plain(lang))
            else:
                amount = formats.money(Decimal(term.required_minor) / 100, currency)
                share = formats.percent(term.share) if term.share is not None else amount
                said_terms.append(texts.PAY_SHARE_RELEASE.plain(lang, share=share, amount=amount))
        elif term.checkpoint == "ship":
            said_terms.append(texts.PAY_SHARE_SHIP.plain(lang))
    return "，".join(said_terms)


# ── filing ─────────────────────────────────────────────────────────────────────────────────


def value_of(session: Any, leaf: Leaf, field: Field, answers: dict[str, Any]) -> Any:
    """An answer: given, or else the customer's last one, or else the book's default."""
    if field.key in answers:
        return answers[field.key]
    if field.from_last:
        last = answers.get("_last", {}).get(field.key)
        if last is not None:
            return last
    if field.kind is FieldKind.DATE or field in leaf.fields:
        return None
    return str(field.default) if isinstance(field.default, Decimal) else field.default


def _fields(leaf: Leaf, given: dict[str, Any]) -> dict[str, Any]:
    """The answers that have no column of their own."""
    columns = {FieldKind.CUSTOMER, FieldKind.LINES}
    return {
        field.key: given[field.key]
        for field in leaf.all_fields
        if field.kind not in columns and given.get(field.key) is not None
    }


def new_order(leaf: Leaf, draft: Any) -> NewOrder:
    """The complete draft as the services file it."""
    answers = draft.answers
    given = {field.key: value_of(None, leaf, field, answers) for field in leaf.all_fields}
    customer_field, lines_field = leaf.field_of_kind(FieldKind.CUSTOMER), leaf.field_of_kind(FieldKind.LINES)
    wanted = given.get("requested_on") or {}
    assert lines_field is not None
    return NewOrder(
        leaf=leaf.key,
        lines=tuple(
            NewLine(
                int(line["product"]), Decimal(line["quantity"]), Decimal(line["price"]) if line.get("price") else None
            )
            for line in answers[lines_field.key]
        ),
        customer_id=int(answers[customer_field.key]["id"]) if customer_field else None,
        requested_on=date.fromisoformat(wanted["on"]) if "on" in wanted else None,
        days_after_payment=int(wanted["after"]) if "after" in wanted else None,
        fields=_fields(leaf, given),
        draft_id=draft.id,
    )
