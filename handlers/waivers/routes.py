"""What 特批 bring to the desk; the card on which they are decided is one of `handlers.approvals`."""

from __future__ import annotations

from handlers.routing import Routes
from handlers.waivers import asking, told

ROUTES = Routes(
    acts={
        "waiver.ask": asking.ask,
        "waiver.reason_given": asking.reason_given,
        "waiver.other_amount": asking.other_amount,
        "waiver.amount_given": asking.amount_given,
        "waiver.send": asking.send,
        "waiver.leave": asking.leave,
        "waiver.withdraw": asking.withdraw,
    },
    says={
        "waiver.which": asking.which,
        "waiver.ask": asking.reason,
        "waiver.until": asking.until,
        "waiver.ask_amount": asking.ask_how_much,
        "waiver.granted": told.granted,
        "waiver.refused": told.refused,
        "waiver.superseded": told.superseded,
        "waiver.expired": told.expired,
    },
)
