"""Credit as people meet it: what holds an order up, who may read of it, and the limit on the customer's page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import update

from db.models import Customer
from handlers.routes import ALL
from services import jobs
from tests.support.office import HOUSE, Office

T = TypeVar("T")


def limit(office: Office, minor: int | None) -> None:
    """So much credit, as if it had always been so."""
    with office.database.transaction() as session:
        session.execute(update(Customer).where(Customer.id == 1).values(credit_minor=minor))


class Hands:
    """`handlers.jobs.Hands` on a database, without a second worker."""

    def __init__(self, office: Office, job: jobs.Claim) -> None:
        self.office, self.job, self.house = office, job, HOUSE

    @property
    def now(self) -> datetime:
        return self.office.now

    def transact(self, work: Callable[[Any], T]) -> T:
        with self.office.database.transaction() as session:
            return work(session)

    def finish(self, work: Callable[[Any, Any], None]) -> None:
        with self.office.database.transaction() as session:
            job = jobs.hold(session, self.job, self.now)
            work(session, job)
            jobs.done(job, self.now)


def errands(office: Office) -> int:
    """Whatever waits for the second worker is done; how many jobs it was."""
    count = 0
    while True:
        with office.database.transaction() as session:
            claimed = jobs.claim(session, office.now)
        if claimed is None:
            office.send()
            return count
        ALL.jobs[claimed.kind].run(Hands(office, claimed))  # pyright: ignore[reportArgumentType]
        count += 1


# ── at the gate ────────────────────────────────────────────────────────────────────────────


def test_an_order_over_the_limit_waits_and_says_whose_it_is(office: Office):
    limit(office, 100_000)
    office.file("standard", (2, 40, "36.50"), terms="month_end", terms_days=30)
    card = office.reads("张敏")
    assert card[4:11] == [
        "还不能下单",
        "信用额度 ¥1,000.00 · 连本单已用 ¥1,460.00",
        "超信用额度 → 财务 李娜",
        "都办好就自动下达，该做的部门马上收到。",
        "〔申请特批〕",
        "〔催一下〕〔为什么〕",
        "〔复制给客户〕〔再来一单〕",
    ]
    office.taps("张敏", "为什么")
    assert "信用额度 ¥1,000.00 · 连本单已用 ¥1,460.00" in office.reads("张敏")
    assert "还没批" not in office.all_of("张敏")


def test_a_customer_without_credit_is_told_of_as_such(office: Office):
    limit(office, None)
    office.file("standard", (2, 40, "36.50"), terms="month_end", terms_days=30)
    card = office.reads("张敏")
    assert "信用额度：还没批" in card
    assert "客户还没批信用额度 → 财务 李娜" in card


def test_the_warehouse_reads_why_it_may_not_leave_and_no_amount(office: Office):
    order = office.file("standard", (2, 40, "36.50"), terms="shipped", terms_days=1)
    office.taps("赵强", "备齐", chat="仓库群")
    office.taps("张敏", "发货通知")
    limit(office, 100_000)
    refused = office.taps("赵强", "已发出", chat="仓库群")
    assert "超信用额度" in refused
    assert "¥" not in refused
    assert office.order(order).state == "executing"
    limit(office, 200_000)
    office.taps("赵强", "已发出", chat="仓库群")
    assert office.order(order).state == "shipped"


def test_money_of_one_order_lets_the_next_one_go_on(office: Office):
    limit(office, 200_000)
    first = office.file("standard", (2, 40, "36.50"), terms="month_end", terms_days=30)
    second = office.file("standard", (2, 41, "36.50"), terms="month_end", terms_days=30)
    assert (office.order(first).state, office.order(second).state) == ("released", "accepted")
    office.says("张敏", "/slip XS261123-001")
    office.says("张敏", "1460")
    office.says("李娜", "到账", chat="财务群", to="查账")
    assert office.order(second).state == "accepted", "in a transaction of its own"
    assert errands(office) == 1
    assert office.order(second).state == "released"
    assert errands(office) == 0


# ── on the customer's page ─────────────────────────────────────────────────────────────────


def page(office: Office, who: str) -> None:
    office.says(who, "/customers")
    office.taps(who, "宏达机电")


def test_finance_grants_credit_on_the_customers_page(office: Office):
    limit(office, None)
    order = office.file("standard", (2, 40, "36.50"), terms="month_end", terms_days=30)
    page(office, "李娜")
    assert "信用额度：还没批" in office.reads("李娜")
    office.taps("李娜", "信用额度")
    office.says("李娜", "50万")
    office.taps("李娜", "提交")
    page(office, "李娜")
    assert "信用额度 ¥500,000.00，已用 ¥0.00（李娜 10:05批）" in office.reads("李娜")
    assert errands(office) == 1
    assert office.order(order).state == "released"
    page(office, "张敏")
    assert "信用额度 ¥500,000.00，已用 ¥1,460.00（李娜 10:05批）" in office.reads("张敏")
    assert "信用额度" not in office.newest("张敏").labels, "they do not grant it to themselves"


def test_credit_that_is_withdrawn_holds_the_next_order_up(office: Office):
    page(office, "陈静")
    office.taps("陈静", "信用额度")
    office.taps("陈静", "不填")
    office.taps("陈静", "提交")
    page(office, "陈静")
    assert "信用额度：还没批" in office.reads("陈静")


def test_whoever_may_not_see_money_reads_of_no_credit(office: Office):
    office.file("standard", (2, 40, "36.50"), terms="month_end", terms_days=30)
    assert "信用" not in office.all_of("生产采购群") + office.all_of("仓库群")


# ── the invoice ────────────────────────────────────────────────────────────────────────────


def test_finance_notes_the_invoice_from_which_the_days_count(office: Office):
    office.file("standard", (2, 40, "36.50"), terms="invoiced", terms_days=30)
    office.taps("赵强", "备齐", chat="仓库群")
    office.taps("张敏", "发货通知")
    office.taps("赵强", "已发出", chat="仓库群")
    notice = office.newest("财务群", on="发出了")
    assert "开票后 30 天付款，还没开票。" in notice.text
    assert "今天开了票" not in office.newest("张敏", on="发出了").labels, "finance says so"
    data = notice.out.keyboard[0][0]["callback_data"]
    assert office.taps("李娜", "今天开了票", chat="财务群") == "记下了：11月23日开票，12月23日到期。"
    assert "李娜" in office.presses("陈静", notice, data, chat="财务群"), "once, and by whom"
    office.taps("李娜", "别的日子开的", chat="财务群")
    assert office.taps("李娜", "11月20日", chat="财务群") == "记下了：11月20日开票，12月20日到期。"
    office.taps("张敏", "客户已签收")
    assert "账期到 12月20日 周日" in office.newest("财务群", on="签收了").text
    assert "今天开了票" not in office.newest("财务群", on="签收了").labels
