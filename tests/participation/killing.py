"""`kill -9` of a process in the middle of what it writes."""

import os
import signal
import subprocess
import sys
import time

from django.db import connection

from tests.participation.mailing import environment
from tests.participation.smtp import MailServer


def killed_while_it_mails(code: str, mail_server: MailServer) -> None:
    """Runs this code in another process, which halts at the first mail it puts out and is killed there."""
    code = f"import django; django.setup(); {code}"
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION halt() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(30); RETURN NEW; END'"
        )
        cursor.execute("CREATE TRIGGER halt AFTER INSERT ON organisations_mail FOR EACH ROW EXECUTE FUNCTION halt()")
        process = subprocess.Popen(
            [sys.executable, "-c", code], env=os.environ | environment(mail_server), start_new_session=True
        )
        asleep = "FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'"
        try:
            end = time.monotonic() + 60
            cursor.execute(f"SELECT count(*) {asleep}")
            while not cursor.fetchone()[0]:
                assert time.monotonic() < end and process.poll() is None
                time.sleep(0.1)
                cursor.execute(f"SELECT count(*) {asleep}")
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            cursor.execute(f"SELECT pg_terminate_backend(pid) {asleep}")
            time.sleep(0.3)
            cursor.execute("DROP FUNCTION halt CASCADE")
