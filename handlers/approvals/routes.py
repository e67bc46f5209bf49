"""What approvals bring to the desk."""

from __future__ import annotations

from domain.understanding.verdict import Said, read_verdict
from handlers import unheard
from handlers.approvals import acts, asking, assessing, conditions, involving, outcome
from handlers.approvals.late import late
from handlers.approvals.seat import seat_card
from handlers.routing import Routes
from handlers.turn import Turn


def replied(turn: Turn, subject: str) -> None:
    """A reply to a card. Only a first word that is a verdict by itself counts; what may be one is asked."""
    seat = int(subject.split(":")[1])
    order, _approval, _own = acts.asked(turn, seat)
    read = read_verdict(turn.text)
    if read.said is Said.APPROVE:
        acts.approve(turn, seat, words=read.words or None)
    elif read.said is Said.REJECT and read.words:
        acts.rejected(turn, seat, read.words)
    elif read.said is Said.REJECT:
        acts.reject(turn, seat)
    elif read.said is Said.SEND_BACK:
        acts.sent_back(turn, seat, read.words) if read.words else acts.send_back(turn, seat)
    elif read.said in _ASKED:
        turn.reply(_ASKED[read.said], subject, order=order.id, words=turn.text.strip()[:200], asks=turn.actor.id)
    else:
        acts.remark(turn, seat, turn.text)
        if read.said is Said.LATER:
            acts.put_off(turn, order.id, seat)
        else:
            turn.reply("approval.heard", subject, heard=_HEARD.get(read.said, "noted"))


_ASKED = {Said.ASK_CONDITION: "approval.condition_or_not", Said.ASK: "approval.vote_or_not"}
_HEARD = {Said.READ: "read"}

ROUTES = Routes(
    acts={
        "approval.approve": acts.approve,
        "approval.sure": acts.sure,
        "approval.reject": acts.reject,
        "approval.reason_given": acts.reason_given,
        "approval.condition": acts.condition,
        "approval.condition_given": acts.condition_given,
        "approval.as_condition": acts.as_condition,
        "approval.with_condition": acts.with_condition,
        "approval.condition_met": conditions.met,
        "approval.send_back": acts.send_back,
        "approval.missing_given": acts.missing_given,
        "approval.other_day": acts.other_day,
        "approval.day_given": acts.day_given,
        "approval.pass_on": acts.pass_on,
        "approval.passed_on": acts.passed_on,
        "approval.add": involving.add,
        "approval.add_how": involving.add_how,
        "approval.add_whom": involving.add_whom,
        "approval.added": involving.added,
        "approval.copy": involving.copy,
        "approval.copied": involving.copied,
        "approval.back": involving.back,
        "approval.back_to": involving.back_to,
        "approval.back_given": involving.back_given,
        "approval.assess": assessing.begin,
        "approval.rate": assessing.rate,
        "approval.write": assessing.write,
        "approval.words_given": assessing.words_given,
        "approval.outcome": outcome.show,
        "approval.card": acts.card,
        "approval.more": acts.more,
        "approval.plain": acts.plain,
        "approval.noted": acts.noted,
    },
    says={
        "approval": seat_card,
        "approval.ask_reason": asking.reason,
        "approval.ask_condition": asking.condition,
        "approval.ask_blocks": asking.blocks,
        "approval.ask_missing": asking.missing,
        "approval.ask_day": asking.promised,
        "approval.whom": asking.whom,
        "assessment": assessing.card,
        "approval.ask_words": assessing.asking,
        "approval.outcome": outcome.document,
        "condition": conditions.card,
        "condition.left": conditions.left,
        "condition.met": conditions.was_met,
        "approval.how": involving.how,
        "approval.ask_question": involving.question,
        "approval.which_level": involving.which_level,
        "approval.ask_back_why": involving.back_why,
        "approval.copy": involving.shown,
        "approval.condition_or_not": asking.condition_or_not,
        "approval.vote_or_not": asking.vote_or_not,
        "approval.heard": asking.told,
    },
    replies={"approval": replied},
    late={"approval": late},
    looks={"approval": unheard.looks_like_an_answer},
)
