"""A Nominatim-like server on loopback: it answers /search like the real one, or as badly as a test wants."""

import contextlib
import json
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

Query = dict[str, str]


@dataclass(frozen=True)
class Asked:
    """A question as it came in: moments of arrival and of the answer (monotonic seconds), path, query, headers."""

    at: float
    path: str
    query: Query
    headers: dict[str, str]


@dataclass(frozen=True)
class Badly:
    """An answer that is none: any status, headers and body, after so many seconds."""

    body: bytes = b""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    after: float = 0.0


Answer = Callable[[Query], "list[dict[str, Any]] | Badly"]


class Nominatim:
    """The server. `answer` says what to answer to a query; `asked` holds the questions in order."""

    def __init__(self, answer: Answer, tls: ssl.SSLContext | None = None) -> None:
        self.answer = answer
        self.asked: list[Asked] = []
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._http.server_port}/geo"
        if tls:
            self._http.socket = tls.wrap_socket(self._http.socket, server_side=True, do_handshake_on_connect=False)
            self.url = f"https://localhost:{self._http.server_port}/geo"
        threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        """Stops answering."""
        self._http.shutdown()
        self._http.server_close()


def _handler(server: Nominatim) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            query = dict(parse_qsl(parts.query))
            server.asked.append(Asked(time.monotonic(), parts.path, query, dict(self.headers.items())))
            answer = server.answer(query)
            if not isinstance(answer, Badly):
                answer = Badly(json.dumps(answer).encode())
            time.sleep(answer.after)
            with contextlib.suppress(OSError):
                self.send_response(answer.status)
                for name, value in (("Content-Length", str(len(answer.body))), *answer.headers):
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(answer.body)

        def log_message(self, format: str, *args: Any) -> None:
            """Quiet."""

    return Handler


@contextlib.contextmanager
def nominatim(answer: Answer, tls: ssl.SSLContext | None = None) -> Iterator[Nominatim]:
    """A running server; with `tls` it speaks https as `localhost`."""
    server = Nominatim(answer, tls)
    try:
        yield server
    finally:
        server.close()


def house(longitude: float, latitude: float, **more: Any) -> dict[str, Any]:
    """A house as Nominatim describes one in a German town: the suburb is named, the key `city` is missing."""
    address = {
        "house_number": "4",
        "road": "Musterweg",
        "suburb": "Bernhausen",
        "town": "Filderstadt",
        "postcode": "70794",
        "country_code": "de",
    }
    return _place(longitude, latitude, 30, "building", "yes", address) | more


def street(longitude: float, latitude: float, **more: Any) -> dict[str, Any]:
    """A street without the house."""
    return _place(longitude, latitude, 26, "highway", "residential", {"road": "Musterweg"}) | more


def town(longitude: float, latitude: float, **more: Any) -> dict[str, Any]:
    """A whole town."""
    return _place(longitude, latitude, 16, "boundary", "administrative", {"town": "Filderstadt"}) | more


def _place(longitude: float, latitude: float, rank: int, kind: str, type_: str, address: Query) -> dict[str, Any]:
    return {
        "place_id": 1,
        "lat": str(latitude),
        "lon": str(longitude),
        "class": kind,
        "type": type_,
        "place_rank": rank,
        "display_name": ", ".join(address.values()),
        "address": address,
    }
