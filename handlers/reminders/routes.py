"""What reminders say, and what their buttons do."""

from __future__ import annotations

from handlers.reminders import pauses
from handlers.reminders.cards import gate_stuck, payment_short, show_slip, slip_unconfirmed
from handlers.reminders.changes import change_open, on_hold
from handlers.reminders.digest import digest, digest_all, show_all
from handlers.reminders.drafts import drafts_left
from handlers.reminders.many import many
from handlers.reminders.waiting import WAITING, waiting
from handlers.routing import Routes

ROUTES = Routes(
    says={
        **{f"reminder.{fact}": waiting for fact in WAITING},
        "reminder.many": many,
        "reminder.drafts": drafts_left,
        "reminder.later": pauses.asking,
        "reminder.payment_short": payment_short,
        "reminder.slip_unconfirmed": slip_unconfirmed,
        "reminder.gate_stuck": gate_stuck,
        "reminder.change_open": change_open,
        "reminder.on_hold": on_hold,
        "digest": digest,
        "digest.all": digest_all,
    },
    acts={
        "digest.all": show_all,
        "reminder.slip": show_slip,
        "reminder.ack": pauses.acknowledge,
        "reminder.later": pauses.later,
        "reminder.when": pauses.when,
        "reminder.why": pauses.why,
    },
)
