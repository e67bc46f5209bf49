"""加签, 抄送 and 退回 to an earlier level: who else is heard, who else may look, who judges anew."""

from __future__ import annotations

from markupsafe import Markup

from domain.approvals import Joining
from handlers.approvals import texts
from handlers.approvals.acts import LONGEST, asked, show
from handlers.approvals.asking import who_is_asked
from handlers.approvals.cards import asked_name
from handlers.approvals.kinds import BACK, kind_of
from handlers.order.words import head, together
from handlers.say import Say, act, do, in_rows, rows
from handlers.turn import Turn
from handlers.view import View
from locales import lines
from services import people
from services.approvals import copying, moving, reading, seats
from services.approvals.reading import ApprovalView
from services.order_view import OrderView, view_of


def add(turn: Turn, seat: int) -> None:
    """请人一起看: heard before, beside or after the one who asks?"""
    order, _approval, _own = asked(turn, seat)
    turn.reply("approval.how", f"seat:{seat}", order=order.id, asks=turn.actor.id)


def add_how(turn: Turn, seat: int, how: str) -> None:
    """Then: whom?"""
    order, _approval, own = asked(turn, seat)
    chosen = seats.colleagues(turn.session, turn.house, order.id, own.department, turn.actor)
    turn.reply(
        "approval.whom", f"seat:{seat}", order=order.id, asks=turn.actor.id, people=chosen, then="approval.add_whom",
        args={"how": Joining(how).value},
    )  # fmt: skip


def add_whom(turn: Turn, seat: int, how: str, person: int) -> None:
    """Then: what is to be asked?"""
    order, _approval, _own = asked(turn, seat)
    args = {"seat": seat, "how": how, "person": person}
    turn.ask("approval.ask_question", "approval.added", args, subject=f"seat:{seat}", order=order.id, then=args)


def added(turn: Turn, seat: int, how: str, person: int, look: bool = False) -> None:
    """One more is asked, in the asker's words; without any they are asked to look."""
    words = texts.JUST_LOOK.plain(turn.lang) if look else turn.text.strip()
    if not words:
        add_whom(turn, seat, how, person)
        return
    moving.add_seat(
        turn.session, turn.house, turn.actor, seat, person, Joining(how), turn.now, question=words[:LONGEST]
    )
    show(turn, seat)
    turn.toast(texts.DONE_ADDED[Joining(how)], who=people.name_of(turn.session, person))


def copy(turn: Turn, seat: int) -> None:
    """抄送: to whom?"""
    order, _approval, _own = asked(turn, seat)
    chosen = copying.readers(turn.session, turn.house, seat, turn.actor, turn.now)
    turn.reply(
        "approval.whom", f"seat:{seat}", order=order.id, asks=turn.actor.id, people=chosen, then="approval.copied"
    )


def copied(turn: Turn, seat: int, person: int) -> None:
    """Shown to the one who was chosen; no opinion is asked for."""
    reader = copying.copy_to(turn.session, turn.house, turn.actor, seat, person, turn.now)
    turn.toast(texts.DONE_COPIED, who=reader.name)


def back(turn: Turn, seat: int) -> None:
    """退回上一级: where there are several before, which?"""
    order, approval, _own = asked(turn, seat, BACK)
    if approval.level > 2:
        turn.reply("approval.which_level", f"seat:{seat}", order=order.id, asks=turn.actor.id)
    elif approval.level == 2:
        back_to(turn, seat, 1)


def back_to(turn: Turn, seat: int, level: int) -> None:
    """Then: why?"""
    order, approval, _own = asked(turn, seat, BACK)
    who = level_name(order, approval, level, turn.lang)
    turn.ask(
        "approval.ask_back_why", "approval.back_given", {"seat": seat, "level": level}, subject=f"seat:{seat}",
        order=order.id, level=who,
    )  # fmt: skip


def back_given(turn: Turn, seat: int, level: int) -> None:
    """With the reason that level and all after it are asked anew."""
    order, approval, _own = asked(turn, seat, BACK)
    if not turn.text.strip():
        back_to(turn, seat, level)
        return
    who = level_name(order, approval, level, turn.lang)
    moving.back_to_level(turn.session, turn.house, turn.actor, seat, level, turn.text.strip()[:LONGEST], turn.now)
    turn.toast(texts.DONE_BACK, level=who)


def level_name(order: OrderView, approval: ApprovalView, level: int, lang: str) -> str:
    """A level by those who sit in it: `技术`, `生产、财务`."""
    return together((asked_name(order, one, lang) for one in approval.seats if one.level == level), lang)


# ── what is asked ──────────────────────────────────────────────────────────────────────────


def _order(view: View) -> tuple[OrderView, Markup]:
    order = view_of(view.session, view.house, int(view.facts["order"]), view.now)
    return order, head(order, view.lang)


def how(view: View) -> Say:
    """Before, beside or after?"""
    _seen, said = _order(view)
    buttons = [
        act(label.plain(view.lang), "approval.add_how", seat=view.subject_id, how=one.value)
        for one, label in texts.BTN_HOW.items()
    ]
    return Say(texts.ASK_HOW(view.lang, who=who_is_asked(view), head=said), in_rows(buttons))


def question(view: View) -> Say:
    """In what words?"""
    args = dict(view.facts["then"])
    whom = people.name_of(view.session, int(args["person"]))
    look = do(texts.BTN_JUST_LOOK.plain(view.lang), "approval.added", look=True, **args)
    asks = texts.ASK_QUESTION(view.lang, who=who_is_asked(view), whom=whom)
    return Say(asks, rows((look,)), placeholder=texts.QUESTION_HINT.plain(view.lang))


def which_level(view: View) -> Say:
    """Every level before the one that asks."""
    order, said = _order(view)
    approval, _own = reading.of_seat(view.session, view.subject_id)
    buttons = [
        act(
            texts.LEVEL.plain(view.lang, n=level, who=level_name(order, approval, level, view.lang)),
            "approval.back_to", seat=view.subject_id, level=level,
        )
        for level in range(approval.level - 1, 0, -1)
    ]  # fmt: skip
    return Say(texts.ASK_WHICH_LEVEL(view.lang, who=who_is_asked(view), head=said), in_rows(buttons))


def back_why(view: View) -> Say:
    """Why?"""
    _seen, said = _order(view)
    level = str(view.facts["level"])
    asks = texts.ASK_BACK_WHY(view.lang, who=who_is_asked(view), head=said, level=level)
    return Say(asks, placeholder=texts.BACK_HINT.plain(view.lang))


def shown(view: View) -> Say:
    """抄送: the facts as this reader may see them, without a button and without a sound."""
    approval, _own = reading.of_seat(view.session, view.subject_id)
    order = view_of(view.session, view.house, approval.order_id, view.now)
    by = texts.COPIED(view.lang, by=str(view.facts["by"]))
    return Say(lines([by, *kind_of(approval).shown(view, order, approval)]), silent=True)
