"""The frozen types of the process book (流程手册).

Everything that differs between order types is a value of these types; code asks them and never
the key of a leaf. The format of the file is explained at the head of `default.toml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from domain.process.assessing import Assessment, ReportRule
from domain.process.changing import ChangePolicy
from domain.process.company import Alternate, Calendar, Department, Roles, Span
from domain.process.deciding import ApprovalPolicy, Review, ScreeningRule, WaiverRule
from domain.process.faults import Fault
from domain.process.fields import Field
from domain.process.names import (
    Checkpoint,
    Ending,
    FieldKind,
    Moment,
    PriceMode,
    Shipping,
    Supply,
    TaskKind,
)
from domain.process.reminding import DigestLine, DraftRule, ReminderRule
from domain.process.words import ParamValue, Words


@dataclass(frozen=True, slots=True)
class ControlPoint:
    """The control point (控制点) of a leaf, and the department that clears it."""

    checkpoint: Checkpoint
    department: str
    words: Words


@dataclass(frozen=True, slots=True)
class When:
    """Holds while the choice field `field` is answered with the choice `choice`."""

    field: str
    choice: str


@dataclass(frozen=True, slots=True)
class PaymentCondition:
    """Money that must be confirmed before a checkpoint.

    Exactly one of `share` (a fraction of the order's current total, 0 < share <= 1), `field` (the
    percent field of the order that holds the share), `rest` (what the other conditions of the leaf
    leave of 100 %) and `amount` (in the book's currency) is set. Conditions add up: at a checkpoint
    the money of every condition there and at earlier ones must be in (`Checkpoint.through`).
    """

    checkpoint: Checkpoint
    share: Decimal | None = None
    amount: Decimal | None = None
    field: str | None = None
    rest: bool = False
    when: When | None = None


@dataclass(frozen=True, slots=True)
class PaymentMethod:
    """How customers pay: 转账, 现金, 银行承兑 …"""

    key: str
    name: Words
    at_once: bool
    """Counts as soon as finance has it; otherwise (商业承兑) only once it is paid on its day."""


@dataclass(frozen=True, slots=True)
class GateRule:
    """A condition of a checkpoint that is not a payment: a name of `registry.GATE_RULES`."""

    rule: str
    department: str
    """Who can clear it."""
    params: Mapping[str, ParamValue]


@dataclass(frozen=True, slots=True)
class Milestone:
    """A key point (关键节点) of a leaf."""

    key: str
    words: Words


@dataclass(frozen=True, slots=True)
class Notice:
    """Who is told at a moment; of lines with this `supply` only, where one is given.

    Recipients: a department key (its group), `X.interface` or `X.head` (a person of department X),
    `sales_person` (who filed it, or for whom it was filed), `keeper` (跟单), `managing` (the
    group of the leaf's managing department).
    """

    moment: Moment
    to: tuple[str, ...]
    supply: Supply | None = None


@dataclass(frozen=True, slots=True)
class SupplyTask:
    """A task that a release makes for lines of one supply."""

    kind: TaskKind
    department: str
    supply: Supply
    due_before: int
    """Working days before the delivery date."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One order type: everything that distinguishes it from the others."""

    key: str
    path: tuple[Words, ...]
    """Names from the root of the tree to this leaf, itself included."""
    name: Words
    plain: Words
    """In plain words, on buttons: 全款到了再排产."""
    short: Words
    """In the head line of cards: 款到排产."""
    number_prefix: str
    managing_department: str
    control_points: tuple[ControlPoint, ...]
    key_point: Words
    """What the management of this type turns on (管理关键)."""
    milestones: tuple[Milestone, ...]
    fields: tuple[Field, ...]
    """Asked, in this order."""
    defaults: tuple[Field, ...]
    """Not asked: filled from what is known, shown on the read-back, changed there."""
    payment_conditions: tuple[PaymentCondition, ...]
    gates: Mapping[Checkpoint, tuple[GateRule, ...]]
    notices: tuple[Notice, ...]
    supply_tasks: tuple[SupplyTask, ...]
    reminders: tuple[ReminderRule, ...]
    ends_at: Ending
    ships: Shipping
    said: tuple[str, ...] = ()
    """What people write for this type in one line: 款到发货, 先款后货. Words of several leaves are asked about."""
    said_beside: tuple[str, ...] = ()
    """Words of other leaves that do not contradict one of `said`: 定金 30%，款到发货 is still a deposit."""
    screening: tuple[ScreeningRule, ...] = ()
    review: Review | None = None

    @property
    def all_fields(self) -> tuple[Field, ...]:
        """Asked fields, then those with defaults."""
        return self.fields + self.defaults

    def field(self, key: str) -> Field | None:
        """The field with this key, asked or not."""
        return next((field for field in self.all_fields if field.key == key), None)

    def field_of_kind(self, kind: FieldKind) -> Field | None:
        """The first field of this kind."""
        return next((field for field in self.all_fields if field.kind is kind), None)

    @property
    def has_customer(self) -> bool:
        """Whether an order of this type is for a customer."""
        return self.field_of_kind(FieldKind.CUSTOMER) is not None

    @property
    def price_mode(self) -> PriceMode:
        """Where the prices of its lines come from."""
        lines = self.field_of_kind(FieldKind.LINES)
        return PriceMode(str(lines.params["price"])) if lines else PriceMode.NONE

    @property
    def has_price(self) -> bool:
        """Whether its lines carry prices."""
        return self.price_mode is not PriceMode.NONE

    def checkpoints(self) -> tuple[Checkpoint, ...]:
        """The checkpoints that an order of this type meets while it is executed."""
        return (Checkpoint.RELEASE, Checkpoint.PLAN, self.ends_at.checkpoint)

    def conditions_at(self, checkpoint: Checkpoint) -> tuple[PaymentCondition, ...]:
        """The payment conditions that stand at this checkpoint itself."""
        return tuple(c for c in self.payment_conditions if c.checkpoint is checkpoint)

    @property
    def credit_note(self) -> Words | None:
        """What cards say about credit while its rule is not enabled (信用未启用)."""
        off = (rule.params.get("note") for rule in self._credit_rules() if not rule.params["enabled"])
        return next((note for note in off if isinstance(note, Words)), None)

    @property
    def credit_rule(self) -> GateRule | None:
        """The rule by which credit is judged; None for a leaf that is not sold on credit, or not judged by it."""
        return next((rule for rule in self._credit_rules() if rule.params["enabled"]), None)

    def credit_at(self, checkpoint: Checkpoint) -> bool:
        """Whether the customer's credit is judged at this very checkpoint."""
        return any(rule.rule == "credit" and rule.params["enabled"] for rule in self.gates.get(checkpoint, ()))

    def _credit_rules(self) -> tuple[GateRule, ...]:
        return tuple(rule for rules in self.gates.values() for rule in rules if rule.rule == "credit")


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a question of intake; it leads to a leaf or to another question."""

    label: Words
    leaf: str | None = None
    question: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One of the at most three plain questions that find the type."""

    key: str
    ask: Words
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """A node of the 层次图: a branch with children, or a leaf (`leaf` is its key)."""

    key: str
    name: Words
    children: tuple[Node, ...] = ()
    leaf: str | None = None


@dataclass(frozen=True, slots=True)
class Book:
    """A process book that has passed every check."""

    revision: str
    """First 12 hex digits of the SHA-256 of the file: orders keep it."""
    source: str
    title: Words
    currency: str
    rounding: str
    """A rounding mode of `decimal`."""
    departments: Mapping[str, Department]
    roles: Roles
    checkpoint_names: Mapping[Checkpoint, Words]
    calendar: Calendar
    tree: Node
    leaves: Mapping[str, Leaf]
    first_question: str
    questions: Mapping[str, Question]
    reminders: Mapping[str, ReminderRule]
    digest: tuple[DigestLine, ...]
    approval: ApprovalPolicy = field(default_factory=ApprovalPolicy)
    change: ChangePolicy | None = None
    """None: a book of before changes could be asked for; the company's present one says how."""
    waivers: tuple[WaiverRule, ...] = ()
    """特批: what stands in none of these is let pass by nobody."""
    methods: Mapping[str, PaymentMethod] = field(default_factory=dict[str, PaymentMethod])
    """By key; empty in a book that names none: everything comes by transfer."""
    assessment: Assessment | None = None
    """定期评估; None: nobody is asked."""
    report: ReportRule | None = None
    """周报 to the management; None: only for who asks."""
    drafts: DraftRule | None = None
    """None: a draft lies until somebody throws it away."""
    write_off_up_to: Decimal = Decimal(0)
    """So much of an order in all finance may give up by itself (尾差); nothing where the book says nothing."""
    warnings: tuple[Fault, ...] = ()

    def waiver_rule(self, checkpoint: Checkpoint, code: str) -> WaiverRule | None:
        """By which rule this reason can be waived at this checkpoint; None where nobody may."""
        return next((rule for rule in self.waivers if checkpoint in rule.checkpoints and code in rule.codes), None)

    def counts_at_once(self, method: str) -> bool:
        """Whether money that came in this way counts as soon as finance has it."""
        known = self.methods.get(method)
        return known is None or known.at_once

    def department_name(self, department: str) -> Words:
        """What a department is called; its key where the book has it no more."""
        known = self.departments.get(department)
        return known.name if known else Words(department)

    def hours_of(self, department: str) -> tuple[Span, ...]:
        """Working hours of a department: its own, or the company's."""
        return self.departments[department].hours or self.calendar.hours

    def week_of(self, department: str) -> tuple[frozenset[int], Alternate | None]:
        """Working weekdays of a department, and its day of every other week: its own, or the company's."""
        own = self.departments[department]
        if own.week:
            return own.week, own.alternate
        return self.calendar.week, own.alternate or self.calendar.alternate
