"""Shipped data in the database without loading it for every test: what the loader wrote the first time is put back.

The loaders of the project run once in a process. Their rows are kept as PostgreSQL writes them and copied in again,
which takes a twentieth of the time and leaves the same tables behind.
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from psycopg import sql

ALWAYS_THERE = "organisations_dataversion"  # its one row is replaced, all other tables have to be empty
FROM_THE_SCHEMA = {"django_content_type", "auth_permission"}  # filled when the schema is made, changed by no test


@dataclass(frozen=True)
class Rows:
    """All rows of the tables a loader wrote, and how far their sequences have come."""

    tables: dict[str, bytes]
    sequences: dict[str, int]


_kept: dict[Hashable, Rows] = {}


def load_once(key: Hashable, load: Callable[[], object]) -> bool:
    """Have what `load` writes in the database; it runs unless what it wrote under this key is kept.

    Where one of its tables holds rows already it runs too, for it may do something with them. Whether it did not run.
    """
    kept = _kept.get(key)
    if kept and not _filled(kept.tables):
        _put_back(kept)
        return True
    with transaction.atomic():
        before = _writes()
        empty = set(before) - set(_filled(before))
        load()
        touched = [table for table, writes in _writes().items() if writes != before[table]]
        written = set(touched) - {ALWAYS_THERE}
        if written and written <= empty:
            _kept[key] = _rows(touched)
    return False


def empty_database() -> None:
    """Take away what a test has committed: as `flush` does it, but only from tables with rows.

    Content types and permissions stay, so that they need not be made again with a hundred queries. The few rows of a
    test are deleted ten times as quickly as their tables are truncated, which makes new files for these and all that
    refers to them; whether rows still refer to others need not be asked (no triggers), as none of them stay.
    """
    tables = set(connection.introspection.django_table_names(only_existing=True, include_views=False))
    filled = _filled(tables - FROM_THE_SCHEMA)
    if filled or _asked(f"SELECT FROM {ALWAYS_THERE}"):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            for name in sorted({*filled, ALWAYS_THERE}):
                cursor.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(name)))


def _writes() -> dict[str, int]:
    """How many rows of each table this transaction has written, changed and deleted so far."""
    return dict(_asked("SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables"))


def _filled(tables: Iterable[str]) -> list[str]:
    """Those of the tables that hold rows."""
    one = sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})")
    names = set(tables) - {ALWAYS_THERE}
    return [name for (name,) in _asked(sql.SQL(" UNION ALL ").join(one.format(n, sql.Identifier(n)) for n in names))]


def _rows(tables: list[str]) -> Rows:
    found = {}
    with connection.cursor() as cursor:
        for table in tables:
            with cursor.copy(sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table))) as copy:
                found[table] = b"".join(map(bytes, copy))
    owned = """SELECT seqrelid::regclass::text, pg_sequence_last_value(seqrelid)
        FROM pg_sequence JOIN pg_depend ON objid = seqrelid AND classid = 'pg_class'::regclass
        WHERE deptype IN ('a', 'i') AND refobjid::regclass::text = ANY(%s)"""
    return Rows(found, {name: value for name, value in _asked(owned, [tables]) if value is not None})


def _put_back(kept: Rows) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {ALWAYS_THERE}")
        for table, rows in kept.tables.items():
            with cursor.copy(sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(table))) as copy:
                copy.write(rows)
        names, values = list(kept.sequences), list(kept.sequences.values())
        # Never back: rows of other tests may have been committed and deleted since.
        cursor.execute(
            """SELECT setval(name::regclass, greatest(value, pg_sequence_last_value(name::regclass)))
            FROM unnest(%s::text[], %s::bigint[]) AS kept (name, value)""",
            [names, values],
        )


def _asked(statement: Any, values: list[Any] | None = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()
