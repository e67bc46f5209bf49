"""The order form: plain questions find the type, the leaf's fields follow, the read-back confirms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from domain.money import to_minor
from domain.process.fields import Field
from domain.process.names import FieldKind, MoneyView, PriceMode
from domain.process.types import Book, Leaf, Question
from handlers.changes import drafting
from handlers.changes import texts as change_texts
from handlers.forms.kinds import KINDS, Asking, press
from handlers.forms.papers import files_of
from handlers.forms.registry import Remarks, enter
from handlers.forms.standing import stand
from handlers.forms.steps import SUMMARY, Choice, Step, Words, extra_of_leaf, of_book, of_leaf, said
from handlers.making_good import texts as making_good_texts
from handlers.new_order import completing, one_line, principal, read_back, rechecking, screened, texts
from handlers.new_order import customers as _customers  # noqa: F401 - brings its kind of step
from handlers.new_order import lines as _lines  # noqa: F401 - and so does this
from handlers.new_order.leaf_choice import DEEPER, LEAF, QUESTION, leaf_of
from handlers.new_order.line_state import PAID, QUANTITY, customer_in, total_of
from handlers.say import Button
from handlers.turn import House, Turn
from handlers.view import View
from services import filing
from services.changes.drafting import changed_order
from services.filing import NewLine, NewOrder
from services.making_good import made_good_by
from services.repeating import copied_order
from services.returning import completed_order
from services.screening import Blocked


class OrderForm:
    """Filing an order."""

    name = "order"
    keeps_files = True

    def steps(self, house: House, draft: Any) -> tuple[Step, ...]:
        """Questions up to the leaf, then its fields. The customer is asked before the last question,
        where every type that it can lead to has one, so that the customer's usual type comes first."""
        questions = (*principal.steps(draft), *_questions(house.book, draft))
        leaf = leaf_of(house.book, draft)
        if leaf is None:
            return questions
        asked_before = {step.key for step in questions}
        return questions + tuple(
            _with_money(step, leaf, draft) for step in of_leaf(leaf) if step.key not in asked_before
        )

    def extra(self, house: House, draft: Any) -> tuple[Step, ...]:
        leaf = leaf_of(house.book, draft)
        return extra_of_leaf(leaf) if leaf else ()

    def heading(self, house: House, draft: Any, lang: str) -> Markup:
        leaf = leaf_of(house.book, draft)
        completes = completed_order(draft)
        customer = customer_in(draft.answers) if leaf is None or leaf.has_customer else None
        changes, makes_good = changed_order(draft), draft.answers.get("_makes_good")
        parts = [
            texts.COMPLETING.plain(lang, number=completes[1]) if completes else "",
            making_good_texts.HEADING.plain(lang, number=makes_good["number"])
            if makes_good and not completes and not changes
            else "",
            change_texts.CHANGING.plain(lang, number=changes[1]) if changes else "",
            principal.named(draft, lang),
            customer["name"] if customer else "",
            leaf.short.in_(lang) if leaf else "",
        ]
        return Markup(" · ").join([part for part in parts if part] or [texts.NEW_ORDER(lang)])

    def summary(self, session: Any, house: House, draft: Any, lang: str) -> tuple[Markup, ...]:
        leaf = leaf_of(house.book, draft)
        if leaf is None:
            return ()
        return read_back.lines_of(session, house, leaf, draft, given_of(leaf, draft), lang)

    def finished(self, session: Any, house: House, draft: Any, lang: str) -> tuple[Markup, ...]:
        completes = completed_order(draft)
        changes = changed_order(draft)
        if changes is not None:
            return (change_texts.DRAFT_DONE(lang, number=changes[1]),)
        if completes is not None:
            return (texts.COMPLETED(lang, number=completes[1]),)
        return (texts.SUBMITTED(lang, number=filing.number_of_draft(session, draft.id) or ""),)

    def recheck(self, turn: Turn, draft: Any) -> dict[str, Any]:
        """What others did since: a product is sold no more, the list changed."""
        leaf = leaf_of(turn.book, draft)
        if leaf is None or changed_order(draft) is not None:  # what was agreed may be sold no more, and still be agreed
            return {}
        return rechecking.overtaken(turn, leaf, draft)

    def hear(self, turn: Turn, draft: Any, text: str) -> bool:
        """A whole order typed into the form."""
        return one_line.hear(turn, draft, text)

    def shortcuts(self, session: Any, house: House, draft: Any, lang: str, today: date) -> tuple[Button, ...]:
        """An address that is lacking; and 再来一单 changes quantity and day more than anything."""
        leaf = leaf_of(house.book, draft)
        place: tuple[Button, ...] = ()
        if leaf is not None and draft.step is SUMMARY and read_back.lacks_place(leaf, given_of(leaf, draft)):
            place = (press(draft, texts.BTN_PLACE.plain(lang), "draft.field", step=read_back.PLACE),)
        if not draft.answers.keys() & {"_copied", "_makes_good"} and changed_order(draft) is None:
            return place
        asked = [step for step in self.steps(house, draft) if step.kind in (FieldKind.LINES, FieldKind.DATE)]
        return place + tuple(
            button
            for step in asked
            if step.key in draft.answers
            for button in _changes(Asking(session, house, draft, step, lang, today))
        )

    def remarks(self, view: View, draft: Any) -> Remarks:
        """What screening finds in it now."""
        leaf = leaf_of(view.book, draft)
        if leaf is None or changed_order(draft) is not None:  # the comparison says what a change comes to
            return Remarks()
        copied = draft.answers.get("_copied", {}).get("number")
        found = tuple(
            one
            for one in completing.look(view, draft, new_order(leaf, draft))
            if copied is None or one.facts.get("number") != copied  # that it is like that one is what was asked for
        )
        shown = screened.remarks(view, leaf, draft, found, told=_told(view.book, leaf, draft))
        return completing.introduced(view, draft, shown)

    def submit(self, turn: Turn, draft: Any) -> None:
        leaf = leaf_of(turn.book, draft)
        assert leaf is not None
        if changed_order(draft) is not None:
            try:
                drafting.handed_in(turn, leaf, draft, new_order(leaf, draft))
            except Blocked as blocked:
                self._stopped(turn, leaf, draft, blocked)
            return
        try:
            with turn.session.begin_nested():
                order = completing.file(turn, draft, new_order(leaf, draft))
        except Blocked as blocked:
            self._stopped(turn, leaf, draft, blocked)
        else:
            turn.card("order", f"order:{order.id}", order_id=order.id, answer=True)

    def _stopped(self, turn: Turn, leaf: Leaf, draft: Any, blocked: Blocked) -> None:
        """Nothing is lost: the card says what to mend, and has the way to it."""
        stand(turn, draft, SUMMARY)
        said = screened.stop_words(turn.book, leaf, blocked.found, turn.lang, turn.today, MoneyView.FULL)
        turn.alert(texts.NOT_FILED, what=said)


ORDER_FORM = enter(OrderForm())


def _changes(asking: Asking) -> Iterator[Button]:
    step = asking.step
    if step.kind is FieldKind.DATE:
        yield press(asking.draft, step.label(asking.lang), "draft.field", step=step.key)
        return
    for button in KINDS[step.kind].parts(asking, asking.draft.answers[step.key]):
        if button.act is not None and button.act.args["tool"] == QUANTITY:
            yield button


# ── finding the type ───────────────────────────────────────────────────────────────────────


def _questions(book: Book, draft: Any) -> Iterator[Step]:
    if draft.leaf in book.leaves:
        return
    if draft.answers.get("_types"):
        yield _of_types(book, draft)
        return
    question = book.questions.get(book.first_question)
    path: list[str] = []
    while question is not None:
        path.append(question.key)
        customer = _common_customer(book, question)
        if customer is not None:
            yield of_book(customer)
        yield _step(book, question, draft, deeper=[other for other in book.questions if other not in path])
        answer = str(draft.answers.get(QUESTION + question.key, ""))
        question = book.questions.get(answer.removeprefix(DEEPER)) if answer.startswith(DEEPER) else None


def _of_types(book: Book, draft: Any) -> Step:
    """One question for all: an order in one message leaves little else open."""
    usual = draft.answers.get("_usual")
    leaves = [book.leaves[key] for key in draft.answers["_types"] if key in book.leaves]
    choices = tuple(Choice(f"{LEAF}{leaf.key}", _label(leaf.plain.in_, leaf.key == usual)) for leaf in leaves)
    return Step(
        key=QUESTION + "type", kind=FieldKind.CHOICE, label=said(texts.TYPE), ask=said(texts.ASK_TYPE), choices=choices,
        quiet=True,
    )  # fmt: skip


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
            f"{LEAF}{o.leaf}" if o.leaf else f"{DEEPER}{o.question}",
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


# ── the leaf's own questions ───────────────────────────────────────────────────────────────


def _with_money(step: Step, leaf: Leaf, draft: Any) -> Step:
    """Another customer has another address; and where money is asked for, no line may be without a price."""
    if step.kind is FieldKind.CUSTOMER:
        return replace(step, clears=tuple(field.key for field in leaf.all_fields if field.from_last))
    if step.kind is FieldKind.LINES and leaf.price_mode is PriceMode.LIST:
        return replace(step, params={**step.params, PAID: filing.asks_for_money(leaf, given_of(leaf, draft))})
    return step


def given_of(leaf: Leaf, draft: Any) -> dict[str, Any]:
    """Every field of the leaf: answered, or else as the customer's last time, or else the book's default, or None."""
    return {field.key: _value_of(leaf, field, draft) for field in leaf.all_fields}


def _value_of(leaf: Leaf, field: Field, draft: Any) -> Any:
    answers = draft.answers
    if field.key in answers:
        value = answers[field.key]
        return {**value, "files": files_of(draft)} if field.kind is FieldKind.ATTACHMENT else value
    if field in leaf.fields:  # asked: the last answer is a button, not a guess
        return None
    last = answers.get("_last", {}).get(field.key) if field.from_last else None
    if last is not None:
        return last
    if field.kind is FieldKind.DATE:
        return None
    return str(field.default) if isinstance(field.default, Decimal) else field.default


def _told(book: Book, leaf: Leaf, draft: Any) -> frozenset[str]:
    given, field = given_of(leaf, draft), leaf.field_of_kind(FieldKind.LINES)
    total = total_of(list(given.get(field.key) or ()) if field else [], book.currency)
    return read_back.rules_told(leaf, given, to_minor(total), book.currency)


# ── filing ─────────────────────────────────────────────────────────────────────────────────


def new_order(leaf: Leaf, draft: Any) -> NewOrder:
    """The complete draft as the services file it."""
    given = given_of(leaf, draft)
    customer, lines = leaf.field_of_kind(FieldKind.CUSTOMER), leaf.field_of_kind(FieldKind.LINES)
    wanted, makes_good = given.get("requested_on") or {}, made_good_by(draft)
    assert lines is not None
    return NewOrder(
        leaf=leaf.key,
        lines=tuple(
            NewLine(
                int(line["product"]), Decimal(line["quantity"]), Decimal(line["price"]) if line.get("price") else None
            )
            for line in given[lines.key] or ()
        ),
        customer_id=int(given[customer.key]["id"]) if customer and given[customer.key] else None,
        requested_on=date.fromisoformat(wanted["on"]) if "on" in wanted else None,
        days_after_payment=int(wanted["after"]) if "after" in wanted else None,
        fields={
            field.key: given[field.key]
            for field in leaf.all_fields
            if field.kind not in (FieldKind.CUSTOMER, FieldKind.LINES) and given[field.key] is not None
        },
        draft_id=draft.id,
        copied_from=copied_order(draft),
        makes_good=makes_good[0] if makes_good else None,
        because=makes_good[1] if makes_good else "",
        missing=tuple(field.key for field in leaf.fields if field.required and given[field.key] in (None, [])),
        sales_id=principal.of(draft),
    )
