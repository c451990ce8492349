"""Hostile bytes on the wire of the real web server: what Django's test client would never send."""

import os
import re
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from organisations.models import Organisation
from tests.factories import organisation
from tests.project import hostile
from tests.project.test_hostile_queries import CALM, SLOWEST, public_paths

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("vocabulary")]
PATHS = (
    "/de/o/%00",
    "/de/o/%00/",
    "/de/o/\x00/",
    "/de/company/%00/",
    "/de/message/%1b/",
    "/de/edit/%0a/",
    "/de/o/%ff%fe/",
    "/de/o/%e2%80%ae/",
    "/de/o/" + "a" * 5_000 + "/",
    "/de/o/..%2f..%2fetc%2fpasswd/",
    "/de/../..",
    "/de/../../etc/passwd",
    "//evil.example/de/",
    "///",
    "/.//..//",
    "/tiles/99/..",
    "/tiles/99/0/0.png",
    "/tiles/0/0/0.png/",
    "/tiles/1/" + "9" * 4_000 + "/1.png",
    "/tiles/-1/0/0.png",
    "/tiles/%31/0/0.png%00",
    "/api/v1/organisations/%00",
    "/api/v1/organisations/" + "0" * 3_000,
    "/api/v1/../../healthz",
    "/api/v1/organisations/00000000-0000-0000-0000-000000000000",
    "/api/v1/%2e%2e/%2e%2e/",
    "/api/v1\\listings",
    "/static/../mapping/settings.py",
    "/static/%2e%2e/manage.py",
    "/static/%00",
    "/static/" + "a/" * 2_000,
    "/.env",
    "/.git/config",
    "/admin/../de/",
    "/de;a=b/",
    "/de/?" + "a=b&" * 2_000,
    "/de/?" + "x" * 20_000,
    "/" + "x" * 20_000,
    "/ar/%D8%/",
    "*",
    "http://evil.example/de/",
    "http://[::1/de/",
    "evil.example:443",
    "",
)
LINES = (
    b"",
    b"\r\n\r\n",
    b"GET\r\n\r\n",
    b"GET / HTTP/9.9\r\n\r\n",
    b"GET / HTTP/0.9\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00",
    b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 200 + b"\r\n",
    b"GET / HTTP/1.1\r\nA b: c\r\n\r\n",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    b"GET / HTTP/1.1\nHost: localhost\n\n",
    b"GET / HTTP/1.1\r\n: x\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"POST /de/ HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\nx\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"y" * 100_000 + b"\r\n\r\n",
)


class Server:
    """The web server as script/server starts it, and a client that sends bytes as they are."""

    def __init__(self, folder: Path) -> None:
        database = connection.settings_dict
        place = f"{quote(database['USER'])}:{quote(database['PASSWORD'])}@{database['HOST']}:{database['PORT']}"
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port: int = free.getsockname()[1]
        self.log = folder / "log"
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "mapping.settings",
            "DATABASE_URL": f"postgres://{place}/{database['NAME']}",
            "DATABASE_READ_URL": "",
            "STATIC_ROOT": str(folder / "static"),
            "PORT": str(self.port),
            "WEB_CONCURRENCY": "2",
        }
        subprocess.run([sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"], env=environment, check=True)
        command = [sys.executable, "-m", "gunicorn", "--config", "mapping/gunicorn.py", "mapping.wsgi"]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        end = time.monotonic() + 60
        while not self._listens():
            assert time.monotonic() < end and self.process.poll() is None, self.log.read_text()
            time.sleep(0.1)

    def _listens(self) -> bool:
        try:
            return self.ask("GET", "/healthz") == 200
        except OSError:
            return False

    def send(self, request: bytes) -> bytes:
        """All bytes of the answer, headers first."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=20) as line:
            line.sendall(request)
            line.shutdown(socket.SHUT_WR)
            parts = []
            try:
                while part := line.recv(65_536):
                    parts.append(part)
            except ConnectionResetError:  # the server did not read what was too long, which is an answer too
                pass
            return b"".join(parts)

    def ask(self, method: str, target: str, *headers: tuple[str, str]) -> int:
        """The status of the answer to a request with this target and these further headers, byte for byte."""
        head = {"Host": "localhost", "Connection": "close"} | dict(headers)
        lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in head.items()), "", ""]
        return status_of(self.send("\r\n".join(lines).encode("latin-1", "replace")))

    def stop(self) -> str:
        """Ends the server; what it wrote to its log."""
        self.process.terminate()
        self.process.wait(30)
        return self.log.read_text(errors="replace")


def status_of(answer: bytes) -> int:
    """The status of an answer; 0 when the connection was closed without one."""
    found = re.match(rb"HTTP/1\.[01] (\d{3})", answer)
    return int(found[1]) if found else 0


@pytest.fixture
def entry() -> Organisation:
    """One entry in the database."""
    return organisation("Fußballverein Beispiel")


@pytest.fixture
def server(entry: Organisation, tmp_path: Path) -> Iterator[Server]:
    """The running server on the test's database."""
    running = Server(tmp_path)
    yield running
    running.stop()


def unescaped(query: str) -> str:
    """A query with its bytes as they are, but for those that would end the request line."""
    return re.sub(r"%([89a-fA-F][0-9a-fA-F]|00)", lambda found: chr(int(found[1], 16)), query)


def test_the_real_server_answers_whatever_is_sent(server: Server, entry: Organisation) -> None:
    statuses: Counter[int] = Counter()
    slow = []
    paths = public_paths(entry)
    for asked in hostile.requests(paths, 200, seed=5):
        start = time.perf_counter()
        statuses[status := server.ask("GET", f"{asked.path}?{unescaped(asked.query)}")] += 1
        assert status in CALM, asked
        slow += [asked] if time.perf_counter() - start > SLOWEST else []
    assert len(slow) < 5, slow  # a busy machine may halt anything once
    assert statuses[200] > 20 and statuses[400] > 20, statuses
    for path in PATHS:
        assert server.ask("GET", path) in CALM, path
    for line in LINES:
        assert status_of(server.send(line)) < 500, line
    for header in hostile.HEADERS:
        for path in ("/de/", "/", "/api/v1/topics", "/tiles/1/0/0.png", "/basemap.pmtiles"):
            assert server.ask("GET", path, header) in CALM | {304, 406, 431}, (path, header)
    for header in (("SCRIPT_NAME", "/de"), ("PATH_INFO", "/nothing")):  # no header decides what is asked for
        assert server.ask("GET", "/de/about/", header) == 200, header
    for method in ("HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "QUERY", "get", "<script>"):
        for path in paths[::3]:
            assert server.ask(method, path) in CALM | {204, 405}, (method, path)
    log = server.stop()
    assert "no-body" not in log
    assert " 500 " not in log and "Internal Server Error" not in log
