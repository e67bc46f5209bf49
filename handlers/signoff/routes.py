"""Sign-offs: the card, the button, the reply."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from markupsafe import Markup

from domain.gates import PREDICATES, Asked
from domain.money import from_minor
from domain.process.names import FieldKind, MoneyView
from domain.process.types import GateRule
from domain.understanding.verdict import Said, read_verdict
from handlers import unheard
from handlers.changes.held import hold_line
from handlers.money_words import amount
from handlers.order.cards import order_seen
from handlers.order.words import delivery, field_words, goods, head_type
from handlers.routing import Routes
from handlers.say import Say, do
from handlers.signoff import texts
from handlers.turn import Turn
from handlers.view import View
from locales import formats, lines
from services import signoffs
from services.looking import look, reach
from services.order_view import OrderView


def signoff_card(view: View) -> Say | None:
    """What is asked, why it came here, what it is worth."""
    order = order_seen(view)
    if order is None:
        return None
    name = str(view.facts["name"])
    checkpoint, rule = signoffs.rule_named(order.leaf, name)
    words = _name(rule, view.lang)
    body = list(_asked(view, order, rule, words))
    given = signoffs.given_for(view.session, order.id, order.revision, name)
    if given is not None:
        at = view.moment(given[1])
        body += [texts.GIVEN(view.lang, who=given[0], at=at, name=words), texts.GIVEN_NEXT(view.lang)]
    elif order.ended or PREDICATES["signoff"](rule, order.facts, Asked()) is None:
        body.append(texts.OVER(view.lang))
    else:
        label = texts.BTN_SIGN.plain(view.lang, name=words)
        button = do(label, "signoff.sign", style="success", order=order.id, name=name)
        return Say(lines([*body, texts.BLOCKS[checkpoint](view.lang)]), ((button,),))
    return Say(lines(body))


def _asked(view: View, order: OrderView, rule: GateRule, words: str) -> Iterator[Markup]:
    lang, full = view.lang, view.money is MoneyView.FULL
    department = order.book.departments[rule.department].name.in_(lang)
    yield texts.ASK(lang, department=department, head=head_type(order, lang), name=words)
    held = hold_line(view, order)
    if held is not None:
        yield held
    yield from goods(order, lang, order.lines, priced=full)
    worth = sum(line.value_minor for line in order.facts.lines)
    if full and worth:
        yield texts.VALUE(lang, amount=amount(worth, order))
    yield from _fields(order, lang, full=full)
    promised = delivery(order, lang, view.today)
    if promised is not None:
        yield promised
    yield _why(order, rule, words, lang, full=full)
    yield texts.FOR(lang, who=order.sales)


def _fields(order: OrderView, lang: str, *, full: bool) -> Iterator[Markup]:
    """What the one who decides must weigh: the reason, how long it will lie there, what it costs."""
    for field in order.leaf.all_fields:
        said = field_words(order, field.key, lang)
        if not said or (field not in order.leaf.fields and field.kind is not FieldKind.MONEY):
            continue
        if field.kind is FieldKind.MONEY and full:
            said = formats.money(Decimal(said), order.currency)
        elif field.kind not in (FieldKind.CHOICE, FieldKind.DAYS):
            continue
        phrase = texts.FOR_DAYS if field.kind is FieldKind.DAYS else texts.FOR_FIELD
        yield phrase(lang, label=field.label.in_(lang), value=said)


def _why(order: OrderView, rule: GateRule, words: str, lang: str, *, full: bool) -> Markup:
    pieces, value = rule.params.get("max_pieces_per_line"), rule.params.get("max_order_value")
    if rule.params.get("unless") is None:
        return texts.ALWAYS(lang, name=words)
    if not full or not isinstance(pieces, int) or not isinstance(value, Decimal):
        return texts.OVER_LIMITS_BARE(lang)
    limit = formats.money(from_minor(int(value * order.minor), order.currency).amount, order.currency)
    return texts.OVER_LIMITS(lang, pieces=pieces, amount=limit)


def _name(rule: GateRule, lang: str) -> str:
    words = rule.params["words"]
    return words.in_(lang) if hasattr(words, "in_") else str(words)  # type: ignore[union-attr]


def sign(turn: Turn, order: int, name: str, words: str = "") -> None:
    """Give the 放行."""
    reach(turn.session, turn.house, turn.actor, order)
    signoffs.sign(turn.session, turn.house, turn.actor, order, name, turn.now, words=words)
    turn.toast(texts.DONE)


def show(turn: Turn, order: int) -> None:
    """Bring the cards that wait for a 放行 down to where they are asked for."""
    view = look(turn.session, turn.house, turn.actor, order, turn.now)
    for refusal in view.refusals:
        if refusal.code == "signoff_missing":
            name = str(refusal.facts["name"])
            turn.card(
                "signoff", f"order:{order}:{name}", order_id=order, facts={"name": name}, repost=True, answer=True
            )


def replied(turn: Turn, subject: str) -> None:
    """`同意` in reply to the card. Whatever may mean it is asked by the card's own button."""
    _order, number, name = subject.split(":", 2)
    read = read_verdict(turn.text)
    if read.said is Said.APPROVE:
        sign(turn, int(number), name, read.words)
    elif read.said in (Said.REJECT, Said.SEND_BACK):
        view = look(turn.session, turn.house, turn.actor, int(number), turn.now)
        turn.reply("signoff.rejected", who=view.sales)
    elif read.said in _ASKED:
        turn.reply(_ASKED[read.said])
        facts = {"name": name}
        turn.card("signoff", subject, order_id=int(number), facts=facts, repost=True, answer=True)
    else:
        turn.reply(_HEARD.get(read.said, "signoff.unclear"))


_ASKED = {Said.ASK: "signoff.asked", Said.ASK_CONDITION: "signoff.condition"}
_HEARD = {Said.READ: "signoff.read", Said.LATER: "signoff.later"}

ROUTES = Routes(
    acts={"signoff.sign": sign, "signoff.show": show},
    says={
        "signoff": signoff_card,
        "signoff.heard": unheard.told,
        "signoff.unclear": lambda view: Say(texts.REPLY_UNCLEAR(view.lang)),
        "signoff.read": lambda view: Say(texts.REPLY_READ(view.lang)),
        "signoff.later": lambda view: Say(texts.REPLY_LATER(view.lang)),
        "signoff.asked": lambda view: Say(texts.REPLY_ASK(view.lang)),
        "signoff.condition": lambda view: Say(texts.REPLY_CONDITION(view.lang)),
        "signoff.rejected": lambda view: Say(texts.REPLY_REJECTED(view.lang, who=str(view.facts["who"]))),
    },
    replies={"signoff": replied},
    looks={"signoff": unheard.looks_like_an_answer},
)
