"""What people do to orders, each said to the program and to the model of the book: a word is the deed `do_<word>`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from db.models import ApprovalSeat, Change, Waiver
from domain.approvals import Verdict
from services import going_on
from services.waivers import ending
from tests.support import after_sales
from tests.support.trading_model import (
    CHANGEABLE,
    IN_SUPPLY,
    LIVE,
    MAY_WAIVE,
    PREPAID,
    WAIVED_AT_MOST,
    WRITTEN_OFF_AT_MOST,
    Deal,
    Pass,
    Wish,
    minor,
)
from tests.support.trading_sides import Differs, No, Sides

TASKS = {"make": ("production", "刘伟"), "buy": ("purchase", "王芳"), "stock": ("production", "刘伟")}


class MoneyDeeds(Sides):
    """Money that comes, goes back, goes elsewhere, or is given up."""

    def do_slip(self, order: int, number: int) -> None:
        """All that is due next, a part of it, nearly all of it, or too much."""
        deal, order_id = self.deal(order)
        due = deal.missing("release") or deal.missing("ship") or deal.owed or 100_00
        amount = max((due, due, due, due // 2, due - 20_00, due - 1, due + 30_00)[number % 7], 1)
        sent = self.both(f"slip of {amount}", deal.state in LIVE, lambda: self.trade.slip(order_id, amount))
        if sent:
            deal.slips[sent[0]] = amount
            self.last_slip[order] = sent[0]

    def do_confirm(self, order: int, number: int) -> None:
        """The oldest slip that waits, or one that was confirmed before; sometimes by whoever sent it."""
        deal, _ = self.deal(order)
        slip = next(iter(deal.slips), self.last_slip.get(order, 0))
        own = number % 11 == 1
        done = self.both(
            "confirm", slip in deal.slips and not own, lambda: self.trade.confirm(slip, by="张敏" if own else "李娜")
        )
        if done:
            self.book.receive(deal, deal.slips.pop(slip), self.trade.now)

    def do_confirm_again(self, order: int, number: int) -> None:
        deal, _ = self.deal(order)
        slip = self.last_slip.get(order, 0)
        if slip not in deal.slips:
            self.both("confirm again", False, lambda: self.trade.confirm(slip))

    def do_bounce(self, order: int, number: int) -> None:
        deal, order_id = self.deal(order)
        if self.both("bounce", bool(deal.payments), lambda: self.trade.bounce(order_id)):
            self.book.bounce(deal)

    def do_refund(self, order: int, number: int) -> None:
        deal, order_id = self.deal(order)
        amount = (1, deal.paid // 3, deal.paid, deal.paid + 1, 50_00)[number % 5]
        if self.both(
            f"refund {amount}", 0 < amount <= deal.paid, lambda: self.trade.refund(order_id, amount)
        ):  # fmt: skip
            deal.paid -= amount

    def do_move(self, order: int, number: int) -> None:
        deal, order_id = self.deal(order)
        target = number % len(self.orders)
        other = self.book.deals[target]
        amount = (deal.paid, deal.paid // 2, min(deal.paid, other.owed), deal.paid + 1)[number // 10 % 4]
        may = target != order and 0 < amount <= min(deal.paid, other.owed) and other.state in LIVE
        if self.both(
            f"move {amount} to {target}", may, lambda: self.trade.move_money(order_id, self.orders[target], amount)
        ):
            self.book.pass_on(deal, target, amount, self.trade.now)

    def do_write_off(self, order: int, number: int) -> None:
        deal, order_id = self.deal(order)
        rest = deal.rest
        may = deal.state in LIVE and 0 < rest <= WRITTEN_OFF_AT_MOST - deal.given_up and deal.paid > deal.given_up
        if self.both(f"write off {rest}", may, lambda: self.trade.write_off(order_id)):
            deal.given_up, deal.paid = deal.given_up + rest, deal.paid + rest
            self.book.settle(deal, self.trade.now)

    def do_go_on(self, order: int, number: int) -> None:
        """What the job does when credit may have become free: whoever waited longest first."""
        session, house = self.trade.session, self.trade.house
        clerk = self.trade.person("李娜")
        for order_id in going_on.waiting(session, house, self.trade.customer):
            going_on.go_on(session, house, clerk, order_id, self.trade.now)
        for deal in self.book.deals:
            if deal.leaf == "standard":
                self.book.settle(deal, self.trade.now)


class WaiverDeeds(Sides):
    """特批, and the time in which they hold."""

    def do_ask(self, order: int, number: int) -> None:
        """For what stops the order now, or for something that does not."""
        deal, order_id = self.deal(order)
        now, noticed = self.trade.now, deal.noticed or 0
        at = "release" if deal.state == "accepted" else "ship"
        closed = self.book.closed(deal, at, now, noticed)
        plan = self.book.closed(deal, "plan", now)
        if deal.state in IN_SUPPLY and deal.noticed is None and plan:
            at, closed = "plan", plan
        waivable = [code for code in MAY_WAIVE if code in closed]
        code = waivable[number % len(waivable)] if waivable and number % 5 else list(MAY_WAIVE)[number % 3]
        waits = any(one.state == "asked" for one in deal.passes)
        may = (
            deal.state in CHANGEABLE and code in closed and at in MAY_WAIVE[code] and not waits
            and (code == "inspection_missing" or closed[code] <= WAIVED_AT_MOST)
        )  # fmt: skip
        asked = self.both(f"ask for {code} at {at}", may, lambda: self.trade.ask_waiver(order_id, code))
        if asked:
            row: Waiver = asked[0]
            if (row.checkpoint, row.ceiling_minor or closed[code]) != (at, closed[code]):
                raise Differs(f"asked for {row.checkpoint} {row.ceiling_minor}, the book says {at} {closed[code]}")
            deal.passes.append(Pass(row.id, code, at, deal.revision, closed[code], row.expires_at))

    def do_decide(self, order: int, number: int) -> None:
        """Whoever is asked grants it, or does not; or presses again on one that is decided."""
        deal, _ = self.deal(order)
        if not deal.passes:
            return
        one = next((one for one in deal.passes if one.state == "asked"), deal.passes[-1])
        verdict = Verdict.REJECT if number % 6 == 5 else Verdict.APPROVE
        in_time = self.trade.now < one.expires or verdict is Verdict.REJECT
        if self.both(
            "decide", one.state == "asked" and in_time, lambda: self.trade.decide_waiver(one.id, verdict)
        ):  # fmt: skip
            one.state = "granted" if verdict is Verdict.APPROVE else "refused"
            self.book.settle(deal, self.trade.now) if one.state == "granted" else None

    def do_withdraw_waiver(self, order: int, number: int) -> None:
        deal, _ = self.deal(order)
        if deal.passes:
            one = deal.passes[-1]
            if self.both(
                "withdraw waiver", one.state == "asked", lambda: self.trade.withdraw_waiver(one.id)
            ):  # fmt: skip
                one.state = "withdrawn"

    def do_clock(self, order: int, number: int) -> None:
        """Time goes on; what nobody decided in time is over."""
        self.trade.now = min(self.trade.now + timedelta(hours=(1, 3, 8, 30)[number % 4]), self.until)
        ending.tick(self.trade.session, self.trade.house, self.trade.now)
        for deal in self.book.deals:
            for one in deal.passes:
                if one.state == "asked" and one.expires <= self.trade.now:
                    one.state = "superseded"


class GoodsDeeds(Sides):
    """Work and goods."""

    def do_take(self, order: int, number: int) -> None:
        deal, order_id = self.deal(order)
        kind, who = TASKS[deal.supply]
        closed = set(self.book.closed(deal, "plan", self.trade.now))
        may = deal.state in IN_SUPPLY and deal.supply != "stock" and deal.task in (None, "stopped")
        if self.both("take", closed or may, lambda: self.trade.take(order_id, kind, who)):
            self.book.begin(deal, self.trade.now)
            deal.task = "doing"

    def do_finish(self, order: int, number: int) -> None:
        deal, order_id = self.deal(order)
        kind, who = TASKS[deal.supply]
        closed = set(self.book.closed(deal, "plan", self.trade.now))
        may = deal.state in IN_SUPPLY and deal.supply != "stock" and deal.task == "doing"
        if self.both("finish", closed or may, lambda: self.trade.finish(order_id, kind, who)):
            self.book.begin(deal, self.trade.now)
            deal.task, deal.made = "done", max(deal.made, deal.quantity)

    def do_inspect(self, order: int, number: int) -> None:
        deal, order_id = self.deal(order)
        may = deal.state in IN_SUPPLY and deal.supply == "make" and deal.there > deal.passed
        if self.both("inspect", may, lambda: self.trade.pass_goods(order_id)):
            self.book.inspect(deal, self.trade.now)
            self.book.settle(deal, self.trade.now)

    def do_ready(self, order: int, number: int) -> None:
        deal, order_id = self.deal(order)
        left = deal.quantity - deal.ready
        quantity = left if number % 3 else max(left, 0) // 2 + number % 2
        may = deal.state in IN_SUPPLY and 0 < quantity <= left
        if self.both(f"ready {quantity}", may, lambda: self.trade.ready(order_id, quantity)):
            deal.ready += quantity
            if deal.state == "released" and not self.book.closed(deal, "plan", self.trade.now):
                self.book.begin(deal, self.trade.now)

    def do_notice(self, order: int, number: int) -> None:
        deal, order_id = self.deal(order)
        quantity = (deal.may_leave, deal.may_leave, max(deal.may_leave // 2, 1), deal.may_leave + 1)[number % 4]
        may = deal.state in IN_SUPPLY and deal.noticed is None and 0 < quantity <= deal.may_leave
        if self.both(f"notice {quantity}", may, lambda: self.trade.notice(order_id, quantity)):
            deal.noticed = quantity

    def do_take_back(self, order: int, number: int) -> None:
        deal, order_id = self.deal(order)
        may = deal.state in IN_SUPPLY and deal.noticed is not None
        if self.both("take back", may, lambda: self.trade.take_back_notice(order_id)):
            deal.noticed = None

    def do_ship(self, order: int, number: int) -> None:
        """All that was noticed, a part of it, or more than that."""
        deal, order_id = self.deal(order)
        noticed = deal.noticed or 0
        quantity = (noticed, noticed, noticed, max(noticed // 2, 1), noticed + 1)[number % 5]
        closed: No = set(self.book.closed(deal, "ship", self.trade.now, quantity if deal.noticed else 0))
        may: No = closed or True
        if deal.state not in IN_SUPPLY:
            may = False
        elif deal.noticed is not None and quantity > noticed:
            may = {"more_than_noticed"}
        left = self.both(f"ship {quantity}", may, lambda: self.trade.ship(order_id, quantity if noticed else None))
        if left:
            self.last_batch[order] = left[0].id
            self.book.ship(deal, left[0].id, quantity, self.trade.now)

    def do_sign(self, order: int, number: int) -> None:
        deal, _ = self.deal(order)
        batch = deal.road[0] if deal.road else self.last_batch.get(order, 0)
        may = batch in deal.road and deal.state in (*IN_SUPPLY, "shipped")
        if self.both("sign", may, lambda: self.trade.sign(batch)):
            self.book.sign(deal, batch)

    def do_allow(self, order: int, number: int) -> None:
        """折让: finance agrees to what is asked, if it can be asked."""
        deal, order_id = self.deal(order)
        most = deal.may_let_off
        amount = (1, most // 3, most // 2, most, most + 1)[number % 5]
        may = deal.shipped > 0 and 0 < amount <= most

        def allowed() -> None:
            after_sales.agree(self.trade, after_sales.ask_allowance(self.trade, order_id, amount))

        if self.both(f"allow {amount}", may, allowed):
            deal.credited += amount

    def do_give_back(self, order: int, number: int) -> None:
        """退货: agreed to, and back at once."""
        deal, order_id = self.deal(order)
        most = deal.shipped - deal.returned
        quantity = (1, most // 3, most // 2, most, most + 1)[number % 5]
        amount = min(minor(quantity * deal.price * 100), deal.may_let_off)

        def came_back() -> None:
            row = after_sales.ask_return(self.trade, order_id, quantity)
            after_sales.back(self.trade, after_sales.agree(self.trade, row))

        if self.both(f"give back {quantity}", deal.shipped > 0 and 0 < quantity <= most, came_back):
            deal.credited, deal.returned = deal.credited + amount, deal.returned + quantity

    def do_sign_off(self, order: int, number: int) -> None:
        """销售 lets a sample go that is over its limits."""
        deal, order_id = self.deal(order)
        if deal.leaf == "sample" and deal.state in CHANGEABLE and deal.revision not in deal.signed_off:
            self.both("sign off", True, lambda: self.trade.sign_off(order_id, "sample_limits", "周强"))
            deal.signed_off.add(deal.revision)
            self.book.settle(deal, self.trade.now)


class ChangeDeeds(Sides):
    """Holds, changes, and who decides them."""

    def do_hold(self, order: int, number: int) -> None:
        deal, order_id = self.deal(order)
        if self.both(
            "hold", deal.state in CHANGEABLE and not deal.held, lambda: self.trade.hold(order_id)
        ):  # fmt: skip
            deal.held = True

    def do_lift(self, order: int, number: int) -> None:
        deal, order_id = self.deal(order)
        if self.both("lift", deal.state in CHANGEABLE and deal.held, lambda: self.trade.lift(order_id)):
            deal.held = False
            self.book.settle(deal, self.trade.now)

    def do_change(self, order: int, number: int) -> None:
        deal, order_id = self.deal(order)
        what = ("more", "less", "price", "leaf", "date", "told", "far_less", "same")[number % 8]
        quantity, price, leaf = deal.quantity, deal.price, deal.leaf
        differs: dict[str, Any] = {}
        match what:
            case "more":
                quantity += (1, 15, 200)[number // 8 % 3]
                differs = {"quantity": quantity}
            case "less" | "far_less":
                quantity = max(quantity - (1, 15, 120)[number // 8 % 3] if what == "less" else quantity // 3, 1)
                differs = {"quantity": quantity}
            case "price" if leaf != "sample":
                price += Decimal((-2, 3)[number // 8 % 2])
                differs = {"price": price}
            case "leaf" if leaf != "sample":
                leaf = (*PREPAID, "standard")[number // 8 % 4]
                differs = {"leaf": leaf}
            case "date":
                differs = {"wanted": date(2026, 12, 21 + number // 8 % 8)}
            case "told":
                differs = {"carrier": f"车队{number // 8}"}
            case _:
                pass
        wish = Wish(0, "edit", quantity, price, leaf, deal.revision, deal.share)
        same = (quantity, price, leaf) == (deal.quantity, deal.price, deal.leaf) and what not in ("date", "told")
        self._ask_change(order, what, wish, same, lambda: self.trade.change(order_id, **differs))

    def do_cancel(self, order: int, number: int) -> None:
        deal, order_id = self.deal(order)
        wish = Wish(0, "cancel", deal.quantity, deal.price, deal.leaf, deal.revision, deal.share)
        self._ask_change(order, "cancel", wish, False, lambda: self.trade.cancel(order_id))

    def _ask_change(self, order: int, what: str, wish: Wish, same: bool, ask: Callable[[], Change]) -> None:
        deal = self.book.deals[order]
        against = self.book.against(deal, wish)
        may: No = deal.state in CHANGEABLE and deal.wish is None
        may = against if may and against else may and not same
        point = f"change {what}"
        try:
            asked = self.both(point, may, ask)
        except Differs as wrong:
            if what == "date" and "nothing_changed" in str(wrong):
                return  # it stands on that day already, which the model does not know
            raise
        if asked:
            change = asked[0]
            if change.weight == "told":
                return
            wish.id = change.id
            deal.wish = wish
            self._follow(deal)

    def _follow(self, deal: Deal) -> None:
        """What became of the change that stands: carried out exactly where the book lets it be."""
        wish = deal.wish
        assert wish is not None
        state = self.trade.session.get_one(Change, wish.id, populate_existing=True).state
        if state in ("asking", "deciding"):
            return
        may = self.book.may_still(deal, wish)
        if (state == "applied") != may and state in ("applied", "overtaken"):
            raise Differs(f"change {state}, the book says {'it may' if may else 'it may not'} be carried out")
        if state == "applied":
            self.book.carry_out(deal, wish, self.trade.now)
        deal.wish = None

    def do_impact(self, order: int, number: int) -> None:
        """A department says what the change means."""
        deal, order_id = self.deal(order)
        if deal.wish is None:
            return
        waits = [one for one, row in self.trade.statements(deal.wish.id).items() if row.answered_at is None]
        if waits:
            self.both("impact", True, lambda: self.trade.state_impact(order_id, waits[number % len(waits)]))
            self._follow(deal)

    def do_agree(self, order: int, number: int, verdict: Verdict = Verdict.APPROVE) -> None:
        """Everybody says what it means, and one of those who decide answers; or all of them, by the number."""
        deal, _ = self.deal(order)
        for _ in range(4):
            self.do_impact(order, number)
        for _ in range(1 + number % 4):
            if deal.wish is None:
                return
            approval = self.trade.session.get_one(Change, deal.wish.id, populate_existing=True).approval_id
            seats = select(ApprovalSeat).where(ApprovalSeat.approval_id == approval, ApprovalSeat.state == "open")
            self.both("vote", True, lambda seats=seats: self.trade.vote_on(seats, verdict))
            self._follow(deal)

    def do_reject(self, order: int, number: int) -> None:
        self.do_agree(order, 0, Verdict.REJECT)

    def do_withdraw_change(self, order: int, number: int) -> None:
        deal, order_id = self.deal(order)
        if self.both("withdraw change", deal.wish is not None, lambda: self.trade.withdraw_change(order_id)):
            deal.wish = None
