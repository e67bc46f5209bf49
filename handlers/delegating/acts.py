"""One line, read and made whole by questions; what it means is shown before it holds."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from domain.understanding import Understood, day
from domain.understanding.result import Ambiguous
from domain.understanding.standing_in import StandIn, stand_in
from domain.worktime import WorkCalendar
from handlers.delegating import texts
from handlers.home.routes import unasked
from handlers.turn import Turn
from services import colleagues, people
from services.approvals import delegating
from services.approvals.delegating import DelegationRefused
from services.errors import NotAllowed
from services.pace import calendar_of

OFFERED = 6


@dataclass(frozen=True, slots=True)
class Plan:
    """What is known so far: who asks, for whom, who stands in, and the two days as they were written."""

    asks: int
    principal: int
    deputy: int | None = None
    begin: str | None = None
    until: str | None = None

    def args(self) -> dict[str, Any]:
        return asdict(self)


def command(turn: Turn) -> None:
    """`/delegate` alone shows what holds; with words it begins one."""
    if not turn.text:
        turn.reply("delegate.list", f"person:{turn.actor.id}")
        return
    said = stand_in(turn.text)
    if not said.names:
        plan = Plan(turn.actor.id, turn.actor.id, begin=said.begin, until=said.until)
        _ask_who(turn, plan, "deputy", "", [])
        return
    _begin(turn, said)


def _begin(turn: Turn, said: StandIn) -> None:
    names, begin, until = list(said.names), said.begin, said.until
    if len(names) > 1 and not colleagues.named(turn.session, names[-1]) and _is_day(turn, names[-1]):
        last = names.pop()  # 王芳 明天到周五; 王芳 周五
        begin, until = (begin or last, until) if until else (begin, last)
    if len(names) > 2 or (len(names) == 2 and colleagues.named(turn.session, "".join(names))):
        names = ["".join(names)]
    plan = Plan(
        turn.actor.id, turn.actor.id, begin=None if said.at_once and begin == said.begin else begin, until=until
    )
    if len(names) == 2:
        whom = colleagues.named(turn.session, names[0])
        if [one.id for one in whom] != [turn.actor.id] and not turn.actor.is_admin:
            raise NotAllowed("admins_for_others")
        if len(whom) != 1:
            deputies = colleagues.named(turn.session, names[1])
            known = deputies[0].id if len(deputies) == 1 else None
            _ask_who(turn, replace(plan, deputy=known), "principal", names[0], [one.id for one in whom])
            return
        plan = replace(plan, principal=whom[0].id)
    found = colleagues.named(turn.session, names[-1], but=(plan.principal,) if len(names) == 2 else ())
    if not found and _is_no_command(turn) and said.until is None:
        turn.text = (turn.message.text or "").strip() if turn.message is not None else turn.text
        unasked(turn)  # 代理商 …: an order, or anything else
        return
    if len(found) != 1:
        _ask_who(turn, plan, "deputy", names[-1], [one.id for one in found])
        return
    _go_on(turn, replace(plan, deputy=found[0].id))


def _is_no_command(turn: Turn) -> bool:
    return turn.message is not None and not (turn.message.text or "").startswith("/")


def _is_day(turn: Turn, words: str) -> bool:
    return isinstance(day(words, turn.today, _calendar(turn)), Understood | Ambiguous)


def _ask_who(turn: Turn, plan: Plan, part: str, words: str, found: list[int]) -> None:
    if not found:
        mates = colleagues.others(turn.session, {plan.principal, turn.actor.id})
        mates.sort(key=lambda one: one.department != turn.actor.department)
        found = [one.id for one in mates]
        unknown = True
    else:
        unknown = False
    turn.reply("delegate.who", plan=plan.args(), part=part, words=words[:30], people=found[:OFFERED], unknown=unknown)


def who_given(turn: Turn, plan: dict[str, Any], part: str, person: int) -> None:
    """One of those whom the words may mean."""
    known = _mine(turn, plan)
    if part == "principal" and person != turn.actor.id and not turn.actor.is_admin:
        raise NotAllowed("admins_for_others")
    _go_on(turn, replace(known, principal=person) if part == "principal" else replace(known, deputy=person))


def _mine(turn: Turn, plan: dict[str, Any]) -> Plan:
    """The plan, for the one who began it alone: a button in a group is seen by everybody."""
    known = Plan(**plan)
    if known.asks != turn.actor.id:
        raise NotAllowed("not_your_words", who=people.by_id(turn.session, known.asks).name)
    return known


# ── the days ───────────────────────────────────────────────────────────────────────────────


def _calendar(turn: Turn) -> WorkCalendar:
    return calendar_of(turn.session, turn.house)


def _go_on(turn: Turn, plan: Plan) -> None:
    """Ask what is missing; when nothing is, show what it means."""
    if plan.deputy is None:
        _ask_who(turn, plan, "deputy", "", [])
        return
    for part, words in (("begin", plan.begin), ("until", plan.until)):
        if words is None:
            if part == "until":
                _ask_day(turn, plan, part)
                return
            continue
        read = day(words, turn.today, _calendar(turn))
        if not (isinstance(read, Understood) and isinstance(read.value, date)):
            offered = [one for one in read.readings if isinstance(one, date)] if isinstance(read, Ambiguous) else []
            _ask_day(turn, plan, part, offered, bad="" if offered else words)
            return
        plan = replace(plan, **{part: read.value.isoformat()})
    _confirm(turn, plan)


def _ask_day(turn: Turn, plan: Plan, part: str, offered: list[date] | None = None, bad: str = "") -> None:
    turn.ask(
        "delegate.day", "delegate.day_given", {"plan": plan.args(), "part": part}, plan=plan.args(), part=part,
        days=[one.isoformat() for one in offered or []], bad=bad[:30],
    )  # fmt: skip


def day_given(turn: Turn, plan: dict[str, Any], part: str, on: str | None = None) -> None:
    """The day in words, or one of those that were offered."""
    known = _mine(turn, plan)
    _go_on(turn, replace(known, **{part: on or turn.text or "?"}))


def span(turn: Turn, plan: Plan) -> tuple[datetime, datetime]:
    """From when to when: from now or the morning of the first day, to the end of work on the last one."""
    assert plan.until is not None
    department = people.by_id(turn.session, plan.principal).department
    calendar = calendar_of(turn.session, turn.house, department)
    begin = date.fromisoformat(plan.begin) if plan.begin else turn.today
    begins_at = turn.now if begin <= turn.today else calendar.moment(begin, calendar.hours.begin)
    return begins_at, calendar.moment(date.fromisoformat(plan.until), calendar.hours.spans[-1][1])


# ── what it means, and making it so ────────────────────────────────────────────────────────


def _confirm(turn: Turn, plan: Plan) -> None:
    assert plan.deputy is not None
    begins_at, ends_at = span(turn, plan)
    turn.wait_for_nothing()
    try:
        delegating.sensible(
            turn.session, turn.house, turn.actor, plan.deputy, begins_at=begins_at, ends_at=ends_at, now=turn.now,
            from_id=plan.principal,
        )  # fmt: skip
    except DelegationRefused as refused:
        _refuse(turn, plan, refused)
        return
    turn.reply(
        "delegate.confirm", plan=plan.args(), begins=begins_at.isoformat(), ends=ends_at.isoformat(),
        now=begins_at <= turn.now,
    )  # fmt: skip


def _refuse(turn: Turn, plan: Plan, refused: DelegationRefused) -> None:
    assert plan.deputy is not None
    phrase = texts.REFUSED[refused.why]
    whom = people.by_id(turn.session, plan.principal)
    known = {
        "days": str(turn.book.approval.longest_delegation),
        "deputy": people.by_id(turn.session, plan.deputy).name,
        "whom": texts.YOU.plain(turn.lang) if whom.id == turn.actor.id else whom.name,
    }
    turn.alert(phrase, **{place: known[place] for place in phrase.places})


def make(turn: Turn, plan: dict[str, Any]) -> None:
    """就这样: it holds from now on, and both are told."""
    known = _mine(turn, plan)
    assert known.deputy is not None
    begins_at, ends_at = span(turn, known)
    try:
        made = delegating.delegate(
            turn.session, turn.house, turn.actor, known.deputy, begins_at=begins_at, ends_at=ends_at, now=turn.now,
            from_id=known.principal,
        )  # fmt: skip
    except DelegationRefused as refused:
        _refuse(turn, known, refused)
        return
    turn.reply("delegate.made", f"delegation:{made.id}", asks=turn.actor.id)
    turn.tell(people.private_chat(turn.session, made.to_id), "delegate.told", f"delegation:{made.id}")
    if made.from_id != turn.actor.id:
        turn.tell(
            people.private_chat(turn.session, made.from_id), "delegate.told_principal", f"delegation:{made.id}",
            actor=turn.actor.name,
        )  # fmt: skip


def drop(turn: Turn, plan: dict[str, Any]) -> None:
    """取消: nothing was made."""
    _mine(turn, plan)
    turn.toast(texts.DROPPED)


def take_back(turn: Turn, delegation: int) -> None:
    """收回: it ends now; what waits comes back."""
    ended = delegating.take_back(turn.session, turn.actor, delegation, turn.now)
    whom = texts.YOU.plain(turn.lang) if ended.from_id == turn.actor.id else ended.from_name
    turn.toast(texts.TAKEN_BACK, whom=whom)
    turn.tell(people.private_chat(turn.session, ended.to_id), "delegate.over", f"delegation:{ended.id}")
    if ended.from_id != turn.actor.id:
        turn.tell(
            people.private_chat(turn.session, ended.from_id), "delegate.over_principal", f"delegation:{ended.id}",
            actor=turn.actor.name,
        )  # fmt: skip
