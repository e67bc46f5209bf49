"""The long work of sheets: reading and importing one, confirming the money of a batch. For the second worker."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from handlers.jobs import Hands, Unavailable, Work
from handlers.sheets import making
from handlers.sheets.words import OWN_COLUMNS
from services import owed, people
from services.jobs import Claim
from services.sheets import importing, opening_money, store
from services.sheets.judging import Table, table_of

# ── reading ────────────────────────────────────────────────────────────────────────────────


def read(hands: Hands) -> None:
    """Fetch the file, read it apart, judge it, show what it would do."""
    sheet_id = int(hands.job.args["sheet"])
    sheet = hands.transact(lambda session: store.facts(session, sheet_id))
    if sheet.state != "reading":
        hands.finish(lambda _session, _job: None)
        return
    file_id = str(hands.transact(lambda session: store.file_id(session, sheet_id)))
    try:
        body = hands.download(file_id)
        pages = hands.open_sheet(sheet.name, body)
        table = _checked(hands, table_of(pages), sheet.person_id)
    except Unavailable as trouble:
        code, values = trouble.code, dict(trouble.values)
        hands.finish(lambda session, _job: store.refused(session, sheet_id, code, values, hands.now))
        return
    kind = table.headings.kind

    def background(session: Any) -> Any:
        return store.background(session, hands.house, people.by_id(session, sheet.person_id), kind, hands.now)

    judged = store.judge(hands.house, table, hands.transact(background))
    if not judged.changes and not judged.faults:
        hands.finish(lambda session, _job: store.refused(session, sheet_id, "no_rows", {}, hands.now))
        return
    digest = hashlib.sha256(body).hexdigest()
    head = table.headings
    unknown = [name for name in head.unknown if name not in OWN_COLUMNS]
    more = {"unknown": unknown, "page": table.page, "pages": len(pages), "heads": dict(head.heads)}
    hands.finish(
        lambda session, _job: store.keep(session, sheet_id, judged, table, sha256=digest, more=more, now=hands.now)
    )


def _checked(hands: Hands, table: Table | None, person_id: int) -> Table:
    """The table, where it is whole and this person's to send. Raises Unavailable."""
    if table is None:
        raise Unavailable("unrecognised")
    head = table.headings
    if head.doubled:
        raise Unavailable("doubled_columns", kind=head.kind, heads="\n".join(head.doubled))
    if head.missing:
        raise Unavailable("missing_columns", kind=head.kind, missing="\n".join("|".join(one) for one in head.missing))
    person = hands.transact(lambda session: people.present(session, person_id))
    if person is None or not store.may_import(hands.house, person, head.kind):
        raise Unavailable("not_allowed", kind=head.kind)
    return table


# ── importing ──────────────────────────────────────────────────────────────────────────────


def carry_out(hands: Hands) -> None:
    """Import a sheet that was judged and pressed, as a whole."""
    sheet_id = int(hands.job.args["sheet"])
    prepared = hands.transact(lambda session: importing.prepare(session, hands.house, sheet_id, hands.now))
    if prepared is None:
        hands.finish(lambda _session, _job: None)
        return
    judged = store.judge(hands.house, prepared.table, prepared.against)
    judged.look_up()
    hands.finish(lambda session, _job: importing.carry_out(session, hands.house, sheet_id, prepared, judged, hands.now))


def confirm(hands: Hands) -> None:
    """Finance confirmed all the money of a batch: receipt by receipt, a few a transaction."""
    sheet_id = int(hands.job.args["sheet"])

    def some(session: Any) -> int:
        actor = people.present(session, hands.job.person_id)
        if actor is None:  # somebody else presses it
            return 0
        left = opening_money.confirm_some(session, hands.house, actor, sheet_id, hands.now)
        owed.show_card(session, "opening", subject=f"sheet:{sheet_id}", chat_id=hands.job.chat_id, now=hands.now)
        return left

    while hands.transact(some):
        continue
    hands.finish(lambda _session, _job: None)


# ── when it does not work ──────────────────────────────────────────────────────────────────


def _sheet_failed(session: Any, job: Claim, now: datetime) -> None:
    store.gave_up(session, int(job.args["sheet"]), now)


def _say_failed(session: Any, job: Claim, now: datetime) -> None:
    owed.owe(
        session, "sheet.failed", chat_id=job.chat_id, now=now, klass=owed.Klass.ANSWER, dedupe=f"job_failed:{job.id}"
    )


def _say_left(session: Any, job: Claim, now: datetime) -> None:
    owed.owe(
        session, "opening.failed", chat_id=job.chat_id, now=now, klass=owed.Klass.ANSWER, dedupe=f"job_failed:{job.id}"
    )


JOBS = {
    "sheet.read": Work(read, _sheet_failed),
    "sheet.import": Work(carry_out, _sheet_failed),
    "sheet.faults": Work(making.faults, _say_failed),
    "sheet.marked": Work(making.marked, _say_failed),
    "sheet.template": Work(making.template, _say_failed),
    "sheet.orders": Work(making.orders, _say_failed),
    "opening.confirm": Work(confirm, _say_left),
}
