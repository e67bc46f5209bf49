"""Gates: whether an order may pass a checkpoint, judged from current facts, with every reason at once.

A payment condition and a named rule of the book stand at checkpoints; this module answers for both.
Nothing here was set earlier by somebody: the same facts give the same answer at any time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, cast

from domain.batches import most_to_leave, part_due, value_of
from domain.process.names import Checkpoint
from domain.process.registry import GATE_RULES
from domain.process.types import Book, GateRule, Leaf
from domain.waivers import Waiver, standing_in


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason why a checkpoint is closed, and the department that can clear it."""

    code: str
    department: str
    facts: Mapping[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True)
class Term:
    """So much money, in minor units and cumulative, is due before this checkpoint."""

    checkpoint: Checkpoint
    required_minor: int
    in_proportion: bool = False
    """按已收比例发货: each batch asks for its own part of it."""


@dataclass(frozen=True, slots=True)
class LineFacts:
    """One line as gates see it. Quantities in the product's unit, values in minor units."""

    line_id: int
    quantity: Decimal
    amount_minor: int
    ready: Decimal = Decimal(0)
    shipped: Decimal = Decimal(0)
    stocked: Decimal = Decimal(0)
    value_minor: int = 0
    """What the goods are worth at list price, where the order itself has no prices."""
    supply: str = ""
    made: Decimal = Decimal(0)
    """What was reported made or bought."""
    passed: Decimal = Decimal(0)
    """What quality has let go (检验放行), less what it took back."""
    code: str = ""

    @property
    def may_leave(self) -> Decimal:
        """What is ready and wanted, and has not left: a change may have come after more was packed."""
        return max(min(self.ready, self.quantity) - self.shipped, Decimal(0))


@dataclass(frozen=True, slots=True)
class OpenCondition:
    """A condition of the review (评审条件) that is not done: it blocks the checkpoint that it names, and later ones."""

    task_id: int
    blocks: Checkpoint
    department: str
    """Who set it, and says when it is done."""
    words: str
    owner: str
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class CreditFacts:
    """How much credit (信用) the customer of an order has, and what it owes beside this order. Minor units."""

    limit_minor: int | None
    """None: nobody granted credit."""
    others_minor: int
    """What is owed for the customer's other orders on credit that were released: 未收 and 在途."""
    overdue_minor: int = 0
    """Over all orders of the customer."""
    overdue_days: int = 0


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """What is true of an order now."""

    total_minor: int
    minor_per_unit: int
    terms: tuple[Term, ...]
    net_minor: int
    """Money that finance confirmed, net of refunds and bounces, allocated to this order."""
    waiting_minor: int
    """Slips sent and not yet judged. They open nothing; the reader wants to know."""
    on_hold: bool
    revision: int
    signoffs: frozenset[str]
    """Names signed for the current revision."""
    fields: Mapping[str, Any]
    lines: tuple[LineFacts, ...]
    notice_open: bool
    """A shipping notice (发货通知) stands for goods that have not left."""
    today: date
    conditions: tuple[OpenCondition, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    """特批 that were granted and have not expired by now, and those that were used."""
    credit: CreditFacts | None = None
    """Where the leaf is sold on credit."""
    held_minor: int = 0
    """Notes (票据) that finance has and that are not paid yet. They open nothing either."""
    left_minor: int = 0
    """What the batches that have left were worth."""
    noticed: Mapping[int, Decimal] = field(default_factory=dict[int, Decimal])
    """What the open notice says is to leave, by line."""
    credited_minor: int = 0
    """What was let off of it (退货、折让): what finance agreed to, once it was done."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to pass: quantities by line, where the checkpoint is about goods."""

    quantities: Mapping[int, Decimal] = field(default_factory=dict[int, Decimal])


Predicate = Callable[[GateRule, OrderFacts, Asked], tuple[Refusal, ...]]
"""Every reason that a rule finds; empty where it is content."""


def judge(
    book: Book, leaf: Leaf, checkpoint: Checkpoint, facts: OrderFacts, asked: Asked | None = None
) -> tuple[Refusal, ...]:
    """Every reason why this checkpoint is closed now, but for what a waiver lets pass; empty when it is open.

    At 发货 what is asked is what the open notice says, where nothing else is named.
    """
    found: list[Refusal] = []
    if facts.on_hold:
        found.append(Refusal("on_hold", leaf.managing_department))
    if asked is None:
        asked = Asked(facts.noticed if checkpoint is Checkpoint.SHIP else {})
    unpaid = _unpaid(book, checkpoint, facts, asked)
    if unpaid is not None:
        found.append(unpaid)
    for condition in facts.conditions:
        if condition.blocks in checkpoint.through():
            told = {"task": condition.task_id, "words": condition.words, "owner": condition.owner}
            if condition.due_on is not None:
                told |= {"due": condition.due_on.isoformat(), "today": facts.today.isoformat()}
            found.append(Refusal("condition_open", condition.department, told))
    for at in _checkpoints_of_rules(checkpoint):
        for rule in leaf.gates.get(at, ()):
            if at is not checkpoint and GATE_RULES[rule.rule].passing:
                continue
            found += PREDICATES[rule.rule](rule, facts, asked)
    return tuple(one for one in found if standing_in(facts.waivers, one, checkpoint, facts.revision) is None)


def waivers_needed(
    book: Book, leaf: Leaf, checkpoint: Checkpoint, facts: OrderFacts, asked: Asked | None = None
) -> tuple[Waiver, ...]:
    """The waivers without which this checkpoint would be closed, those used before left out: passing uses them up."""
    bare = judge(book, leaf, checkpoint, replace(facts, waivers=()), asked)
    found = (standing_in(facts.waivers, one, checkpoint, facts.revision) for one in bare)
    return tuple({one.id: one for one in found if one is not None and not one.used}.values())


def _unpaid(book: Book, checkpoint: Checkpoint, facts: OrderFacts, asked: Asked) -> Refusal | None:
    """Money that is missing; in proportion also how much may leave for what is there (`leave`, by line)."""
    required = due_minor(facts, checkpoint, asked)
    if required <= facts.net_minor:
        return None
    told: dict[str, Any] = {
        "required": required, "received": facts.net_minor, "missing": required - facts.net_minor,
        "waiting": facts.waiting_minor,
    }  # fmt: skip
    if in_proportion(facts, checkpoint):
        told["leave"] = may_leave(facts, asked)
    return Refusal("payment_missing", book.roles.money, told)


def _checkpoints_of_rules(checkpoint: Checkpoint) -> tuple[Checkpoint, ...]:
    """The plan checkpoint implies release; other rules are asked where they stand."""
    return (Checkpoint.RELEASE, Checkpoint.PLAN) if checkpoint is Checkpoint.PLAN else (checkpoint,)


def required_minor(facts: OrderFacts, checkpoint: Checkpoint) -> int:
    """The money that must be confirmed before this checkpoint, cumulative."""
    due = checkpoint.through()
    return max((_asked_minor(term, facts) for term in facts.terms if term.checkpoint in due), default=0)


def _asked_minor(term: Term, facts: OrderFacts) -> int:
    """What a term asks for: never more than what the order costs less what was let off of it (退货、折让).

    So an order that is paid but for what was let off is paid, and what is refunded of it closes no gate again. A deposit
    stays as it was agreed; goods that have not left are not paid less for than the whole order is.
    """
    if not facts.credited_minor:
        return term.required_minor
    return min(term.required_minor, max(facts.total_minor - facts.credited_minor, 0))


def in_proportion(facts: OrderFacts, checkpoint: Checkpoint) -> bool:
    """Whether at this checkpoint each batch asks for its own part of the money."""
    return checkpoint is Checkpoint.SHIP and any(term.in_proportion for term in facts.terms)


def due_minor(facts: OrderFacts, checkpoint: Checkpoint, asked: Asked) -> int:
    """The money that must be confirmed for this very step: all that is required, or in proportion the batch's part."""
    if not in_proportion(facts, checkpoint):
        return required_minor(facts, checkpoint)
    gone = facts.left_minor + value_of(facts.lines, facts.left_minor, asked.quantities)
    due = checkpoint.through()
    return max(
        part_due(_asked_minor(term, facts), facts.total_minor, gone)
        if term.in_proportion
        else _asked_minor(term, facts)
        for term in facts.terms
        if term.checkpoint in due
    )


def may_leave(facts: OrderFacts, asked: Asked) -> dict[int, Decimal]:
    """Of what is asked, how much the confirmed money lets leave, by line; nothing where other money is missing."""
    whole = max((_asked_minor(t, facts) for t in facts.terms if _before_shipment(t) and not t.in_proportion), default=0)
    if whole > facts.net_minor:
        return {}
    return most_to_leave(
        facts.lines, facts.left_minor, asked.quantities, total_minor=facts.total_minor, paid_minor=facts.net_minor,
        required_minor=max(_asked_minor(t, facts) for t in facts.terms if _before_shipment(t) and t.in_proportion),
    )  # fmt: skip


def _before_shipment(term: Term) -> bool:
    return term.checkpoint in Checkpoint.SHIP.through()


def missing_minor(facts: OrderFacts, checkpoint: Checkpoint) -> int:
    """What is still missing for this checkpoint; zero or less when it is paid."""
    return required_minor(facts, checkpoint) - facts.net_minor


# ── the named rules of the book ────────────────────────────────────────────────────────────


def _signoff(rule: GateRule, facts: OrderFacts, _asked: Asked) -> tuple[Refusal, ...]:
    name = str(rule.params["name"])
    if name in facts.signoffs:
        return ()
    exemption = rule.params.get("unless")
    if exemption is not None and EXEMPTIONS[str(exemption)](rule, facts):
        return ()
    return (Refusal("signoff_missing", rule.department, {"name": name}),)


def _within_sample_limits(rule: GateRule, facts: OrderFacts) -> bool:
    pieces = rule.params.get("max_pieces_per_line")
    value = rule.params.get("max_order_value")
    if isinstance(pieces, int) and any(line.quantity > pieces for line in facts.lines):
        return False
    worth = sum(line.value_minor for line in facts.lines)
    return not isinstance(value, Decimal) or worth <= value * facts.minor_per_unit


def _shipping_notice(rule: GateRule, facts: OrderFacts, _asked: Asked) -> tuple[Refusal, ...]:
    return () if facts.notice_open else (Refusal("notice_missing", rule.department),)


def _inspection(rule: GateRule, facts: OrderFacts, asked: Asked) -> tuple[Refusal, ...]:
    """No more of a line leaves than quality has let go; `lines` says how much each still lacks."""
    lacking = not_passed(rule, facts.lines, asked.quantities)
    if not lacking:
        return ()
    first = next(line for line in facts.lines if line.line_id in lacking)
    told = {"line": first.line_id, "product": first.code, "quantity": lacking[first.line_id], "lines": lacking}
    return (Refusal("inspection_missing", rule.department, told),)


def not_passed(rule: GateRule, lines: Iterable[LineFacts], asked: Mapping[int, Decimal]) -> dict[int, Decimal]:
    """How much of what is asked quality has not let go, by line."""
    lacking: dict[int, Decimal] = {}
    for line in lines:
        leaves = asked.get(line.line_id, Decimal(0))
        if leaves > 0 and inspected(rule, line) and line.shipped + leaves > line.passed:
            lacking[line.line_id] = min(line.shipped + leaves - line.passed, leaves)
    return lacking


def inspected(rule: GateRule, line: LineFacts) -> bool:
    """Whether goods of this supply are held for quality."""
    supplies = rule.params["supply"]
    assert isinstance(supplies, tuple)
    return line.supply in supplies


def inspection_rule(leaf: Leaf) -> GateRule | None:
    """The rule of a leaf that holds goods for quality; None where nothing is held."""
    return next((rule for rule in leaf.gates.get(Checkpoint.SHIP, ()) if rule.rule == "inspection"), None)


def _within_approved_quantity(rule: GateRule, facts: OrderFacts, asked: Asked) -> tuple[Refusal, ...]:
    over = rule.params["over_receipt"]
    assert isinstance(over, Decimal)
    for line in facts.lines:
        ceiling = line.quantity * (1 + over)
        if line.stocked + asked.quantities.get(line.line_id, Decimal(0)) > ceiling:
            return (Refusal("over_quantity", rule.department, {"line": line.line_id, "ceiling": ceiling}),)
    return ()


def _credit(rule: GateRule, facts: OrderFacts, _asked: Asked) -> tuple[Refusal, ...]:
    """Credit granted, enough of it, nothing overdue for long. An order that owes nothing uses no credit."""
    if not rule.params["enabled"] or own_credit_minor(facts) == 0:
        return ()
    credit, over, found = _credit_of(facts), credit_over_minor(facts), list[Refusal]()
    if credit.limit_minor is None:
        found.append(Refusal("credit_not_granted", rule.department, {"amount": own_credit_minor(facts)}))
    elif over > 0:
        told = {"limit": credit.limit_minor, "used": credit_used_minor(facts), "over": over}
        found.append(Refusal("credit_exceeded", rule.department, told))
    borne = rule.params["overdue_days"]
    assert isinstance(borne, int)
    if credit.overdue_minor > 0 and credit.overdue_days > borne:
        told = {"amount": credit.overdue_minor, "days": credit.overdue_days}
        found.append(Refusal("overdue", rule.department, told))
    return tuple(found)


def _credit_of(facts: OrderFacts) -> CreditFacts:
    if facts.credit is None:  # passing in silence would be worse
        raise ValueError("an order on credit is judged without the facts of its customer's credit")
    return facts.credit


def own_credit_minor(facts: OrderFacts) -> int:
    """What this order itself uses of the customer's credit: all that is not paid yet."""
    return max(facts.total_minor - facts.credited_minor - facts.net_minor, 0)


def credit_used_minor(facts: OrderFacts) -> int:
    """未收 + 在途 + 本单."""
    return _credit_of(facts).others_minor + own_credit_minor(facts)


def credit_over_minor(facts: OrderFacts) -> int:
    """By how much the customer is over its limit with this order; zero without a limit, which is another matter."""
    limit = _credit_of(facts).limit_minor
    return max(credit_used_minor(facts) - limit, 0) if limit is not None else 0


def _basis_on_paper(rule: GateRule, facts: OrderFacts, _asked: Asked) -> tuple[Refusal, ...]:
    missing = paper_missing(rule, facts.fields, facts.total_minor, facts.minor_per_unit)
    return (Refusal("basis_missing", rule.department),) if missing else ()


def paper_missing(rule: GateRule, fields: Mapping[str, Any], total_minor: int, minor_per_unit: int) -> bool:
    """The paper must be named *and* be there: a word alone proves nothing."""
    above = rule.params.get("above")
    if isinstance(above, Decimal) and total_minor < above * minor_per_unit:
        return False
    papers = rule.params["papers"]
    assert isinstance(papers, tuple)
    return not named_papers(fields.get(str(rule.params["field"])), papers)


def named_papers(answer: object, papers: tuple[str, ...]) -> bool:
    """Whether the answer of an attachment field names one of these papers, and it is there."""
    given = cast("dict[str, Any]", answer) if isinstance(answer, dict) else {}
    return given.get("choice") in papers and int(given.get("files", 0)) > 0


EXEMPTIONS: dict[str, Callable[[GateRule, OrderFacts], bool]] = {"within_sample_limits": _within_sample_limits}

PREDICATES: dict[str, Predicate] = {
    "signoff": _signoff,
    "shipping_notice": _shipping_notice,
    "inspection": _inspection,
    "within_approved_quantity": _within_approved_quantity,
    "credit": _credit,
    "basis_on_paper": _basis_on_paper,
}

if PREDICATES.keys() != GATE_RULES.keys():  # a table is checked when it is built
    raise ValueError(f"gate rules without a predicate or the other way round: {PREDICATES.keys() ^ GATE_RULES.keys()}")
