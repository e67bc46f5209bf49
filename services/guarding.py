"""The database's own guards in the words of services: should a lock or a check ever fail, people hear why all the same."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from db.guards import guard_code
from domain.gates import Refusal
from services.errors import NotAllowed, Refused, Stale
from services.house import House

GATES = frozenset({"gate_release", "gate_plan", "gate_ship"})


@contextmanager
def guarded(house: House) -> Iterator[None]:
    """Around one act: Refused where a gate of the database closed, Stale where money went from under a refund.

    Any other error, also of the guards that nothing may ever meet, is left as it is.
    """
    try:
        yield
    except DBAPIError as error:
        code = guard_code(error)
        if code in GATES:
            raise Refused((Refusal("payment_missing", house.book.roles.money),)) from error
        if code == "gate_refund":
            raise Stale("what stands on the money has changed") from error
        if code == "vote_own":
            raise NotAllowed("own_order") from error
        if code in ("vote_late", "unreviewed"):
            raise Stale("what is voted on has changed") from error
        raise
