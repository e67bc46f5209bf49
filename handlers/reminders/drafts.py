"""草稿: what somebody left half filled (text 22), once on the next workday and once before it is cleared."""

from __future__ import annotations

from datetime import datetime

from markupsafe import Markup

from handlers.forms.card import lacking
from handlers.forms.kinds import press
from handlers.forms.registry import form_of
from handlers.reminders import texts
from handlers.say import Button, Row, Say, act
from handlers.view import View
from locales import formats, lines
from locales.text import Text
from services.changes import drafting
from services.reminders import drafts_left as lying
from services.reminders.drafts_left import Left

AT_ONCE = 3
"""So many have buttons of their own; a fourth row leads to all of them."""


def drafts_left(view: View) -> Say | None:
    """What still lies as it lay; nothing where nothing does."""
    found = lying.still(view.session, view.chat.id, view.facts["items"])
    if not found:
        return None
    if len(found) == 1:
        return _one(view, found[0])
    entries = [_entry(view, left, n) for n, left in enumerate(found[:AT_ONCE], start=1)]
    rows = [
        _buttons(view, left, texts.BTN_GO_ON_N, texts.BTN_DROP_N, n=n)
        for n, left in enumerate(found[:AT_ONCE], start=1)
    ]
    if len(found) > AT_ONCE:
        rows.append((act(texts.BTN_ALL_DRAFTS.plain(view.lang), "draft.list"),))
    return Say(lines([texts.DRAFTS_LEFT(view.lang, count=len(found)), *entries]), tuple(rows))


def _one(view: View, left: Left) -> Say:
    draft = left.draft
    heading = form_of(draft.form).heading(view.house, draft, view.lang)
    buttons = (_buttons(view, left, texts.BTN_GO_ON, texts.BTN_DROP),)
    if left.clears_at is not None:
        days = (view.today - view.house.today(draft.updated_at)).days
        head = texts.DRAFT_OLD(view.lang, days=days, at=view.moment(left.clears_at))
        return Say(lines([head, heading, texts.DRAFT_KEEP(view.lang)]), buttons)
    changes = draft.form == "change" or drafting.changed_order(draft) is not None
    head = (texts.CHANGE_LEFT if changes else texts.DRAFT_LEFT)(view.lang, day=_day(view, draft.updated_at))
    return Say(lines([head, heading, lacking(view, draft)]), buttons)


def _entry(view: View, left: Left, n: int) -> Markup:
    heading = form_of(left.draft.form).heading(view.house, left.draft, view.lang)
    day = _day(view, left.draft.updated_at)
    if left.clears_at is None:
        return texts.DRAFT_ENTRY(view.lang, n=n, heading=heading, day=day)
    return texts.DRAFT_ENTRY_OLD(view.lang, n=n, heading=heading, day=day, at=view.moment(left.clears_at))


def _buttons(view: View, left: Left, go_on: Text, drop: Text, **values: int) -> Row:
    """What ends it. A draft that somebody went on with since is not thrown away by this button."""
    onward: Button = act(go_on.plain(view.lang, **values), "draft.resume", draft=left.draft.id)
    return onward, press(left.draft, drop.plain(view.lang, **values), "draft.discard", effect=True)


def _day(view: View, at: datetime) -> str:
    return formats.day(view.lang, view.house.today(at), view.today)
