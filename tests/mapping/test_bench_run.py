"""`manage.py bench` as a whole: a database of its own, the real server, every workload, nothing left behind."""

import json
import os
import subprocess
import sys

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from psycopg import sql

from mapping.bench import scratch
from mapping.bench.run import KEYS

pytestmark = pytest.mark.django_db


def databases(like):
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [like])
        return [row[0] for row in cursor.fetchall()]


def test_every_workload_gives_the_ids_of_the_sql_and_nothing_is_left(tmp_path):
    base = connection.settings_dict["NAME"]
    variables = scratch.environment(base) | {"TMPDIR": str(tmp_path)}
    command = [sys.executable, "manage.py", "bench", "--entries", "300", "--rounds", "2", "--variants", "2"]
    command += ["--json", "-"]
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=variables, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    found = json.loads(done.stdout)
    assert found["troubles"] == []
    assert list(found["workloads"]) == list(KEYS)
    for key, values in found["workloads"].items():
        assert values["one"]["p50"] > 0, key
        assert values["eight"]["runs"] >= 8 or key == "W9"
        assert values["sql"]["p50"] is not None or key == "304"
        assert values["bytes"] < 1_000_000
    assert 280 < found["data"]["listings"] < 360
    assert "All answers agree with the SQL." in done.stderr
    assert databases(f"{base}_bench_%") == []
    assert os.listdir(tmp_path) == []


@pytest.fixture
def name():
    """The name of a database that is gone afterwards."""
    made = f"{connection.settings_dict['NAME']}_bench_kept"
    yield made
    with scratch.maintenance(scratch.server_parameters()) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(made)))


def create(name, comment=""):
    with scratch.maintenance(scratch.server_parameters()) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        server.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(name), sql.Literal(comment)))


def made(name, entries=100):
    with scratch.maintenance(scratch.server_parameters()) as server:
        return scratch.make(server, name, entries)


def test_a_database_of_that_name_that_the_benchmark_did_not_make_is_never_touched(name):
    create(name, "the town's own")
    with pytest.raises(CommandError, match="did not make; it stays as it is"):
        made(name)
    assert databases(name) == [name]


def test_a_kept_database_is_used_again_only_for_as_many_entries_of_the_same_version(name):
    assert made(name) is False
    assert made(name) is False  # it was never filled
    scratch.mark_filled(name, 100)
    assert made(name) is True
    assert made(name, entries=200) is False


def test_a_role_that_may_create_no_database_is_told_what_to_do(name):
    with psycopg.connect(**scratch.server_parameters(), dbname=connection.settings_dict["NAME"]) as server:
        server.autocommit = True
        server.execute("DROP ROLE IF EXISTS bench_nobody")
        server.execute("CREATE ROLE bench_nobody")
        try:
            server.execute("SET ROLE bench_nobody")
            with pytest.raises(CommandError, match='ALTER ROLE "bench_nobody" CREATEDB'):
                scratch.make(server, name, 100)
        finally:
            server.execute("RESET ROLE")
            server.execute("DROP ROLE bench_nobody")


def test_names_stay_within_what_postgresql_takes_and_differ_unless_kept():
    assert scratch.scratch_name("mit", 20_000, keep=True) == "mit_bench_20000"
    assert scratch.scratch_name("mit", 20_000, keep=False) == f"mit_bench_20000_{os.getpid()}"
    long = scratch.scratch_name("x" * 80, 620_000, keep=False)
    assert len(long) == 63
    assert long.endswith(f"_bench_620000_{os.getpid()}")


def test_a_server_that_cannot_be_reached_is_told():
    with (
        pytest.raises(CommandError, match="cannot be reached"),
        scratch.maintenance({"host": "127.0.0.1", "port": "1", "user": "mit"}),
    ):
        raise AssertionError


@pytest.mark.parametrize(
    "wrong", [["--only", "W1,W77"], ["--entries", "99"], ["--entries", "620001"], ["--rounds", "x"]]
)
def test_wishes_that_make_no_sense_are_refused(wrong):
    with pytest.raises(CommandError, match="must be"):
        call_command("bench", *wrong)


def test_figures_that_could_not_be_written_are_told_before_the_work(tmp_path):
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("bench", "--json", str(tmp_path / "nowhere" / "figures.json"))
