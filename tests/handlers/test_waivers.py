"""特批 as people meet it: asked from the closed gate, decided on a card, printed afterwards."""

from __future__ import annotations

import pytest

from db.engine import Database
from db.models import Chat, Person, Waiver
from services import money
from services.waivers import ending
from tests.support.office import HOUSE, STAFF, Office, at

BOSSES = {"陈总": (81, "management", "manager")}


@pytest.fixture
def office(database: Database, monkeypatch: pytest.MonkeyPatch) -> Office:
    made = Office(database)
    with made.database.transaction() as session:
        for name, facts in BOSSES.items():
            monkeypatch.setitem(STAFF, name, facts)
            session.add(Person(telegram_id=facts[0], name=name, department=facts[1], role=facts[2], joined_at=made.now))
            session.add(Chat(id=facts[0], kind="private"))
    return made


def noticed(office: Office, *, quantity: int = 300) -> int:
    """A batch that waits for its money, in the warehouse's group."""
    order = office.file("prepaid.shipment", (2, quantity, "58"))
    office.taps("赵强", "备齐", chat="仓库群")
    office.taps("张敏", "发货通知")
    return order


def waiver(office: Office) -> Waiver:
    with office.database.transaction() as session:
        return session.query(Waiver).order_by(Waiver.id.desc()).first()  # type: ignore[return-value]


def asks(office: Office, *, end: str = "明天下班", words: str = "车在等，客户明天补") -> None:
    office.taps("张敏", "申请特批")
    office.says("张敏", words, to="说一句为什么要先放")
    office.taps("张敏", end)


def test_sales_asks_the_management_grants_and_the_warehouse_loads(office: Office):
    order = noticed(office)
    office.taps("张敏", "申请特批")
    assert office.reads("张敏", on="说一句")[:2] == [
        "张敏，XS261123-001 宏达机电 申请特批：",
        "还不能发货。货款没付清：应收 ¥17,400.00，到账 ¥0.00，还差 ¥17,400.00",
    ]
    office.says("张敏", "车在等，客户明天补", to="说一句")
    assert office.reads("张敏", on="到什么时候有效") == [
        "张敏，XS261123-001 宏达机电 申请特批：车在等，客户明天补",
        "最多差 ¥17,400.00，只用一次。",
        "到什么时候有效？点了就送管理层。",
        "〔今天下班〕〔明天下班〕", "〔3 个工作日〕", "〔只放一部分〕〔先不申请〕",
    ]  # fmt: skip
    office.taps("张敏", "明天下班")
    assert "特批 张敏 10:05 申请，等管理层定" in office.reads("张敏", on="合计")
    assert office.reads("陈总") == [
        "请管理层定特批 · XS261123-001 宏达机电 · 款到发货",
        "还不能发货。货款没付清：应收 ¥17,400.00，到账 ¥0.00，还差 ¥17,400.00",
        "Y10 轴承座 300 台 × ¥58.00",
        "张敏 10:05 申请：车在等，客户明天补",
        "上限 ¥17,400.00，到 11月24日 17:30，只用一次",
        "只问你：钱没到齐，能先放行吗？",
        "张敏 报的",
        "〔同意〕〔驳回〕", "〔更多〕",
    ]  # fmt: skip
    office.taps("陈总", "更多")
    assert office.reads("陈总")[-3:] == ["〔转交〕〔请人一起看〕", "〔抄送〕", "〔返回〕"]
    office.taps("陈总", "返回")
    office.taps("陈总", "同意")
    assert office.reads("陈总")[-1] == "陈总 10:05 同意了。不用再点。"
    assert office.reads("张敏", on="特批批了")[:3] == [
        "特批批了 · XS261123-001 宏达机电",
        "特批 陈总 10:05：欠 ¥17,400.00 先发，到 11月24日 17:30",
        "可以发了，只发这一批；仓库卡片已经变了。",
    ]
    card = office.reads("仓库群")
    assert card[0].startswith("发货通知")
    assert "特批 陈总 10:05，到 11月24日 17:30" in card, "without the amount"
    office.taps("赵强", "已发出", chat="仓库群")
    assert waiver(office).state == "used"
    assert "特批 陈总 10:05：欠 ¥17,400.00 先发，已用第 1 批" in office.reads("张敏", on="合计")
    assert "特批" not in copy_for_the_customer(office, order)


def copy_for_the_customer(office: Office, order: int) -> str:
    office.taps("张敏", "复制给客户")
    return office.newest("张敏").text


def test_the_warehouse_asks_in_its_group_and_sees_no_amount(office: Office):
    noticed(office)
    assert "〔车在等，催一下〕〔申请特批〕" in office.reads("仓库群")
    office.taps("赵强", "申请特批", chat="仓库群")
    office.says("赵强", "车在等，欠 ¥17,400.00 明天补", chat="仓库群", to="说一句")
    assert "¥" not in office.newest("仓库群").text.replace("欠 ¥17,400.00 明天补", "")
    data = next(
        button["callback_data"] for row in office.newest("仓库群").out.keyboard for button in row
        if button["text"] == "今天下班"
    )  # fmt: skip
    said = office.presses("张敏", office.newest("仓库群"), data, chat="仓库群")
    assert said == "这是赵强说的，赵强来点才算。你要定，点卡上的按钮。"
    office.taps("赵强", "今天下班", chat="仓库群")
    assert waiver(office).ceiling_minor == 1_740_000
    assert office.taps("张敏", "为什么") == ""
    assert "特批 赵强 10:05 申请，等管理层定" in office.newest("张敏").text


def test_less_than_all_may_be_asked_for_and_money_that_comes_first_opens_it_up_to_that(office: Office):
    noticed(office)
    office.taps("张敏", "申请特批")
    office.says("张敏", "先收一半", to="说一句")
    office.taps("张敏", "只放一部分")
    office.says("张敏", "99999999", to="申请放多少")
    assert office.newest("张敏").text.startswith("没看懂“99999999”")
    office.says("张敏", "5000", to="申请放多少")
    assert "最多差 ¥5,000.00，只用一次。" in office.reads("张敏")
    office.taps("张敏", "今天下班")
    office.taps("陈总", "同意")
    assert waiver(office).ceiling_minor == 500_000
    assert "货款没付清" in office.newest("张敏", on="特批批了").text, "more is short than it lets pass"
    assert office.reads("仓库群")[0].startswith("先别装车")


def test_rejected_with_a_reason_that_was_offered(office: Office):
    noticed(office)
    asks(office)
    office.taps("陈总", "驳回")
    office.taps("陈总", "等款到")
    assert office.reads("张敏", on="特批没批")[:3] == [
        "特批没批 · XS261123-001 宏达机电", "陈总 10:05：等款到", "还是不能走，张敏跟客户说一声。",
    ]  # fmt: skip
    assert "〔看这张单〕〔申请特批〕" in office.reads("张敏", on="特批没批")


def test_words_that_fit_a_review_do_nothing_here(office: Office):
    noticed(office)
    asks(office)
    office.says("陈总", "退回补充，缺合同", to="请管理层定特批")
    assert office.newest("陈总").text == "这张卡不这样定，点卡上的按钮。"
    office.says("陈总", "同意，但明天要到账", to="请管理层定特批")
    assert "〔记为条件，同意〕" not in office.reads("陈总")
    assert waiver(office).state == "asked"
    office.says("陈总", "同意", to="请管理层定特批")
    assert waiver(office).state == "granted"


def test_withdrawn_the_old_button_counts_for_nothing(office: Office):
    noticed(office)
    asks(office)
    card = office.newest("陈总")
    data = card.out.keyboard[0][0]["callback_data"]
    office.taps("张敏", "撤回特批")
    assert office.reads("陈总")[-1] == "张敏 10:05 撤回了申请，不用再点。"
    assert office.presses("陈总", card, data) == "XS261123-001 张敏 10:05 撤回了，你不用再点。"
    assert waiver(office).state == "withdrawn"
    assert "〔传水单〕〔申请特批〕" in office.reads("张敏", on="合计")


def test_a_button_that_is_refused_tells_who_asks_and_how_often_they_were_urged(office: Office):
    noticed(office)
    card = office.newest("仓库群")
    data = card.data("申请特批")
    asks(office)
    office.taps("张敏", "催一下")
    assert "等特批 → 管理层" in office.newest("陈总", on="催").text
    said = office.presses("赵强", card, data, chat="仓库群")
    assert said == "这张卡刚变过，看上面现在的按钮。"
    office.says("赵强", "发了", chat="仓库群", to="先别装车")
    assert "特批 张敏 10:05 申请，等管理层定，催过 1 次" in office.newest("仓库群").text


def test_when_it_expires_the_cards_turn_back_and_both_hear_of_it(office: Office):
    noticed(office)
    asks(office, end="今天下班")
    office.taps("陈总", "同意")
    office.now = at("11-23", "17:30")
    with office.database.transaction() as session:
        ending.tick(session, HOUSE, office.now)
    office.send()
    assert office.reads("仓库群")[0].startswith("先别装车")
    assert "特批 陈总 10:05，过期没用" in office.newest("仓库群").text
    for name in ("张敏", "陈总"):
        assert office.newest(name, on="过期没用 ·").text.endswith("到点没用上，又不能走了。还要的话重新申请。")


def test_a_large_one_wants_a_second_tap_by_its_ceiling(office: Office):
    noticed(office, quantity=3448)
    asks(office)
    office.taps("陈总", "同意")
    assert waiver(office).state == "granted", "¥199,984.00 is not large yet"


def test_more_than_anybody_may_waive_is_told_at_once(office: Office):
    noticed(office, quantity=3449)
    said = office.taps("张敏", "申请特批")
    assert said.startswith("还不行：\n差 ¥200,042.00，特批最多 ¥200,000.00，谁也不能放")


def test_money_that_comes_while_it_is_asked_is_told_to_whoever_decides(office: Office):
    order = noticed(office)
    asks(office)
    with office.database.transaction() as session:
        slip = money.send_slip(session, HOUSE, office.person(session, "张敏"), order, office.now, claimed_minor=1740000)
        money.confirm_slip(session, HOUSE, office.person(session, "陈静"), slip.id, office.now)
    office.send()
    assert "现在不缺了，不批也能走。" in office.reads("陈总")
