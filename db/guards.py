"""The database's own last guard: triggers that refuse what no path may do, whoever writes.

They judge money against the order's payment terms and votes against what was voted on, and know neither book nor
roles; services ask first and explain, the triggers only make sure. A refusal says ``gendan_guard: <code>`` on both
databases, though as IntegrityError on SQLite and ProgrammingError on PostgreSQL: `guard_code` reads either.

On PostgreSQL each money guard locks the order's row before it looks, so that of a shipment and a refund at
the same moment one sees the other. That needs READ COMMITTED, in which every statement of a trigger sees
what was committed before it. On SQLite a write holds the whole database, which is lock enough.

SQLite's batch migrations drop triggers with the table they rebuild, silently: `install` runs after every
migration, and `missing` is asked at every start.
"""

# ruff: noqa: S608  the SQL is put together from this file alone

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import Connection, text

PREFIX = "gendan_guard"

_WORKING = "('executing', 'shipped', 'acceptance', 'settlement', 'archived', 'closed')"
_RELEASED = _WORKING.replace("(", "('released', ")
_LEFT = "('shipped', 'signed')"
_WORKED = "('doing', 'done')"
# Each checkpoint asks for what the earlier ones ask for, as `domain.gates` does.
_BEFORE_RELEASE = "('release')"
_BEFORE_PLAN = "('release', 'plan')"
_BEFORE_SHIPMENT = "('release', 'plan', 'ship')"

_CODE = re.compile(rf"{PREFIX}: (\w+)")


@dataclass(frozen=True, slots=True)
class Guard:
    """One event on one table that is refused with `code` when `when` and then `closed` hold."""

    code: str
    table: str
    event: str
    when: str = "true"
    """Asked of the row alone."""
    closed: str = "true"
    """Asked of the database, on PostgreSQL with the order locked."""
    order: str | None = None
    """The order to lock; None where the row itself is the order, or no order is asked."""

    @property
    def name(self) -> str:
        return f"{PREFIX}_{self.code}_{self.table}_{self.event.lower()}"

    @property
    def message(self) -> str:
        return f"{PREFIX}: {self.code}"


def _net(order: str) -> str:
    return f"(SELECT COALESCE(SUM(a.amount_minor), 0) FROM allocation a WHERE a.order_id = {order})"


def _credited(order: str) -> str:
    """What was let off of an order (退货、折让)."""
    return (
        f"(SELECT COALESCE(SUM(c.amount_minor), 0) FROM after_sale c WHERE c.order_id = {order} AND c.state = 'done')"
    )


def _costs_more(order: str, money: str) -> str:
    """The order of a term, `t`, costs more than this money, less what was let off of it: else nothing is missing."""
    credited = _credited(order)
    return f"({credited} = 0 OR t.total_minor - {credited} > {money})"


def _revision(order: str) -> str:
    return f"(SELECT o.revision FROM orders o WHERE o.id = {order})"


def _waived(order: str, which: str) -> str:
    """So much may be missing, by a 特批 that was used for this very thing."""
    return (
        f"(SELECT COALESCE(MAX(w.ceiling_minor), 0) FROM waiver w WHERE w.order_id = {order} AND w.state = 'used'"
        f" AND w.code = 'payment_missing' AND {which})"
    )


def _short(order: str, checkpoints: str, *, revision: str, waived: str, whole: str = "true") -> str:
    """Less money is confirmed than some term of the revision asks before one of these checkpoints."""
    return (
        f"EXISTS (SELECT 1 FROM payment_term t WHERE t.order_id = {order} AND t.revision = {revision} AND {whole}"
        f" AND t.checkpoint IN {checkpoints} AND t.required_minor > {_net(order)} + {waived}"
        f" AND {_costs_more(order, f'{_net(order)} + {waived}')})"
    )


# What the goods or the supply already stand on, and would stand on no more.
_PULLED_AWAY = (
    "EXISTS (SELECT 1 FROM payment_term t JOIN orders o ON o.id = t.order_id AND o.revision = t.revision"
    " WHERE t.order_id = NEW.order_id"
    f" AND t.required_minor > {_net('NEW.order_id')} + NEW.amount_minor"
    f" AND {_costs_more('NEW.order_id', _net('NEW.order_id') + ' + NEW.amount_minor')}"
    f" AND ((t.checkpoint IN {_BEFORE_PLAN} AND (o.released_at IS NOT NULL OR o.state IN {_RELEASED}))"
    f" OR (t.checkpoint IN {_BEFORE_SHIPMENT} AND EXISTS"
    f" (SELECT 1 FROM shipment s WHERE s.order_id = NEW.order_id AND s.state IN {_LEFT}))))"
)

_BEGUN_ON = "w.checkpoint IN ('release', 'plan') AND w.revision = {}"
# What left on a 特批 for the shipment brings the order on, also where nothing else was begun: that one was for all of it.
_GONE_ON = "w.checkpoint IN ('release', 'plan', 'ship') AND w.revision = {}"
_SHIPPED_ON = _waived(
    "NEW.order_id", f"w.checkpoint = 'ship' AND w.shipment_id = NEW.id AND w.revision = {_revision('NEW.order_id')}"
)
# What is due only later, or never: in proportion it may leave without its money.
_LATER = (
    f"CASE WHEN {_credited('NEW.order_id')} > t.total_minor - t.required_minor"
    f" THEN {_credited('NEW.order_id')} ELSE t.total_minor - t.required_minor END"
)
# In proportion (按已收比例) the goods that have left may be worth no more than what is paid, and what is due only later;
# where all that is due is paid, they may be worth what they will: an order may have become cheaper after they left.
_PART = (
    "EXISTS (SELECT 1 FROM payment_term t WHERE t.order_id = NEW.order_id"
    f" AND t.revision = {_revision('NEW.order_id')} AND t.in_proportion"
    " AND (SELECT COALESCE(SUM(s.value_minor), 0) FROM shipment s WHERE s.order_id = NEW.order_id AND s.id <> NEW.id"
    f" AND s.state IN {_LEFT}) + NEW.value_minor"
    f" > {_net('NEW.order_id')} + {_LATER} + {_SHIPPED_ON}"
    f" AND t.required_minor > {_net('NEW.order_id')} + {_SHIPPED_ON}"
    f" AND {_costs_more('NEW.order_id', _net('NEW.order_id') + ' + ' + _SHIPPED_ON)})"
)
_WHOLE = _short(
    "NEW.order_id", _BEFORE_SHIPMENT, revision=_revision("NEW.order_id"), waived=_SHIPPED_ON,
    whole="NOT t.in_proportion",
)  # fmt: skip
_SHIP = f"({_WHOLE} OR {_PART})"
_PLAN = _short(
    "NEW.order_id", _BEFORE_PLAN, revision=_revision("NEW.order_id"),
    waived=_waived("NEW.order_id", _BEGUN_ON.format(_revision("NEW.order_id"))),
)  # fmt: skip


def _short_order(checkpoints: str, begun_on: str = _BEGUN_ON) -> str:
    """The same of an order's own row."""
    waived = _waived("NEW.id", begun_on.format("NEW.revision"))
    return _short("NEW.id", checkpoints, revision="NEW.revision", waived=waived)


_MOVED = "(OLD.order_id <> NEW.order_id OR OLD.state NOT IN {})"

_VOTED_ON = "SELECT 1 FROM approval a JOIN orders o ON o.id = a.order_id WHERE a.id = NEW.approval_id"
_OF_APPROVAL = "(SELECT order_id FROM approval WHERE id = NEW.approval_id)"
_UNDECIDED = "('screening', 'returned', 'review')"

GUARDS = (
    Guard("gate_ship", "shipment", "INSERT", f"NEW.state IN {_LEFT}", _SHIP, "NEW.order_id"),
    Guard("gate_ship", "shipment", "UPDATE", f"NEW.state IN {_LEFT} AND {_MOVED.format(_LEFT)}", _SHIP, "NEW.order_id"),
    # An order has no terms when it is born; one born released would never have been asked.
    Guard("gate_release", "orders", "INSERT", f"NEW.state IN {_RELEASED}"),
    Guard(
        "gate_release",
        "orders",
        "UPDATE",
        f"NEW.state IN {_RELEASED} AND OLD.state NOT IN {_RELEASED}",
        _short_order(_BEFORE_RELEASE),
    ),
    Guard(
        "gate_plan",
        "orders",
        "UPDATE",
        f"NEW.state IN {_WORKING} AND OLD.state NOT IN {_WORKING}",
        _short_order(_BEFORE_PLAN, _GONE_ON),
    ),
    Guard("gate_plan", "task", "INSERT", f"NEW.state IN {_WORKED}", _PLAN, "NEW.order_id"),
    Guard(
        "gate_plan",
        "task",
        "UPDATE",
        f"NEW.state IN {_WORKED} AND (OLD.order_id <> NEW.order_id OR OLD.state <> NEW.state)",
        _PLAN,
        "NEW.order_id",
    ),
    Guard(
        "gate_refund",
        "allocation",
        "INSERT",
        "NEW.amount_minor < 0 AND NOT NEW.after_gate",
        _PULLED_AWAY,
        "NEW.order_id",
    ),
    # Nobody decides on an order of their own, nor in the place of somebody whose own it is.
    Guard(
        "vote_own",
        "vote",
        "INSERT",
        closed=f"EXISTS ({_VOTED_ON} AND (NEW.person_id IN (o.sales_id, o.filed_by, a.opened_by)"
        " OR COALESCE(NEW.for_id, 0) IN (o.sales_id, o.filed_by, a.opened_by)))",
    ),
    # A vote counts for what was shown: an open approval of the order's present revision.
    Guard(
        "vote_late",
        "vote",
        "INSERT",
        closed=f"NOT EXISTS ({_VOTED_ON} AND a.state = 'open' AND a.revision = o.revision"
        " AND NEW.revision = a.revision AND NEW.facts_hash = a.facts_hash)",
        order=_OF_APPROVAL,
    ),
    Guard(
        "unreviewed",
        "orders",
        "UPDATE",
        f"OLD.state IN {_UNDECIDED} AND (NEW.state = 'accepted' OR NEW.state IN {_RELEASED})",
        "EXISTS (SELECT 1 FROM approval a WHERE a.order_id = NEW.id AND a.revision = NEW.revision"
        " AND a.kind = 'review' AND a.state <> 'approved')",
    ),
    # What was let off may have opened a gate: it stays what finance agreed to.
    Guard("after_sale_done", "after_sale", "UPDATE", "OLD.state = 'done'"),
    *(Guard("money_append_only", "after_sale", event) for event in ("DELETE", "TRUNCATE")),
    *(
        Guard(code, table, event)
        for code, table in (
            ("money_append_only", "allocation"),
            ("money_append_only", "receipt"),
            ("history_append_only", "history"),
            ("votes_append_only", "vote"),
            ("history_append_only", "anchor"),
        )
        for event in ("UPDATE", "DELETE", "TRUNCATE")
    ),
)


def install(connection: Connection) -> None:
    """Make every guard anew. The caller's transaction commits it."""
    remove(connection)
    for guard in _of(connection):
        for statement in _created(connection, guard):
            connection.exec_driver_sql(statement)


def remove(connection: Connection) -> None:
    """Take every guard away: for migrations, and for the tests that prove what the guards are for."""
    if connection.dialect.name == "sqlite":
        found = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE :prefix"
        drop = "DROP TRIGGER {}"
    else:
        found = (
            "SELECT proname FROM pg_proc WHERE pronamespace = current_schema()::regnamespace AND proname LIKE :prefix"
        )
        drop = "DROP FUNCTION {}() CASCADE"
    for name in connection.scalars(text(found), {"prefix": f"{PREFIX}%"}).all():
        connection.exec_driver_sql(drop.format(name))


def missing(connection: Connection) -> list[str]:
    """The names of guards that are absent, switched off, or not what this release makes them."""
    if connection.dialect.name == "sqlite":
        rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    else:
        rows = connection.execute(
            text(
                "SELECT t.tgname, p.prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
                " WHERE t.tgenabled IN ('O', 'A')"
            )
        )
    standing = {name: body for name, body in rows}
    wanted = _sqlite_trigger if connection.dialect.name == "sqlite" else _postgres_body
    return [guard.name for guard in _of(connection) if standing.get(guard.name) != wanted(guard)]


def guard_code(error: BaseException) -> str | None:
    """Which guard refused: ``gate_ship``, ``money_append_only`` …; None for any other error."""
    found = _CODE.search(str(getattr(error, "orig", None) or error))
    return found[1] if found else None


def _of(connection: Connection) -> list[Guard]:
    """SQLite has no TRUNCATE."""
    return [guard for guard in GUARDS if guard.event != "TRUNCATE" or connection.dialect.name != "sqlite"]


def _created(connection: Connection, guard: Guard) -> list[str]:
    if connection.dialect.name == "sqlite":
        return [_sqlite_trigger(guard)]
    each = "STATEMENT" if guard.event == "TRUNCATE" else "ROW"
    return [
        f"CREATE FUNCTION {guard.name}() RETURNS trigger LANGUAGE plpgsql AS $guard${_postgres_body(guard)}$guard$",
        f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table}"
        f" FOR EACH {each} EXECUTE FUNCTION {guard.name}()",
    ]


def _sqlite_trigger(guard: Guard) -> str:
    return (
        f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table}"
        f" WHEN ({guard.when}) AND ({guard.closed})"
        f" BEGIN SELECT RAISE(ABORT, '{guard.message}'); END"
    )


def _postgres_body(guard: Guard) -> str:
    # The row of an updated order is locked before its triggers run; other rows have to ask for theirs.
    lock = f"PERFORM 1 FROM orders WHERE id = {guard.order} FOR NO KEY UPDATE; " if guard.order else ""
    return (
        f" BEGIN IF {guard.when} THEN {lock}IF {guard.closed} THEN"
        f" RAISE EXCEPTION '{guard.message}'; END IF; END IF; RETURN NEW; END "
    )
