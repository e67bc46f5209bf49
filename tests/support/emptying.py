"""A copy of the template on PostgreSQL, as it was before a test used it: emptied, which costs a fifth of copying it anew.

What a test does to tables, guards or settings is not undone: then the copy is no good any more.
"""

from __future__ import annotations

from typing import Any

from psycopg import Connection, sql

_OURS = 16384
"""Whatever has a lower number is PostgreSQL's own."""

_ROWS_OF = {
    "pg_attribute": "attrelid", "pg_attrdef": "oid", "pg_constraint": "oid", "pg_trigger": "oid", "pg_proc": "oid",
    "pg_type": "oid", "pg_rewrite": "oid", "pg_index": "indexrelid", "pg_sequence": "seqrelid", "pg_namespace": "oid",
    "pg_policy": "oid", "pg_extension": "oid",
}  # fmt: skip
"""Catalogues in which a row that was changed is another row, at another place."""

_LOOKS = " UNION ALL ".join(
    [
        f"SELECT '{catalogue}', string_agg(ctid::text || xmin::text, ',' ORDER BY ctid) FROM {catalogue}"
        f" WHERE {number} >= {_OURS}"
        for catalogue, number in _ROWS_OF.items()
    ]
    + [
        "SELECT 'pg_class', string_agg(concat_ws(' ', oid, relname, relkind, relhastriggers, relrowsecurity, reloptions,"
        f" relpersistence, relowner, relacl), ',' ORDER BY oid) FROM pg_class WHERE oid >= {_OURS}",
        "SELECT 'settings', string_agg(s::text, ',') FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase"
        " WHERE d.datname = current_database()",
    ]
)
_WRITTEN = (
    "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
    " AND pg_relation_size(oid) > 0 ORDER BY relname"
)
_ALONE = (
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
_COUNT_ANEW = (
    "SELECT setval(seqrelid::regclass, seqstart, false) FROM pg_sequence"
    " WHERE pg_sequence_last_value(seqrelid) IS NOT NULL"
)

Looks = tuple[Any, ...]


def looks(connection: Connection[Any]) -> Looks:
    """What a fresh copy is like: its tables with all that belongs to them, and the rows that it has from the start."""
    filled = [name for (name,) in connection.execute(_WRITTEN)]
    return _looks(connection, filled)


def emptied(connection: Connection[Any], fresh: Looks) -> bool:
    """Empty what stands alone in its own transactions (`autocommit`); False where that makes no fresh copy of it.

    Whoever still uses it is cut off.
    """
    connection.execute(_ALONE)
    filled = [name for name, _rows in fresh[1]]
    if _looks(connection, filled) != fresh:
        return False
    written = [sql.Identifier(name) for (name,) in connection.execute(_WRITTEN) if name not in filled]
    with connection.transaction():
        connection.execute("SET LOCAL session_replication_role = replica")  # neither guards nor keys are asked
        for table in written:
            connection.execute(sql.SQL("DELETE FROM {}").format(table))
        connection.execute(_COUNT_ANEW)
    if written:
        connection.execute(sql.SQL("VACUUM {}").format(sql.SQL(", ").join(written)))
    return True


def _looks(connection: Connection[Any], filled: list[str]) -> Looks:
    rows = sql.SQL("SELECT string_agg(t::text, ',' ORDER BY t::text) FROM {} t")
    contents = [(name, connection.execute(rows.format(sql.Identifier(name))).fetchone()) for name in filled]
    return connection.execute(_LOOKS).fetchall(), contents
