"""Quality's card: what waits to be let go (检验放行), what is held and why. Never a price."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from markupsafe import Markup

from domain.gates import inspection_rule
from domain.rights import Who, may
from domain.understanding.replies import Verdict, reply
from handlers.changes.held import hold_line
from handlers.goods import counting, texts
from handlers.money_words import pieces
from handlers.order.cards import order_seen
from handlers.order.texts import MORE_LINES
from handlers.order.words import AT_ONCE, delivery, head, interface, mention, plain
from handlers.say import Row, Say, act, do, rows
from handlers.turn import Turn
from handlers.view import View
from locales import formats, lines
from services import inspecting, people
from services.looking import look, reach
from services.order_parts import LineView
from services.order_view import OrderView
from services.stages import to_inspect

# ── acts ───────────────────────────────────────────────────────────────────────────────────


def pass_all(turn: Turn, order: int) -> None:
    """检验放行: all that is there may leave."""
    reach(turn.session, turn.house, turn.actor, order)
    _pass(turn, order, None)


def _pass(turn: Turn, order: int, counts: dict[int, Decimal] | None) -> None:
    found = turn.file()
    inspecting.pass_goods(
        turn.session, turn.house, turn.actor, order, turn.now, counts, evidence=found[0] if found else None
    )
    turn.toast(texts.DONE_PASSED)
    turn.wait_for_nothing()


def ask_why(turn: Turn, order: int, **facts: object) -> None:
    """不合格: why, and how many of them?"""
    reach(turn.session, turn.house, turn.actor, order)
    inspecting.require_judge(turn.session, turn.house, turn.actor, order)
    turn.ask("inspection.ask_why", "inspection.failed", {"order": order}, subject=f"order:{order}", **facts)


def failed(turn: Turn, order: int) -> None:
    """The reason in words, a quantity before it where it is not all."""
    view = look(turn.session, turn.house, turn.actor, order, turn.now)
    _fail(turn, view, turn.text)


def _fail(turn: Turn, view: OrderView, words: str) -> None:
    counts, reason = _counted(turn, view, words)
    if not reason:
        ask_why(turn, view.id, bad=True)
        return
    found = turn.file()
    inspecting.fail(
        turn.session, turn.house, turn.actor, view.id, turn.now, reason[:200], counts,
        evidence=found[0] if found else None,
    )  # fmt: skip
    turn.toast(texts.DONE_FAILED)
    turn.wait_for_nothing()


def _counted(turn: Turn, view: OrderView, words: str) -> tuple[dict[int, Decimal] | None, str]:
    """`50 外观划伤` where one line waits: so many, and why."""
    words = " ".join(words.split())
    first, _, rest = words.partition(" ")
    waits = to_inspect(view)
    if rest and len(waits) == 1:
        read = counting.read_counts(turn, view, counting.PASS, first)
        if isinstance(read, dict):
            return read, rest.strip()
    return None, words


def looks_like_a_result(words: str) -> bool:
    """Whether words begin like the result of an inspection."""
    said = reply(words)
    return said is not None and said.verdict in (Verdict.PASSED, Verdict.FAILED, Verdict.DONE)


def replied(turn: Turn, subject: str) -> None:
    """`放行`, `放行 200`, `不合格 外观划伤`, `不合格 50 外观划伤`; a photo may go with it."""
    view = look(turn.session, turn.house, turn.actor, int(subject.split(":")[1]), turn.now)
    said = reply(turn.text) if turn.text else None
    if said is not None and said.verdict is Verdict.FAILED:
        _fail(turn, view, said.rest)
    elif said is None or said.verdict is not Verdict.PASSED:
        turn.reply("inspection.unclear")
    elif not said.rest:
        _pass(turn, view.id, None)
    else:
        read = counting.read_counts(turn, view, counting.PASS, said.rest)
        if isinstance(read, counting.Unclear):
            counting.ask(turn, view.id, counting.PASS, bad=read.said, line=read.line, readings=list(read.readings))
        else:
            _pass(turn, view.id, read)


# ── cards ──────────────────────────────────────────────────────────────────────────────────


def inspection_card(view: View) -> Say | None:
    """What is there, what is let go, what waits."""
    order = order_seen(view)
    rule = inspection_rule(order.leaf) if order is not None else None
    if order is None or rule is None:
        return None
    waits = to_inspect(order) if order.in_supply else {}
    shown = [line for line in order.lines if line.id in waits or line.passed] or list(order.lines)
    title = texts.INSPECT if waits else texts.INSPECT_WAITS if _more_comes(order) else texts.INSPECTED
    said = [title(view.lang, head=head(order, view.lang)), *(_line(view, line, waits) for line in shown[:AT_ONCE])]
    held = hold_line(view, order)
    if held is not None:
        said.insert(1, held)
    if len(shown) > AT_ONCE:
        said.append(MORE_LINES(view.lang, count=len(shown) - AT_ONCE))
    if waits:
        said += _rest(view, order, rule.department)
    return Say(lines(said), _buttons(view, order, rule.department) if waits else ())


def _more_comes(order: OrderView) -> bool:
    rule = inspection_rule(order.leaf)
    held = (line for line in order.lines if rule is not None and line.supply in tuple(rule.params["supply"]))  # type: ignore[arg-type]
    return order.in_supply and any(line.passed < line.quantity for line in held)


def _line(view: View, line: LineView, waits: dict[int, Decimal]) -> Markup:
    if not line.passed and waits.get(line.id) == line.quantity:
        return plain(pieces(line))
    passed, left = formats.quantity(line.passed), formats.quantity(waits.get(line.id, Decimal(0)))
    return texts.LINE_INSPECTED(view.lang, goods=pieces(line), passed=passed, waits=left)


def _rest(view: View, order: OrderView, department: str) -> Iterator[Markup]:
    wishes = order.fields.get("requirements")
    if isinstance(wishes, str):
        yield texts.REQUIREMENTS(view.lang, words=wishes[:120])
    promised = delivery(order, view.lang, view.today)
    if promised is not None:
        yield promised
    yield texts.DO_INSPECT(view.lang, who=interface(view, order, department))


def _buttons(view: View, order: OrderView, department: str) -> tuple[Row, ...]:
    here = any(may(order.book, Who(one), "goods.inspect") for one in view.chat.departments if one == department)
    if not here:
        return ()
    lang = view.lang
    return rows(
        (
            do(texts.BTN_PASS.plain(lang), "inspection.pass", style="success", order=order.id),
            act(texts.BTN_PASS_SOME.plain(lang), "goods.other_count", order=order.id, what=counting.PASS),
        ),
        (act(texts.BTN_FAIL.plain(lang), "inspection.fail", order=order.id),),
    )


def asking(view: View) -> Say | None:
    """Why is it not let go?"""
    order = order_seen(view)
    if order is None:
        return None
    person = people.by_id(view.session, int(view.facts["asks"]))
    said = [texts.FAIL_WORDS(view.lang)] if view.facts.get("bad") else []
    said.append(texts.ASK_FAIL(view.lang, who=mention(person.telegram_id, person.name), head=head(order, view.lang)))
    return Say(lines(said), placeholder=texts.FAIL_HINT.plain(view.lang))


def told_failed(view: View) -> Say | None:
    """To whoever made the goods and whoever promised them."""
    order = order_seen(view)
    if order is None:
        return None
    counts = {int(line): Decimal(str(count)) for line, count in view.facts["goods"]}
    said = [texts.FAILED(view.lang, head=head(order, view.lang))]
    said += [plain(pieces(line, counts[line.id])) for line in order.lines if line.id in counts][:AT_ONCE]
    said.append(texts.FAILED_WHY(view.lang, who=str(view.facts["by"]), reason=str(view.facts["reason"])))
    said.append(texts.FAILED_NEXT(view.lang))
    return Say(lines(said), rings=True)
