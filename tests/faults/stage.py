"""A stage for acts that are killed: a database that counts the steps of an act and holds it at any of them.

`python -m tests.faults.stage` is the process that does the acts (tests/faults/acts.py). It waits for lines on its
standard input and does each in a child of its own, which can be killed: Django is loaded once and not for every act.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Iterator
from typing import Any

import psycopg
from django.conf import settings

from tests.faults.processes import wait_until

COMMIT = -1  # a step behind all others: the server has the word already
GATE = 78
TABLES = (
    "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND (tablename LIKE 'organisations_%'"
    " OR tablename = 'procrastinate_jobs') AND tablename <> 'organisations_ratecounter' ORDER BY 1"
)
HELD = f"PERFORM pg_advisory_lock_shared({GATE}); PERFORM pg_advisory_unlock_shared({GATE});"
FUNCTIONS = f"""
    CREATE SEQUENCE steps;
    CREATE TABLE stop (step int);
    INSERT INTO stop VALUES (0);
    CREATE FUNCTION count_step() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN IF nextval('steps') = (SELECT step FROM stop) THEN {HELD} END IF; RETURN NULL; END $$;
    CREATE FUNCTION at_commit() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN IF (SELECT step FROM stop) = {COMMIT} THEN {HELD} END IF; RETURN NULL; END $$;
"""
TRIGGERS = """
    CREATE TRIGGER count_step AFTER INSERT OR UPDATE OR DELETE ON {0} FOR EACH STATEMENT EXECUTE FUNCTION count_step();
    CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT OR UPDATE OR DELETE ON {0} DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION at_commit();
"""
OTHERS = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
WAITING = f"SELECT count(*) {OTHERS} AND wait_event = 'advisory'"
AT_WORK = f"SELECT count(*) {OTHERS} AND (state <> 'idle' OR xact_start IS NOT NULL)"
# What shows of an act, without keys and times, which differ each time: numbers of rows, and what was decided.
SHOWS = {
    "organisations_organisation": "number, name, phone, website, state, unlisted_on",
    "organisations_revision": "organisation_id, number, document->>'phone', author, reason",
    "organisations_suggestion": "kind, state, accepted, refused, revision, mail_id IS NOT NULL, decided_by_id",
    "organisations_listing": "organisation_id, name, state, card - 'checked'",
    "organisations_contactperson": "active, consented_on, withdrawn_on, details_id IS NULL",
    "organisations_consentlink": "used_at IS NOT NULL",
    "organisations_editor": "email, added_by, revoked_at IS NULL",
    "organisations_mail": "purpose, recipient, language, state",
    "organisations_decision": "actor, action, detail ->> 'reason'",
    "organisations_dataversion": "data, vocabulary",
}
Rows = dict[str, str]


def digests(connection: Any, tables: list[str], columns: dict[str, str]) -> Rows:
    """Each table with its number of rows and a digest of these columns; of everything if none are named at all."""
    pieces = []
    for table in tables:
        line = f"ROW({columns.get(table, '')})" if columns else "t"
        rows = f"SELECT {line}::text AS line FROM {table} t"
        digest = "count(*) || ' ' || coalesce(md5(string_agg(line, ',' ORDER BY line)), '')"
        pieces.append(f"SELECT '{table}', {digest} FROM ({rows}) lines")
    return dict(connection.execute(" UNION ALL ".join(pieces)).fetchall())


class Stage:
    """A database with all sample entries, and the process that does acts in it."""

    def __init__(self, address: str, environment: dict[str, str], log: Any) -> None:
        self.line = psycopg.connect(address, autocommit=True)
        self.keeper = psycopg.connect(address, autocommit=True)
        self.tables = [name for (name,) in self.line.execute(TABLES).fetchall()]
        self.line.execute(FUNCTIONS)
        for table in self.tables:
            self.line.execute(TRIGGERS.format(table))
        self.child = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.stage"],
            cwd=settings.BASE_DIR,
            env={**os.environ, **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            start_new_session=True,
        )

    def close(self) -> None:
        """The end of the process and of everything it started."""
        self.line.close()
        self.keeper.close()
        os.killpg(self.child.pid, signal.SIGKILL)
        self.child.wait()

    def rows(self) -> Rows:
        """All there is, to the letter."""
        return digests(self.line, self.tables, {})

    def shows(self) -> Rows:
        """What shows of an act."""
        return digests(self.line, self.tables, SHOWS)

    def _begins(self, *words: str) -> int:
        assert self.child.stdin and self.child.stdout
        self.child.stdin.write(" ".join(words) + "\n")
        self.child.stdin.flush()
        return int(self.child.stdout.readline())

    def does(self, *words: str) -> Any:
        """A command, done to its end; what it says."""
        assert self.child.stdout
        self._stop(0)
        self._begins(*words)
        said = json.loads(self.child.stdout.readline())
        assert "failed" not in said, said["failed"]
        return said["said"]

    def killed(self, step: int, *words: str) -> None:
        """A command whose process is killed inside the step of that number."""
        with self._gate():
            self._stop(step)
            number = self._begins(*words)
            wait_until(lambda: self.line.execute(WAITING).fetchone() == (1,), 30, f"the way to step {step}")
            os.kill(number, signal.SIGKILL)
            wait_until(lambda: _is_over(number), 30, "the end of the process")
        wait_until(lambda: self.line.execute(AT_WORK).fetchone() == (0,), 30, "the end of the transaction")

    @contextlib.contextmanager
    def _gate(self) -> Iterator[None]:
        self.keeper.execute(f"SELECT pg_advisory_lock({GATE})")
        try:
            yield
        finally:
            self.keeper.execute(f"SELECT pg_advisory_unlock({GATE})")

    def _stop(self, step: int) -> None:
        self.line.execute("SELECT setval('steps', 1, false)")
        self.line.execute("UPDATE stop SET step = %s", [step])


def _is_over(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return True
    return False


def serve() -> None:
    """Does what the lines of the standard input say, each in a child: `act mode ...`, see tests/faults/acts.py."""
    import django

    django.setup()
    from tests.faults import acts

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the children
    for line in sys.stdin:
        if number := os.fork():
            print(number, flush=True)
            continue
        try:
            said = {"said": acts.do(*line.split())}
        except BaseException:
            said = {"failed": traceback.format_exc()}
        os.write(1, (json.dumps(said) + "\n").encode())
        os._exit(0)


if __name__ == "__main__":
    serve()
