"""The real web server on the scratch database: gunicorn with the configuration of `script/server`, two workers."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError

from mapping.bench.scratch import HIDDEN_MONTHS, environment

HOST = "127.0.0.1"
WORKERS = 2
READY_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: its port and the process of its master."""

    port: int
    pid: int


@contextmanager
def running_server(database: str, log: Path, more: Mapping[str, str] | None = None) -> Iterator[Server]:
    """Starts the server, waits until it is ready, and ends it in any case. Raises CommandError if it does not start.

    What it says goes to the file `log`; `more`: further variables of its environment.
    """
    port = free_port()
    variables = environment(database) | {"PORT": str(port), "BIND": HOST, "WEB_CONCURRENCY": str(WORKERS)}
    # The limit of requests a minute is for visitors; direct requests from the machine itself are not counted anyway.
    variables |= {"API_REQUESTS_A_MINUTE": "0", "ALLOWED_HOSTS": HOST, "TRUSTED_PROXIES": "0", "SITE_URL": ""}
    variables["HIDDEN_MONTHS"] = str(HIDDEN_MONTHS)
    variables |= dict(more or {})
    command = [sys.executable, "-m", "gunicorn", "--config", "mapping/gunicorn.py", "mapping.wsgi"]
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603  our own command
            command,
            cwd=settings.BASE_DIR,
            env=variables,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            _wait_until_ready(process, port, log)
            yield Server(port, process.pid)
        finally:
            _end(process)


def free_port() -> int:
    """A port of this machine that nobody uses, given by the system."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _wait_until_ready(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end and process.poll() is None:
        connection = HTTPConnection(HOST, port, timeout=5)
        with contextlib.suppress(OSError, HTTPException), contextlib.closing(connection):
            connection.request("GET", "/readyz")
            if connection.getresponse().status == 200:
                return
        time.sleep(0.1)
    said = log.read_text(encoding="utf-8", errors="replace")[-2_000:]
    raise CommandError(f"The web server does not get ready. It said:\n{said}")


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends the master and with it the workers, at the latest by force."""
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
