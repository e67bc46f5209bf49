"""昨晚安静的时候: what arrived without a sound, as lines of the morning message."""

from __future__ import annotations

from markupsafe import Markup

from handlers.order.words import head
from handlers.reminders import overnight_texts as texts
from handlers.view import View
from services import quiet_hours
from services.order_view import view_of

MOST = 4
"""So many orders are named; a morning message has other things to say."""


def overnight_lines(view: View) -> list[Markup]:
    """Nothing where nothing came, or nobody was quiet; no amounts, so that any chat may read it."""
    span = quiet_hours.last_quiet(view.session, view.house, view.chat.id, view.now)
    found = quiet_hours.happened(view.session, view.house, view.chat.id, *span) if span is not None else ()
    if not found:
        return []
    said = [texts.OVERNIGHT(view.lang)]
    for one in found[:MOST]:
        order = view_of(view.session, view.house, one.order_id, view.now)
        words = texts.KINDS.get(one.kind) or texts.KINDS.get(one.kind.partition(".")[0], texts.OTHERWISE)
        phrase = texts.LINE if one.count == 1 else texts.LINE_SEVERAL
        values = {"head": head(order, view.lang), "what": words.plain(view.lang), "count": one.count}
        said.append(phrase(view.lang, **{name: values[name] for name in phrase.places}))
    if len(found) > MOST:
        said.append(texts.MORE(view.lang, count=len(found) - MOST))
    return said
