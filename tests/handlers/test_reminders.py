"""Reminders as people read them: the words, the buttons that end them, and who sees money."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import delete, select, update

from db.engine import Database
from db.models import Customer, GroupBinding, Owed
from handlers.reminders import ROUTES
from handlers.say import Say
from handlers.turn import House, Turn
from handlers.view import View
from services import owed, people
from tests.support.reminding import (
    FINANCE,
    FINANCE_GROUP,
    FINANCE_HEAD,
    HOUSE,
    MONDAY,
    PAYMENT,
    SALES,
    SALES_HEAD,
    SLIP,
    WAREHOUSE_GROUP,
    Company,
    at,
)

DESK = House(HOUSE.book, HOUSE.zone, bot_id=1, username="gendan_bot", admin_ids=frozenset())


@pytest.fixture
def database_kind() -> str:
    """What is said does not hang on the kind of database; that it is found does, and is tested with the services."""
    return "sqlite"


@pytest.fixture
def company(database: Database) -> Company:
    return Company(database)


def say(company: Company, kind: str, chat: int, now: datetime) -> Say | None:
    """The last message of a kind to a chat, rendered at this moment."""
    with company.database.transaction() as session:
        query = select(Owed).where(Owed.kind == kind, Owed.chat_id == chat).order_by(Owed.id.desc())
        row = session.scalars(query.limit(1)).one()
        view = View(session, DESK, now, people.chat_facts(session, chat), row.kind, row.subject, row.facts)
        return ROUTES.says[kind](view)


PAUSES = "〔知道了〕〔稍后〕"


def read(found: Say | None) -> list[str]:
    """Its lines, then its rows of buttons; the row to let it rest, which every reminder has, aside."""
    assert found is not None
    buttons = ["".join(f"〔{button.label}〕" for button in row) for row in found.rows]
    return str(found.text).split("\n") + [row for row in buttons if row != PAUSES]


def acts(found: Say | None) -> list[tuple[str, dict[str, object], bool]]:
    assert found is not None
    found_acts = [(b.act.name, b.act.args, b.act.effect) for row in found.rows for b in row if b.act is not None]
    return [one for one in found_acts if one[0] not in ("reminder.ack", "reminder.later")]


def test_the_salesperson_reads_what_is_missing_and_has_the_button_that_ends_it(company: Company) -> None:
    order = company.file("prepaid.release", MONDAY)
    company.tick(at("11-24", "10:00"))
    found = say(company, PAYMENT, SALES, at("11-24", "10:01"))
    assert read(found) == [
        "催客户付款 · XS261123-001 宏达机电",
        "应收 ¥17,400.00 · 到账 ¥0.00 · 还差 ¥17,400.00",
        "等了 1 个工作日，钱到了才能下单。",
        "张敏，请客户付款，拿到水单就传上来。",
        "〔传水单〕",
    ]
    assert acts(found) == [("slip.start", {"order": order}, False)]


def test_goods_on_their_way_ready_in_part_and_ready_read_differently(company: Company) -> None:
    order = company.file("prepaid.shipment", at("11-20", "10:00"))
    company.tick(at("11-20", "10:00"))
    company.tick(at("11-30", "08:30"))
    assert read(say(company, PAYMENT, SALES, at("11-30", "08:31")))[2] == "货预计 12月3日 周四 备齐，付清才能发货。"
    company.ready(order, at("12-03", "14:00"), 200)
    company.tick(at("12-03", "14:00"))
    half = read(say(company, PAYMENT, SALES, at("12-03", "14:01")))
    assert half[2] == "货 12月3日 周四 起已备好一部分，付清才能发货。"
    company.slip(order, at("12-03", "14:30"), 500000)
    company.ready(order, at("12-03", "15:00"))
    all_ready = read(say(company, PAYMENT, SALES, at("12-03", "15:01")))
    assert all_ready[2:4] == ["另有水单 ¥5,000.00 待财务确认", "货 12月3日 周四 已备齐，付清才能发货。"]


def test_the_head_reads_who_was_asked_and_how_often(company: Company) -> None:
    company.file("prepaid.release", at("11-20", "10:05"))
    company.until(at("12-01", "12:00"), at("11-20", "10:05"))
    assert read(say(company, PAYMENT, SALES_HEAD, at("12-01", "10:06"))) == [
        "请接一下 · 催客户付款 · XS261120-001 宏达机电",
        "应收 ¥17,400.00 · 到账 ¥0.00 · 还差 ¥17,400.00",
        "等了 7 个工作日，钱到了才能下单。",
        "催过 张敏 3 次。你跟 张敏 定：再催、改期还是取消。",
        "〔传水单〕",
    ]


def test_of_several_the_head_reads_each_with_who_was_asked(company: Company) -> None:
    for _ in range(2):
        company.file("prepaid.release", at("11-20", "10:05"))
    company.until(at("12-01", "12:00"), at("11-20", "10:05"))
    assert read(say(company, PAYMENT, SALES_HEAD, at("12-01", "10:06")))[:3] == [
        "请接一下 · 催客户付款 · 2 件",
        "1. XS261120-001 宏达机电 还差 ¥17,400.00（催过销售 张敏 3 次）",
        "2. XS261120-002 宏达机电 还差 ¥17,400.00（催过销售 张敏 3 次）",
    ]


def test_finance_reads_the_slip_and_has_the_buttons_of_its_card(company: Company) -> None:
    order = company.file("prepaid.shipment", MONDAY)
    company.ready(order, at("11-23", "11:00"))
    slip = company.slip(order, at("11-23", "14:00"), 1200000)
    company.tick(at("11-23", "14:30"))
    found = say(company, SLIP, FINANCE, at("11-23", "14:31"))
    assert read(found) == [
        "水单待确认 · XS261123-001 宏达机电",
        "水单 ¥12,000.00 · 张敏 14:00 传",
        "应收 ¥17,400.00 · 到账 ¥0.00 · 还差 ¥17,400.00",
        "货已备好，等着发。",
        "李娜，查一下账：到了点到账，没到点没查到。",
        "〔到账 ¥12,000.00〕",
        "〔金额不同〕〔没查到〕",
    ]
    assert acts(found) == [
        ("slip.confirm", {"slip": slip, "amount": 1200000}, True),
        ("slip.other_amount", {"slip": slip}, False),
        ("slip.not_found", {"slip": slip}, True),
    ]


def test_a_slip_without_an_amount_has_no_button_that_confirms_one(company: Company) -> None:
    order = company.file("prepaid.release", MONDAY)
    company.slip(order, at("11-23", "14:00"), None)
    company.tick(at("11-23", "16:00"))
    lines = read(say(company, SLIP, FINANCE, at("11-23", "16:00")))
    assert lines[1] == "水单没写金额 · 张敏 14:00 传"
    assert lines[4:] == ["〔金额不同〕〔没查到〕"]


def test_the_head_of_finance_is_told_once_what_came_before(company: Company) -> None:
    company.slip(company.file("prepaid.release", at("11-20", "16:00")), at("11-20", "17:00"))
    company.until(at("11-23", "17:00"), at("11-20", "17:00"))
    lines = read(say(company, SLIP, FINANCE_HEAD, at("11-23", "17:00")))
    assert lines[0] == "请接一下 · 水单待确认 · XS261120-001 宏达机电"
    assert lines[1] == "水单 ¥17,400.00 · 张敏 11月20日 17:00 传"
    assert lines[3] == "财务催过 2 次，还没有结果。你查一下，或者派人查。"


def test_what_is_paid_between_owing_and_sending_is_not_said(company: Company) -> None:
    """The negative control: the same row is said as long as the money is not confirmed."""
    slip = company.slip(company.file("prepaid.release", MONDAY), at("11-23", "14:00"))
    company.tick(at("11-23", "16:00"))
    assert say(company, SLIP, FINANCE, at("11-23", "16:00")) is not None
    company.confirm(slip, at("11-23", "16:01"))
    assert say(company, SLIP, FINANCE, at("11-23", "16:02")) is None


def test_of_several_only_what_still_stands_is_said(company: Company) -> None:
    orders = [company.file("prepaid.release", MONDAY + timedelta(seconds=n)) for n in range(3)]
    company.tick(at("11-24", "10:01"))
    found = say(company, PAYMENT, SALES, at("11-24", "10:01"))
    assert read(found) == [
        "催客户付款 · 3 件",
        "1. XS261123-001 宏达机电 还差 ¥17,400.00",
        "2. XS261123-002 宏达机电 还差 ¥17,400.00",
        "3. XS261123-003 宏达机电 还差 ¥17,400.00",
        "请客户付款，拿到哪张水单就传哪张。",
        "〔1 传水单〕〔2 传水单〕",
        "〔3 传水单〕",
    ]
    for order in orders[:2]:
        company.confirm(company.slip(order, at("11-24", "10:02")), at("11-24", "10:03"))
    assert acts(say(company, PAYMENT, SALES, at("11-24", "10:04"))) == [("slip.start", {"order": orders[2]}, False)]


def test_several_slips_are_taken_one_by_one_to_the_bottom_of_the_chat(company: Company) -> None:
    orders = [company.file("prepaid.release", MONDAY) for _ in range(2)]
    slips = [company.slip(order, at("11-23", "14:00")) for order in orders]
    company.tick(at("11-23", "16:00"))
    found = say(company, SLIP, FINANCE, at("11-23", "16:00"))
    assert read(found)[1] == "1. XS261123-001 宏达机电 水单 ¥17,400.00 · 张敏 14:00 传"
    name, args, effect = acts(found)[1]
    assert (name, effect) == ("reminder.slip", False)
    with company.database.transaction() as session:
        chat = people.chat_facts(session, FINANCE_GROUP)
        turn = Turn(session, DESK, at("11-23", "16:01"), company.person(session, FINANCE), chat)
        ROUTES.acts[name](turn, **args)
        last = session.scalars(select(Owed).where(Owed.card_id.is_not(None)).order_by(Owed.id.desc())).first()
        assert last is not None
        assert (last.kind, last.chat_id) == ("slip", FINANCE_GROUP)
    assert args["subject"] == f"slip:{slips[1]}"


def test_the_digest_names_why_and_who_and_keeps_amounts_from_the_warehouse(company: Company) -> None:
    order = company.file("prepaid.shipment", at("11-18", "10:00"))
    company.ready(order, at("11-18", "11:00"))
    company.file("prepaid.release", at("11-18", "12:00"))
    company.until(at("11-23", "08:40"), at("11-18", "12:00"))
    assert read(say(company, "digest", WAREHOUSE_GROUP, at("11-23", "08:41"))) == [
        "仓储物流 · 11月23日 周一 · 1 件",
        "卡单",
        "1. XS261118-001 宏达机电 还不能发货 3 天 · 货款没付清 → 销售 张敏 · 还没有发货通知 → 销售 张敏",
    ]
    assert read(say(company, "digest", FINANCE_GROUP, at("11-23", "08:41")))[2] == (
        "1. XS261118-002 宏达机电 还不能下单 3 天 · 还差 ¥17,400.00 → 销售 张敏"
    )


def test_two_departments_in_one_group_see_the_less_of_both(company: Company) -> None:
    with company.database.transaction() as session:
        session.execute(update(GroupBinding).values(chat_id=FINANCE_GROUP))
    order = company.file("prepaid.shipment", at("11-18", "10:00"))
    company.ready(order, at("11-18", "11:00"))
    company.file("prepaid.release", at("11-18", "12:00"))
    company.until(at("11-23", "08:40"), at("11-18", "12:00"))
    lines = read(say(company, "digest", FINANCE_GROUP, at("11-23", "08:41")))
    assert lines[0] == "财务、仓储物流 · 11月23日 周一 · 2 件"
    assert not any("¥" in line for line in lines)


def test_a_long_digest_folds_after_a_dozen_and_unfolds_on_request(company: Company) -> None:
    for n in range(14):
        company.file("prepaid.release", at("11-18", "10:00") + timedelta(minutes=n))
    company.until(at("11-23", "08:40"), at("11-18", "10:30"))
    found = say(company, "digest", FINANCE_GROUP, at("11-23", "08:41"))
    lines = read(found)
    assert lines[0] == "财务 · 11月23日 周一 · 14 件"
    assert lines[13].startswith("12. XS261118-012")
    assert lines[14:] == ["还有 2 件没列出来。", "〔查看全部〕"]
    ((name, args, _effect),) = acts(found)
    with company.database.transaction() as session:
        chat = people.chat_facts(session, FINANCE_GROUP)
        ROUTES.acts[name](Turn(session, DESK, at("11-23", "09:00"), company.person(session, FINANCE), chat), **args)
    whole = read(say(company, "digest.all", FINANCE_GROUP, at("11-23", "09:00")))
    assert len(whole) == 16
    assert whole[15].startswith("14. XS261118-014")


def test_credit_nearly_used_up_names_the_customer_and_no_order_and_no_amount_where_none_is_shown(
    company: Company,
) -> None:
    with company.database.transaction() as session:
        session.execute(update(Customer).values(credit_minor=2_000_000))
    company.file("standard", at("11-18", "10:00"))
    company.until(at("11-19", "08:40"), at("11-18", "10:00"))
    assert read(say(company, "digest", FINANCE_GROUP, at("11-19", "08:41")))[1:] == [
        "信用快用满",
        "1. 宏达机电 信用用到 87%：¥17,400.00 / ¥20,000.00 · 张敏",
    ]
    with company.database.transaction() as session:
        session.execute(update(GroupBinding).values(chat_id=FINANCE_GROUP))
    assert read(say(company, "digest", FINANCE_GROUP, at("11-19", "08:42")))[2] == "1. 宏达机电 信用快用满 · 张敏"


@pytest.mark.parametrize(
    ("limit", "told", "bare"),
    [
        (1_000_000, "信用超额，用到 174%：¥17,400.00 / ¥10,000.00", "信用超额"),
        (1_739_900, "信用超额，用到 100%：¥17,400.00 / ¥17,399.00", "信用超额"),
        (1_740_000, "信用用到 100%：¥17,400.00 / ¥17,400.00", "信用已用满"),
        (1_740_100, "信用用到 99%：¥17,400.00 / ¥17,401.00", "信用快用满"),
    ],
)
def test_credit_beyond_its_limit_is_called_so_where_no_amount_is_shown_too(
    company: Company, limit: int, told: str, bare: str
) -> None:
    company.file("standard", at("11-18", "10:00"))
    with company.database.transaction() as session:
        session.execute(update(Customer).values(credit_minor=limit))
    company.until(at("11-19", "08:40"), at("11-18", "10:00"))
    assert read(say(company, "digest", FINANCE_GROUP, at("11-19", "08:41")))[2] == f"1. 宏达机电 {told} · 张敏"
    with company.database.transaction() as session:
        session.execute(update(GroupBinding).values(chat_id=FINANCE_GROUP))
    assert read(say(company, "digest", FINANCE_GROUP, at("11-19", "08:42")))[2] == f"1. 宏达机电 {bare} · 张敏"


def test_the_digest_has_its_kinds_in_the_order_of_the_book(company: Company) -> None:
    """Credit that is nearly used up is older here, and the book has it after what is stuck."""
    with company.database.transaction() as session:
        session.execute(update(Customer).values(credit_minor=2_000_000))
    company.file("standard", at("11-17", "10:00"))
    company.file("prepaid.release", at("11-18", "10:00"))
    company.until(at("11-23", "08:40"), at("11-17", "10:00"))
    told = read(say(company, "digest", FINANCE_GROUP, at("11-23", "08:41")))
    assert [line for line in told if not line[0].isdigit()] == [
        "财务 · 11月23日 周一 · 2 件", "卡单", "信用快用满",
    ]  # fmt: skip


def test_a_group_that_is_bound_no_more_gets_no_digest(company: Company) -> None:
    company.file("prepaid.release", at("11-18", "10:00"))
    company.until(at("11-23", "08:40"), at("11-18", "10:00"))
    now = at("11-23", "08:41")
    assert say(company, "digest", FINANCE_GROUP, now) is not None, "the control"
    with company.database.transaction() as session:
        row = session.scalars(select(Owed).where(Owed.kind == "digest", Owed.chat_id == FINANCE_GROUP)).one()
        owed.owe(session, "digest.all", chat_id=FINANCE_GROUP, now=now, facts=row.facts)
    assert say(company, "digest.all", FINANCE_GROUP, now) is not None, "the control"
    with company.database.transaction() as session:
        session.execute(delete(GroupBinding))
    assert say(company, "digest", FINANCE_GROUP, now) is None
    assert say(company, "digest.all", FINANCE_GROUP, now) is None


def test_a_digest_whose_matters_are_settled_is_not_sent(company: Company) -> None:
    order = company.file("prepaid.release", at("11-18", "10:00"))
    company.until(at("11-23", "08:40"), at("11-18", "10:00"))
    company.confirm(company.slip(order, at("11-23", "08:40")), at("11-23", "08:41"))
    assert say(company, "digest", FINANCE_GROUP, at("11-23", "08:42")) is None


def test_stock_is_named_by_its_type(company: Company) -> None:
    company.file("stock", at("11-18", "10:00"), wanted=date(2026, 12, 18))
    company.until(at("11-23", "08:40"), at("11-18", "10:00"))
    assert read(say(company, "digest", WAREHOUSE_GROUP, at("11-23", "08:41")))[2] == (
        "1. BH261118-001 备货 还不能下单 3 天 · 还没放行 → 财务 李娜"
    )
