"""Two people decide on one order at the same moment, or one decides while it changes: two threads on one database.

As in `racing`, both sides read, wait until the other has read too, and only then write.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from db import guards
from db.engine import Database
from db.models import Approval, ApprovalSeat, History, Order, Person, Vote
from domain.approvals import Verdict
from services import history, invariants
from services.approvals import moving, voting
from services.approvals.voting import Ballot
from services.errors import BotError
from services.locking import lock_order, touch
from services.people import by_id
from tests.support.databases import careless
from tests.support.deciding import Board
from tests.support.office import HOUSE
from tests.support.racing import CHAIN, GUARD, LOCK, NO_PATIENCE, PATIENCE, VERSION, unlocked

Side = Callable[[Session, int], object]
TWICE, LOST, LATE = "COUNTED TWICE", "NOBODY CARRIED IT", "VOTED ON WHAT HAS CHANGED"
TRY_AGAIN, WELL = "one was undone", "well"


class VotingRace:
    """One database with two threads. The games: one seat, the last two consents, a change, and a removal."""

    def __init__(
        self, url: str, patch: pytest.MonkeyPatch, protection: frozenset[str] = frozenset({LOCK, VERSION, CHAIN, GUARD})
    ) -> None:
        self.database = careless(Database(url, immediate=LOCK in protection))
        self._hands = ThreadPoolExecutor(2)
        self._both = Barrier(2)
        self._patience = NO_PATIENCE if LOCK in protection else PATIENCE
        if LOCK not in protection:
            patch.setattr(voting, "lock_order", unlocked)
        if VERSION not in protection:
            patch.setattr(voting, "touch", lambda _order, _now: None)
        if CHAIN not in protection:
            patch.setattr(history, "record", lambda *_args, **_facts: None)
        with self.database.transaction() as session:
            if GUARD not in protection:
                guards.remove(session.connection())
            self.board = Board(session)
        self.now = self.board.now
        self.games = (self._one_seat, self._last_consents, self._changed, self._removed)

    def endings(self, rounds: int, seed: int) -> Iterator[tuple[int, str]]:
        """Each round's seed, and how it ended; the games take turns."""
        for own in range(seed, seed + rounds):
            game = self.games[own % len(self.games)]
            yield own, f"{game.__name__[1:]}: {game(random.Random(own))}"

    # ── the games ──────────────────────────────────────────────────────────────────────────

    def _one_seat(self, chance: random.Random) -> str:
        """Two of one department answer for it at once."""
        order, production = self._asked("production")
        self._play(chance, order, self._voting(production, "刘伟"), self._voting(production, "周凯"))
        return WELL if self._counted(order) == 1 else TWICE

    def _last_consents(self, chance: random.Random) -> str:
        """The last two that are missing say yes at once: both are counted, and it is carried once."""
        order, production = self._asked("production")
        _order, purchasing = self._asked("purchasing", order)
        self._play(chance, order, self._voting(production, "刘伟"), self._voting(purchasing, "王芳"))
        with self.database.transaction() as session:
            state = session.scalars(select(Order.state).where(Order.id == order)).one()
            acts = self._acts(session, order)
        if acts.count("review_approved") > 1 or acts.count("accept") > 1:
            return TWICE
        if self._counted(order) < 2:
            return TRY_AGAIN
        return LOST if state == "review" else WELL

    def _changed(self, chance: random.Random) -> str:
        """Somebody votes while the order gets another revision."""
        order, production = self._asked("production")
        self._play(chance, order, self._voting(production, "刘伟"), self._revise)
        with self.database.transaction() as session:
            acts = self._acts(session, order)
        late = "voted" in acts and "review_superseded" in acts and acts.index("voted") > acts.index("review_superseded")
        return LATE if late else WELL

    def _removed(self, chance: random.Random) -> str:
        """Somebody votes while they are taken out of the department; the seat must stay answerable or be answered."""
        order, purchasing = self._asked("purchasing")
        self._play(chance, order, self._voting(purchasing, "王芳"), self._remove)
        with self.database.transaction() as session:
            acts = self._acts(session, order)
            session.get_one(Person, self.board.ids["王芳"]).active = True
        late = "voted" in acts and "seat_handed_over" in acts and acts.index("voted") > acts.index("seat_handed_over")
        return LATE if late else WELL if self._counted(order) <= 1 else TWICE

    # ── the sides ──────────────────────────────────────────────────────────────────────────

    def _voting(self, seat: int, name: str) -> Side:
        def side(session: Session, _order: int) -> object:
            actor = by_id(session, self.board.ids[name])
            return voting.vote(session, HOUSE, actor, seat, Ballot(Verdict.APPROVE), self.now)

        return side

    def _revise(self, session: Session, order_id: int) -> None:
        order = lock_order(session, order_id)
        order.revision += 1
        order.total_minor += 100
        touch(order, self.now)
        moving.supersede(session, order, by_id(session, self.board.ids["张敏"]), self.now)

    def _remove(self, session: Session, order_id: int) -> None:
        lock_order(session, order_id)
        session.get_one(Person, self.board.ids["王芳"]).active = False
        session.flush()
        moving.hand_over(session, HOUSE, self.board.ids["王芳"], self.now)

    # ── playing ────────────────────────────────────────────────────────────────────────────

    def _asked(self, of: str, order_id: int | None = None) -> tuple[int, int]:
        """A new order that waits for its review, and the seat of a department."""
        with self.database.transaction() as session:
            self.board.session = session
            order = self.board.file().id if order_id is None else order_id
            query = select(ApprovalSeat.id).join(Approval, Approval.id == ApprovalSeat.approval_id)
            seat = session.scalars(query.where(Approval.order_id == order, ApprovalSeat.department == of)).one()
        return order, seat

    def _play(self, chance: random.Random, order: int, *sides: Side) -> None:
        first = chance.random() < 0.5
        started = []
        for side in sides if first else reversed(sides):
            started.append(self._hands.submit(self._attempt, side, order))
            time.sleep(chance.uniform(0, 0.002))
        for attempt in started:
            attempt.result(timeout=30)
        self._both.reset()

    def _attempt(self, side: Side, order: int) -> None:
        # whoever loses is told so; a worker would undo the unit and try it again
        with suppress(BotError, DBAPIError, StaleDataError), self.database.transaction() as session:
            event.listen(session, "before_flush", self._wait_for_the_other)
            side(session, order)

    def _wait_for_the_other(self, session: Session, *_: object) -> None:
        if any(isinstance(row, Vote | Order | Person) for row in (*session.dirty, *session.new)):
            with suppress(BrokenBarrierError):
                self._both.wait(timeout=self._patience)

    def _counted(self, order: int) -> int:
        with self.database.transaction() as session:
            votes = select(Vote.id).join(Approval, Approval.id == Vote.approval_id).where(Approval.order_id == order)
            return len(session.scalars(votes).all())

    def _acts(self, session: Session, order: int) -> list[str]:
        subject = f"order:{order}"
        return list(session.scalars(select(History.action).where(History.subject == subject).order_by(History.seq)))

    def breaches(self) -> list[str]:
        """What the database itself says. An order whose revision was changed here has not been asked about again."""
        with self.database.transaction() as session:
            found = invariants.check(session, self.now, ["I7", "I8", "I10", "I11"])
        return [f"{one.name} {one.what}" for one in found if "nobody is asked" not in one.what]

    def close(self) -> None:
        self._hands.shutdown()
        self.database.dispose()
