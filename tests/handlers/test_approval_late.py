"""Too late, or not in person: old cards, the second press, and words that never count. Each guard with its control."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from db.models import Order, Person
from domain.approvals import Verdict
from services import filing
from services.approvals import delegating, moving, seats, voting
from services.filing import NewLine, NewOrder
from tests.support.office import BOT_ID, HOUSE, PLACE, STAFF, TAX, Office, Standing

MAKERS = "生产采购群"
ASKED, BUYERS = "请生产定", "请采购定"
OTHER = {"forward_origin": {"type": "hidden_user", "date": 1, "sender_user_name": "王总"}}
VIA_BOT = {"via_bot": {"id": 9, "is_bot": True, "first_name": "b"}}
ANONYMOUS = {
    "sender_chat": {"id": -1003, "type": "group", "title": "x"},
    "from": {"id": 1087968824, "is_bot": True, "first_name": "Group"},
}


@pytest.fixture
def order(office: Office) -> int:
    return office.file("prepaid.release", (1, 2000, "36.50"), judged=False)


def press_of(office: Office, label: str, *, on: str = ASKED) -> tuple[Standing, str]:
    """A card as it stands now, and the data of one of its buttons; pressed later, when the card may be another."""
    card = office.newest(MAKERS, on=on)
    return card, card.data(label)


def completed(office: Office, order_id: int, quantity: int) -> None:
    """Sent back, and filed again with another quantity."""
    office.says("刘伟", "退回补充 数量不对", chat=MAKERS, to=ASKED)
    office.passes(minutes=37)
    with office.database.transaction() as session:
        new = NewOrder(
            "prepaid.release", (NewLine(1, Decimal(quantity), Decimal("36.50")),), customer_id=1,
            requested_on=session.get_one(Order, order_id).requested_on,
            fields={"basis": {"choice": "contract", "files": 1}, **PLACE, **TAX},
        )  # fmt: skip
        filing.file_again(session, HOUSE, office.person(session, "张敏"), order_id, new, office.now)
    office.send()


# ── text 14 ────────────────────────────────────────────────────────────────────────────────


def test_an_old_card_counts_nothing_and_says_what_changed(office: Office, order: int):
    old, data = press_of(office, "同意")
    completed(office, order, 2500)
    said = office.presses("刘伟", old, data, chat=MAKERS)
    assert said.split("\n") == [
        "这张是旧的，没记你的票。",
        "XS261123-001 宏达机电 10:42 改过：",
        "2,000 → 2,500 台",
        "新卡在下面，看过再定。",
    ]
    assert office.reads(MAKERS, on=ASKED)[1:3] == ["仅评审 · 未付款 · 不得备料排产", "改过：2,000 → 2,500 台"]
    assert office.order(order).state == "review"
    office.answers("刘伟", "同意", old, chat=MAKERS)
    assert "刘伟 同意" not in office.all_of(MAKERS)


def test_who_sees_money_reads_the_amounts(office: Office):
    """The same card in a chat of a department that sees money."""
    from handlers.approvals.changes import changes
    from services.order_view import view_of

    order = office.file("prepaid.release", (1, 2500, "36.50"), judged=False)
    with office.database.transaction() as session:
        seen = view_of(session, HOUSE, order, office.now)
    before = {"lines": [["X200", "2000", "36.50"]], "total": 7300000, "requested_on": "2026-12-04"}
    now = {"lines": [["X200", "2500", "36.50"]], "total": 9125000, "requested_on": "2026-12-04"}
    for view, said in (
        (seen.book.departments["finance"].money, "2,000 → 2,500 台、金额 ¥73,000.00 → ¥91,250.00"),
        (seen.book.departments["production"].money, "2,000 → 2,500 台"),
    ):
        assert changes(seen, before, now, lang="zh_Hans_CN", money=view, today=office.now.date()) == said


# ── text 15 ────────────────────────────────────────────────────────────────────────────────


def test_the_second_press_names_who_when_and_who_is_waited_for(office: Office, order: int):
    same, other = press_of(office, "同意"), press_of(office, "驳回")
    office.presses("刘伟", *same, chat=MAKERS)
    for pressed in (same, other):
        said = office.presses("刘伟", *pressed, chat=MAKERS)
        assert said == "XS261123-001 刘伟 10:05 已同意，你不用再点。现在等采购 王芳。"
    late = press_of(office, "同意", on=BUYERS)
    office.taps("王芳", "同意", chat=MAKERS, on=BUYERS)
    said = office.presses("王芳", *late, chat=MAKERS)
    assert said == "XS261123-001 王芳 10:05 已同意，你不用再点。这张单已承接。"


def test_decided_cards_take_nothing_any_more_in_any_chat(office: Office, order: int):
    office.taps("刘伟", "更多", chat=MAKERS, on=ASKED)
    office.taps("刘伟", "转交", chat=MAKERS, on=ASKED)
    office.taps("刘伟", "孙丽 · 质检", chat=MAKERS)
    private = office.newest("孙丽")
    data = private.out.keyboard[0][0]["callback_data"]
    office.says("王芳", "驳回 料买不到", chat=MAKERS, to=BUYERS)
    for chat, on in ((MAKERS, ASKED), (MAKERS, BUYERS), ("孙丽", "请孙丽定")):
        assert office.reads(chat, on=on)[-1] == "王芳 10:05 驳回：料买不到。不用再点。"
        assert not office.newest(chat, on=on).labels
    assert office.presses("孙丽", private, data) == "XS261123-001 王芳 10:05 已经定了，你不用再点。这张单已驳回。"


def test_what_was_withdrawn_says_so_to_whoever_presses_late(office: Office, order: int):
    late = press_of(office, "同意")
    office.taps("张敏", "撤回", on="XS261123-001")
    office.taps("张敏", "客户不要了")
    for who in ("刘伟", "李娜"):
        said = office.presses(who, *late, chat=MAKERS)
        assert said == "XS261123-001 张敏 10:05 撤回了，你不用再点。"


def test_one_person_has_one_vote_in_a_level(office: Office, order: int):
    """孙丽 stands in for both; the second time somebody else has to."""
    with office.database.transaction() as session:
        for name in ("刘伟", "王芳"):
            delegating.delegate(
                session, HOUSE, office.person(session, name), office.person(session, "孙丽").id,
                begins_at=office.now, ends_at=office.now + timedelta(days=1), now=office.now,
            )  # fmt: skip
    office.taps("孙丽", "同意", chat=MAKERS, on=ASKED)
    assert "生产 孙丽（替刘伟） 同意" in office.all_of(MAKERS)
    said = office.taps("孙丽", "同意", chat=MAKERS, on=BUYERS)
    assert said == "这一级你已经表过态，一人只算一票。请另一位同事定，或点“更多”转交。"
    office.taps("王芳", "同意", chat=MAKERS, on=BUYERS)
    assert office.order(order).state == "accepted"


# ── not in person ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (OTHER, "转发的话不算表态，请自己回复，或点按钮。"),
        (VIA_BOT, "转发的话不算表态，请自己回复，或点按钮。"),
        (ANONYMOUS, "匿名身份不能表态，请关闭匿名后点按钮。"),
    ],
)
def test_words_that_are_not_ones_own_are_told_why_once(office: Office, order: int, more: dict[str, Any], told: str):
    for _ in range(2):
        office.says("刘伟", "同意", chat=MAKERS, to=ASKED, **more)
    assert office.all_of(MAKERS).count(told) == 1
    office.says("王芳", "这个料呢", chat=MAKERS, to=ASKED, **more)
    assert office.all_of(MAKERS).count(told) == 1, "words that do not begin like an answer are left alone"
    assert "刘伟 同意" not in office.all_of(MAKERS)


@pytest.mark.parametrize(
    "more",
    [
        {"from": {"id": 55, "is_bot": True, "first_name": "other"}},
        {"from": {"id": 777000, "is_bot": False, "first_name": "Telegram"}, "is_automatic_forward": True,
         "sender_chat": {"id": -100777, "type": "channel", "title": "news"}},
        {"external_reply": {"origin": {"type": "hidden_user", "date": 1, "sender_user_name": "x"}}},
    ],
)  # fmt: skip
def test_bots_channels_and_quotes_of_other_chats_are_heard_by_nobody(office: Office, order: int, more: dict[str, Any]):
    before = office.all_of(MAKERS)
    office.says("刘伟", "同意", chat=MAKERS, to=None if "external_reply" in more else ASKED, **more)
    assert office.all_of(MAKERS) == before


@pytest.mark.parametrize(
    ("words", "label"),
    [("同意，但要客户先给封样", "记为条件，同意"), ("同意，但要快", "只是备注，同意"), ("可以", "是，同意")],
)
def test_what_somebody_wrote_counts_for_nobody_else(office: Office, order: int, words: str, label: str):
    """A colleague of the same department sees the buttons below it too."""
    with office.database.transaction() as session:
        session.scalars(select(Person).where(Person.name == "孙丽")).one().department = "production"
    office.says("刘伟", words, chat=MAKERS, to=ASKED)
    assert office.taps("孙丽", label, chat=MAKERS) == "这是刘伟说的，刘伟来点才算。你要定，点卡上的按钮。"
    assert "孙丽 " not in "\n".join(office.reads(MAKERS, on=ASKED))
    office.taps("刘伟", label, chat=MAKERS)
    if label == "记为条件，同意":
        assert office.taps("孙丽", "做到才发货", chat=MAKERS).startswith("这是刘伟说的")
        office.taps("刘伟", "做到才发货", chat=MAKERS)
    assert "生产 刘伟" in "\n".join(office.reads(MAKERS, on=ASKED))


def test_an_edited_reply_is_no_vote_and_is_told_why(office: Office, order: int):
    message = {
        "message_id": 5, "date": 1795393800, "edit_date": 1795393801, "text": "同意",
        "from": {"id": STAFF["刘伟"][0], "is_bot": False, "first_name": "刘伟"},
        "chat": {"id": -1003, "type": "group", "title": MAKERS},
        "reply_to_message": office._as_message(-1003, office.newest(MAKERS, on=ASKED)),
    }  # fmt: skip
    office._handle({"update_id": 1, "edited_message": message})
    assert office.reads(MAKERS) == ["改过的话不算数，请重新回一条。"]
    assert message["reply_to_message"]["from"]["id"] == BOT_ID
    assert "刘伟 同意" not in office.all_of(MAKERS)


# ── each guard, and what happens without it ────────────────────────────────────────────────


def test_the_role_alone_keeps_others_from_voting(office: Office, order: int, monkeypatch: pytest.MonkeyPatch):
    assert office.taps("王芳", "同意", chat=MAKERS, on=ASKED) == "这张单没问到你，归生产定。"
    assert "王芳 同意" not in office.all_of(MAKERS)
    monkeypatch.setattr(seats, "speaks_for", lambda *_args: True)
    office.taps("王芳", "同意", chat=MAKERS, on=ASKED)
    assert "生产 王芳 同意" in office.all_of(MAKERS), "the control"


def test_the_revision_alone_keeps_an_old_vote_out(office: Office, order: int, monkeypatch: pytest.MonkeyPatch):
    for guarded in (True, False):
        if not guarded:
            monkeypatch.setattr(voting, "require_open", lambda *_args: None)
            monkeypatch.setattr("handlers.approvals.acts.voting.require_open", lambda *_args: None)
        with office.database.transaction() as session:
            row = session.get_one(Order, order)
            row.fields = {**row.fields, "requirements": f"加防潮{guarded}"}
        office.says("刘伟", "同意", chat=MAKERS, to=ASKED)
        assert ("刘伟 同意" in office.all_of(MAKERS)) is not guarded


def test_self_approval_is_kept_out_by_whose_order_it_is(office: Office, monkeypatch: pytest.MonkeyPatch):
    """The database would refuse it too: the control shows that it is asked."""
    order = office.file("prepaid.release", (1, 300, "58.00"), judged=False)
    with office.database.transaction() as session:
        session.get_one(Order, order).filed_by = office.person(session, "刘伟").id
    assert office.taps("刘伟", "同意", chat=MAKERS, on=ASKED) == "自己的单不能自己定，请另一位同事来。"
    monkeypatch.setattr(seats, "owners", lambda _order: frozenset())
    with office.database.transaction() as session:
        actor = office.person(session, "刘伟")
        seat = next(seat for seat in moving.open_seats(session, order) if seat.department == "production")
        with pytest.raises(Exception, match="vote_own"):
            voting.vote(session, HOUSE, actor, seat.id, voting.Ballot(Verdict.APPROVE), office.now)
