"""The long work of the weekly report: gathering in short transactions, drawing outside of them. For the second worker."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from domain.process.names import MoneyView
from domain.rights import money_view
from handlers.jobs import Hands, Work
from handlers.process.fonts import FontMissing, find_font
from handlers.reports.picture import draw_report
from handlers.reports.report import has_details
from locales import SOURCE
from services import jobs, owed, people
from services.jobs import Claim
from services.owed import Klass
from services.people import ChatFacts
from services.reports.gathering import gather
from services.reports.shape import Report, is_empty
from services.reports.weekly_report import JOB

FILE = "risk-report.png"


def weekly(hands: Hands) -> None:
    """Gather, draw, and owe the message to the chat of the job."""
    report = gather(hands.transact, hands.house, hands.now)
    chat: ChatFacts = hands.transact(lambda session: people.chat_facts(session, hands.job.chat_id))
    picture = None if is_empty(report) else _picture(report, hands, chat)
    klass = Klass.ANSWER if hands.job.args.get("asked") else Klass.DIGEST

    def last(session: Any, job: Any) -> None:
        if picture is not None:
            jobs.keep_file(job, FILE, picture)
        facts = {"report": report, "job": hands.job.id, "drawn": picture is not None}
        kinds = ("report", "report.details") if has_details(report) else ("report",)
        for kind in kinds:
            owed.owe(
                session, kind, chat_id=hands.job.chat_id, now=hands.now, klass=klass, subject=f"job:{hands.job.id}",
                facts=facts,
            )  # fmt: skip

    hands.finish(last)


def _picture(report: Report, hands: Hands, chat: ChatFacts) -> bytes | None:
    """None where there is no font with Chinese characters: the words say what matters."""
    try:
        font = find_font()
    except FontMissing:
        return None
    book = hands.house.book
    full = money_view(book, chat.departments) is MoneyView.FULL
    return draw_report(report, book, chat.language or SOURCE, font=font, with_money=full)


def _failed(session: Any, job: Claim, now: datetime) -> None:
    owed.owe(session, "report.failed", chat_id=job.chat_id, now=now, klass=Klass.NOTICE, dedupe=f"job_failed:{job.id}")


JOBS = {JOB: Work(weekly, _failed)}
