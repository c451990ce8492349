"""The real web server and the real queue's worker as processes, and what visitors get from them."""

import contextlib
import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from django.conf import settings

from tests.faults.cluster import FIRST_WEB_PORT, free_port

PROGRAMS = Path(sys.executable).parent
P = TypeVar("P", bound="Process")


@dataclass(frozen=True)
class Answer:
    """What a visitor got: status (0: no answer at all, then `body` says why), headers, body, seconds it took."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float

    @property
    def kind(self) -> str:
        """The media type."""
        return self.headers.get("content-type", "").split(";")[0]


def get(port: int, path: str, headers: Mapping[str, str] | None = None, patience: float = 30) -> Answer:
    """Asks the server on this port as one visitor with a connection of their own."""
    began = time.monotonic()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=patience)
    try:
        connection.request("GET", path, headers={"Host": "localhost", **(headers or {})})
        reply = connection.getresponse()
        found = {name.lower(): value for name, value in reply.getheaders()}
        return Answer(reply.status, found, reply.read(), time.monotonic() - began)
    except (OSError, http.client.HTTPException) as error:
        return Answer(0, {}, repr(error).encode(), time.monotonic() - began)
    finally:
        connection.close()


def wait_until(condition: Callable[[], object], seconds: float = 30, what: str = "it") -> float:
    """Waits until the condition holds and says how long that took; fails after `seconds`."""
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < seconds, f"{what} took longer than {seconds} s"
        time.sleep(0.05)
    return time.monotonic() - began


class Process:
    """A program of ours in a process group of its own, with its output in a file."""

    def __init__(self, command: list[str], environment: Mapping[str, str], log: Path) -> None:
        self.log = log
        with log.open("ab") as said:
            self.child = subprocess.Popen(
                command,
                cwd=settings.BASE_DIR,
                env={**os.environ, **environment},
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        """The process's number."""
        return self.child.pid

    def said(self) -> str:
        """What it wrote so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def runs(self) -> bool:
        """Whether it has not ended."""
        return self.child.poll() is None

    def kill(self) -> None:
        """`kill -9` to it and to whatever it started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.child.pid, signal.SIGKILL)
        self.child.wait()


class Site(Process):
    """gunicorn with two workers, by the project's own configuration."""

    def __init__(self, environment: Mapping[str, str], log: Path) -> None:
        self.port = free_port(FIRST_WEB_PORT)
        command = [str(PROGRAMS / "gunicorn"), "--config", "mapping/gunicorn.py", "--bind", f"127.0.0.1:{self.port}"]
        super().__init__([*command, "--log-level", "warning", "mapping.wsgi"], environment, log)

    def get(self, path: str, headers: Mapping[str, str] | None = None, patience: float = 30) -> Answer:
        """What a visitor gets at this path."""
        return get(self.port, path, headers, patience)

    def wait(self) -> None:
        """Waits until it answers."""
        wait_until(lambda: not self.runs() or self.get("/healthz").status == 200, 60, "the start of the web server")
        assert self.runs(), self.said()
        wait_until(lambda: len(self.workers()) == 2, 60, "the second web process")

    def workers(self) -> list[int]:
        """The numbers of its worker processes."""
        asked = subprocess.run(["ps", "-o", "pid=", "--ppid", str(self.pid)], capture_output=True, text=True)
        return [int(number) for number in asked.stdout.split()]


@contextlib.contextmanager
def running(process: P) -> Iterator[P]:
    """Ends the process with the block."""
    try:
        yield process
    finally:
        process.kill()
