"""Reminders (催办) and the morning digest (早报): how they read, and the buttons that end them."""

from __future__ import annotations

from handlers.reminders.routes import ROUTES as ROUTES
