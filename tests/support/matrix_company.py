"""The company of the authorisation matrix: stories that leave something in every state, for people of every kind."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from sqlalchemy import select, text

from db.engine import Database
from db.models import (
    Approval,
    ApprovalSeat,
    Button,
    Chase,
    Chat,
    Draft,
    Order,
    Person,
    Receipt,
    Reminded,
    RiskCheck,
    Slip,
    Task,
)
from domain.approvals import Verdict
from domain.attachments import Purpose
from handlers.new_order.customers import stored
from handlers.new_order.leaf_choice import LEAF, QUESTION
from services import (
    attachments,
    catalogue,
    drafts,
    inspecting,
    joining,
    money,
    noticing,
    owed,
    papers,
    people,
    prompts,
    shipping,
    signoffs,
    supply,
)
from services.after_sale import asking as after_sale
from services.after_sale import deciding
from services.approvals import delegating, voting
from services.approvals.voting import Ballot
from services.changes import holding, impacts
from services.money import Evidence
from services.owed import Klass
from services.risks import opening, writing
from services.waivers import asking
from tests.support import changing
from tests.support.matrix import WHO, Company
from tests.support.office import HOUSE, STAFF, Office
from tests.support.readings import knowing, marks
from tests.support.sheet_desk import Desk as SheetDesk
from tests.support.sheets import OPENING

PRICE = "77.77"
"""No quantity, day or number of an order reads like this, or like a sum of it."""


def company(database: Database) -> Company:
    """A company with something in every state."""
    made = Company(Office(database))
    _people(made)
    for story in (
        _review,
        _returned,
        _own_review,
        _money,
        _goods,
        _stock,
        _forms,
        _setting_up,
        _second_level,
        _changes,
        _held,
        _short,
        _waiver,
        _after_sales,
        _risks,
        _reminded,
    ):
        story(made)
    made.office.send()
    made.of |= {"marks": marks(made), "knowing": knowing()}
    return made


def _people(made: Company) -> None:
    now = made.office.now
    with made.database.transaction() as session:
        for who, (telegram_id, department, role) in WHO.items():
            if who == "outsider" or session.scalar(select(Person.id).where(Person.telegram_id == telegram_id)):
                continue
            session.add(Person(telegram_id=telegram_id, name=who, department=department, role=role, joined_at=now,
                               is_admin=who == "admin"))  # fmt: skip
            session.add(Chat(id=telegram_id, kind="private"))
        session.flush()
        ids = {who: session.scalar(select(Person.id).where(Person.telegram_id == tid[0])) for who, tid in WHO.items()}
        made.of["ids"] = ids
        for deputy, absent in (
            ("deputy_of_requester", "requester"), ("deputy_of_approver", "production"),
            ("deputy_of_requester", "sales_head"),
        ):  # fmt: skip
            delegating.delegate(
                session, HOUSE, made.office.person(session, _name(absent)), ids[deputy] or 0, begins_at=now,
                ends_at=now + timedelta(days=3), now=now,
            )  # fmt: skip


def _name(who: str) -> str:
    return next(name for name, facts in STAFF.items() if facts == WHO[who])


def _seats(made: Company, order: int) -> dict[str, int]:
    with made.database.transaction() as session:
        rows = session.execute(
            text("SELECT s.department, s.id FROM approval_seat s JOIN approval a ON a.id = s.approval_id"
                 " WHERE a.order_id = :order AND s.state = 'open'"),
            {"order": order},
        )  # fmt: skip
        return {str(department): int(seat) for department, seat in rows}


def _review(made: Company) -> None:
    """One order that production and purchasing judge; one that left a condition."""
    order = made.office.file("prepaid.release", (1, 300, PRICE), judged=False)
    seats = _seats(made, order)
    made.of |= {"review": order, "seat": seats["production"], "other_seat": seats["purchasing"]}
    judged = made.office.file("prepaid.release", (1, 20, PRICE), judged=False)
    made.office.says("刘伟", "同意，但要先付三成", chat="生产采购群", to="请生产定")
    made.office.taps("刘伟", "记为条件，同意", chat="生产采购群")
    made.office.taps("刘伟", "做到才下单", chat="生产采购群")
    made.office.taps("王芳", "同意", chat="生产采购群", on="请采购定")
    with made.database.transaction() as session:
        task = session.scalars(select(Task).where(Task.order_id == judged, Task.kind == "condition")).one()
        made.of |= {"condition": task.id, "judged": judged}


def _returned(made: Company) -> None:
    """One that was sent back to be completed."""
    order = made.office.file("prepaid.release", (1, 40, PRICE), judged=False)
    seat = _seats(made, order)["production"]
    with made.database.transaction() as session:
        maker = made.office.person(session, "刘伟")
        ballot = Ballot(Verdict.SEND_BACK, comment="缺图纸")
        voting.vote(session, HOUSE, maker, seat, ballot, made.office.now)
    made.of["returned"] = order


def _own_review(made: Company) -> None:
    """An order of the head of sales that is asked of production; the seat was handed to the head in person."""
    order = made.office.file("prepaid.release", (1, 10, PRICE), judged=False, by="周强")
    seat = _seats(made, order)["production"]
    with made.database.transaction() as session:
        session.get_one(ApprovalSeat, seat).person_id = made.of["ids"]["sales_head"]
    made.of |= {"own_seat": seat, "own_order": order}


def _money(made: Company) -> None:
    """A slip that waits, one that was confirmed, and one without an amount."""
    office = made.office
    order = office.file("prepaid.release", (1, 300, PRICE), wanted=None)
    paid = office.file("prepaid.release", (1, 30, PRICE), wanted=None)
    with made.database.transaction() as session:
        zhang, finance = office.person(session, "张敏"), office.person(session, "陈静")
        waiting = money.send_slip(
            session, HOUSE, zhang, order, office.now, claimed_minor=1200000, evidence=Evidence("photo", "p", "p")
        )
        bare = money.send_slip(
            session, HOUSE, zhang, order, office.now, claimed_minor=None, evidence=Evidence("photo", "q", "q")
        )
        done = money.send_slip(session, HOUSE, zhang, paid, office.now, claimed_minor=53713)
        money.confirm_slip(session, HOUSE, finance, done.id, office.now)
        receipt = session.scalars(select(Receipt.id).where(Receipt.slip_id == done.id)).one()
        attachments.keep(
            session, HOUSE, zhang, order, Evidence("photo", "f", "f"), office.now, purpose=Purpose.UNSORTED
        )
        file = session.execute(text("SELECT MAX(id) FROM attachment")).scalar_one()
        made.of |= {
            "order": order, "paid": paid, "slip": waiting.id, "bare": bare.id, "confirmed": done.id,
            "receipt": receipt, "file": file,
        }  # fmt: skip


def _pay(made: Company, order: int, but: int = 0) -> None:
    office = made.office
    with made.database.transaction() as session:
        total = session.get_one(Order, order).total_minor - but
        slip = money.send_slip(session, HOUSE, office.person(session, "张敏"), order, office.now, claimed_minor=total)
        money.confirm_slip(session, HOUSE, office.person(session, "陈静"), slip.id, office.now)


def _goods(made: Company) -> None:
    """Orders that are to be taken, made, packed, noticed, sent and signed for."""
    office, steps = made.office, ("released", "taken", "ready", "noticed", "shipped")
    for n, step in enumerate(steps):
        order = office.file("prepaid.shipment", (1, 30 + n, PRICE))
        made.of[step] = order
        _pay(made, order)
        with made.database.transaction() as session:
            makers = office.person(session, "刘伟")
            if n >= 1:
                supply.take(session, HOUSE, makers, order, "production", office.now)
            if n >= 2:
                supply.finish(session, HOUSE, makers, order, "production", office.now)
                shipping.report_ready(session, HOUSE, office.person(session, "赵强"), order, office.now)
            if n >= 3:
                inspecting.pass_goods(session, HOUSE, office.person(session, "孙丽"), order, office.now)
                noticing.issue(session, HOUSE, office.person(session, "张敏"), order, office.now)
            if n >= 4:
                batch = shipping.ship(session, HOUSE, office.person(session, "赵强"), order, office.now)
                papers.add_tracking(
                    session, HOUSE, office.person(session, "赵强"), batch.id, office.now, tracking="SF1"
                )
                made.of["batch"] = batch.id


def _stock(made: Company) -> None:
    """Goods for the shelf: one order that waits for its funds, one whose goods may be stored."""
    office = made.office
    made.of["stock"] = office.file("stock", (1, 50, None), customer=None, reason="safety", use_up_days=60)
    made.of["stored"] = stored = office.file("stock", (1, 60, None), customer=None, reason="safety", use_up_days=60)
    with made.database.transaction() as session:
        signoffs.sign(session, HOUSE, office.person(session, "陈静"), stored, "funds", office.now)


def _forms(made: Company) -> None:
    """A form that somebody is in the middle of, and sheets that wait for a decision."""
    office = made.office
    office.says("张敏", "/new")
    with made.database.transaction() as session:
        draft = session.scalars(
            select(Draft).where(Draft.state == "open", Draft.person_id == made.of["ids"]["requester"])
        )
        made.of["draft"] = draft.one().id
        minted = (act for acts in session.scalars(select(Button.acts)) for act in acts)
        offered = next(args for act, args, _effect in minted if act == "draft.pick")
        made.of |= {"pick_step": offered["step"], "pick_value": offered["value"]}
        zhang = office.person(session, "张敏")
        alike = {"_name": "宏达", "_similar": [stored(catalogue.customer(session, 1))], "_billing": None}
        waiting = drafts.begin(session, zhang, form="customer", chat_id=11, now=office.now, answers=alike, step="name")
        begun = drafts.begin(session, zhang, form="order", chat_id=11, now=office.now,
                             answers={QUESTION + "type": LEAF + "prepaid.release", "_types": ["prepaid.release"]},
                             step="customer")  # fmt: skip
        why = drafts.begin(session, zhang, form="change", chat_id=11, now=office.now, step="factor",
                           answers={"_order": made.of["released"], "_number": "x", "_kind": "cancel"})  # fmt: skip
        made.of |= {"customer_draft": waiting.id, "order_draft": begun.id, "change_draft": why.id}
        prompts.close_prompts(session, chat_id=11, person_id=zhang.id, now=office.now)
    desk = SheetDesk(office)
    made.of["sheet"] = desk.sends("张敏", ["客户名称"], ["新客户一号"])
    made.of["lines"] = desk.sends("张敏", ["型号", "数量"], ["X200", "5"])
    opening = desk.sends("李娜", [*OPENING, "定金比例"], BEGUN)
    assert desk.imports("李娜", opening) == "imported"
    with made.database.transaction() as session:
        made.of |= {
            "digest": session.execute(text("SELECT digest FROM sheet WHERE id = :id"), {"id": made.of["sheet"]}).scalar_one(),
            "lines_digest": session.execute(text("SELECT digest FROM sheet WHERE id = :id"), {"id": made.of["lines"]}).scalar_one(),
            "opening": opening,
            "opening_sum": sum(
                slip.claimed_minor or 0 for slip in session.scalars(select(Slip).where(Slip.sheet_id == opening))
            ),
        }  # fmt: skip


BEGUN = ["HT-1", "款到排产", "宏达机电", "X200", "10", "58", "2026-10-12", "2026-12-04", "未下达", "580", "张敏", ""]
"""An order in flight with money that came before."""


def _setting_up(made: Company) -> None:
    """An invitation that nobody took up, and a code for a group."""
    with made.database.transaction() as session:
        admin = made.of["ids"]["admin"]
        boss = people.by_id(session, admin)
        made.of["invite"] = joining.invite(
            session, HOUSE, boss, name="新人", department="sales", role="member", now=made.office.now
        ).id
        made.of["code"] = joining.bind_code(session, HOUSE, boss, "marketing", made.office.now).code


def _second_level(made: Company) -> None:
    """An order whose first level agreed: production may send it back there."""
    order = made.office.file("standard", (1, 1000, PRICE), judged=False, requirements="加防潮")
    with made.database.transaction() as session:
        engineer = people.by_id(session, made.of["ids"]["engineering"])
        seat = session.scalars(
            select(ApprovalSeat.id)
            .join(Approval, Approval.id == ApprovalSeat.approval_id)
            .where(Approval.order_id == order, ApprovalSeat.department == "engineering")
        ).one()
        voting.vote(session, HOUSE, engineer, seat, Ballot(Verdict.APPROVE), made.office.now)
    made.of["later_seat"] = _seats(made, order)["production"]


def _short(made: Company) -> None:
    """An order of which next to nothing is missing."""
    made.of["short"] = order = made.office.file("prepaid.release", (1, 35, PRICE), wanted=None)
    _pay(made, order, but=1500)


def _waiver(made: Company) -> None:
    """An order that waits for its money, and for somebody to let it pass without."""
    order = made.office.file("prepaid.release", (1, 36, PRICE), wanted=None)
    with made.database.transaction() as session:
        zhang = made.office.person(session, "张敏")
        asked = asking.ask(session, HOUSE, zhang, order, "payment_missing", "车在等", 1, made.office.now)
        made.of["waiver"] = asked.id
    _decided(made, "granted_waiver", 37, Verdict.APPROVE)
    _decided(made, "refused_waiver", 38, Verdict.REJECT)
    _decided(made, "unused_waiver", 39, Verdict.APPROVE, held=True)


def _after_sales(made: Company) -> None:
    """An allowance that finance is to decide, a return that the warehouse waits for; one refused, one done."""
    office, order = made.office, made.of["shipped"]
    with made.database.transaction() as session:
        zhang, finance = office.person(session, "张敏"), office.person(session, "陈静")
        line = session.get_one(Order, order).lines[0].id
        for name in ("after_sale", "refused_after_sale", "done_after_sale"):
            row = after_sale.ask_allowance(session, HOUSE, zhang, order, 7777, "晚了三天", office.now)
            made.of[name] = row.id
        back = after_sale.ask_return(session, HOUSE, zhang, order, {line: Decimal(2)}, "外壳划伤", office.now)
        made.of["goods_back"] = back.id
        deciding.agree(session, HOUSE, finance, back.id, office.now)
        deciding.agree(session, HOUSE, finance, made.of["done_after_sale"], office.now)
        deciding.refuse(session, HOUSE, finance, made.of["refused_after_sale"], "不是我方责任", office.now)


def _reminded(made: Company) -> None:
    """The requester was reminded of the paper that an order lacks."""
    office, order = made.office, made.of["released"]
    with office.database.transaction() as session:
        zhang = office.person(session, "张敏")
        subject, about = f"order:{order}", {"order_id": order, "rule": "basis_owed"}
        if session.scalar(select(Chase.id).where(Chase.rule == "basis_owed", Chase.subject == subject)) is None:
            session.add(Chase(subject=subject, anchor_at=office.now, next_at=None, **about))
        row = owed.owe(
            session, "reminder.basis_spoken", chat_id=zhang.telegram_id, now=office.now, klass=Klass.REMINDER,
            subject=subject, order_id=order, facts={"items": [["basis_owed", subject]], "escalated": False},
        )  # fmt: skip
        assert row is not None
        row.state, row.sent_at = "sent", office.now
        session.add(
            Reminded(
                subject=subject,
                step=0,
                chat_id=zhang.telegram_id,
                at=office.now,
                anchor_at=office.now,
                owed_id=row.id,
                **about,
            )
        )


def _risks(made: Company) -> None:
    """One that somebody fears for an order of the warehouse, 刘伟 sees to it; one that a rule opened."""
    office = made.office
    with made.database.transaction() as session:
        zhang = office.person(session, "张敏")
        risk = opening.open_for_order(session, HOUSE, zhang, made.of["released"], "料可能要晚，赔 ¥77.77", office.now)
        writing.set_owner(session, HOUSE, zhang, risk.id, office.person(session, "刘伟").id, office.now)
        check = RiskCheck(department="production", day=office.now.date(), asked_at=office.now, answers={})
        session.add(check)
        session.flush()
        made.of |= {"risk": risk.id, "check": check.id}
        order = session.get_one(Order, made.of["taken"])
        opening.arise(
            session, order, rule="pay_before_shipment", subject=f"order:{order.id}", level="high",
            department="sales", owner_id=order.sales_id, anew=True, now=office.now,
        )  # fmt: skip


def _decided(made: Company, name: str, quantity: int, verdict: Verdict, *, held: bool = False) -> None:
    """The same, granted or refused; while nothing is done for the order nobody uses what was granted."""
    order = made.office.file("prepaid.release", (1, quantity, PRICE), wanted=None)
    with made.database.transaction() as session:
        zhang, boss = made.office.person(session, "张敏"), people.by_id(session, made.of["ids"]["management"])
        asked = asking.ask(session, HOUSE, zhang, order, "payment_missing", "车在等", 1, made.office.now)
        if held:
            holding.hold(session, HOUSE, zhang, order, "图纸要改", made.office.now)
        seat = session.scalars(select(ApprovalSeat.id).where(ApprovalSeat.approval_id == asked.approval_id)).one()
        voting.vote(session, HOUSE, boss, seat, Ballot(verdict, comment="等款"), made.office.now)
        made.of[name] = asked.id


def _changes(made: Company) -> None:
    """One change of which production says what it means, one that was carried out at once, one that all agreed to."""
    office = made.office
    asked = office.file("prepaid.shipment", (1, 35, PRICE))
    changing.takes(office, asked)
    change = changing.asks(office, asked, quantity=70)
    with made.database.transaction() as session:
        found = {one.department: one.id for one in impacts.of_change(session, change)}
    made.of |= {"changing": asked, "change": change, "impact": found["production"]}
    told = office.file("prepaid.shipment", (1, 36, PRICE))
    made.of["told_change"] = changing.asks(office, told, place="昆山")
    priced = office.file("prepaid.shipment", (1, 39, PRICE))
    made.of["priced_change"] = changing.asks(office, priced, price="78.88")
    agreed = office.file("prepaid.shipment", (1, 38, PRICE))
    made.of["agreed_change"] = changing.asks(office, agreed, quantity=76)
    office.approve(agreed)


def _held(made: Company) -> None:
    """One that nothing is done for meanwhile."""
    office = made.office
    made.of["held"] = order = office.file("prepaid.shipment", (1, 37, PRICE))
    with made.database.transaction() as session:
        holding.hold(session, HOUSE, office.person(session, "张敏"), order, "图纸要改", office.now)
    for name in ("released", "held"):
        made.of[f"{name}_number"] = office.order(made.of[name]).number
