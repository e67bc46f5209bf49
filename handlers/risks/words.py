"""The lines that say a risk: on its own card, on its order's card and in lists."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from markupsafe import Markup

from domain.process.names import MoneyView
from domain.understanding.amounts_told import tells_amount
from handlers.folding import clipped
from handlers.order import texts as order_texts
from handlers.order.words import may_here, plain
from handlers.risks import texts
from handlers.say import Button, act
from handlers.view import View
from services.order_view import OrderView
from services.risks import reading
from services.risks.reading import RiskView

IN_A_LINE = 30
"""Characters of what is feared that stand in a list or on an order's card."""


def about(view: View, risk: RiskView) -> Markup:
    """`XS261123-003 宏达机电`, or the department that it is of."""
    if risk.order_id is None:
        return plain(risk.department_name.in_(view.lang))
    name = risk.customer or (risk.type.in_(view.lang) if risk.type else "")
    return order_texts.HEAD(view.lang, number=risk.number, customer=name)


def what(view: View, risk: RiskView) -> str:
    """What is feared: the person's words, as far as this chat may read them, or what the rule is called."""
    if risk.words:
        return readable(view, risk.words, risk.opened_department)
    return risk.rule_name.in_(view.lang) if risk.rule_name else risk.rule


def readable(view: View, words: str, department: str) -> str:
    """Words of somebody who sees money may name an amount, and are left out where none is seen."""
    by = view.book.departments.get(department)
    if by is not None and by.money is not MoneyView.FULL:
        return words
    hidden = view.money is not MoneyView.FULL and tells_amount(words)
    return order_texts.HIDDEN_WORDS.plain(view.lang) if hidden else words


def level_name(view: View, risk: RiskView) -> str:
    return texts.LEVEL[risk.level].plain(view.lang)


def owner_name(view: View, risk: RiskView) -> str:
    """Who sees to it; where there is nobody, its department."""
    return risk.owner or risk.department_name.in_(view.lang)


def days_open(view: View, at: datetime) -> int:
    """Natural days since it was opened."""
    return max((view.today - view.house.today(at)).days, 0)


def risk_lines(view: View, order: OrderView) -> Iterator[Markup]:
    """One line on the order's card: the gravest, and how many there are."""
    found = reading.of_order(view.session, view.house, order.id)
    if not found:
        return
    worst = found[0]
    said = {
        "level": level_name(view, worst), "what": clipped(what(view, worst), IN_A_LINE),
        "who": owner_name(view, worst),
    }  # fmt: skip
    yield (
        texts.ON_CARD(view.lang, **said) if len(found) == 1 else texts.ON_CARD_MORE(view.lang, count=len(found), **said)
    )


def why_lines(view: View, order: OrderView) -> Iterator[Markup]:
    """Each open risk, where everything about an order is told."""
    for risk in reading.of_order(view.session, view.house, order.id):
        yield texts.ON_CARD(
            view.lang, level=level_name(view, risk), what=clipped(what(view, risk), 2 * IN_A_LINE),
            who=owner_name(view, risk),
        )  # fmt: skip


def button(view: View, order: OrderView) -> tuple[Button, ...]:
    """〔有风险〕, while the order is not over."""
    if order.ended or not may_here(view, "risk.open"):
        return ()
    return (act(texts.BTN_OPEN.plain(view.lang), "risk.ask", order=order.id),)
