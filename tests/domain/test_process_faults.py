"""A wrong book says where, what and how to mend it: one row a fault, made by one change of the default book."""

# ruff: noqa: E501 - a row of the table is one line

from __future__ import annotations

from dataclasses import dataclass

import pytest

from bot.book_file import default_book_bytes
from domain.process.faults import BookFaults, Fault, Severity
from domain.process.loader import load_book

DEFAULT = default_book_bytes().decode()
RELEASE = 'leaf."prepaid.release"'
DEPOSIT = 'leaf."prepaid.deposit"'


def faults_of(text: str | bytes, *, complete: bool = True) -> list[Fault]:
    """Every fault of a book, none where it is good."""
    data = text.encode() if isinstance(text, str) else text
    try:
        load_book(data, source="book.toml", complete=complete)
    except BookFaults as wrong:
        return list(wrong.faults)
    return []


@dataclass(frozen=True)
class Wrong:
    """`old` becomes `new` at its first occurrence after `after`; the book then says `what` at `place`."""

    old: str
    new: str
    place: str
    what: str
    after: str = ""

    def text(self) -> str:
        begin = DEFAULT.index(self.after)
        at = DEFAULT.index(self.old, begin)
        return DEFAULT[:at] + self.new + DEFAULT[at + len(self.old) :]

    def line(self) -> int:
        at = DEFAULT.index(self.old, DEFAULT.index(self.after))
        return DEFAULT.count("\n", 0, at) + 1


TABLE = {
    # the week
    "asked again before": Wrong('weekday = "fri", at = "10:00"', 'weekday = "mon", at = "10:00"', "assessment.again", "is not after the asking"),
    "asked by night": Wrong('at = "14:00"', 'at = "22:00"', "assessment.ask.at", "falls into the quiet hours"),
    "no such weekday": Wrong('weekday = "thu"', 'weekday = "thi"', "assessment.ask.weekday", 'unknown weekday "thi"'),
    "nobody to ask": Wrong('["sales", "service", "finance"', '["seles", "service", "finance"', "assessment.departments[1]", "seles", after="[assessment]"),
    "promised in days": Wrong('answer_within = "4h"', 'answer_within = "4d"', "report.answer_within", "must be working time"),
    # the file as a whole
    "format": Wrong("format = 1", "format = 2", "book.format", "whole number from 1 to 1"),
    "unknown section": Wrong("[money]", "[monney]", "monney", 'unknown key "monney"'),
    "missing section": Wrong("[book]", "[bok]", "the file", '"book" is missing'),
    "method without transfer": Wrong("[money.method.transfer]", "[money.method.bank]", "money.method", 'has no "transfer"'),
    "transfer counts late": Wrong('counts = "at_once"', 'counts = "when_paid"', "money.method", "that counts at once"),
    "unknown counting": Wrong('counts = "at_once"', 'counts = "later"', "money.method.transfer.counts", "later"),
    "write-off is no amount": Wrong('write_off_up_to = "50.00"', "write_off_up_to = 50", "money.write_off_up_to",
                                    "must be an amount"),
    "unknown key": Wrong("number_prefix", "number_prefx", "leaf.standard.number_prefx", 'did you mean "number_prefix"'),
    "currency": Wrong('"CNY"', '"RMB"', "money.currency", 'unknown currency "RMB"'),
    "rounding": Wrong('"half_up"', '"up"', "money.rounding", 'unknown rounding "up"'),
    "role": Wrong('money = "finance"', 'money = "finanse"', "roles.money", 'did you mean "finance"'),
    "checkpoint without a name": Wrong(
        'plan = { zh = "计划"', 'plan_ = { zh = "计划"', "checkpoint", '"plan" is missing'
    ),
    # working time
    "weekday": Wrong('"mon", "tue"', '"mon", "tues"', "calendar.week[2]", 'did you mean "tue"'),
    "hours": Wrong("08:30-12:00", "8:30-12:00", "calendar.hours[1]", "no span of hours"),
    "hours backwards": Wrong("13:30-17:30", "17:30-13:30", "calendar.hours[2]", "ends before it begins"),
    "hours over each other": Wrong("13:30-17:30", "11:30-17:30", "calendar.hours[2]", "before the one before ends"),
    "digest in quiet hours": Wrong('"08:40"', '"07:40"', "calendar.digest_at", "quiet hours"),
    "list in quiet hours": Wrong('"16:30"', '"20:30"', "calendar.gather_at", "quiet hours"),
    "drafts by night": Wrong('remind_at = "09:00"', 'remind_at = "20:30"', "draft.remind_at", "quiet hours"),
    "drafts cleared at once": Wrong("clear_after = 30", "clear_after = 1", "draft.clear_after", "whole number from 2 to 366"),
    "no time": Wrong('"08:40"', '"25:40"', "calendar.digest_at", "no time of day"),
    "no date": Wrong("days_off = []", 'days_off = ["2026-12-31"]', "calendar.days_off[1]", "must be a date"),
    "off and on": Wrong(
        "days_off = []\nwork_days = []",
        "days_off = [2026-12-31]\nwork_days = [2026-12-31]",
        "calendar.work_days",
        "day off as well",
    ),
    "alternate worked anyway": Wrong("days_off = []", 'days_off = []\nalternate = { day = "fri", from = 2026-11-27 }',
                                     "calendar.alternate.day", '"fri" is worked every week'),
    "alternate from another day": Wrong("days_off = []", 'days_off = []\nalternate = { day = "sat", from = 2026-11-29 }',
                                        "calendar.alternate.from", '2026-11-29 is a "sun"'),
    "alternate of no day": Wrong("days_off = []", 'days_off = []\nalternate = { day = "satur", from = 2026-11-28 }',
                                 "calendar.alternate.day", 'did you mean "sat"'),
    "alternate in quotes": Wrong("days_off = []", 'days_off = []\nalternate = { day = "sat", from = "2026-11-28" }',
                                 "calendar.alternate.from", "must be a date"),
    "alternate from nowhere": Wrong("days_off = []", 'days_off = []\nalternate = { day = "sat" }',
                                    "calendar.alternate", '"from" is missing'),
    # departments
    "week of a department": Wrong('money = "gate_only"', 'money = "gate_only"\nweek = []', "department.warehouse.week",
                                  "names no working day"),
    "alternate of a department": Wrong(
        'money = "gate_only"', 'money = "gate_only"\nalternate = { day = "mon", from = 2026-11-23 }',
        "department.warehouse.alternate.day", '"mon" is worked every week',
    ),
    "money view": Wrong('"gate_only"', '"gate"', "department.warehouse.money", 'unknown view of money "gate"'),
    "no duty": Wrong("duty = {", "# duty = {", "department.sales", '"duty" is missing'),
    "empty duty": Wrong('duty = { zh = "接单、报价、催客户付款，答复客户"', 'duty = { zh = ""', "department.sales.duty.zh", "not empty"),
    "no translation": Wrong(', en = "Sales" }', " }", "department.sales.name", "has no en"),
    "control character": Wrong('zh = "销售"', 'zh = "销\\u202e售"', "department.sales.name.zh", "control character"),
    # fields
    "kind of field": Wrong('kind = "attachment"', 'kind = "attachement"', "field.basis.kind", 'did you mean "attachment"'),
    "choices for a text": Wrong('kind = "contact"', 'kind = "contact"\nchoices = []', "field.receiver.choices", "has no choices"),
    "no choices": Wrong("choices = [\n    { key = \"trial\"", "choices_ = [\n    { key = \"trial\"", "field.purpose", '"choices" is missing'),
    "choice twice": Wrong('key = "purchase_order"', 'key = "contract"', "field.basis.choices[2].key", "twice"),
    "choice key": Wrong('key = "spoken"', 'key = "口头"', "field.basis.choices[4].key", "is no key"),
    "long choice": Wrong('zh = "客户PO"', 'zh = "客户自己出的有编号的采购订单"', "field.basis.choices[2].label", "too long for a button"),
    "default of a choice": Wrong('default = "ours"', 'default = "our"', "field.freight.default", 'did you mean "ours"'),
    "default of a percent": Wrong('default = "30%"', "default = 30", "field.deposit_share.default", "must be a share"),
    "default date without days": Wrong(
        'after_payment = 7\ndefault = "after_payment"', 'default = "after_payment"', f"{RELEASE}.field.requested_on.default", "no days are given"
    ),
    "unfillable placeholder": Wrong(
        'ask_quantity = { zh = "%(product)s', 'ask_quantity = { zh = "%(goods)s', "field.lines.ask_quantity", "cannot be filled in"
    ),
    "bare percent sign": Wrong("要多少%(unit)s", "要多少%", "field.lines.ask_quantity", "cannot be filled in"),
    "placeholder of another finding": Wrong(
        'zh = "金额到了 %(ceiling)s"', 'zh = "金额到了 %(floor)s"', "screening.large.words", "cannot be filled in"
    ),
    "placeholder of a finding without facts": Wrong(
        'zh = "这个客户停用了"', 'zh = "%(product)s停用了"', "screening.known_customer.words", "cannot be filled in"
    ),
    "percent sign in advice": Wrong(
        'zh = "底价 %(floor)s，', 'zh = "底价打 5% 就是 %(floor)s，', "screening.below_floor.advice", "cannot be filled in"
    ),
    "price mode": Wrong('price = "ask"', 'price = "asked"', "field.lines.price", 'did you mean "ask"'),
    "supply": Wrong('supply = ["stock", "make", "buy"]', 'supply = ["stock", "made"]', "field.lines.supply[2]", 'did you mean "make"'),
    # the tree and the questions
    "unknown child": Wrong('"prepaid.deposit"]', '"prepaid.deposite"]', "tree.prepaid.children[3]", 'did you mean "prepaid.deposit"'),
    "leaf hangs nowhere": Wrong('"sample", "stock"]', '"sample"]', "tree", '"stock" hangs under no branch'),
    "leaf hangs twice": Wrong('["standard", "prepaid"]', '["standard", "prepaid", "stock"]', "tree.sales_orders.children", "already"),
    "circle of branches": Wrong('["standard", "prepaid"]', '["standard", "prepaid", "orders"]', "tree", "0 roots"),
    "empty branch": Wrong('["standard", "prepaid"]', "[]", "tree.sales_orders.children", "nothing below it"),
    "long button": Wrong(
        'zh = "客户要货"', 'zh = "客户要我们按他们的要求做一批货并且送到"', "intake.question.purpose.options[1].label", "too long for a button"
    ),
    "option to nowhere": Wrong(', leaf = "sample" }', " }", "intake.question.purpose.options[2]", "must lead to one thing"),
    "option to two": Wrong(
        'leaf = "sample" }', 'leaf = "sample", question = "payment" }', "intake.question.purpose.options[2]", "must lead to one thing"
    ),
    "option to an unknown leaf": Wrong('leaf = "sample" }', 'leaf = "samples" }', "intake.question.purpose.options[2].leaf", 'did you mean "sample"'),
    "leaf without a question": Wrong('leaf = "stock" }', 'leaf = "sample" }', "intake", 'no question leads to the leaf "stock"'),
    "questions in a circle": Wrong(
        'leaf = "standard" },', 'leaf = "standard" },\n    { label = { zh = "别的", zh_Hant = "別的", en = "Other" }, question = "purpose" },',
        "intake.question.payment", "more than 3 questions in a circle",
    ),
    "first question": Wrong('first = "purpose"', 'first = "porpose"', "intake.first", 'did you mean "purpose"'),
    # notices, tasks, reminders
    "moment": Wrong('moment = "ready"', 'moment = "readdy"', "notices.customer_order[6].moment", 'did you mean "ready"'),
    "recipient": Wrong('to = ["keeper", "sales_person"]', 'to = ["keeper", "salesperson"]', "notices.customer_order[6].to[2]", 'did you mean "sales_person"'),
    "told to nobody": Wrong('to = ["keeper", "sales_person"]', "to = []", "notices.customer_order[6].to", "tells nobody"),
    "task": Wrong('kind = "picking"', 'kind = "pick"', "tasks.by_supply[1].kind", 'unknown kind of task "pick"'),
    "then to nobody known": Wrong('then_to = ["waited_for.group"]', 'then_to = ["waited_for.groups"]', "reminder.slip_unconfirmed.then_to[1]", 'did you mean "waited_for.group"'),
    "notice to whoever is waited for": Wrong('to = ["keeper", "sales_person"]', 'to = ["keeper", "waited_for"]', "notices.customer_order[6].to[2]", 'unknown recipient "waited_for"'),
    "counted within no time": Wrong('within = "10d"\n', "", "reminder.changes_frequent", '"within" is missing'),
    "credit of no share": Wrong('share = "80%"\n', "", "digest.credit_high", '"share" is missing'),
    "credit over its limit": Wrong('share = "80%"', 'share = "180%"', "digest.credit_high.share", "over 100 %"),
    "reminder named as the program's own": Wrong("[reminder.credit_due]", "[reminder.watch]", "reminder.watch", "a name that the program keeps"),
    "reminder with a dot": Wrong("[reminder.credit_due]", '[reminder."digest.late"]', 'reminder."digest.late"', "a name that the program keeps"),
    "reminder of a customer's credit": Wrong('about = "credit_unpaid"', 'about = "credit_high"', "reminder.credit_due.about", 'unknown fact "credit_high"'),
    "digest of what is counted": Wrong('about = "gate_stuck"\nto = ["managing"]', 'about = "changes_frequent"\nto = ["managing"]', "digest.gate_stuck.about", 'unknown fact "changes_frequent"', after="[digest.gate_stuck]"),
    "way of quiet hours": Wrong('quiet = "break_through"', 'quiet = "drop"', "reminder.gate_closed_again.quiet", 'unknown way of quiet hours "drop"'),
    "level of risk": Wrong('risk = { level = "high", after = "0h" }', 'risk = { level = "higher", after = "0h" }', "reminder.gate_closed_again.risk.level", 'did you mean "high"'),
    "risk without its time": Wrong('risk = { level = "high", after = "0h" }', 'risk = { level = "high" }', "reminder.gate_closed_again.risk", '"after" is missing'),
    "fact": Wrong('about = "payment_short"', 'about = "payment_late"', "reminder.pay_before_release.about", 'unknown fact "payment_late"'),
    "anchor": Wrong('since = "accepted"', 'since = "slip_sent"', "reminder.pay_before_release.since", 'unknown anchor "slip_sent"'),
    "wait": Wrong('first = "1d"', 'first = "1 day"', "reminder.pay_before_release.first", "is no wait"),
    "waits backwards": Wrong('then = ["3d", "7d"]', 'then = ["7d", "3d"]', "reminder.pay_before_release.then", "does not come after"),
    "more than its times": Wrong("at_most = 3", "at_most = 4", "reminder.pay_before_release.at_most", "only 3 are given"),
    "never ends": Wrong('until = ["paid", "gate_open", "cancelled"]', 'until = ["cancelled"]', "reminder.pay_before_release.until", "nothing that ends it"),
    "no end at all": Wrong('until = ["slip_decided", "cancelled"]', "", "reminder.slip_unconfirmed", '"until" is missing'),
    "reminds nobody": Wrong('to = ["sales_person"]', "to = []", "reminder.pay_before_release.to", "reminds nobody", after="[reminder.pay_before_release]"),
    "gate of a slip": Wrong('about = "slip_unconfirmed"', 'about = "slip_unconfirmed"\ncheckpoint = "ship"', "reminder.slip_unconfirmed.checkpoint", "not about one gate"),
    # leaves
    "prefix": Wrong('number_prefix = "YP"', 'number_prefix = "样品"', "leaf.sample.number_prefix", "cannot begin an order number"),
    "managing department": Wrong('managing_department = "finance"', 'managing_department = "finances"', f"{RELEASE}.managing_department", 'did you mean "finance"'),
    "no control point": Wrong("control_points = [\n", "control_points = []\nkeep_ = [\n", f"{RELEASE}.control_points", "no control point", after=f"[{RELEASE}]"),
    "idle control point": Wrong('{ checkpoint = "release", department = "finance", words = { zh = "资金批准"', '{ checkpoint = "plan", department = "finance", words = { zh = "资金批准"', "leaf.stock.control_points[1].checkpoint", 'nothing is asked at "plan"'),
    "milestone": Wrong('"date_promised", "all_paid"', '"date_promised", "all_payed"', f"{RELEASE}.milestones[2]", 'did you mean "all_paid"'),
    "unknown field": Wrong('ask = ["customer", "lines", "deposit_share"', 'ask = ["customer", "lines", "deposit_shares"', f"{DEPOSIT}.ask[3]", 'did you mean "deposit_share"'),
    "field twice": Wrong('keep = ["charge", "carrier"', 'keep = ["charge", "purpose"', "leaf.sample.keep[2]", "named twice"),
    "asked without words": Wrong('"requested_on", "basis"]', '"requested_on", "basis", "payment_on"]', "leaf.standard.ask[5]", "has no ask"),
    "no lines": Wrong('ask = ["lines", "requested_on"', 'ask = ["requested_on"', "leaf.stock.ask", '0 fields of kind "lines"'),
    "unused override": Wrong("[leaf.stock.field.lines]", "[leaf.stock.field.freight]\ndefault = \"theirs\"\n\n[leaf.stock.field.lines]", "leaf.stock.field.freight", "never uses"),
    "notice set": Wrong('notices = "own_stock"', 'notices = "ownstock"', "leaf.stock.notices", 'did you mean "own_stock"'),
    "reminder": Wrong('"review_waits", "pay_before_release", "slip', '"review_waits", "pay_before", "slip', f"{RELEASE}.reminders[2]", "unknown reminder"),
    "reminder of no money": Wrong('    "review_waits", "impact_waits"', '    "slip_unconfirmed", "impact_waits"', "leaf.stock.reminders[1]", "money that this leaf does not ask"),
    "reminder of another gate": Wrong('"review_waits", "pay_before_release", "slip', '"review_waits", "pay_before_shipment", "slip', f"{RELEASE}.reminders[2]", "money that this leaf does not ask"),
    "ending": Wrong('ends_at = "stock_in"', 'ends_at = "stocked"', "leaf.stock.ends_at", 'unknown ending "stocked"'),
    "way of shipping": Wrong('ships = "all_paid"', 'ships = "half_paid"', 'leaf."prepaid.shipment".ships', 'did you mean "all_paid"'),
    # payment conditions and gates
    "over 100 %": Wrong('share = "100%"', 'share = "110%"', f"{RELEASE}.condition[1].share", "over 100 %"),
    "nothing": Wrong('share = "100%"', 'share = "0%"', f"{RELEASE}.condition[1].share", "is nothing"),
    "not a share": Wrong('share = "100%"', "share = 100", f"{RELEASE}.condition[1].share", "must be a share"),
    "together over 100 %": Wrong('share = "rest"', 'share = "30%"', f"{DEPOSIT}.condition", "shares add up to 125 %"),
    "rest twice": Wrong('share_from = "deposit_share"', 'share = "rest"', f"{DEPOSIT}.condition", '"rest" twice'),
    "no share": Wrong('share = "100%"', "", f"{RELEASE}.condition[1]", "does not say how much"),
    "two shares": Wrong('share = "100%"', 'share = "100%"\namount = "500.00"', f"{RELEASE}.condition[1]", "more than once"),
    "amount": Wrong('share = "100%"', 'amount = "500.005"', f"{RELEASE}.condition[1].amount", "amount of money"),
    "share of no percent": Wrong('share_from = "deposit_share"', 'share_from = "freight"', f"{DEPOSIT}.condition[1].share_from", "unknown percent field"),
    "checkpoint": Wrong('checkpoint = "ship"\nshare = "100%"', 'checkpoint = "shipping"\nshare = "100%"', 'leaf."prepaid.shipment".condition[1].checkpoint', 'did you mean "ship"'),
    "money at no control point": Wrong('checkpoint = "release"\nshare = "100%"', 'checkpoint = "ship"\nshare = "100%"', f"{RELEASE}.condition[1].checkpoint", "no control point of this leaf"),
    "never met": Wrong('checkpoint = "release"\nshare = "100%"', 'checkpoint = "stock_in"\nshare = "100%"', f"{RELEASE}.condition[1].checkpoint", "never meets"),
    "when of no choice": Wrong('when = { field = "charge", is = "paid" }', 'when = { field = "charge", is = "payed" }', "leaf.sample.condition[1].when.is", 'did you mean "paid"'),
    "money without prices": Wrong('price = "list"', 'price = "none"', "leaf.sample.condition", "no price"),
    "checkpoint not filled": Wrong("\nship = [\n", "\nplan = [\n", f"{RELEASE}.gate.ship", "is not filled", after=f"[{RELEASE}.gate]"),
    "gate of an unknown checkpoint": Wrong("stock_in = [", "stockin = [", "leaf.stock.gate.stockin", 'did you mean "stock_in"'),
    "rule": Wrong('rule = "basis_on_paper"', 'rule = "basis_on_papers"', "leaf.standard.gate.release[2].rule", 'did you mean "basis_on_paper"'),
    "rule at a wrong gate": Wrong('rule = "credit"', 'rule = "shipping_notice"', "leaf.standard.gate.release[1].rule", 'means nothing at "release"', after="[leaf.standard.gate]"),
    "parameter missing": Wrong(', over_receipt = "3%"', "", "leaf.stock.gate.stock_in[1]", '"over_receipt" is missing'),
    "parameter unknown": Wrong("over_receipt", "over_reciept", "leaf.stock.gate.stock_in[1].over_reciept", 'did you mean "over_receipt"'),
    "exemption without limits": Wrong("max_pieces_per_line = 5, ", "", "leaf.sample.gate.release[1].unless", 'needs "max_pieces_per_line"'),
    "credit without its days": Wrong('"terms", "terms_days", ', '"terms", ', "leaf.standard.gate.release[1].days", 'no days field "terms_days"'),
    "credit from no known start": Wrong('{ key = "signed"', '{ key = "signing"', "leaf.standard.gate.release[1].terms", 'no start of credit'),
    # screening and review
    "screening rule": Wrong('rule = "price_floor"', 'rule = "price_flor"', "screening.below_floor.rule", 'did you mean "price_floor"'),
    "result of a rule": Wrong('result = "block"', 'result = "stop"', "screening.complete.result", "unknown result"),
    "rule that nobody answers": Wrong('because = ["lies_long"]', 'because = ["large"]', "leaf.stock.screening[2]", "no seat is asked because of it"),
    "field that a rule reads": Wrong('of = "use_up_days"', 'of = "use_up_day"', "leaf.stock.screening[2]", 'did you mean "use_up_days"'),
    "reason of a seat": Wrong('because = ["lies_long"]', 'because = ["lies_lng"]', "review.own_stock.levels[1].seats[1].because[1]", 'did you mean "lies_long"'),
    "votes without a number": Wrong('mode = "any"', 'mode = "votes"', "review.when_needed.levels[4].mode", "belong together"),
    "seat of nobody": Wrong('to = "management"', 'to = "managers"', "review.when_needed.levels[4].seats[1].to", 'unknown recipient', after="[review.when_needed]"),
    # 特批
    "waiver of no reason": Wrong('codes = ["overdue"]', 'codes = ["overdu"]', "waiver.overdue.codes[1]", 'did you mean "overdue"'),
    "waiver of a pause": Wrong('codes = ["overdue"]', 'codes = ["on_hold"]', "waiver.overdue.codes[1]", "unknown reason that can be waived"),
    "waiver that two decide": Wrong('codes = ["overdue"]', 'codes = ["payment_missing"]', "waiver.overdue", 'as "payment" does'),
    "waiver of nobody": Wrong('to = "finance.head"', 'to = "finance.boss"', "waiver.overdue.to", "unknown recipient", after="[waiver.overdue]"),
    "waiver of nothing": Wrong('codes = ["overdue"]', "codes = []", "waiver.overdue.codes", "names nothing"),
    "waiver of no amount": Wrong('ceiling = "200000.00"', 'ceiling = "0.00"', "waiver.payment.ceiling", "lets nothing pass"),
    "waiver for ever": Wrong('longest = "3d"', 'longest = "31d"', "waiver.payment.longest", "must be workdays"),
    "waiver in hours": Wrong('longest = "3d"', 'longest = "3h"', "waiver.payment.longest", "must be workdays"),
    "waiver longer than the longest": Wrong('usual = "1d"', 'usual = "4d"', "waiver.payment.usual", "longer than the longest"),
    "review": Wrong('review = "own_stock"', 'review = "own_stok"', "leaf.stock.review", 'did you mean "own_stock"'),
    "delegation": Wrong("longest_delegation = 60", "longest_delegation = 0", "approval.longest_delegation", "whole number from 1"),
    # changes
    "factor without kinds": Wrong('kinds = [', 'kinds = []\nkids = [', "change.factor.customer.kinds", "names no kind", after="[change.factor.customer]"),
    "kind of a factor twice": Wrong('key = "altered"', 'key = "new"', "change.factor.customer.kinds[2].key", "is there twice"),
    "suggestion too long": Wrong('en = "Confirm the change in writing"', 'en = "Confirm the whole change in writing"', "change.factor.customer.countermeasures", "too long for a button"),
    "terms field": Wrong('terms_fields = ["freight"', 'terms_fields = ["frieght"', "change.terms_fields[1]", 'did you mean "freight"'),
    "told field": Wrong('told_fields = ["receiver"', 'told_fields = ["reciever"', "change.told_fields[1]", 'did you mean "receiver"'),
    "told lines": Wrong('told_fields = ["receiver"', 'told_fields = ["lines", "receiver"', "change.told_fields[1]", "never changed without being asked"),
    "told field that is paid by": Wrong('told_fields = ["receiver"', 'told_fields = ["charge", "receiver"', "change.told_fields[1]", "never changed without being asked"),
    "no tolerance": Wrong('later_days = 3\n', "", "change", '"later_days" is missing'),
    "no time to decide": Wrong('light = "1d"', 'light = "0d"', "change.within.light", "gives no time"),
    "weight": Wrong('light = "1d"', 'lite = "1d"', "change.within.lite", 'unknown key "lite"'),
    "nobody is told": Wrong('money = ["finance"]', "money = []", "change.concerns.money", "tells nobody"),
    "concern of nobody": Wrong('delivery = ["warehouse", "service"]', 'delivery = ["warehous"]', "change.concerns.delivery[1]", 'did you mean "warehouse"'),
    "reason of a change": Wrong('"price_down", "terms"', '"price_dwn", "terms"', "change.review.levels[2].seats[3].because[2]", 'did you mean "price_down"'),
    "seat without a reason": Wrong('because = ["wishes"]', "because = []", "change.review.levels[1].seats[1].because", "is never asked"),
    "seat of a change": Wrong('to = "managing"', 'to = "managng"', "change.review.levels[2].seats[4].to", 'did you mean "managing"'),
    "managing only there": Wrong('to = "management"', 'to = "managing"', "review.when_needed.levels[4].seats[1].to", "unknown recipient", after="[review.when_needed]"),
    "impact of a department": Wrong('department = "purchasing"', 'department = "buying"', "change.impact[2].department", 'unknown department "buying"', after="[[change.impact]]"),
    "impact twice": Wrong('department = "purchasing"', 'department = "production"', "change.impact[2].department", "is asked twice", after="[[change.impact]]"),
    "what is asked beside": Wrong('then = "date"', 'then = "day"', "change.impact[1].questions[2].choices[2].then", 'known are: date, text'),
    "placeholder of an impact": Wrong('zh = "%(day)s', 'zh = "%(date)s', "change.impact[1].questions[2].ask", "use %(day)s", after="[[change.impact]]"),
    "rule that is called like a reason": Wrong("[screening.credit]", "[screening.terms]", "screening.terms", "a meaning of its own"),
    "paper": Wrong('papers = ["contract", "purchase_order", "screenshot"], above', 'papers = ["contract", "po"], above', "leaf.standard.gate.release[2].papers[2]", 'unknown paper "po"'),
}  # fmt: skip


@pytest.mark.parametrize("name", list(TABLE))
def test_a_wrong_book_names_the_place_the_fault_and_the_mend(name: str) -> None:
    wrong = TABLE[name]
    faults = faults_of(wrong.text())
    hits = [
        fault
        for fault in faults
        if (fault.place or "the file") == wrong.place and wrong.what in f"{fault.what}; {fault.mend}"
    ]
    assert hits, "\n".join(map(str, faults))
    assert all(fault.source == "book.toml" and fault.mend and fault.severity is Severity.FAULT for fault in faults)
    # One change is one fault, or one fault and what follows from it, never an avalanche.
    assert len(faults) <= 4, "\n".join(map(str, faults))


def test_a_change_that_nobody_would_decide_is_a_fault() -> None:
    lost = DEFAULT.replace(
        'because = ["heavy", "cancel", "reopen", "large", "free_of_charge"]',
        'because = ["cancel", "large", "free_of_charge"]',
    )
    assert faults_of(lost) == []  # every single reason is still somebody's
    (fault,) = faults_of(lost.replace('"terms", "type", "customer"', '"type"'))
    assert (fault.place, fault.what) == (
        "change.review.levels",
        "nobody decides a change because of: customer, terms",
    )
    assert faults_of(lost.replace('"terms", "type", "customer"', '"type", "heavy"')) == []
    (fault,) = faults_of(DEFAULT.replace('"sooner", "later", "more", "less"', '"sooner"'))
    assert fault.what == "nobody decides a change because of: later, less"


@pytest.mark.parametrize("name", ["currency", "over 100 %", "paper", "milestone", "long button", "never ends"])
def test_the_line_of_a_fault_is_the_line_in_the_file(name: str) -> None:
    wrong = TABLE[name]
    assert next(fault.line for fault in faults_of(wrong.text())) == wrong.line()


def test_all_faults_are_told_at_once_in_the_order_of_the_file() -> None:
    text = DEFAULT
    for name in ("currency", "no duty", "over 100 %", "ending"):
        text = text.replace(TABLE[name].old, TABLE[name].new, 1)
    faults = faults_of(text)
    places = [fault.place for fault in faults]
    for name in ("currency", "no duty", "over 100 %", "ending"):
        assert TABLE[name].place in places
    assert [fault.line for fault in faults] == sorted(fault.line for fault in faults)


CURRENCY = DEFAULT.count("\n", 0, DEFAULT.index('currency = "CNY"')) + 1
UNREADABLE: dict[str, tuple[bytes, int, str]] = {
    "not TOML": (DEFAULT.replace('currency = "CNY"', 'currency = CNY"').encode(), CURRENCY, "is not TOML"),
    "Chinese quotes": (DEFAULT.replace('"CNY"', "“CNY”").encode(), CURRENCY, "this line holds “ ”"),
    "Chinese equals sign": (
        DEFAULT.replace('currency = "CNY"', 'currency ＝ "CNY"').encode(),
        CURRENCY,
        "this line holds ＝",
    ),
    "key twice": (
        DEFAULT.replace('currency = "CNY"', 'currency = "CNY"\ncurrency = "CNY"').encode(),
        CURRENCY + 1,
        "is not TOML",
    ),
    "GBK": (DEFAULT.encode("gbk", errors="replace"), 1, "not GBK"),
    "no book": (b"x" * 3_000_000, 0, "are no book"),
}


@pytest.mark.parametrize("name", list(UNREADABLE))
def test_a_file_that_is_no_book_says_so_with_its_line(name: str) -> None:
    data, line, what = UNREADABLE[name]
    (fault,) = faults_of(data)
    assert what in str(fault)
    assert fault.line == line


@pytest.mark.parametrize(
    "data", [b"", b"\xef\xbb\xbf", b"book = 3", b"[leaf]\nx = 5", b"[tree]\na = []", b'leaf."" = {}']
)
def test_nearly_nothing_is_a_list_of_faults_and_no_crash(data: bytes) -> None:
    assert any("is missing" in fault.what for fault in faults_of(data))


def test_windows_line_ends_and_byte_order_mark_do_no_harm() -> None:
    assert faults_of(b"\xef\xbb\xbf" + DEFAULT.replace("\n", "\r\n").encode()) == []
