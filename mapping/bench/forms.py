"""Forms of the desk as a browser sends them: what stands in them, untouched but for what is said otherwise."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

from mapping.bench.server import HOST

SECONDS = 120.0
Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Page:
    """An answer: its status, where it leads (""), its text."""

    status: int
    location: str
    text: str


@dataclass
class SignedIn:
    """A curator's browser; `cookie` is that of the session. Raises OSError and HTTPException for what is no answer."""

    port: int
    cookie: str
    _cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> Page:
        """The page at that address."""
        return self._ask("GET", path, b"", {})

    def post(self, path: str, pairs: Sequence[tuple[str, str]]) -> Page:
        """What follows on a form with these values."""
        kind = "application/x-www-form-urlencoded"
        return self._ask("POST", path, urlencode(pairs).encode(), {"Content-Type": kind})

    def upload(self, path: str, pairs: Sequence[tuple[str, str]], name: str, file: Path) -> Page:
        """What follows on a form with these values and, under that name, a file."""
        mark = secrets.token_hex(16)
        head = "".join(
            f'--{mark}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n' for key, value in pairs
        )
        head += f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="{file.name}"\r\n\r\n'
        body = head.encode() + file.read_bytes() + f"\r\n--{mark}--\r\n".encode()
        return self._ask("POST", path, body, {"Content-Type": f"multipart/form-data; boundary={mark}"})

    def _ask(self, method: str, path: str, body: bytes, more: Mapping[str, str]) -> Page:
        connection = HTTPConnection(HOST, self.port, timeout=SECONDS)
        cookies = "; ".join([self.cookie, *(f"{name}={value}" for name, value in self._cookies.items())])
        headers = {"Cookie": cookies, "Origin": f"http://{HOST}:{self.port}", "Accept-Language": "en", **more}
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
            for cookie in answer.headers.get_all("Set-Cookie", []):
                name, _equals, value = cookie.partition(";")[0].partition("=")
                self._cookies[name] = value
            return Page(answer.status, answer.headers.get("Location", ""), text)
        finally:
            connection.close()


def values_of(page: str) -> Pairs:
    """What all forms of a page would send: hidden and typed values, ticks, chosen options. No buttons, no files."""
    reader = _Fields()
    reader.feed(page)
    return reader.pairs


class _Fields(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.pairs: Pairs = []
        self._select = ""
        self._chosen: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "input" and given.get("name") and _is_sent(given):
            self.pairs.append((given["name"], given.get("value", "on")))
        elif tag == "select":
            self._select, self._chosen = given.get("name", ""), None
        elif tag == "option" and (self._chosen is None or "selected" in given):
            self._chosen = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "select" and self._select:
            self.pairs.append((self._select, self._chosen or ""))
            self._select = ""


def _is_sent(given: Mapping[str, str]) -> bool:
    kind = given.get("type", "text")
    return kind not in ("file", "submit", "button") and (kind not in ("checkbox", "radio") or "checked" in given)
