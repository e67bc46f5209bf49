"""What reminders say, and what their buttons do."""

from __future__ import annotations

from handlers.reminders import pauses, replied
from handlers.reminders.cards import show_slip
from handlers.reminders.digest import digest, digest_all, show_all
from handlers.reminders.drafts import drafts_left
from handlers.reminders.many import ALONE, many
from handlers.reminders.parts import by_itself
from handlers.routing import Routes

ROUTES = Routes(
    says={
        **{f"reminder.{fact}": by_itself(tells) for fact, tells in ALONE.items()},
        "reminder.many": many,
        "reminder.drafts": drafts_left,
        "reminder.later": pauses.asking,
        "reminder.noted": replied.noted,
        "reminder.not_here": replied.not_here,
        "reminder.which": replied.which,
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
    replies={"reminder": replied.replied},
    speaks_of={"reminder": replied.takes},
)
