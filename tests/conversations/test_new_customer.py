"""A customer whom nobody knew, made in two steps from inside an order, with a credit code that was first mistyped."""

from __future__ import annotations

from sqlalchemy import select

from db.engine import Database
from db.models import Customer, Order
from tests.support.world import World

CODE = "91110000600037341L"


async def test_two_steps_and_the_order_goes_on(world: World, database: Database) -> None:
    sales = world.person("张敏")
    await sales.sends("/new")
    await sales.taps("客户要货")
    await sales.sends("欣荣重工")
    await sales.sees("没找到“欣荣重工”")
    await sales.taps("新客户", "就叫“欣荣重工”")
    await sales.sends("孙工 139 1234 8800")
    await sales.taps("改一项", "信用代码")
    await sales.sends("91110000600037342L")
    await sales.sees("最后一位对不上")
    await sales.sends("9111 0000 6000 37341L")
    await sales.sees("孙工 · 13912348800", CODE)
    await sales.taps("提交")
    await sales.sees("欣荣重工", "怎么付钱？")
    await sales.taps("款到发货")
    await sales.sends("x200", "5", "58")
    await sales.taps("够了")
    await sales.sends("12月20号")
    await sales.taps("合同", "提交")
    with database.transaction() as session:
        made = session.scalars(select(Customer).where(Customer.name == "欣荣重工")).one()
        assert (made.uscc, made.contact, made.phone) == (CODE, "孙工", "13912348800")
        order = session.scalars(select(Order).where(Order.customer_id == made.id)).one()
        assert order.fields["phone"] == "13912348800"
