"""A database of its own beside that of DATABASE_URL: made, filled once, kept or dropped. No other one is written to."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

import psycopg
from django.conf import settings
from django.core.management.base import CommandError
from django.db import connections
from psycopg import sql

from mapping.bench.synthetic import VERSION

MARK = "mit-mapping bench"  # begins the comment on every database made here; others are never dropped
PARAMETERS = ("USER", "PASSWORD", "HOST", "PORT")


def scratch_name(base: str, entries: int, keep: bool) -> str:
    """The database's name: the same each time if it is kept, else one of this process. At most 63 letters."""
    behind = f"_bench_{entries}" + ("" if keep else f"_{os.getpid()}")
    return base[: 63 - len(behind)] + behind


HIDDEN_MONTHS = 1200  # the invented entries never get older: none is hidden, whenever they are measured


def stamp(entries: int) -> str:
    """The comment on a database that is completely filled."""
    return f"{MARK}: {entries} entries, version {VERSION}"


@contextmanager
def scratch_database(name: str, entries: int, keep: bool) -> Iterator[bool]:
    """The database, and Django's connections led to it; gives whether it is filled already.

    It is dropped at the end unless it is to be kept and was filled. Raises CommandError when the role may not create
    databases, and when one of that name is there that the benchmark did not make.
    """
    parameters = server_parameters()
    with maintenance(parameters) as connection:
        filled = make(connection, name, entries)
    before = _lead_connections_to(name)
    try:
        yield filled
    finally:
        _lead_connections_back(before)
        with maintenance(parameters) as connection:
            if not keep or _comment(connection, name) != stamp(entries):
                _drop(connection, name)


def mark_filled(name: str, entries: int) -> None:
    """Note that everything is in it, so that it may be used again."""
    with maintenance(server_parameters()) as connection:
        _set_comment(connection, name, stamp(entries))


def server_parameters() -> dict[str, Any]:
    """How psycopg reaches the server of DATABASE_URL, without a database's name."""
    given = settings.DATABASES["default"]
    names = {"USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    return {names[key]: given[key] for key in PARAMETERS if given.get(key)}


def url_of(name: str) -> str:
    """DATABASE_URL of another process that is to use the database."""
    given = {key: quote(str(settings.DATABASES["default"].get(key) or ""), safe="") for key in PARAMETERS}
    password = f":{given['PASSWORD']}" if given["PASSWORD"] else ""
    host = f"[{given['HOST']}]" if "%3A" in given["HOST"] else given["HOST"]
    port = f":{given['PORT']}" if given["PORT"] else ""
    return f"postgres://{given['USER']}{password}@{host.replace('%3A', ':')}{port}/{quote(name, safe='')}"


def environment(name: str) -> dict[str, str]:
    """The environment of another process that is to use the database and no other one."""
    kept = {
        key: value for key, value in os.environ.items() if not key.startswith(("DATABASE_URL", "DATABASE_READ_URL"))
    }
    kept["DJANGO_SETTINGS_MODULE"] = "mapping.settings"
    return kept | {"DATABASE_URL": url_of(name), "DEBUG": "0", "GEOCODER_URL": "", "TILE_URL": ""}


@contextmanager
def maintenance(parameters: Mapping[str, Any]) -> Iterator[psycopg.Connection[Any]]:
    """A connection of the server for creating and dropping, to `postgres` or the database of DATABASE_URL."""
    connection = None
    for name in ("postgres", settings.DATABASES["default"]["NAME"]):
        try:
            connection = psycopg.connect(**parameters, dbname=str(name), autocommit=True, connect_timeout=10)
            break
        except psycopg.OperationalError as error:
            reason = error
    if connection is None:
        raise CommandError(f"The database server of DATABASE_URL cannot be reached: {reason}")
    with connection:
        yield connection


def make(connection: psycopg.Connection[Any], name: str, entries: int) -> bool:
    """Creates the database unless it is there and filled; gives whether it is. Raises CommandError if it may not."""
    known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
    if known:
        comment = _comment(connection, name)
        if not comment.startswith(MARK):
            raise CommandError(f"There is a database {name} that the benchmark did not make; it stays as it is.")
        if comment == stamp(entries):
            return True
        _drop(connection, name)
    try:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(sql.Identifier(name))
        )
    except psycopg.errors.InsufficientPrivilege:
        role = (connection.execute("SELECT current_user").fetchone() or [""])[0]
        raise CommandError(
            f"The benchmark needs a database of its own, and the role {role} may not create one. Let an administrator"
            f' run: ALTER ROLE "{role}" CREATEDB; or name a role in DATABASE_URL that may.'
        ) from None
    _set_comment(connection, name, f"{MARK}: being filled")
    return False


def _comment(connection: psycopg.Connection[Any], name: str) -> str:
    row = connection.execute(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name]
    ).fetchone()
    return str(row[0] or "") if row else ""


def _set_comment(connection: psycopg.Connection[Any], name: str, text: str) -> None:
    connection.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(name), sql.Literal(text)))


def _drop(connection: psycopg.Connection[Any], name: str) -> None:
    connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _lead_connections_to(name: str) -> dict[str, dict[str, Any]]:
    """Django's connections of this process, all of them, use the database from now on; gives what they used before."""
    place = {key: settings.DATABASES["default"].get(key) for key in PARAMETERS}
    before = {}
    for alias in connections:
        _closed(alias)
        connection = connections[alias]
        before[alias] = dict(connection.settings_dict)
        connection.settings_dict |= place | {"NAME": name}
    return before


def _lead_connections_back(before: Mapping[str, dict[str, Any]]) -> None:
    for alias, values in before.items():
        _closed(alias)
        connections[alias].settings_dict |= values


def _closed(alias: str) -> None:
    connection: Any = connections[alias]
    connection.close()
    connection.close_pool()
