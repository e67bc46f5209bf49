"""How long something waits, in words."""

from __future__ import annotations

from datetime import datetime

from handlers.waiting import texts


def waited(lang: str, since: datetime, now: datetime) -> str:
    """`等了 6 小时`; rounded down, so that nobody waits longer on paper than in fact."""
    minutes = int((now - since).total_seconds() // 60)
    if minutes < 1:
        return texts.JUST_NOW.plain(lang)
    if minutes < 60:
        return texts.MINUTES.plain(lang, n=minutes)
    if minutes < 24 * 60:
        return texts.HOURS.plain(lang, n=minutes // 60)
    return texts.DAYS.plain(lang, n=minutes // (24 * 60))
