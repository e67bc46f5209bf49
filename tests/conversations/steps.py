"""What stories have in common: the people of the sample company, and an order being filed."""

from __future__ import annotations

from dataclasses import dataclass

from tests.support.world import Chat, World


@dataclass(frozen=True)
class Company:
    """Who is met where."""

    sales: Chat
    finance: Chat
    production: Chat
    purchasing: Chat
    quality: Chat
    warehouse: Chat
    head_of_sales: Chat
    management: Chat


def company(world: World) -> Company:
    """The sample company's people in the chats where they work."""
    return Company(
        sales=world.person("张敏"),
        finance=world.person("李娜").in_("财务群"),
        production=world.person("刘伟").in_("生产采购群"),
        purchasing=world.person("王芳").in_("生产采购群"),
        quality=world.person("孙丽").in_("技术质量群"),
        warehouse=world.person("赵强").in_("仓储物流群"),
        head_of_sales=world.person("周海"),
        management=world.person("王建国"),
    )


async def begins(sales: Chat, customer: str, payment: str, product: str, quantity: str, price: str) -> None:
    """The first half of an order for a customer, up to the question for its day."""
    await sales.sends("/new")
    await sales.taps("客户要货")
    await sales.sends(customer)
    await sales.taps(payment)
    await sales.sends(product, quantity)
    await sales.taps(price, "够了")


async def agree(who: Company, *seats: str) -> None:
    """Everybody whom the book asks consents, each in reply to the card that asks them."""
    judges = {
        "生产": who.production, "采购": who.purchasing, "财务": who.finance, "销售": who.head_of_sales,
        "管理层": who.management,
    }  # fmt: skip
    for seat in seats:
        await judges[seat].sends("同意", reply_to=f"请{seat}定 · ")


async def goods_are_made(who: Company, *, let_go: str = "检验放行") -> None:
    """Purchasing and production take their tasks and finish them; quality lets the goods go, or is done with its task."""
    await who.purchasing.taps("接单（采购）", "完成（采购）")
    await who.production.taps("接单（生产）", "完成（生产）")
    await who.quality.taps("接单", let_go)


async def goods_leave(who: Company) -> None:
    """Packed, noticed, loaded, signed for; the ship gate is open."""
    await who.warehouse.taps("备齐")
    await who.sales.taps("发货通知")
    await who.warehouse.sees("发货通知", "第 1 批")
    await who.warehouse.taps("已发出")
    await who.sales.taps("客户已签收")
    await who.sales.sees("签收")
