"""待审批: one list a group, brought up to date by whatever changes what waits, and by nothing else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import func, select, update

from db.models import Card, Customer, GroupBinding, Owed, Person
from domain.approvals import Joining, Verdict
from services import groups, owed, signoffs, waiting_lists
from services.approvals import delegating, moving
from tests.support.office import GROUPS, HOUSE, Office

MAKERS, FINANCE, SALES, STORES = "生产采购群", "财务群", "销售群", "仓库群"
KIND = waiting_lists.KIND


def looks(office: Office, **later: int) -> int:
    """The metronome looks, a little later; so many lists were owed."""
    office.passes(**(later or {"seconds": 20}))
    with office.database.transaction() as session:
        count = waiting_lists.tick(session, HOUSE, office.now)
    office.send()
    return count


def stands(office: Office, group: str) -> list[str]:
    """The texts of the lists of a group; there is never more than one."""
    return [one.text for one in office.chats.get(GROUPS[group][0], []) if one.out.kind == KIND]


def sent(office: Office) -> int:
    """How many messages and edits lists have cost."""
    with office.database.transaction() as session:
        query = select(func.count()).select_from(Owed).where(Owed.kind == KIND, Owed.state == "sent")
        return session.scalar(query) or 0


@pytest.fixture
def judged(office: Office) -> int:
    """An order that 生产 and 采购 are asked about."""
    return office.file("prepaid.release", (1, 300, "58.00"), judged=False)


def test_it_stands_in_the_groups_that_are_asked(office: Office, judged: int):
    looks(office)
    assert stands(office, MAKERS) == [
        "待审批 2 件，等得久的在前\n"
        "1 XS261123-001 宏达机电 · 等生产 刘伟定 · 11月23日 10:05起\n"
        "2 XS261123-001 宏达机电 · 等采购 王芳定 · 11月23日 10:05起"
    ]
    assert office.newest(MAKERS, on="待审批").out.silent
    with office.database.transaction() as session:
        [said] = session.scalars(select(Owed).where(Owed.kind == KIND))
        assert said.klass == max(owed.Klass), "cards that somebody waits for go first"
    assert [stands(office, group) for group in (FINANCE, SALES, STORES)] == [[], [], []]
    office.approve(judged)
    looks(office)
    assert stands(office, MAKERS) == ["现在没有待审批。有了这里会变。"]


def test_what_nobody_changed_costs_nothing(office: Office, judged: int, monkeypatch: pytest.MonkeyPatch):
    looks(office)
    before = sent(office)
    assert looks(office, hours=3) == looks(office, days=1) == 0
    with office.database.transaction() as session:  # owed for no reason, as a replica may that looked at the same time
        card = session.scalars(select(Card).where(Card.kind == KIND)).one()
        owed.refresh_card(session, card.id, now=office.now)
    office.send()
    assert sent(office) == before

    monkeypatch.setattr(owed, "stands", lambda *_args, **_given: False)
    with office.database.transaction() as session:
        owed.refresh_card(session, card.id, now=office.now)
    office.send()
    assert sent(office) == before + 1, "the control: without the comparison it is sent again"


def test_many_changes_are_one_edit(office: Office, judged: int):
    looks(office)
    before = sent(office)
    office.passes(seconds=20)
    for _ in range(3):
        office.file("prepaid.release", (1, 20, "58.00"), judged=False)
        looks(office, seconds=4)
    assert sent(office) == before + 1
    looks(office)
    assert sent(office) == before + 2
    assert "待审批 8 件" in stands(office, MAKERS)[0]
    assert len(stands(office, MAKERS)) == 1


# ── whatever changes what waits ────────────────────────────────────────────────────────────


def seat_of(office: Office, order_id: int, who: str) -> int:
    with office.database.transaction() as session:
        person = office.person(session, who)
        return next(seat.id for seat in moving.open_seats(session, order_id) if seat.department == person.department)


def passed_on(office: Office, judged: int) -> None:
    seat = seat_of(office, judged, "刘伟")
    with office.database.transaction() as session:
        actor, to = office.person(session, "刘伟"), office.person(session, "孙丽")
        moving.pass_on(session, HOUSE, actor, seat, to.id, office.now, reason="她管质量")


def somebody_added(office: Office, judged: int) -> None:
    seat = seat_of(office, judged, "刘伟")
    with office.database.transaction() as session:
        mate = Person(telegram_id=52, name="马骏", department="production", role="member", joined_at=office.now)
        session.add(mate)
        session.flush()
        actor = office.person(session, "刘伟")
        moving.add_seat(session, HOUSE, actor, seat, mate.id, Joining.BESIDE, office.now, question="模具够吗？")


def withdrawn(office: Office, judged: int) -> None:
    with office.database.transaction() as session:
        moving.withdraw(session, HOUSE, office.person(session, "张敏"), judged, "不要了", office.now)


def stands_in(office: Office, _judged: int) -> None:
    """From tomorrow on: nobody does anything when it begins."""
    with office.database.transaction() as session:
        actor, deputy = office.person(session, "刘伟"), office.person(session, "孙丽")
        begin = office.now.replace(day=24)
        delegating.delegate(
            session, HOUSE, actor, deputy.id, begins_at=begin, ends_at=begin.replace(day=26), now=office.now
        )
    office.passes(days=1, minutes=1)


def another_group(office: Office, _judged: int) -> None:
    with office.database.transaction() as session:
        session.execute(update(GroupBinding).values(chat_id=GROUPS[STORES][0]).filter_by(department="purchasing"))


def in_english(office: Office, _judged: int) -> None:
    office.says("刘伟", "/language", chat=MAKERS)
    office.taps("刘伟", "English", chat=MAKERS)


CHANGES: dict[str, Callable[[Office, int], None]] = {
    "another order": lambda office, _order: office.file("prepaid.release", (1, 9, "58.00"), judged=False) and None,
    "a vote": lambda office, order: office.votes("刘伟", order),
    "a rejection ends it": lambda office, order: office.votes("王芳", order, Verdict.REJECT, comment="没料"),
    "转交": passed_on,
    "加签": somebody_added,
    "撤回": withdrawn,
    "代理": stands_in,
    "a department moves": another_group,
    "the group's language": in_english,
}


@pytest.mark.parametrize("name", CHANGES)
def test_whatever_changes_what_waits_changes_the_list(office: Office, judged: int, name: str):
    looks(office)
    [before], message = stands(office, MAKERS), office.newest(MAKERS, on="待审批").message_id
    assert looks(office) == 0, "the control"
    CHANGES[name](office, judged)
    assert looks(office) >= 1
    [after] = stands(office, MAKERS)
    assert after != before
    [standing] = [one for one in office.chats[GROUPS[MAKERS][0]] if one.out.kind == KIND]
    assert standing.message_id == message, "in place"


def test_money_and_signoffs_come_and_go(office: Office):
    office.file("stock", (1, 10, None), customer=None, reason={"choice": "safety"})
    office.file("prepaid.shipment", (2, 100, "36.50"))
    looks(office)
    assert stands(office, FINANCE)[0].endswith("1 BH261123-001 备货 · 等财务放行：资金批准 · 11月23日 10:05起")
    office.taps("张敏", "传水单", on="XS261123-001")
    office.says("张敏", "3650")
    looks(office)
    assert "2 XS261123-001 宏达机电 · 水单 ¥3,650.00 要查账" in stands(office, FINANCE)[0]
    office.taps("李娜", "到账 ¥3,650.00", chat=FINANCE)
    looks(office)
    assert "水单" not in stands(office, FINANCE)[0]
    with office.database.transaction() as session:
        signoffs.sign(session, HOUSE, office.person(session, "李娜"), 1, "funds", office.now)
    looks(office)
    assert stands(office, FINANCE) == ["现在没有待审批。有了这里会变。"]


# ── who may see what ───────────────────────────────────────────────────────────────────────


def test_amounts_and_customers_only_as_the_group_may_see_them(office: Office):
    office.file("prepaid.shipment", (2, 100, "36.50"))
    office.taps("张敏", "传水单", on="XS261123-001")
    office.says("张敏", "3650")
    with office.database.transaction() as session:  # a small company: finance shares a group with production
        session.execute(update(GroupBinding).values(chat_id=GROUPS[MAKERS][0]).filter_by(department="finance"))
    looks(office)
    assert "XS261123-001 宏达机电 · 水单要查账" in stands(office, MAKERS)[0]

    with office.database.transaction() as session:  # and another one, whose salespeople read along
        session.execute(update(GroupBinding).values(chat_id=GROUPS[SALES][0]).filter_by(department="finance"))
    looks(office)
    assert "XS261123-001 款到发货 · 水单 ¥3,650.00 要查账" in stands(office, SALES)[0]
    with office.database.transaction() as session:
        session.execute(update(Customer).values(owner_id=None))
    office.file("prepaid.shipment", (2, 1, "36.50"))
    office.taps("张敏", "传水单", on="XS261123-002")
    office.says("张敏", "36.50")
    looks(office)
    assert "XS261123-002 宏达机电" in stands(office, SALES)[0], "公共 customers are everybody's"


def test_a_dozen_stand_there_and_the_rest_comes_in_private(office: Office):
    for _ in range(7):
        office.file("prepaid.release", (1, 300, "58.00"), judged=False)
        office.passes(minutes=1)
    looks(office)
    seen = office.reads(MAKERS, on="待审批 14 件")
    assert sum("定 · " in one for one in seen) == 12
    assert seen[-2:] == ["还有 2 件没列出来。", "〔我的待办〕〔查看全部〕"]
    assert office.taps("刘伟", "查看全部", chat=MAKERS) == "发到你的私聊了。"
    assert sum("定 · " in one for one in office.reads("刘伟", on="群里的待审批 14 件")) == 14
    office.taps("刘伟", "我的待办", chat=MAKERS)
    assert "等你的 7 件" in office.all_of("刘伟")


# ── said to it ─────────────────────────────────────────────────────────────────────────────


def test_a_reply_to_the_list_is_no_vote(office: Office, judged: int):
    looks(office)
    office.says("刘伟", "同意", chat=MAKERS, to="待审批 2 件")
    assert office.reads(MAKERS)[0].startswith("这条是待审批清单，回它不算表态。")
    assert looks(office) == 0, "nobody has voted"
    before = len(office.chats[GROUPS[MAKERS][0]])
    office.says("刘伟", "下午再看", chat=MAKERS, to="待审批 2 件")
    assert len(office.chats[GROUPS[MAKERS][0]]) == before, "colleagues talk below a list"
    office.says("刘伟", "同意", chat=MAKERS, to="请生产定")
    looks(office)
    assert "待审批 1 件" in stands(office, MAKERS)[0], "the control: a reply to the card is one"


def test_todo_in_the_group_leads_to_the_list(office: Office, judged: int):
    looks(office)
    office.says("刘伟", "/todo", chat=MAKERS)
    answer = office.newest(MAKERS)
    assert answer.text == "这个群在等的 2 件都在这条里。你自己的待办发到你的私聊了。"
    assert answer.out.reply_to == office.newest(MAKERS, on="等得久的在前").message_id
    assert "要你定" in office.all_of("刘伟")


def test_that_something_was_pinned_is_no_word_of_anybody(office: Office, judged: int):
    looks(office)
    message = office.newest(MAKERS, on="待审批")
    with office.database.transaction() as session:
        before = session.scalar(select(func.count()).select_from(Owed))
    pinned = office._as_message(GROUPS[MAKERS][0], message)
    office.says("刘伟", chat=MAKERS, pinned_message=pinned)
    office.says("刘伟", pinned_message=pinned)
    with office.database.transaction() as session:
        assert session.scalar(select(func.count()).select_from(Owed)) == before


# ── where it stands ────────────────────────────────────────────────────────────────────────


def test_it_is_the_groups_and_follows_no_department(office: Office, judged: int):
    looks(office)
    makers = GROUPS[MAKERS][0]
    with office.database.transaction() as session:
        bound = session.scalars(select(GroupBinding).where(GroupBinding.chat_id == makers)).all()
        for one in bound:
            one.chat_id = GROUPS[STORES][0]
        session.flush()
        groups.follow(session, old=makers, new=GROUPS[STORES][0], now=office.now)
    office.send()
    looks(office)
    assert stands(office, MAKERS) == ["这个群不再绑部门，待审批不在这里更新了。"]
    assert office.newest(MAKERS, on="不再绑部门").out.pin is False
    assert "待审批 2 件" in stands(office, STORES)[0]
    assert looks(office) == 0, "it ends once"
    with office.database.transaction() as session:
        session.execute(update(GroupBinding).values(chat_id=makers).filter_by(department="production"))
    looks(office)
    assert "待审批 1 件" in stands(office, MAKERS)[0]
    assert office.chats[makers][-1].out.kind == KIND, "where the group begins again it stands at the bottom"


def test_a_supergroup_gets_one_list(office: Office, judged: int):
    looks(office)
    makers, new = GROUPS[MAKERS][0], -1009
    with office.database.transaction() as session:
        groups.migrate(session, old=makers, new=new, now=office.now)
    office.send()
    assert looks(office) == 0
    assert [one.out.pin for one in office.chats[new] if one.out.kind == KIND] == [True]
