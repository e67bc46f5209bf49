"""One leaf of the book in words, aspect by aspect: for `/process`, for comparing, for `process show`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from domain.process.changing import Factor
from domain.process.company import Department
from domain.process.compare import Allowance, Aspect, Comparison, Item, RuleAt, compare, items_of
from domain.process.deciding import Level, ScreeningRule, WaiverRule
from domain.process.fields import Field
from domain.process.names import Ending, Shipping, Supply
from domain.process.reminding import Quietly, ReminderRule, Wait
from domain.process.types import Book, ControlPoint, GateRule, Leaf, Milestone, Notice, PaymentCondition, SupplyTask
from domain.process.words import Words
from handlers.process import texts
from handlers.process.describe_deciding import allowance, factor, level, waiver
from handlers.process.wording import bracketed, recipient, recipients, wait_in_words
from locales.formats import money, percent


@dataclass(frozen=True, slots=True)
class Section:
    """One aspect of a leaf in words: a heading and its items."""

    aspect: Aspect
    label: str
    items: tuple[str, ...]

    def block(self, lang: str) -> str:
        """The section as text: short items side by side, long ones a line each."""
        if self.aspect in LONG_ITEMS and len(self.items) > 1:
            items = "".join(f"\n· {item}" for item in self.items)
        else:
            items = SEPARATOR.get(self.aspect, texts.LIST_COMMA.plain(lang)).join(self.items)
        label = texts.WITH_LABEL.plain(lang, label=self.label)
        return (label.rstrip() if items.startswith("\n") else label) + items


@dataclass(frozen=True, slots=True)
class Difference:
    """One aspect in which two leaves differ, in words."""

    aspect: Aspect
    label: str
    a: tuple[str, ...]
    b: tuple[str, ...]


LONG_ITEMS = frozenset(
    {
        Aspect.CONTROL_POINTS,
        Aspect.CONDITIONS,
        Aspect.RULES,
        Aspect.WAIVERS,
        Aspect.REVIEW,
        Aspect.NOTICES,
        Aspect.TASKS,
        Aspect.REMINDERS,
        Aspect.CHANGES,
        Aspect.CHANGE_REVIEW,
        Aspect.FACTORS,
    }
)
# Key points follow one another.
SEPARATOR = {Aspect.MILESTONES: " → "}


def leaf_title(leaf: Leaf, lang: str) -> str:
    """销售订单 / 预付订单 / 下单控制: the way through the tree without its root."""
    return " / ".join(name.in_(lang) for name in leaf.path[1:] or leaf.path)


def describe_leaf(book: Book, leaf: Leaf, lang: str) -> tuple[Section, ...]:
    """Everything that the book says of a leaf; aspects without anything to say are left out."""
    sections: list[Section] = []
    for aspect, items in items_of(book, leaf).items():
        words = in_words(book, leaf, aspect, items, lang)
        if words:
            sections.append(Section(aspect, texts.ASPECT[aspect].plain(lang), words))
    return tuple(sections)


def describe_money(book: Book, lang: str) -> tuple[str, ...]:
    """What the book says of money whatever the leaf: the ways to pay, and what may be given up."""
    said: list[str] = []
    if book.methods:
        names = [
            one.name.in_(lang) if one.at_once else texts.METHOD_WHEN_PAID.plain(lang, method=one.name.in_(lang))
            for one in book.methods.values()
        ]
        said.append(texts.METHODS.plain(lang, methods=texts.LIST_COMMA.plain(lang).join(names)))
    if book.write_off_up_to:
        said.append(texts.WRITE_OFF.plain(lang, amount=money(book.write_off_up_to, book.currency)))
    return tuple(said)


def describe_comparison(book: Book, a: str, b: str, lang: str) -> tuple[tuple[Section, ...], tuple[Difference, ...]]:
    """What two leaves have in common, and what only one of them has."""
    comparison: Comparison = compare(book, a, b)
    same = tuple(
        Section(
            row.aspect, texts.ASPECT[row.aspect].plain(lang), in_words(book, comparison.a, row.aspect, row.items, lang)
        )
        for row in comparison.same
    )
    different = tuple(
        Difference(
            row.aspect,
            texts.ASPECT[row.aspect].plain(lang),
            in_words(book, comparison.a, row.aspect, row.a, lang),
            in_words(book, comparison.b, row.aspect, row.b, lang),
        )
        for row in comparison.different
    )
    return same, different


def in_words(book: Book, leaf: Leaf, aspect: Aspect, items: tuple[Item, ...], lang: str) -> tuple[str, ...]:
    """Items of one aspect in words."""
    if aspect is Aspect.CONDITIONS and not leaf.payment_conditions:
        return ((texts.NO_MONEY_FIRST if leaf.has_price else texts.NO_MONEY).plain(lang),)
    return tuple(_item(book, leaf, item, lang) for item in items)


def _item(book: Book, leaf: Leaf, item: Item, lang: str) -> str:
    match item:
        case Words():
            return item.in_(lang)
        case Department() | Field():
            return (item.name if isinstance(item, Department) else item.label).in_(lang)
        case Milestone():
            return item.words.in_(lang)
        case ControlPoint():
            return _control_point(book, item, lang)
        case PaymentCondition():
            return _condition(book, leaf, item, lang)
        case RuleAt():
            return _at(book, item, _rule(book, item.rule, lang), lang)
        case SupplyTask():
            return _task(book, item, lang)
        case ReminderRule():
            return _reminder(book, item, lang)
        case ScreeningRule():
            return bracketed(item.name.in_(lang), [texts.FINDING[item.result].plain(lang)], lang)
        case Level():
            return level(book, leaf, item, lang)
        case Allowance():
            return allowance(item, lang)
        case Factor():
            return factor(item, lang)
        case WaiverRule():
            return waiver(book, item, lang)
        case Shipping():
            return texts.SHIPS[item].plain(lang)
        case Ending():
            return texts.ENDS_AT[item].plain(lang)
        case Notice():
            return _notice(book, item, lang)
        case str():
            return item


def _at(book: Book, item: ControlPoint | PaymentCondition | RuleAt, words: str, lang: str) -> str:
    name = book.checkpoint_names[item.checkpoint].in_(lang)
    return texts.AT_CHECKPOINT.plain(lang, checkpoint=name, words=words)


def _cleared_by(book: Book, department: str, lang: str) -> str:
    return texts.CLEARED_BY.plain(lang, department=book.departments[department].name.in_(lang))


def _control_point(book: Book, point: ControlPoint, lang: str) -> str:
    return _at(book, point, bracketed(point.words.in_(lang), [_cleared_by(book, point.department, lang)], lang), lang)


def _condition(book: Book, leaf: Leaf, condition: PaymentCondition, lang: str) -> str:
    more: list[str] = []
    if condition.share is not None:
        words = texts.SHARE.plain(lang, share=percent(condition.share))
    elif condition.amount is not None:
        words = texts.SHARE_AMOUNT.plain(lang, amount=money(condition.amount, book.currency))
    elif condition.field is not None:
        field = leaf.field(condition.field)
        words = texts.SHARE_FIELD.plain(lang, field=field.label.in_(lang) if field else condition.field)
        more = [choice.label.in_(lang) for choice in field.choices] if field else []
    else:
        words = texts.SHARE_REST.plain(lang)
    if condition.when is not None:
        more.append(_when(leaf, condition.when.field, condition.when.choice, lang))
    return _at(book, condition, bracketed(words, more, lang), lang)


def _when(leaf: Leaf, field_key: str, choice_key: str, lang: str) -> str:
    field = leaf.field(field_key)
    choice = field.choice(choice_key) if field else None
    if field is None or choice is None:
        return ""
    return texts.ONLY_WHEN.plain(lang, field=field.label.in_(lang), choice=choice.label.in_(lang))


RuleWords = Callable[[Book, GateRule, str], str]


def _signoff(book: Book, rule: GateRule, lang: str) -> str:
    words = rule.params["words"]
    name = words.in_(lang) if isinstance(words, Words) else str(words)
    pieces, value = rule.params.get("max_pieces_per_line"), rule.params.get("max_order_value")
    limits = ""
    if isinstance(pieces, int) and isinstance(value, Decimal):
        limits = texts.RULE_UNLESS_SAMPLE.plain(lang, pieces=pieces, amount=money(value, book.currency))
    return bracketed(name, [_cleared_by(book, rule.department, lang), limits], lang)


def _credit(book: Book, rule: GateRule, lang: str) -> str:
    if rule.params["enabled"]:
        return texts.RULE_CREDIT_DAYS.plain(lang, days=str(rule.params["overdue_days"]))
    note = rule.params.get("note")
    off = note.in_(lang) if isinstance(note, Words) else ""
    return bracketed(texts.RULE_CREDIT.plain(lang), [off], lang)


def _paper(book: Book, rule: GateRule, lang: str) -> str:
    above = rule.params.get("above")
    if isinstance(above, Decimal) and above:
        return texts.RULE_PAPER_ABOVE.plain(lang, amount=money(above, book.currency))
    return texts.RULE_PAPER.plain(lang)


def _inspection(book: Book, rule: GateRule, lang: str) -> str:
    supplies = rule.params["supply"]
    assert isinstance(supplies, tuple)
    comma = texts.LIST_COMMA.plain(lang)
    named = comma.join(texts.SUPPLY[Supply(str(one))].plain(lang) for one in supplies)
    return bracketed(texts.RULE_INSPECTION.plain(lang, supply=named), [_cleared_by(book, rule.department, lang)], lang)


def _within_quantity(_book: Book, rule: GateRule, lang: str) -> str:
    over = rule.params["over_receipt"]
    return texts.RULE_WITHIN_QUANTITY.plain(lang, share=percent(over) if isinstance(over, Decimal) else str(over))


RULE_WORDS: dict[str, RuleWords] = {
    "signoff": _signoff,
    "credit": _credit,
    "basis_on_paper": _paper,
    "within_approved_quantity": _within_quantity,
    "inspection": _inspection,
    "shipping_notice": lambda _book, _rule, lang: texts.RULE_SHIPPING_NOTICE.plain(lang),
}


def _rule(book: Book, rule: GateRule, lang: str) -> str:
    return RULE_WORDS[rule.rule](book, rule, lang)


def _notice(book: Book, notice: Notice, lang: str) -> str:
    supply = [texts.SUPPLY[notice.supply].plain(lang)] if notice.supply else []
    moment = bracketed(texts.MOMENT[notice.moment].plain(lang), supply, lang)
    return f"{moment} → {recipients(book, notice.to, lang)}"


def _task(book: Book, task: SupplyTask, lang: str) -> str:
    supply = texts.SUPPLY[task.supply].plain(lang)
    department = book.departments[task.department].name.in_(lang)
    due = texts.TASK_DUE.plain(lang, days=task.due_before)
    return f"{supply} → {bracketed(texts.TASK[task.kind].plain(lang), [department, due], lang)}"


def _from_anchor(anchor: str, waits: list[Wait], lang: str) -> str:
    """承接后 1、3、7 个工作日: waits of one unit and direction, counted from an anchor."""
    if waits[0].count == 0:
        return texts.ANCHOR_THEN[anchor].plain(lang)
    table = texts.ANCHOR_AFTER if waits[0].count > 0 else texts.ANCHOR_BEFORE
    return table[anchor].plain(lang, wait=wait_in_words(waits, lang))


def _reminder(book: Book, rule: ReminderRule, lang: str) -> str:
    comma, groups = texts.LIST_COMMA.plain(lang), groupby((rule.first, *rule.then), _unit_and_direction)
    times = [_from_anchor(rule.since, list(waits), lang) for _, waits in groups]
    if rule.every:
        times.append(texts.REMIND_EVERY.plain(lang, wait=wait_in_words([rule.every], lang)))
    people = recipients(book, rule.to, lang)
    parts = [texts.REMIND.plain(lang, times=comma.join(times), people=people, count=rule.at_most)]
    if rule.within is not None:
        within = wait_in_words([rule.within], lang)
        parts.append(texts.REMIND_COUNTED.plain(lang, wait=within, count=rule.least))
    if rule.sooner:
        sooner = texts.REMIND_SOONER[rule.sooner.fact]
        parts.append(sooner.plain(lang, wait=wait_in_words([rule.sooner.first], lang)))
    if rule.then_to != rule.to and rule.at_most > 1:
        parts.append(texts.REMIND_THEN_TO.plain(lang, people=recipients(book, rule.then_to, lang)))
    for step in rule.escalate:
        time = _from_anchor(rule.since, [step.after], lang)
        parts.append(texts.REMIND_ESCALATE.plain(lang, time=time, people=recipient(book, step.to, lang)))
    if rule.risk is not None:
        time = _from_anchor(rule.since, [rule.risk.after], lang)
        parts.append(texts.REMIND_RISK.plain(lang, time=time, level=texts.LEVEL[rule.risk.level.value].plain(lang)))
    if rule.quiet is Quietly.BREAK_THROUGH:
        parts.append(texts.REMIND_NIGHT.plain(lang))
    return bracketed(rule.name.in_(lang), parts, lang)


def _unit_and_direction(wait: Wait) -> tuple[str, int]:
    return wait.unit, (wait.count > 0) - (wait.count < 0)
