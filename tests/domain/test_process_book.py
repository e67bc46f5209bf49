"""The default book says what PRACTICE §2 says; a company's own book needs no code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import time
from decimal import Decimal
from pathlib import Path

import pytest

from bot.book_file import default_book_bytes, read_book
from domain.approvals import plan
from domain.process.changing import Because, Concern, Weight
from domain.process.faults import BookFaults, Severity
from domain.process.loader import load_book
from domain.process.names import Checkpoint, Ending, FieldKind, Level, Moment, MoneyView, Supply, TaskKind, WaitUnit
from domain.process.registry import FIELD_KINDS, GATE_RULES
from domain.process.reminding import DraftRule, Quietly, Wait
from domain.process.siblings import siblings_alike
from domain.process.types import Book, Leaf, When
from domain.process.words import Words

COMPANY = Path(__file__).parent.parent / "data" / "consignment.toml"
DEFAULT = default_book_bytes().decode()
HAN = re.compile(r"[\u3400-\u9fff]")


@pytest.fixture(scope="module")
def book() -> Book:
    return read_book(None)


@pytest.fixture(scope="module")
def company() -> Book:
    return read_book(COMPANY)


def every_words(value: object) -> Iterator[Words]:
    """All texts anywhere in a book."""
    if isinstance(value, Words):
        yield value
    elif is_dataclass(value):
        for part in fields(value):
            yield from every_words(getattr(value, part.name))
    elif hasattr(value, "values"):
        for part in value.values():
            yield from every_words(part)
    elif isinstance(value, (tuple, list)):
        for part in value:
            yield from every_words(part)


def test_the_default_book_is_clean_and_complete_in_three_languages(book: Book) -> None:
    assert book.warnings == ()
    texts = list(every_words(book))
    assert len(texts) > 300
    assert [words.zh for words in texts if words.missing()] == []
    assert [words.en for words in texts if words.en and HAN.search(words.en)] == []
    # A text that was only copied would still be simplified.
    simplified = set("订单货发财务销产库务样这说问时对么们车还没应买卖标准")
    assert [words.zh_Hant for words in texts if simplified & set(words.zh_Hant or "") - set("务准")] == []


@pytest.mark.parametrize(
    ("key", "prefix", "managing", "control", "asked"),
    [
        ("standard", "XS", "sales", ["release", "ship", "ship"], "customer lines requested_on basis"),
        ("prepaid.release", "XS", "finance", ["release"], "customer lines requested_on basis"),
        ("prepaid.shipment", "XS", "warehouse", ["ship", "ship"], "customer lines requested_on basis"),
        (
            "prepaid.deposit",
            "XS",
            "service",
            ["release", "ship", "ship"],
            "customer lines deposit_share requested_on basis",
        ),
        ("sample", "YP", "sales", ["release", "ship"], "customer lines purpose receiver phone place requested_on"),
        ("stock", "BH", "warehouse", ["release", "stock_in"], "lines requested_on reason use_up_days"),
    ],
)
def test_leaves(book: Book, key: str, prefix: str, managing: str, control: list[str], asked: str) -> None:
    leaf = book.leaves[key]
    assert (leaf.number_prefix, leaf.managing_department) == (prefix, managing)
    assert [point.checkpoint for point in leaf.control_points] == control
    assert [field.key for field in leaf.fields] == asked.split()
    assert leaf.path[0] == book.tree.name
    assert leaf.path[-1] == leaf.name


def money_of(leaf: Leaf) -> list[tuple[str, object]]:
    return [
        (condition.checkpoint.value, condition.share or condition.field or ("rest" if condition.rest else None))
        for condition in leaf.payment_conditions
    ]


def test_payment_conditions_are_one_condition_at_different_checkpoints(book: Book) -> None:
    assert money_of(book.leaves["standard"]) == []
    assert money_of(book.leaves["prepaid.release"]) == [("release", Decimal(1))]
    assert money_of(book.leaves["prepaid.shipment"]) == [("ship", Decimal(1))]
    assert money_of(book.leaves["prepaid.deposit"]) == [("release", "deposit_share"), ("ship", "rest")]
    assert money_of(book.leaves["sample"]) == [("ship", Decimal(1))]
    assert book.leaves["sample"].payment_conditions[0].when == When("charge", "paid")
    assert money_of(book.leaves["stock"]) == []
    share = book.leaves["prepaid.deposit"].field("deposit_share")
    assert share
    assert [choice.key for choice in share.choices] == ["30%", "50%"]
    assert (share.default, share.params["other"]) == (Decimal("0.3"), True)


def rules_of(leaf: Leaf) -> list[tuple[str, str, str]]:
    return [(at.value, rule.rule, rule.department) for at, rules in leaf.gates.items() for rule in rules]


def test_the_other_conditions_of_gates(book: Book) -> None:
    assert rules_of(book.leaves["standard"]) == [
        ("release", "credit", "finance"),
        ("release", "basis_on_paper", "sales"),
        ("ship", "credit", "finance"),
        ("ship", "shipping_notice", "sales"),
        ("ship", "inspection", "quality"),
    ]
    assert rules_of(book.leaves["stock"]) == [
        ("release", "signoff", "finance"),
        ("stock_in", "within_approved_quantity", "warehouse"),
    ]
    (over,) = book.leaves["stock"].gates[Checkpoint.STOCK_IN]
    assert over.params["over_receipt"] == Decimal("0.03")
    limits = book.leaves["sample"].gates[Checkpoint.RELEASE][0].params
    assert (limits["unless"], limits["max_pieces_per_line"], limits["max_order_value"]) == (
        "within_sample_limits",
        5,
        Decimal(500),
    )
    paper = {key: leaf.gates[Checkpoint.RELEASE][-1].params.get("above") for key, leaf in book.leaves.items()}
    assert paper["prepaid.release"] is paper["prepaid.deposit"] is None
    assert paper["prepaid.shipment"] == paper["standard"] == Decimal(50_000)
    credit = book.leaves["standard"].credit_rule
    assert credit
    assert credit.params == {"enabled": True, "overdue_days": 7, "terms": "terms", "days": "terms_days"}
    assert book.leaves["standard"].credit_note is None
    assert book.leaves["prepaid.shipment"].credit_rule is None


def test_what_a_leaf_is_like(book: Book) -> None:
    stock, sample = book.leaves["stock"], book.leaves["sample"]
    assert (stock.has_customer, stock.has_price, stock.ends_at) == (False, False, Ending.STOCK_IN)
    assert (sample.has_customer, sample.has_price, sample.ends_at) == (True, True, Ending.SIGNED)
    delivery = book.leaves["prepaid.release"].field("requested_on")
    assert delivery
    assert (delivery.default, delivery.params["after_payment"]) == ("after_payment", 7)
    plain = book.leaves["prepaid.shipment"].field("requested_on")
    assert plain
    assert plain.default is None
    assert plain.ask == delivery.ask


def test_who_may_see_money(book: Book) -> None:
    views = {key: department.money for key, department in book.departments.items()}
    assert {key for key, view in views.items() if view is MoneyView.FULL} == {
        "sales", "service", "finance", "marketing", "management",
    }  # fmt: skip
    assert {key for key, view in views.items() if view is MoneyView.GATE_ONLY} == {"warehouse"}


def test_who_is_told_at_release_and_what_they_do_depends_on_the_supply(book: Book) -> None:
    leaf = book.leaves["prepaid.shipment"]
    told = {notice.supply: notice.to for notice in leaf.notices if notice.moment is Moment.RELEASED}
    assert told == {
        Supply.STOCK: ("warehouse",),
        Supply.MAKE: ("production", "purchasing", "quality"),
        Supply.BUY: ("purchasing",),
    }
    tasks = [(task.supply, task.kind, task.department) for task in leaf.supply_tasks]
    assert (Supply.MAKE, TaskKind.PURCHASE, "purchasing") in tasks
    assert (Supply.STOCK, TaskKind.PICKING, "warehouse") in tasks
    told_moments = {notice.moment for notice in leaf.notices}
    assert set(Moment) - told_moments == {Moment.STOCKED_IN}


def test_reminders_at_the_times_of_practice(book: Book) -> None:
    def times(key: str) -> list[str]:
        rule = book.reminders[key]
        return [str(wait) for wait in (rule.first, *rule.then, *([rule.every] if rule.every else []))]

    assert times("pay_before_release") == ["1d", "3d", "7d"]
    assert times("pay_before_shipment") == ["-3d", "0d", "2d"]
    assert times("pay_balance") == ["-5d", "0d", "2d"]
    assert times("slip_unconfirmed") == ["2h", "4h"]
    slip = book.reminders["slip_unconfirmed"]
    assert slip.sooner
    assert slip.sooner.first == Wait(30, WaitUnit.WORKING_MINUTES)
    assert [(str(step.after), step.to) for step in slip.escalate] == [("1d", "finance.head")]
    breaking = {key for key, rule in book.reminders.items() if rule.quiet is Quietly.BREAK_THROUGH}
    assert breaking == {"gate_closed_again"}
    assert (times("change_late"), times("hold_long")) == (["0h", "4h"], ["0h", "1d"])
    used = {key: [rule.key for rule in leaf.reminders] for key, leaf in book.leaves.items()}
    everywhere = {
        "review_waits", "impact_waits", "change_late", "changed_at_work", "changes_frequent", "hold_long",
        "condition_due", "progress", "purchase_near", "task_late", "delivery_near", "delivery_late", "waiver_ends",
    }  # fmt: skip
    assert all(everywhere <= set(keys) for keys in used.values())
    sold, to_customers = ["basis_owed"], ["notice_waits", "unsigned", "after_sale_waits"]
    assert {key: [one for one in keys if one not in everywhere] for key, keys in used.items()} == {
        "standard": ["credit_due", *to_customers, *sold],
        "prepaid.release": ["pay_before_release", "slip_unconfirmed", "gate_closed_again", *to_customers, *sold],
        "prepaid.shipment": ["pay_before_shipment", "slip_unconfirmed", "gate_closed_again", *to_customers, *sold],
        "prepaid.deposit": [
            "pay_before_release", "pay_balance", "slip_unconfirmed", "gate_closed_again", *to_customers, *sold,
        ],
        "sample": ["pay_before_shipment", "slip_unconfirmed", "gate_closed_again", *to_customers],
        "stock": [],
    }  # fmt: skip
    risks = {key: rule.risk.level for key, rule in book.reminders.items() if rule.risk is not None}
    assert {key for key, level in risks.items() if level is Level.HIGH} == {
        "gate_closed_again", "changed_at_work", "delivery_late",
    }  # fmt: skip
    stuck = next(line for line in book.digest if line.key == "gate_stuck")
    assert (stuck.to, str(stuck.first), stuck.weekdays, f"{book.calendar.digest_at:%H:%M}") == (
        ("managing",), "3d", (0,), "08:40",
    )  # fmt: skip
    assert book.drafts == DraftRule(time(9), 30)
    used_up = next(line for line in book.digest if line.key == "credit_high")
    assert (used_up.to, used_up.share, str(used_up.first), used_up.weekdays) == (
        ("sales", "finance"), Decimal("0.8"), "0d", (0,),
    )  # fmt: skip


def test_every_leaf_is_found_by_at_most_two_questions(book: Book) -> None:
    found: dict[str, int] = {}
    wait = [(book.first_question, 1)]
    while wait:
        key, asked = wait.pop()
        for option in book.questions[key].options:
            if option.leaf:
                found[option.leaf] = asked
            elif option.question:
                wait.append((option.question, asked + 1))
    assert found.keys() == book.leaves.keys()
    assert max(found.values()) == 2


# ── siblings ───────────────────────────────────────────────────────────────────────────────


def twin(old: str = "", new: str = "") -> str:
    """The default book with a second 发货控制 beside the first, in which `old` became `new`."""
    start = DEFAULT.index('[leaf."prepaid.shipment"]')
    end = DEFAULT.index("# -----", start)
    copy = DEFAULT[start:end].replace("prepaid.shipment", "prepaid.twin")
    # Another name and another sentence do not make another type.
    copy = copy.replace('zh = "发货控制"', 'zh = "款到再发"').replace(
        'zh = "货可以先做，钱不清车不走。"', 'zh = "先收钱。"'
    )
    assert old in copy
    text = DEFAULT[:end] + copy.replace(old, new, 1) + DEFAULT[end:] if old else DEFAULT[:end] + copy + DEFAULT[end:]
    text = text.replace('"prepaid.deposit"]', '"prepaid.deposit", "prepaid.twin"]', 1)
    option = '{ label = { zh = "双", zh_Hant = "雙", en = "Twin" }, leaf = "prepaid.twin" },'
    return text.replace('question = "payment" },\n', f'question = "payment" }},\n    {option}\n', 1)


def test_a_leaf_that_does_not_differ_from_its_sibling_is_a_fault() -> None:
    with pytest.raises(BookFaults) as wrong:
        load_book(twin().encode(), source="book.toml", complete=True)
    (fault,) = wrong.value.faults
    assert fault.place == 'leaf."prepaid.twin"'
    assert 'sibling "prepaid.shipment"' in fault.what


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('managing_department = "warehouse"', 'managing_department = "sales"'),
        ('share = "100%"', 'share = "80%"'),
        ('"ready", "paid_off"', '"ready", "inspected", "paid_off"'),
        ('ships = "all_paid"', 'ships = "in_proportion"'),
    ],
)
def test_one_real_difference_is_enough(old: str, new: str) -> None:
    book = load_book(twin(old, new).encode(), source="book.toml", complete=True)
    assert siblings_alike(book.tree, book.leaves) == ()


# ── changes ────────────────────────────────────────────────────────────────────────────────


def asked_because_of(book: Book, *reasons: str) -> list[list[str]]:
    """Who decides a change, level by level."""
    policy = book.change
    assert policy is not None
    return [[seat.seat.to for seat in level.seats] for level in plan(policy.review, reasons)]


def test_what_a_book_says_of_changes(book: Book) -> None:
    policy = book.change
    assert policy is not None
    assert list(policy.factors) == ["customer", "market", "supply", "policy", "ours"]
    assert [kind.key for kind in policy.factors["supply"].kinds] == ["late", "quality"]
    for factor in policy.factors.values():
        assert min(len(factor.countermeasures), len(factor.contingencies)) >= 2
    assert "place" in policy.told_fields
    assert "freight" not in policy.told_fields
    assert (policy.later_days, policy.quantity_share) == (3, Decimal("0.05"))
    assert {weight: str(wait) for weight, wait in policy.within.items()} == {Weight.LIGHT: "1d", Weight.HEAVY: "2d"}
    assert str(policy.hold_within) == "1d"
    assert policy.concerns[Concern.MONEY] == ("finance",)
    assert [impact.department for impact in policy.impacts] == ["production", "purchasing", "warehouse"]
    beside = {
        question.key: [choice.then for choice in question.choices]
        for impact in policy.impacts
        for question in impact.questions
    }
    assert beside["day"] == [None, "date"]
    assert beside["give_back"][-1] == beside["scrap"][-1] == beside["packed"][-1] == "text"


@pytest.mark.parametrize(
    ("reasons", "asked"),
    [
        (["light", "later"], [["production"]]),
        (["light", "less"], [["production"]]),
        (["heavy", "more", "large"], [["production", "purchasing"], ["sales.head"]]),
        (["heavy", "price", "price_down", "far_below_floor"], [["finance"], ["sales.head"], ["management"]]),
        (["heavy", "wishes"], [["engineering"], ["production"], ["sales.head"]]),
        (["heavy", "type"], [["finance", "managing"], ["sales.head"]]),
        (["heavy", "cancel"], [["managing"], ["sales.head"]]),
        (["heavy", "sooner", "lies_long"], [["production", "purchasing"], ["sales.head"], ["management"]]),
    ],
)
def test_who_decides_a_change(book: Book, reasons: list[str], asked: list[list[str]]) -> None:
    assert asked_because_of(book, *reasons) == asked


def test_whatever_is_changed_somebody_decides_and_production_promises(book: Book) -> None:
    policy = book.change
    assert policy is not None
    for reason in Because:
        weight = "light" if reason in {Because.LATER, Because.MORE, Because.LESS, Because.LIGHT} else "heavy"
        assert reason is Because.LIGHT or asked_because_of(book, weight, reason.value), reason
    seats = [seat for level in policy.review.levels for seat in level.seats]
    assert [seat.to for seat in seats if seat.promises] == ["production"]


def test_a_book_of_before_changes_is_still_read(company: Book) -> None:
    assert company.change is None


# ── a company's own book ───────────────────────────────────────────────────────────────────


def test_a_company_adds_a_type_by_editing_one_file(company: Book) -> None:
    assert {fault.severity for fault in company.warnings} == {Severity.UNTRANSLATED}
    leaf = company.leaves["consignment"]
    assert leaf.number_prefix == "JS"
    assert money_of(leaf) == [("ship", Decimal("0.5"))]
    assert [(field.key, field.kind) for field in leaf.fields][2:4] == [
        ("counter", FieldKind.TEXT),
        ("settle", FieldKind.CHOICE),
    ]
    assert company.hours_of("finance") != company.hours_of("sales") == company.calendar.hours
    assert company.calendar.week == frozenset(range(6))


def test_a_chinese_only_book_is_read_in_chinese_by_everybody(company: Book) -> None:
    name = company.leaves["consignment"].name
    assert [name.in_(lang) for lang in ("zh_Hans_CN", "zh_Hant", "en", "fr")] == ["寄售订单"] * 4


def test_words_are_told_in_the_readers_language() -> None:
    words = Words("发货", "發貨", None)
    assert [words.in_(lang) for lang in ("zh_Hans_CN", "zh_Hant", "en")] == ["发货", "發貨", "发货"]
    assert words.missing() == ("en",)


def test_the_revision_is_of_the_bytes() -> None:
    data = default_book_bytes()
    one, other = (load_book(text, source="book.toml").revision for text in (data, data + b"\n"))
    assert re.fullmatch(r"[0-9a-f]{12}", one)
    assert one == read_book(None).revision != other


def test_a_missing_book_names_the_file_and_the_setting(tmp_path: Path) -> None:
    with pytest.raises(BookFaults, match=r"gone\.toml.*PROCESS_FILE"):
        read_book(tmp_path / "gone.toml")


def test_what_stands_at_a_checkpoint_is_asked_at_the_later_ones() -> None:
    assert Checkpoint.SHIP.through() == (Checkpoint.RELEASE, Checkpoint.PLAN, Checkpoint.SHIP)


def test_the_vocabulary_is_closed_and_used(book: Book) -> None:
    kinds = {field.kind for leaf in book.leaves.values() for field in leaf.all_fields}
    assert FIELD_KINDS.keys() == set(FieldKind)
    assert kinds | {FieldKind.NUMBER} == set(FieldKind)
    assert {name for leaf in book.leaves.values() for _, name, _ in rules_of(leaf)} == GATE_RULES.keys()
