"""早报: what waits, by kind and the oldest first in each; a dozen at once, the rest on request."""

from __future__ import annotations

from itertools import groupby

from markupsafe import Markup

from handlers.order.words import together
from handlers.reminders import texts
from handlers.reminders.many import WORDS
from handlers.reminders.overnight import overnight_lines
from handlers.reminders.words import credit_line, customer, stuck_line
from handlers.say import Say, act, rows
from handlers.turn import Turn
from handlers.view import View
from locales import formats, lines
from services.reminders import digest as mornings
from services.reminders.matters import Facts

AT_ONCE = 12
AT_MOST = 40
"""So many lines fit into one message with room to spare."""


def digest(view: View) -> Say | None:
    """The morning message of a group."""
    if not view.chat.departments:
        return None  # the group is bound to none any more
    standing = mornings.standing_of(view.session, view.house, view.facts["items"], view.now)
    quiet = [] if view.chat.private else overnight_lines(view)
    if not standing:
        day = formats.day(view.lang, view.today, view.today)
        return Say(lines([texts.DIGEST_HEAD_QUIET(view.lang, day=day), *quiet])) if quiet else None
    more = len(standing) > AT_ONCE
    show_all = act(texts.BTN_DIGEST_ALL.plain(view.lang), "digest.all", items=view.facts["items"])
    return Say(lines([_body(view, standing, AT_ONCE), *quiet]), rows((show_all,) if more else None))


def digest_all(view: View) -> Say | None:
    """The whole of it, for whoever asks."""
    standing = mornings.standing_of(view.session, view.house, view.facts["items"], view.now)
    return Say(_body(view, standing, AT_MOST)) if standing and view.chat.departments else None


def show_all(turn: Turn, items: list[list[str]]) -> None:
    """Answer with every line that still stands."""
    turn.reply("digest.all", items=items)


def _body(view: View, standing: list[Facts], at_most: int) -> Markup:
    """Under the name of each kind of line its orders, numbered through."""
    lang = view.lang
    departments = together((view.department(one) for one in view.chat.departments), lang)
    body = [
        texts.DIGEST_HEAD(
            lang, departments=departments, day=formats.day(lang, view.today, view.today), count=len(standing)
        )
    ]
    order = [line.key for line in view.book.digest]
    numbered = list(enumerate(sorted(standing[:at_most], key=lambda facts: order.index(facts.rule)), start=1))
    for _rule, entries in groupby(numbered, key=lambda entry: entry[1].rule):
        of_kind = list(entries)
        body.append(Markup.escape(of_kind[0][1].name.in_(lang)))
        body += [_line(view, facts, n) for n, facts in of_kind]
    if len(standing) > at_most:
        body.append(texts.DIGEST_MORE(lang, count=len(standing) - at_most))
    return lines(body)


def _line(view: View, facts: Facts, n: int) -> Markup:
    """One matter: why a gate is closed and who has it, or what waits for whom."""
    if facts.about == "credit_high":
        return credit_line(view, facts, n)
    if facts.about == "gate_stuck":
        return stuck_line(view, facts, n)
    who, what = customer(facts, view.lang), WORDS[facts.about](view, facts)
    return texts.DIGEST_WAITS(view.lang, n=n, number=facts.number, customer=who, what=what)
