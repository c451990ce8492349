"""A visitor with one connection that is kept open."""

import gzip
import json
import re
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from typing import Any

from mapping.bench.server import HOST

SECONDS = 60.0  # longest wait for an answer
NEXT = re.compile(r'<https?://[^/>]+([^>]*)>; rel="next"')


class NoAnswer(Exception):
    """The server did not answer; the text says what happened instead."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: path asked, status, entity tag, path of the next page ("" on the last), body as it came."""

    path: str
    status: int
    etag: str
    next: str
    body: bytes

    @property
    def data(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


class Client:
    """One connection to the server. Raises NoAnswer for whatever is no answer; a new connection is made then.

    `cookie`: that of somebody who is signed in.
    """

    def __init__(self, port: int, cookie: str = "") -> None:
        self._cookie = {"Cookie": cookie} if cookie else {}
        self._connection = HTTPConnection(HOST, port, timeout=SECONDS)

    def get(self, path: str, encoding: str = "identity", etag: str = "") -> Answer:
        """The answer at that path; with `etag` only if it is another one by now."""
        headers = {"Accept-Encoding": encoding} | ({"If-None-Match": etag} if etag else {}) | self._cookie
        used = self._connection.sock is not None
        try:
            return self._answer(path, headers)
        except (OSError, HTTPException) as error:
            self._connection.close()
            if not (used and isinstance(error, ConnectionError)):
                raise NoAnswer(f"{path}: {type(error).__name__} {error}".rstrip()) from error
        # The server ends connections that were idle for some seconds; browsers open another one then, too.
        return self.get(path, encoding, etag)

    def _answer(self, path: str, headers: dict[str, str]) -> Answer:
        self._connection.request("GET", path, headers=headers)
        response = self._connection.getresponse()
        body = response.read()
        found = NEXT.search(response.headers.get("Link", ""))
        return Answer(path, response.status, response.headers.get("ETag", ""), found[1] if found else "", body)

    def close(self) -> None:
        """End the connection."""
        self._connection.close()


def compressed_bytes(client: Client, path: str) -> int:
    """Bytes of the answer for a visitor who takes gzip: as the server sends it, by gzip -6 if it does not compress."""
    answer = client.get(path, encoding="gzip")
    packed = answer.body if answer.body[:2] == b"\x1f\x8b" else gzip.compress(answer.body, 6)
    return len(packed)
