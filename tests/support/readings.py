"""What people read: whether it tells somebody of money or of a customer what is not theirs to know."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from sqlalchemy import text

from locales import LANGUAGES
from tests.support.matrix import WHO, Company, Seen, Shown
from tests.support.office import GROUPS
from tests.support.who_may import FULL, NOTHING, SEES_MONEY, SETTLED

UNREAD = ("purchasing", "quality", "engineering", "deputy_of_approver", "removed", "outsider")
"""Their department sees as production does; what is told them is not read a second time."""
STRANGERS = ("colleague", "demoted")
OF_THE_BOOK = frozenset({"process.leaf", "process.chart"})
"""Pages that say what the process book allows: the same for everybody."""

MONEY = re.compile(r"[¥￥]\s*[-−]?\d|CNY\s*\d")
NOT_THEIRS = "宏达机电"
"""The customer of all orders of the stories; `STRANGERS` have another."""
SAID_OF_IT = re.compile(rf"XS261123-\d+|BH261123-\d+|{NOT_THEIRS}")
EXAMPLE = re.compile(rf"(例如|such as|for example,?|e\.g\.) ?{NOT_THEIRS}")
ECHOES = frozenset({"order.none"})
"""Pages that repeat the words that found nothing."""

AMOUNTS = """
SELECT total_minor FROM orders UNION SELECT amount_minor FROM order_line UNION SELECT required_minor FROM payment_term
UNION SELECT claimed_minor FROM slip UNION SELECT amount_minor FROM receipt UNION SELECT amount_minor FROM allocation
"""


def marks(desk: Company) -> re.Pattern[str]:
    """Every amount and price of the company, however it is written."""
    with desk.undone() as session:
        found = {Decimal(minor) / 100 for (minor,) in session.execute(text(AMOUNTS)) if minor}
        found |= {
            Decimal(str(price)) for (price,) in session.execute(text("SELECT unit_price FROM order_line")) if price
        }
    written = {form for one in found for form in (f"{abs(one):,.2f}", f"{abs(one):.2f}")}
    return re.compile(rf"(?<![\d,.])(?:{'|'.join(map(re.escape, sorted(written)))})(?!\d)")


def view_of(departments: Iterable[str]) -> str:
    """What may be seen where these departments meet."""
    views = [SEES_MONEY[one] for one in departments]
    return min(views, key=(NOTHING, SETTLED, FULL).index, default=NOTHING)


def view_in(chat: int) -> str:
    """What may be seen of money in a chat of the company."""
    groups = {number: departments for number, departments in GROUPS.values()}
    own = [department for number, department, _role in WHO.values() if number == chat and department]
    return view_of(groups.get(chat, own))


def knowing() -> frozenset[int]:
    """Chats where everything may be known: those that see amounts, but for who sees no customer of others."""
    chats = {number for number, _departments in GROUPS.values()} | {facts[0] for facts in WHO.values()}
    return frozenset(chat for chat in chats if view_in(chat) == FULL) - {WHO[who][0] for who in STRANGERS}


def told_too_much(desk: Company, who: str, seen: Seen, known: re.Pattern[str]) -> str:
    """What an attempt told somebody that they should not know; nothing where it told nothing."""
    chat = WHO[who][0]
    for one in (*seen.shown, Shown(chat, "answer", seen.said)):
        if view_in(one.chat) != FULL and shows_money(one, known):
            return f"shows money in {one.chat}: {one}"
        if who in STRANGERS and one.chat == chat and said_of_strangers(one):
            return f"tells of a customer: {one}"
    return ""


def shows_money(one: Shown, known: re.Pattern[str]) -> bool:
    """Whether an amount of an order is in it."""
    if known.search(one.words):
        return True
    return one.kind not in OF_THE_BOOK and MONEY.search(one.words) is not None


def said_of_strangers(one: Shown) -> bool:
    """Whether an order or a customer of others is in it, other than as an example or in what they wrote themselves."""
    return one.kind not in ECHOES and SAID_OF_IT.search(EXAMPLE.sub("", one.words)) is not None


def language(n: int) -> str:
    """One of the three in turn."""
    return LANGUAGES[n % len(LANGUAGES)]
