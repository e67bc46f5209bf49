"""The weekly report, as routes."""

from __future__ import annotations

from handlers.reports import jobs, report, texts
from handlers.routing import Routes
from handlers.say import Say

ROUTES = Routes(
    acts={"report.ask": report.ask},
    says={
        "report": report.message,
        "report.details": report.details,
        "report.failed": lambda view: Say(texts.FAILED(view.lang)),
    },
    commands={"report": report.ask},
    words=texts.COMMAND_WORDS,
    jobs=jobs.JOBS,
)
