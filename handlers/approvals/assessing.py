"""写评审意见: capability by buttons; risks, benefit and suggestions in words, in one message or one after the other."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from handlers.approvals import texts
from handlers.approvals.acts import asked, show
from handlers.approvals.asking import who_is_asked
from handlers.approvals.kinds import ASSESS
from handlers.order.words import head
from handlers.say import Button, Say, act, rows
from handlers.turn import Turn
from handlers.view import View
from locales import lines
from services import people
from services.approvals import assessing, beside, reading
from services.approvals.assessing import RATED, RATINGS, TOLD
from services.errors import NotAllowed
from services.order_view import view_of


def begin(turn: Turn, seat: int) -> None:
    """The person's own card, beside the card of the seat."""
    asked(turn, seat, ASSESS)
    show(turn, seat)
    _show(turn, seat, repost=True)


def _show(turn: Turn, seat: int, *, repost: bool = False) -> None:
    approval, _own = reading.of_seat(turn.session, seat)
    turn.card(
        "assessment", f"seat:{seat}:{turn.actor.id}", order_id=approval.order_id, repost=repost, answer=True,
        facts={"asks": turn.actor.id},
    )  # fmt: skip


def _require_own(turn: Turn, person: int) -> None:
    if turn.actor.id != person:
        raise NotAllowed("assessed_by_another", who=people.name_of(turn.session, person))


def rate(turn: Turn, seat: int, person: int, what: str, rating: str) -> None:
    """够, 勉强 or 不够."""
    _require_own(turn, person)
    if what not in RATED or rating not in RATINGS:
        raise NotAllowed("not_your_part")
    beside.assess(turn.session, turn.actor, seat, {what: rating}, turn.now)
    _show(turn, seat)


def write(turn: Turn, seat: int, person: int, part: str = TOLD[0]) -> None:
    """In words: the first of the three is asked for; a message with labels answers all."""
    _require_own(turn, person)
    order, _approval, _own = asked(turn, seat, ASSESS)
    turn.ask(
        "approval.ask_words", "approval.words_given", {"seat": seat, "part": part}, subject=f"seat:{seat}",
        order=order.id, part=part,
    )  # fmt: skip


def words_given(turn: Turn, seat: int, part: str, skip: bool = False) -> None:
    """What was written under labels; without any it is the part that was asked for, and the next one is asked."""
    asked(turn, seat)
    labelled = read_parts(turn.text)
    if labelled:
        beside.assess(turn.session, turn.actor, seat, labelled, turn.now)
        _show(turn, seat, repost=True)
        return
    words = turn.text.strip()
    if not words and not skip:
        write(turn, seat, turn.actor.id, part)
        return
    if words and not skip:
        beside.assess(turn.session, turn.actor, seat, {part: words}, turn.now)
    rest = TOLD[TOLD.index(part) + 1 :]
    if rest:
        write(turn, seat, turn.actor.id, rest[0])
    else:
        _show(turn, seat, repost=True)


def read_parts(text: str) -> dict[str, str]:
    """`风险：排不开 效益：毛利 20%`: what stands behind each label; nothing where there is none."""
    told = unicodedata.normalize("NFKC", text)
    labels = {label: part for part, several in texts.PART_LABELS.items() for label in several}
    found = list(re.finditer(rf"({'|'.join(sorted(labels, key=len, reverse=True))})\s*:", told, re.IGNORECASE))
    parts: dict[str, str] = {}
    for index, one in enumerate(found):
        end = found[index + 1].start() if index + 1 < len(found) else len(told)
        words = told[one.end() : end].strip(texts.PART_EDGE)
        if words:
            parts[labels[one[1].lower()]] = words
    return parts


# ── what is shown ──────────────────────────────────────────────────────────────────────────


def card(view: View) -> Say | None:
    """What the person has said so far, and the buttons to say more; gone once the vote has taken it over."""
    approval, own = reading.of_seat(view.session, view.subject_id)
    person = int(view.facts["asks"])
    order = view_of(view.session, view.house, approval.order_id, view.now)
    said = assessing.kept(view.session, own.id, person)
    body = [texts.ASSESS_HEAD(view.lang, who=who_is_asked(view), head=head(order, view.lang))]
    body += [
        texts.PART_SAID(view.lang, what=texts.PARTS[key].plain(view.lang), words=said[key])
        for key in TOLD
        if said.get(key)
    ]
    if own.verdict is not None or own not in approval.waiting:
        return Say(lines([*body, texts.ASSESS_OVER(view.lang)]))
    body.append(texts.ASSESS_THEN(view.lang))
    ratings = [tuple(_ratings(view.lang, own.id, person, what, said.get(what))) for what in RATED]
    return Say(
        lines(body), (*ratings, (act(texts.BTN_WORDS.plain(view.lang), "approval.write", seat=own.id, person=person),))
    )


def _ratings(lang: str, seat: int, person: int, what: str, chosen: str | None) -> Iterator[Button]:
    for rating in RATINGS:
        label = _label(lang, what, rating, chosen)
        yield act(label, "approval.rate", seat=seat, person=person, what=what, rating=rating)


def _label(lang: str, what: str, rating: str, chosen: str | None) -> str:
    """`技术 够` at the head of a row, then the other two; what was chosen is ticked."""
    said = texts.RATINGS[rating].plain(lang)
    if rating == RATINGS[0]:
        said = texts.RATE_FIRST.plain(lang, what=texts.PARTS[what].plain(lang), rating=said)
    return texts.CHOSEN.plain(lang, what=said) if chosen == rating else said


def asking(view: View) -> Say:
    """One part, or all under their labels."""
    lang, part = view.lang, str(view.facts["part"])
    skip = act(texts.BTN_SKIP.plain(lang), "approval.words_given", seat=view.subject_id, part=part, skip=True)
    said = texts.ASK_PART(lang, who=who_is_asked(view), what=texts.PARTS[part].plain(lang))
    return Say(said, rows((skip,)), placeholder=texts.PART_HINT.plain(lang))
