"""评审: departments decide in their own groups, each asked one question, before the order is taken on."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import select, update

from db.engine import Database
from db.models import History, Order, Product, Task
from services import history
from tests.conversations.steps import agree, begins, company
from tests.support.world import Chat, World


async def files_at(sales: Chat, payment: str, quantity: str, price: str) -> None:
    """An order for X200 at a price of one's own, for a day that is far enough away."""
    await sales.sends("/new")
    await sales.taps("客户要货")
    await sales.sends("永盛")
    await sales.taps(payment)
    await sales.sends("x200", quantity, price)
    await sales.taps("够了")
    await sales.sends("12月30号")
    await sales.taps("合同")
    await sales.uploads("photo")
    await sales.taps("提交")


async def test_three_departments_decide_one_order(world: World, database: Database) -> None:
    """A new customer's first order, large, on credit, and below the floor price."""
    with database.transaction() as session:
        session.execute(update(Product).where(Product.code == "X200").values(floor_price=Decimal(50)))
    who = company(world)
    zhang, finance = who.sales, who.finance
    await files_at(zhang, "账期、月结", "20000", "46")
    await finance.sees("请财务定 · XS261123-001", "新客户第一单就要账期", "低于底价", "¥920,000.00")
    await who.head_of_sales.sees_not("请销售定")

    # finance consents on a condition, which stays as a task
    await finance.taps("有条件同意", on="请财务定")
    await finance.sends("先付三成", reply_to="有什么条件")
    await finance.taps("做到才下单")
    await finance.finds("有条件同意")

    # the head of sales is asked next; he passes nothing on, but a large amount wants a second tap
    await who.head_of_sales.sees("请销售定 · XS261123-001", "金额到了")
    await who.head_of_sales.taps("同意", "确认同意 ¥920,000.00")
    await who.management.sees("请管理层定 · XS261123-001")
    await who.management.taps("同意", "确认同意 ¥920,000.00")
    await finance.finds("都同意了，已承接")
    with database.transaction() as session:
        order = session.scalars(select(Order)).one()
        assert order.state == "accepted"
        assert [task.words for task in session.scalars(select(Task).where(Task.order_id == order.id))] == ["先付三成"]
        told = list(session.scalars(select(History.action).where(History.subject == f"order:{order.id}")))
        assert (told.count("voted"), told.count("review_approved"), told.count("accept")) == (3, 1, 1)
        assert list(history.broken_links(session)) == []


async def test_one_passes_it_on_and_the_other_rejects(world: World, database: Database) -> None:
    who = company(world)
    zhang, production = who.sales, who.production
    await begins(zhang, "宏达", "全款到了再排产", "x200", "100", "目录价 ¥58.00")
    await zhang.taps("款到后 7 个工作日", "合同")
    await zhang.uploads("photo")
    await zhang.taps("提交")
    await production.taps("更多", on="请生产定")
    await production.taps("转交", on="请生产定")
    await production.taps("孙丽 · 质检")
    quality = world.person("孙丽")
    await quality.sees("请孙丽定 · XS261123-001", "刘伟 转交给你")
    await quality.sees_not("¥")
    await quality.taps("同意")
    await who.purchasing.sends("不同意", reply_to="请采购定 · ")
    await who.purchasing.sends("料要等两个月", reply_to="说一句为什么")
    await production.finds("驳回：料要等两个月")
    await zhang.finds("料要等两个月")
    with database.transaction() as session:
        assert session.scalars(select(Order)).one().state == "rejected"
    await agree_too_late(who.purchasing)


async def agree_too_late(purchasing: Chat) -> None:
    """What is over stays over."""
    await purchasing.sends("同意", reply_to="请采购定 · ")
    with purchasing.world.database.transaction() as session:
        assert session.scalars(select(Order)).one().state == "rejected"


async def test_sent_back_it_is_completed_and_judged_anew(world: World, database: Database) -> None:
    who = company(world)
    zhang = who.sales
    await begins(zhang, "宏达", "全款到了再排产", "x200", "100", "目录价 ¥58.00")
    await zhang.taps("款到后 7 个工作日", "合同")
    await zhang.uploads("photo")
    await zhang.taps("提交")
    await agree(who, "生产")
    await who.purchasing.sends("退回 图号没写", reply_to="请采购定 · ")
    await zhang.finds("图号没写")
    with database.transaction() as session:
        assert session.scalars(select(Order)).one().state == "returned"
    await zhang.taps("去补")
    await zhang.sees("补充 XS261123-001", "要先问：生产、采购")
    await zhang.taps("提交")
    await agree(who, "生产", "采购")
    with database.transaction() as session:
        order = session.scalars(select(Order)).one()
        assert (order.number, order.revision, order.state) == ("XS261123-001", 2, "accepted")
