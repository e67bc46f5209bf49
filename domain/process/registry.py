"""The closed vocabulary of the book: what a name in it may be, and which parameters it takes.

A rule, a kind of field or a fact is code; its one line here lets a book use it. The predicates
that answer to these names live in `domain/gates`, `domain/reminders` and `services/reminders/subjects`. Each fact
needs somebody who finds what it is about, or the import fails; without a predicate a fact holds while it is found.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum, auto

from domain.process.names import Checkpoint, FieldKind
from domain.process.words import ParamValue


class ParamKind(Enum):
    """The shape of a parameter."""

    WORDS = auto()
    TEXT = auto()
    FLAG = auto()
    COUNT = auto()
    PERCENT = auto()
    AMOUNT = auto()
    CHOICES = auto()
    """Several of a closed set of names."""
    CHOICE = auto()
    """One of a closed set of names."""


@dataclass(frozen=True, slots=True)
class Param:
    """One parameter: its shape, whether it must be there, what it is when it is not."""

    kind: ParamKind
    required: bool = False
    default: ParamValue | None = None
    among: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleSpec:
    """A gate rule: at which checkpoints it makes sense, and its parameters."""

    checkpoints: frozenset[Checkpoint]
    params: dict[str, Param] = field(default_factory=dict)
    passing: bool = False
    """Asked when the order passes that very checkpoint; what has passed it is not stopped by it afterwards."""


@dataclass(frozen=True, slots=True)
class KindSpec:
    """A kind of field: whether it offers choices, whether it must, and its parameters."""

    params: dict[str, Param] = field(default_factory=dict)
    takes_choices: bool = False
    needs_choices: bool = False


@dataclass(frozen=True, slots=True)
class FactSpec:
    """What a reminder is about: the anchors it may count from, and what can end it."""

    anchors: frozenset[str]
    enders: frozenset[str]
    at_gate: bool = False
    """Is about one gate, so that the rule must name the checkpoint."""
    about_money: bool = False
    """Only makes sense for a leaf with a payment condition."""
    holds_gate: bool = False
    """What it is about keeps a gate closed, or should: nobody may mute it."""
    counted: bool = False
    """Stands once there are so many within a time: the rule names `least` and `within`."""
    of_customer: bool = False
    """Is about all orders of a customer together, from a `share` on. No history of one order tells of it, so only a line
    of the morning digest can be about it, which asks anew each day."""


ORDER = frozenset({Checkpoint.RELEASE, Checkpoint.PLAN, Checkpoint.SHIP, Checkpoint.STOCK_IN})

# Exemptions of `signoff`: name -> the parameters of the rule that it reads.
EXEMPTIONS: dict[str, tuple[str, ...]] = {
    "within_sample_limits": ("max_pieces_per_line", "max_order_value"),
}

GATE_RULES: dict[str, RuleSpec] = {
    # A named approval (放行) by the department, bound to the order's revision.
    "signoff": RuleSpec(
        ORDER,
        {
            "name": Param(ParamKind.TEXT, required=True),
            "words": Param(ParamKind.WORDS, required=True),
            "unless": Param(ParamKind.CHOICE, among=tuple(EXEMPTIONS)),
            "max_pieces_per_line": Param(ParamKind.COUNT),
            "max_order_value": Param(ParamKind.AMOUNT),
        },
    ),
    # A shipping notice (发货通知) stands for what is about to leave.
    "shipping_notice": RuleSpec(frozenset({Checkpoint.SHIP})),
    # 成品检验放行: no more of a line leaves than quality let go, where its goods have one of these supplies.
    "inspection": RuleSpec(
        frozenset({Checkpoint.SHIP}),
        {"supply": Param(ParamKind.CHOICES, required=True, among=("stock", "make", "buy"))},
    ),
    # No more goes into stock than was approved, but for this much over.
    "within_approved_quantity": RuleSpec(
        frozenset({Checkpoint.STOCK_IN}), {"over_receipt": Param(ParamKind.PERCENT, required=True)}
    ),
    # Credit limit and overdue receivables; not enabled it passes and cards carry the note. `overdue_days` are borne,
    # one more blocks. `terms` and `days` name the fields that say when goods that left are to be paid.
    "credit": RuleSpec(
        frozenset({Checkpoint.RELEASE, Checkpoint.SHIP}),
        {
            "enabled": Param(ParamKind.FLAG, required=True),
            "note": Param(ParamKind.WORDS),
            "overdue_days": Param(ParamKind.COUNT, default=7),
            "terms": Param(ParamKind.TEXT, default="terms"),
            "days": Param(ParamKind.TEXT, default="terms_days"),
        },
        passing=True,
    ),
    # What the order rests on (下单依据) is one of these papers, for totals of `above` and more.
    "basis_on_paper": RuleSpec(
        frozenset({Checkpoint.RELEASE}),
        {
            "field": Param(ParamKind.TEXT, required=True),
            "papers": Param(ParamKind.CHOICES, required=True),
            "above": Param(ParamKind.AMOUNT),
        },
    ),
}

FIELD_KINDS: dict[FieldKind, KindSpec] = {
    FieldKind.CUSTOMER: KindSpec(),
    FieldKind.LINES: KindSpec(
        {
            "price": Param(ParamKind.CHOICE, required=True, among=("ask", "list", "none")),
            "supply": Param(
                ParamKind.CHOICES,
                among=("stock", "make", "buy"),
                default=("stock", "make", "buy"),
            ),
            "ask_quantity": Param(ParamKind.WORDS, required=True),
            "ask_price": Param(ParamKind.WORDS),
        }
    ),
    FieldKind.DATE: KindSpec(
        {
            # Working days from today: the first date that is offered.
            "usual_days": Param(ParamKind.COUNT),
            # Working days after payment: offered as an answer, stored instead of a date.
            "after_payment": Param(ParamKind.COUNT),
            # What cards call it, where that is shorter than its label: 到货.
            "on_card": Param(ParamKind.WORDS),
        }
    ),
    FieldKind.CHOICE: KindSpec(takes_choices=True, needs_choices=True),
    FieldKind.PERCENT: KindSpec(
        {
            "other": Param(ParamKind.FLAG, default=True),
            "least": Param(ParamKind.PERCENT),
            "most": Param(ParamKind.PERCENT),
        },
        takes_choices=True,
    ),
    FieldKind.TEXT: KindSpec({"max_length": Param(ParamKind.COUNT, default=200)}),
    FieldKind.NUMBER: KindSpec({"unit": Param(ParamKind.WORDS)}),
    FieldKind.MONEY: KindSpec(),
    FieldKind.DAYS: KindSpec({"most": Param(ParamKind.COUNT, default=366)}),
    # The choices are the papers that it can be: 合同, 客户PO, 截图, 口头.
    FieldKind.ATTACHMENT: KindSpec(takes_choices=True),
    FieldKind.CONTACT: KindSpec(),
    FieldKind.PLACE: KindSpec(),
    FieldKind.PHONE: KindSpec(),
}

# Rules of the first look (初筛). Each may be named once more with other parameters under another key.
SCREENING_RULES: dict[str, dict[str, Param]] = {
    # Every required field of the leaf is answered.
    "complete": {},
    # The customer is one of ours, and still active.
    "known_customer": {},
    # No order of this customer was accepted before.
    "first_order": {},
    # A unit price is below `share` of the product's floor price (底价), or of its list price where it has none.
    "price_floor": {
        "share": Param(ParamKind.PERCENT, default=Decimal(1)),
        "list_share": Param(ParamKind.PERCENT),
    },
    # A line costs nothing; with `worth` only where what is given is worth this much, or nobody knows what.
    "free_of_charge": {"worth": Param(ParamKind.AMOUNT)},
    # Fewer working days are left than the slowest product takes.
    "lead_time": {},
    # The same customer, product and quantity was filed within so many days.
    "duplicate": {"days": Param(ParamKind.COUNT, default=7)},
    # The total is this much or more.
    "ceiling": {"amount": Param(ParamKind.AMOUNT, required=True)},
    # A days field says this much or more.
    "days_over": {"of": Param(ParamKind.TEXT, required=True), "most": Param(ParamKind.COUNT, required=True)},
    # A free field is filled: special wishes, a drawing.
    "answered": {"of": Param(ParamKind.TEXT, required=True)},
    # What the order rests on is one of these papers and is there, for totals of `above` and more.
    "required_attachment": {
        "of": Param(ParamKind.TEXT, required=True),
        "papers": Param(ParamKind.CHOICES, required=True),
        "above": Param(ParamKind.AMOUNT),
    },
    # With this order the customer is over its credit limit; not enabled it finds nothing.
    "credit": {"enabled": Param(ParamKind.FLAG, required=True)},
    # Nobody granted the customer credit.
    "credit_granted": {},
    # The customer has not paid something that is due.
    "overdue": {},
}

# Reasons of a gate that a waiver (特批) can stand for: the rule they come from, None for money. What somebody decided
# in person (暂停, a sign-off, a condition of a review) is taken back by them, and no paper stands for the shipping notice.
WAIVABLE: dict[str, str | None] = {
    "payment_missing": None,
    "credit_not_granted": "credit",
    "credit_exceeded": "credit",
    "overdue": "credit",
    "inspection_missing": "inspection",
    "basis_missing": "basis_on_paper",
}

# Why a seat of a review is asked, besides the keys of screening rules.
SEAT_REASONS: frozenset[str] = frozenset({"always", "any"})

# Placeholders that a text of the book may carry, by the key of the text.
PLACEHOLDERS: dict[str, frozenset[str]] = {
    "ask_quantity": frozenset({"product", "unit"}),
    "ask_price": frozenset({"product", "unit"}),
}

# What a screening rule can say of its finding, by rule; `words` and `advice` may use no other placeholder.
FINDING_PLACEHOLDERS: dict[str, frozenset[str]] = {
    "complete": frozenset({"fields"}),
    "price_floor": frozenset({"product", "price", "floor", "short"}),
    "free_of_charge": frozenset({"product", "ceiling"}),
    "lead_time": frozenset({"product", "usual", "left", "earliest"}),
    "duplicate": frozenset({"number", "days"}),
    "ceiling": frozenset({"ceiling"}),
    "days_over": frozenset({"days", "most"}),
    "answered": frozenset({"said"}),
    "credit": frozenset({"limit", "used", "over"}),
    "overdue": frozenset({"amount", "days"}),
}

# What a question of an impact statement (影响说明) may name: the day that the change asks for.
IMPACT_PLACEHOLDERS: frozenset[str] = frozenset({"day"})

# Moments from which a reminder counts.
ANCHORS: frozenset[str] = frozenset(
    {
        "accepted",
        "released",  # the order was released (下达)
        "ready",  # goods reported ready (备齐), and before that the day planned for it
        "slip_sent",
        "asked",  # somebody was asked: for an opinion, for a statement, for a return
        "change_due",  # when a change should be decided (时限)
        "hold_due",  # when it should be said what becomes of a held order
        "condition_due",
        "task_due",
        "reported",  # a task was taken, or how far it is was said
        "promised",  # the promised day (承诺交期)
        "credit_due",  # the day on which the oldest batch that is not paid is due (账期)
        "closed_again",  # money of a released order fell below what its gate asks
        "changed",  # a change was carried out
        "noticed",  # a shipping notice (发货通知)
        "shipped",  # a batch left
        "waiver_ends",
    }
)

# Facts that stop a reminder.
ENDERS: frozenset[str] = frozenset(
    {
        "paid",
        "gate_open",
        "slip_decided",
        "cancelled",
        "change_decided",
        "lifted",
        "answered",
        "met",
        "done",
        "left",
        "collected",
        "credit_low",  # less of the credit is used than the share again (回落)
        "loaded",
        "signed",
        "on_paper",
        "waiver_over",
        "after_sale_over",
    }
)


OURS: frozenset[str] = frozenset({"digest", "draft", "watch"})
"""Names under which the program keeps what no rule of a book asks; no rule is called so, nor has a dot in its name."""


def _fact(anchors: str, enders: str, **more: bool) -> FactSpec:
    return FactSpec(frozenset(anchors.split()), frozenset(enders.split()), **more)


FACTS: dict[str, FactSpec] = {
    # Confirmed money is less than a gate asks.
    "payment_short": _fact("accepted ready", "paid gate_open", at_gate=True, about_money=True, holds_gate=True),
    # A batch that left on credit (账期) is not paid.
    "credit_unpaid": _fact("credit_due", "collected", holds_gate=True),
    # A customer uses this share of its credit (信用占用), or more.
    "credit_high": _fact("released", "credit_low", of_customer=True),
    # A slip (水单) waits for finance.
    "slip_unconfirmed": _fact("slip_sent", "slip_decided", about_money=True, holds_gate=True),
    # Accepted, and a gate is still closed (卡单).
    "gate_stuck": _fact("accepted", "gate_open", holds_gate=True),
    # Released, and its money is short again: a refund, a bounce, a dearer change (开闸后退款).
    "gate_closed_again": _fact("closed_again", "gate_open", about_money=True, holds_gate=True),
    # An opinion is asked for (审批): a review, or a waiver.
    "seat_open": _fact("asked", "answered", holds_gate=True),
    # A change (变更) waits for statements of departments, or for votes.
    "change_open": _fact("change_due", "change_decided", holds_gate=True),
    # A department has not said what a change means for it (影响说明).
    "impact_open": _fact("asked", "answered"),
    # A change was carried out while goods of the order were being made or bought (生产中改单).
    "changed_at_work": _fact("changed", "done"),
    # So many changes of one order were carried out within a time (变更频繁).
    "changes_frequent": _fact("changed", "left", counted=True),
    # The order is held (暂停), and nobody has said how it goes on.
    "on_hold": _fact("hold_due", "lifted", holds_gate=True),
    # A condition of a review (评审条件) is not met.
    "condition_open": _fact("condition_due", "met", holds_gate=True),
    # A task (备料, 生产, 检验) is not done.
    "task_open": _fact("task_due", "done"),
    # What is to be bought for an order (备料, 采购) is not there.
    "purchase_open": _fact("task_due", "done"),
    # Whoever has taken a task says nothing of how far it is (无进展汇报).
    "task_silent": _fact("reported", "done"),
    # Goods that were promised have not left.
    "delivery_open": _fact("promised", "left"),
    # A shipping notice (发货通知) that may be loaded is not.
    "notice_open": _fact("noticed", "loaded"),
    # Goods left, and nobody has noted that the customer signed (签收).
    "unsigned": _fact("shipped", "signed"),
    # An order rests on somebody's word (口头) alone.
    "basis_spoken": _fact("accepted", "on_paper"),
    # A waiver (特批) that was granted is not used.
    "waiver_unused": _fact("waiver_ends", "waiver_over"),
    # A return or an allowance (退货, 折让) is not decided, or its goods are not back.
    "after_sale_open": _fact("asked", "after_sale_over"),
}

# Facts that make a first reminder come sooner.
SOONER: frozenset[str] = frozenset({"ready_to_ship", "urgent", "leaves_today"})

# Recipients besides department keys and `<department>.interface`, `<department>.head`.
PEOPLE: frozenset[str] = frozenset({"sales_person", "keeper", "managing"})
OFFICES: frozenset[str] = frozenset({"interface", "head"})

# Recipients of reminders alone. `waited_for`: in private whoever can end it, the interface person where a department can;
# `.group`: where their department is met; `.deputy`: who stands in for them; `.head`: the head of their department.
WAITED_FOR: frozenset[str] = frozenset({"waited_for", "waited_for.group", "waited_for.deputy", "waited_for.head"})
