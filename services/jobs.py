"""Long work as rows: added by a unit, claimed by a second worker under a lease, done or dead in the end.

Times here are the machine's. A job's effect and its being done are one transaction, so that it takes effect once
however often it was begun; a claim counts before the work begins, since a job may be why the process died.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import and_, delete, func, literal_column, or_, select, update
from sqlalchemy.orm import Session

from db.models import Job

MOST_ATTEMPTS: Final = 3
LEASE: Final = timedelta(minutes=3)
"""Longer than any one step of a job; every transaction of the job renews it."""
_BACKOFF: Final = timedelta(seconds=2)
# Literals, not parameters: with parameters both databases may give up the partial index.
_NEW, _RUNNING = literal_column("'new'"), literal_column("'running'")
_OPEN = Job.state.in_([_NEW, _RUNNING])
ADDED = "jobs"
"""A note of the session: there is work for the second worker once this has been committed."""


class Lost(Exception):
    """The job is somebody else's by now: whatever was done for it is rolled back."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A job in hand. `spent`: it has been tried too often and is dead."""

    id: int
    kind: str
    person_id: int
    chat_id: int
    args: dict[str, Any]
    token: str
    attempts: int
    spent: bool = False


def add(
    session: Session, kind: str, *, person_id: int, chat_id: int, now: datetime, args: dict[str, Any] | None = None
) -> int:
    """Leave work to the second worker; its id."""
    job = Job(kind=kind, person_id=person_id, chat_id=chat_id, args=args or {}, created_at=now)
    session.add(job)
    session.flush()
    session.info[ADDED] = True
    return job.id


def claim(session: Session, real: datetime) -> Claim | None:
    """Take the oldest job that nobody holds."""
    free = or_(
        and_(Job.state == _NEW, or_(Job.not_before.is_(None), Job.not_before <= real)),
        and_(Job.state == _RUNNING, Job.lease_until <= real),
    )
    query = select(Job).where(_OPEN, free).order_by(Job.id).limit(1).with_for_update(skip_locked=True)
    job = session.scalar(query)
    if job is None:
        return None
    spent = job.attempts >= MOST_ATTEMPTS
    if spent:
        job.state, job.done_at = "dead", real
        job.error = job.error or "the process ended each time it was tried"
    else:
        job.state, job.attempts, job.lease_until, job.lease_token = "running", job.attempts + 1, real + LEASE, _token()
    session.flush()
    return Claim(job.id, job.kind, job.person_id, job.chat_id, dict(job.args), job.lease_token or "",
                 job.attempts, spent)  # fmt: skip


def _token() -> str:
    return uuid4().hex


def hold(session: Session, claimed: Claim, real: datetime) -> Job:
    """The job, locked and its lease renewed; Lost where somebody else has it."""
    query = select(Job).where(Job.id == claimed.id).with_for_update()
    job = session.scalars(query.execution_options(populate_existing=True)).one()
    if job.state != "running" or job.lease_token != claimed.token:
        raise Lost(f"job {claimed.id}")
    job.lease_until = real + LEASE
    return job


def done(job: Job, real: datetime) -> None:
    """It took effect; said in the transaction of the effect."""
    job.state, job.done_at, job.lease_token, job.lease_until = "done", real, None, None


def failed(session: Session, claimed: Claim, error: str, real: datetime) -> bool:
    """Note a failed attempt. True when the job is dead now."""
    job = hold(session, claimed, real)
    job.error = error[:2000]
    if job.attempts >= MOST_ATTEMPTS:
        job.state, job.done_at = "dead", real
        return True
    job.state, job.not_before = "new", real + _BACKOFF * job.attempts
    return False


def later(session: Session, claimed: Claim, real: datetime, seconds: float, reason: str) -> None:
    """Something outside is not there for the moment: the job is not to blame, and no attempt is counted."""
    job = hold(session, claimed, real)
    job.state, job.attempts, job.error = "new", job.attempts - 1, reason[:2000]
    job.not_before = real + timedelta(seconds=seconds)


def give_back(session: Session, claimed: Claim, real: datetime) -> None:
    """Whoever holds it ends in order: another may take it up at once, and no attempt is counted. Raises Lost."""
    job = hold(session, claimed, real)
    job.state, job.attempts, job.lease_until, job.lease_token = "new", job.attempts - 1, None, None


def take_over(session: Session, real: datetime) -> None:
    """Whoever held leases is known to be dead: what it had in hand is claimed again at once."""
    session.execute(update(Job).where(_OPEN, Job.state == _RUNNING, Job.lease_until > real).values(lease_until=real))


def waiting(session: Session) -> int:
    """How many jobs have yet to take effect."""
    return session.scalar(select(func.count()).select_from(Job).where(_OPEN)) or 0


def keep_file(job: Job, name: str, body: bytes) -> None:
    """What the job made stays with it until it has gone out."""
    job.file_name, job.file_body = name, body


def file_of(session: Session, job_id: int) -> tuple[str, bytes] | None:
    """What a job made; None once it was tidied away."""
    row = session.execute(select(Job.file_name, Job.file_body).where(Job.id == job_id)).first()
    if row is None or row.file_name is None or row.file_body is None:
        return None
    return row.file_name, row.file_body


def forget_before(session: Session, moment: datetime) -> None:
    """Jobs that ended before `moment` are needed no more."""
    session.execute(delete(Job).where(Job.state.in_(["done", "dead"]), Job.done_at < moment))
