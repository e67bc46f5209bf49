"""What credit brings to the desk."""

from __future__ import annotations

from handlers.credit.jobs import JOBS
from handlers.routing import Routes

ROUTES = Routes(jobs=JOBS)
