"""What credit brings to the desk."""

from __future__ import annotations

from handlers.credit import invoices
from handlers.credit.jobs import JOBS
from handlers.routing import Routes

ROUTES = Routes(
    acts={"invoice.note": invoices.note, "invoice.days": invoices.ask_day},
    says={"invoice.days": invoices.days},
    jobs=JOBS,
)
