"""Two people want something of one order's review at the same moment: what counts, and what the other is told.

Both sides read, wait until the other has read too, and only then write; where one has to wait for the other's lock,
the other waits in vain, and not for long. As much of the protection as a test wants is left on.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Barrier, BrokenBarrierError, Event

import pytest
from sqlalchemy import UniqueConstraint, event, func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from db import guards
from db.base import Base
from db.engine import Database
from db.models import Approval, ApprovalSeat, History, Order, Person, Vote
from domain.approvals import ApprovalState, SeatState, Verdict
from services import filing, history, invariants, people, staff
from services.approvals import moving, opening, seats, voting
from services.approvals.seats import Standing
from services.approvals.voting import Ballot
from services.errors import AlreadyDone, BotError, NotAllowed, Stale
from tests.support.databases import careless
from tests.support.deciding import Board
from tests.support.office import HOUSE

PATIENCE, NO_PATIENCE = 0.3, 0.005

LOCK, VERSION, CHAIN, GUARD, UNIQUE = "lock", "version", "chain", "guard", "unique"
RIGHT, OWN, REVISION = "right", "own", "revision"
ALL = frozenset({LOCK, VERSION, CHAIN, GUARD, UNIQUE, RIGHT, OWN, REVISION})
"""What stands in the way of a vote that must not count."""

Side = Callable[[Session], object]


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of one side."""

    error: Exception | None = None
    result: object = None
    late: bool = False
    """It began when the other side had ended already."""

    @property
    def done(self) -> bool:
        return self.error is None

    def told(self, *names: str) -> bool:
        """Lost, and was told who was first."""
        return isinstance(self.error, AlreadyDone) and self.error.who in names


@dataclass(slots=True)
class Ground:
    """The order of one round, and who is asked about it."""

    board: Board
    order_id: int = 0
    seats: dict[str, int] = field(default_factory=dict[str, int])
    seed: int = 0
    over: Event = field(default_factory=Event)

    def votes(self, name: str, seat: str, verdict: Verdict = Verdict.APPROVE) -> Side:
        """A side that votes."""

        def side(session: Session) -> object:
            ballot = Ballot(verdict, comment="图号没写" if verdict is Verdict.SEND_BACK else None)
            actor = people.by_id(session, self.board.ids[name])
            return voting.vote(session, HOUSE, actor, self.seats[seat], ballot, self.board.now)

        return side


@dataclass(frozen=True, slots=True)
class Contest:
    """One kind of race: how its ground is laid, who runs, and how it ended. Endings in capitals are faults."""

    meaning: str
    lay: Callable[[Session, Ground], None]
    sides: Callable[[Ground], Sequence[Side]]
    ending: Callable[[Session, Ground, Sequence[Attempt]], str]


class VoteRace:
    """One database with two threads, and as much of the protection as is wanted."""

    def __init__(self, url: str, patch: pytest.MonkeyPatch, protection: frozenset[str] = ALL) -> None:
        self.database = careless(Database(url, immediate=LOCK in protection))
        self._hands = ThreadPoolExecutor(2)
        self._both = Barrier(2)
        self._patience = NO_PATIENCE if LOCK in protection else PATIENCE
        with self.database.transaction() as session:
            self._board = Board(session)
        self._switch_off(protection, patch)

    def _switch_off(self, protection: frozenset[str], patch: pytest.MonkeyPatch) -> None:
        if GUARD not in protection or UNIQUE not in protection:
            with self.database.transaction() as session:
                guards.remove(session.connection())
        if UNIQUE not in protection:
            allow_second_votes(self.database)
            patch.setattr(voting, "_require_first", lambda *_asked: None)
        if LOCK not in protection:
            for module in (voting, moving, filing):
                patch.setattr(module, "lock_order", unlocked)
        if VERSION not in protection:
            # where nothing else of the order changes, its version does not move then
            patch.setattr(voting, "touch", lambda _order, _now: None)
        if CHAIN not in protection:
            patch.setattr(history, "record", lambda *_args, **_facts: None)
        if RIGHT not in protection:
            patch.setattr(seats, "standing", lambda *_asked: Standing(None))
        if OWN not in protection:
            patch.setattr(seats, "owners", lambda _order: frozenset[int]())
            patch.setattr(seats, "applied", lambda _order, _approval: frozenset[int]())
        if REVISION not in protection:
            patch.setattr(voting, "require_open", whatever_revision)

    def run(self, contest: str, rounds: int, seed: int = 1) -> Counter[str]:
        """How many rounds ended how."""
        return Counter(ending for _seed, ending in self.endings(contest, rounds, seed))

    def endings(self, contest: str, rounds: int, seed: int = 1) -> Iterator[tuple[int, str]]:
        """Each round's own seed, and how it ended."""
        for own in range(seed, seed + rounds):
            yield own, self._round(CONTESTS[contest], own)

    def _round(self, contest: Contest, seed: int) -> str:
        ground = Ground(self._board, seed=seed)
        with self.database.transaction() as session:
            self._board.session = session
            contest.lay(session, ground)
        order = [0, 1] if seed % 2 else [1, 0]
        pause, sides = random.Random(seed), contest.sides(ground)
        started = {}
        for place in order:
            started[place] = self._hands.submit(self._attempt, sides[place], ground)
            if seed % 4 == 0:
                started[place].exception(timeout=30)  # one after the other, as between card and press
            time.sleep(pause.choice((0, 0.001, 0.002, 0.02)))  # who comes first varies, and by how much
        attempts = [started[place].result(timeout=30) for place in sorted(order)]
        self._both.reset()
        with self.database.transaction() as session:
            return contest.ending(session, ground, attempts)

    def _attempt(self, side: Side, ground: Ground) -> Attempt:
        late = ground.over.is_set()
        try:
            with self.database.transaction() as session:
                event.listen(session, "before_flush", self._wait_for_the_other)
                result = side(session)
        except (BotError, DBAPIError, StaleDataError) as error:
            return Attempt(error, late=late)
        ground.over.set()
        return Attempt(result=result, late=late)

    def _wait_for_the_other(self, session: Session, *_: object) -> None:
        if any(isinstance(row, (Vote, Order, Person)) for row in (*session.dirty, *session.new)):
            with suppress(BrokenBarrierError):
                self._both.wait(timeout=self._patience)

    def breaches(self) -> list[str]:
        """What the database itself says. An order whose revision was changed here has not been asked about again."""
        with self.database.transaction() as session:
            found = invariants.check(session, self._board.now, ["I7", "I8", "I10"])
        return [f"{one.name} {one.what}" for one in found if "nobody is asked" not in one.what]

    def close(self) -> None:
        self._hands.shutdown()
        self.database.dispose()


# ── what is switched off ───────────────────────────────────────────────────────────────────


def unlocked(session: Session, order_id: int) -> Order:
    """The order as `lock_order` gives it, but without the lock."""
    return session.get_one(Order, order_id)


def whatever_revision(session: Session, order: Order, approval: Approval, seat: ApprovalSeat) -> None:
    """`voting.require_open` without a look at what was voted on."""
    if approval.state != ApprovalState.OPEN.value or seat.state != SeatState.OPEN.value:
        raise voting.decided(session, approval, seat)


def allow_second_votes(database: Database) -> None:
    """The table of votes without its unique keys."""
    table = Base.metadata.tables["vote"]
    with database.engine.begin() as connection:
        if not database.is_sqlite:
            for key in [one.name for one in table.constraints if isinstance(one, UniqueConstraint)]:
                connection.execute(text(f"ALTER TABLE vote DROP CONSTRAINT {key}"))
            return
        connection.execute(text("DROP TABLE vote"))
        columns = ", ".join(column.name for column in table.columns if column.name != "id")
        connection.execute(text(f"CREATE TABLE vote (id INTEGER PRIMARY KEY, {columns})"))


# ── two approvers, one seat ────────────────────────────────────────────────────────────────


def _file(session: Session, ground: Ground, **how: object) -> Order:
    order = ground.board.file(**how)  # type: ignore[arg-type]
    _note(ground, order)
    return order


def _note(ground: Ground, order: Order) -> None:
    ground.order_id = order.id
    ground.seats = {name: seat.id for name, seat in ground.board.seats(order).items()}


def _voters(session: Session, seat_ids: Sequence[int]) -> list[str]:
    query = select(Person.name).join(Vote, Vote.person_id == Person.id).where(Vote.seat_id.in_(seat_ids))
    return list(session.scalars(query.order_by(Vote.id)))


def _lay_seat(session: Session, ground: Ground) -> None:
    _file(session, ground)


def _seat_ending(session: Session, ground: Ground, attempts: Sequence[Attempt]) -> str:
    voters = _voters(session, [ground.seats["production"]])
    if len(voters) != 1:
        return f"{len(voters)} VOTES ON ONE SEAT"
    lost = [one for one in attempts if not one.done]
    return "one counts, the other is told who" if len(lost) == 1 and lost[0].told(*voters) else "NOT TOLD WHO"


# ── the order changes under the vote ───────────────────────────────────────────────────────


def _lay_last_seat(session: Session, ground: Ground) -> None:
    """One more consent, and the order is taken on."""
    order = _file(session, ground)
    ground.board.votes(order, "王芳", "purchasing")


def _changes(ground: Ground) -> Side:
    def side(session: Session) -> None:
        order = voting.lock_order(session, ground.order_id)
        if order.state != "review":
            raise AlreadyDone()
        order.revision += 1
        order.total_minor += 1
        voting.touch(order, ground.board.now)
        session.flush()

    return side


def _change_ending(session: Session, ground: Ground, attempts: Sequence[Attempt]) -> str:
    order = session.get_one(Order, ground.order_id)
    voters = _voters(session, [ground.seats["production"]])
    if (order.revision, order.state, voters) == (1, "accepted", ["刘伟"]):
        refused = isinstance(attempts[1].error, AlreadyDone)
        return "the vote first, the change is refused" if refused else f"NOT CHANGED: {attempts[1].error}"
    if (order.revision, order.state, voters) == (2, "review", []):
        told = isinstance(attempts[0].error, Stale)
        return "the change first, the vote is refused" if told else "NOT TOLD THAT IT CHANGED"
    return "COUNTED ON ANOTHER REVISION"


def _completes(ground: Ground) -> Side:
    """Sent back by the other department and filed again, in one go."""

    def side(session: Session) -> None:
        ground.votes("王芳", "purchasing", Verdict.SEND_BACK)(session)
        again = ground.board.new(quantity=200)
        filing.file_again(
            session, HOUSE, people.by_id(session, ground.board.ids["张敏"]), ground.order_id, again, ground.board.now
        )

    return side


def _completed_ending(session: Session, ground: Ground, attempts: Sequence[Attempt]) -> str:
    order = session.get_one(Order, ground.order_id)
    query = select(Approval).where(Approval.order_id == order.id).order_by(Approval.id)
    first, *later = session.scalars(query).all()
    counted = session.scalars(select(Vote.approval_id).where(Vote.seat_id == ground.seats["production"])).all()
    on_new = session.scalar(
        select(func.count()).select_from(Vote).where(Vote.approval_id.in_([one.id for one in later]))
    )
    if not attempts[1].done or len(later) != 1 or (order.state, order.revision) != ("review", 2) or on_new:
        return "NOT JUDGED ANEW"
    if attempts[0].done:
        return "voted before it was sent back" if list(counted) == [first.id] else "A VOTE IS LOST"
    told = isinstance(attempts[0].error, AlreadyDone | Stale)
    return "sent back before, the vote is refused" if told and not counted else "COUNTED ALTHOUGH IT WAS SENT BACK"


# ── an approver who may no longer decide ───────────────────────────────────────────────────


def _lay_head(session: Session, ground: Ground) -> None:
    """The head of sales is asked, and nobody else of the department could answer."""
    board = ground.board
    head = session.get_one(Person, board.ids["周强"])
    head.department = "sales"
    session.flush()
    order = board.file("standard", quantity=5000)
    if "finance" in board.seats(order):  # the customer's first one
        board.votes(order, "陈静", "finance")
    _note(ground, order)


def _moves_away(ground: Ground) -> Side:
    """The head of sales becomes the head of production, and hands over what sales asked of him."""

    def side(session: Session) -> None:
        boss = people.by_id(session, ground.board.ids["何总"])
        staff.move(session, HOUSE, boss, ground.board.ids["周强"], "production", ground.board.now)

    return side


def _removed_ending(session: Session, ground: Ground, attempts: Sequence[Attempt]) -> str:
    voted, removed = attempts
    counts = "周强" in _voters(session, [ground.seats["sales.head"]])
    if not removed.done:
        return f"NOT REMOVED: {removed.error}"
    moved = select(func.count()).select_from(History).where(
        History.subject == f"order:{ground.order_id}", History.action == "seat_handed_over"
    )  # fmt: skip
    if counts and (voted.late or session.scalar(moved)):
        return "VOTED AFTER THE RIGHT WAS GONE"
    if counts:
        return "the vote first, it counts"
    told = isinstance(voted.error, NotAllowed)
    return "the right is gone first, the vote is refused" if told else f"NOT TOLD WHY: {voted.error}"


# ── a quorum that is reached twice ─────────────────────────────────────────────────────────


def _lay_quorum(session: Session, ground: Ground) -> None:
    """或签 of two, or 2 of 3 with one consent already: one more carries it, and two more are on their way."""
    order = _file(session, ground)
    approval = ground.board.approval(order)
    level = opening.level_of(session, approval)
    if ground.seed // 2 % 2:
        level.mode = "any"
        session.flush()
        return
    level.mode, level.needed = "votes", 2
    third = ApprovalSeat(
        approval_id=approval.id, level=1, turn=1, position=3, department="engineering", asked_of="engineering",
        because=[], ask={}, joining="team", state="open", opened_at=ground.board.now,
    )  # fmt: skip
    session.add(third)
    session.flush()
    ground.board.votes(order, "方工", "engineering")


def _quorum_ending(session: Session, ground: Ground, attempts: Sequence[Attempt]) -> str:
    needed = 1 if ground.seed // 2 % 2 else 2
    votes = session.scalar(
        select(func.count()).select_from(Vote).join(Approval).where(Approval.order_id == ground.order_id)
    )
    noted = Counter(session.scalars(select(History.action).where(History.subject == f"order:{ground.order_id}")))
    if votes != needed or noted["accept"] > 1 or noted["review_approved"] > 1:
        return "CARRIED TWICE"
    if session.get_one(Order, ground.order_id).state != "accepted":
        return "NOT CARRIED"
    lost = [one for one in attempts if not one.done]
    return "carried once, the other is told" if len(lost) == 1 and lost[0].told("刘伟", "王芳") else "NOT TOLD"


# ── one's own order ────────────────────────────────────────────────────────────────────────


def _lay_own(session: Session, ground: Ground) -> None:
    """Whoever filed it has moved to the department that is asked."""
    filer = session.get_one(Person, ground.board.ids["张敏"])
    filer.department = "sales"
    session.flush()
    _file(session, ground)
    filer.department = "production"
    session.flush()


def _own_ending(session: Session, ground: Ground, attempts: Sequence[Attempt]) -> str:
    own, other = attempts
    if not isinstance(own.error, NotAllowed) or own.error.args[:1] != ("own_order",):
        return "DECIDED ON THEIR OWN ORDER" if own.done else f"NOT TOLD WHY: {own.error}"
    return "refused, the other counts" if other.done else "NOBODY COUNTS"


CONTESTS = {
    "seat": Contest(
        "two approvers answer one seat", _lay_seat,
        lambda ground: (ground.votes("刘伟", "production"), ground.votes("周凯", "production")), _seat_ending,
    ),
    "change": Contest(
        "the order gets another revision while somebody votes", _lay_last_seat,
        lambda ground: (ground.votes("刘伟", "production"), _changes(ground)), _change_ending,
    ),
    "again": Contest(
        "the order is sent back and filed again while somebody votes", _lay_seat,
        lambda ground: (ground.votes("刘伟", "production"), _completes(ground)), _completed_ending,
    ),
    "removed": Contest(
        "an approver loses the office between card and press", _lay_head,
        lambda ground: (ground.votes("周强", "sales.head"), _moves_away(ground)), _removed_ending,
    ),
    "quorum": Contest(
        "two consents where one is enough", _lay_quorum,
        lambda ground: (ground.votes("刘伟", "production"), ground.votes("王芳", "purchasing")), _quorum_ending,
    ),
    "own": Contest(
        "somebody presses on an order of their own", _lay_own,
        lambda ground: (ground.votes("张敏", "production"), ground.votes("刘伟", "production")), _own_ending,
    ),
}  # fmt: skip
"""By name."""


def is_fault(ending: str) -> bool:
    """Endings in capitals should not be."""
    return ending.split(":")[0].isupper()
