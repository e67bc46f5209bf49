"""What files bring to the desk."""

from __future__ import annotations

from handlers.attachments import acts, cards
from handlers.attachments.judging import refused
from handlers.routing import Routes

ROUTES = Routes(
    acts={
        "files.ask": acts.ask,
        "files.take": acts.take,
        "files.more": acts.more,
        "files.sort": acts.sort,
        "files.as_slip": acts.as_slip,
        "files.show": acts.show,
        "files.one": acts.show_one,
    },
    says={
        "files": cards.files_card,
        "files.ask": cards.asking,
        "files.album": cards.album,
        "file.refused": refused,
    },
    drops={"order": acts.dropped, "files": acts.dropped},
)
