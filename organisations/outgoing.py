"""The one way out: every HTTP request the server makes (tiles, geocoder, sources) goes through `fetch`.

A name is resolved once and the connection is made to that very address, so a name that answers differently a moment
later (DNS rebinding) gains nothing. Redirects are followed by hand and each target is judged like the first one.
"""

import functools
import http.client
import io
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

from django.conf import settings

from organisations.addresses import is_public
from organisations.breaker import Breaker
from organisations.sizes import megabytes

CHUNK = 64 * 1024
REDIRECTS = {301, 302, 303, 307, 308}
PORTS = {"http": 80, "https": 443}

breaker = Breaker(failures=5, seconds=30)


class OutgoingError(Exception):
    """A request that was not made or not finished. The text says why, without the address's query."""


class RefusedError(OutgoingError):
    """The address is not allowed: scheme, port, user info, or a host neither named by the operator nor public."""


class DowngradeError(RefusedError):
    """A redirect led from https to plain http, where it is not followed."""


class UnreachableError(OutgoingError):
    """No name, no connection, a broken answer, or the host's breaker is open."""


class LeftAloneError(UnreachableError):
    """The host failed several times lately and was not asked."""


class TooLongError(OutgoingError):
    """The answer was larger or slower than allowed."""


@dataclass(frozen=True)
class Reply:
    """An answer: status, headers (names in lower case), the decoded body, and the address it came from."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str


@dataclass(frozen=True)
class _Limits:
    allowed: frozenset[str] | None
    max_bytes: int
    deadline: float
    method: str
    read: bool

    def left(self) -> float:
        """Seconds until the deadline. Raises TooLongError when there are none."""
        seconds = self.deadline - time.monotonic()
        if seconds <= 0:
            raise TooLongError("The answer took too long.")
        return seconds


def fetch(
    url: str,
    *,
    allowed: Collection[str] | None = None,
    headers: Mapping[str, str] | None = None,
    max_bytes: int = 1_000_000,
    seconds: float = 5,
    redirects: int = 0,
    body: bytes | None = None,
    head: bool = False,
    read: bool = True,
) -> Reply:
    """GET `url` (`head`: HEAD), or POST `body` to it, and return the reply, whatever its status.

    `url` is plain ASCII (a name in punycode).
    `allowed`: hosts the operator named, each `name:port`; only they are called, at whatever address they have (a server
    in the own network is the operator's right). None: any host whose every address is public, on port 80 or 443.
    `read`: whether the body is wanted. `max_bytes` bounds it before and after decoding, `seconds` the whole exchange
    with all its redirects.
    Raises OutgoingError (RefusedError, UnreachableError, TooLongError).
    """
    hosts, end = None if allowed is None else frozenset(allowed), time.monotonic() + seconds
    method = "HEAD" if head else "GET" if body is None else "POST"
    limits = _Limits(hosts, max_bytes, end, method, read and not head)
    parts = checked(url, limits.allowed)
    for _ in range(redirects + 1):
        reply = _ask(parts, headers or {}, limits, body)
        target = reply.headers.get("location")
        if not redirects or reply.status not in REDIRECTS or not target:
            return reply
        following = checked(target, limits.allowed, reply.url)
        if parts.scheme == "https" and following.scheme != "https":
            raise DowngradeError("A redirect led from https to http.")
        parts = following
    raise RefusedError(f"More than {redirects} redirects.")


def host_and_port(url: str) -> str:
    """`name:port` of an http(s) address, the form `allowed` takes."""
    parts = urlsplit(url)
    return f"{_name(parts)}:{parts.port or PORTS[parts.scheme]}"


def checked(url: str, allowed: frozenset[str] | None = None, base: str = "") -> SplitResult:
    """The parts of a well-formed address that may be called, as far as it says itself. `base`: the address that led to
    it. Raises RefusedError."""
    if len(url) > 2_048 or not url.isascii() or any(letter <= " " or letter in "\\\x7f" for letter in url):
        raise RefusedError("The address is too long or holds characters that have no place in one.")
    try:
        parts = urlsplit(urljoin(base, url))
        port = parts.port
    except ValueError:
        raise RefusedError("The address is malformed.") from None
    if parts.scheme not in PORTS or not parts.hostname or "@" in parts.netloc or "%" in parts.netloc:
        raise RefusedError("Only plain http and https addresses are called.")
    if allowed is not None and host_and_port(parts.geturl()) not in allowed:
        raise RefusedError("The host is not one the operator named.")
    if allowed is None:
        _judged_port(port)
    return parts


def _judged_port(port: int | None) -> None:
    if port not in (None, 80, 443):
        raise RefusedError("Only the ports 80 and 443 are called.")


def _name(parts: SplitResult) -> str:
    return (parts.hostname or "").rstrip(".")


def _ask(parts: SplitResult, headers: Mapping[str, str], limits: _Limits, body: bytes | None) -> Reply:
    """One request, one reply, no redirect followed; failures are counted against the host."""
    host = host_and_port(parts.geturl())
    if not breaker.closed(host):
        raise LeftAloneError("The host failed several times and is left alone for a while.")
    try:
        reply = _exchange(parts, headers, limits, body)
    except RefusedError:
        raise
    except OutgoingError:
        breaker.failed(host)
        raise
    except (OSError, http.client.HTTPException, zlib.error) as error:
        breaker.failed(host)
        raise UnreachableError(f"The host did not answer properly ({type(error).__name__}).") from error
    if reply.status >= 500 or reply.status == 429:
        breaker.failed(host)
    else:
        breaker.worked(host)
    return reply


def _exchange(parts: SplitResult, headers: Mapping[str, str], limits: _Limits, body: bytes | None) -> Reply:
    connection = http.client.HTTPConnection(_name(parts), 80)  # else it looks for a port within an IPv6 address
    with _connected(parts, limits) as stream:
        connection.sock = _TimedSocket(stream, limits)
        connection.putrequest(limits.method, _path(parts), skip_host=True, skip_accept_encoding=True)
        own = {
            "Host": parts.netloc,
            "User-Agent": settings.USER_AGENT,
            "Accept-Encoding": "gzip",
            "Connection": "close",
        }
        if body is not None:
            own["Content-Length"] = str(len(body))
        for name, value in (own | dict(headers)).items():
            connection.putheader(name, value)
        connection.endheaders(body)
        response = connection.getresponse()
        found = {name.lower(): value for name, value in response.getheaders()}
        content = _body(response, found, limits) if limits.read else b""
        return Reply(response.status, found, content, parts.geturl())


def _path(parts: SplitResult) -> str:
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _body(response: http.client.HTTPResponse, headers: Mapping[str, str], limits: _Limits) -> bytes:
    """The decoded body, never more than `max_bytes` of it in memory."""
    encoding = headers.get("content-encoding", "identity").strip().lower()
    if encoding not in {"identity", "gzip", ""}:
        raise UnreachableError("The answer is packed in a way that was not asked for.")
    decoder = zlib.decompressobj(16 + zlib.MAX_WBITS) if encoding == "gzip" else None
    body, received = bytearray(), 0
    while chunk := response.read(CHUNK):
        received += len(chunk)
        body += decoder.decompress(chunk, limits.max_bytes + 1) if decoder else chunk
        if max(received, len(body)) > limits.max_bytes:
            raise TooLongError(f"The answer is larger than {megabytes(limits.max_bytes)} MB.")
    if response.length or (decoder and received and not decoder.eof):
        raise UnreachableError("The answer broke off.")
    return bytes(body)


def _connected(parts: SplitResult, limits: _Limits) -> socket.socket:
    """A socket to one of the host's judged addresses, wrapped in TLS for https. Raises OSError, OutgoingError."""
    name, port = _name(parts), parts.port or PORTS[parts.scheme]
    trouble: OSError = OSError("no address")
    for family, address in _resolved(name, port, limits):
        plain = socket.socket(family, socket.SOCK_STREAM)
        try:
            plain.settimeout(min(2.0, limits.left()))
            plain.connect(address)
            plain.settimeout(limits.left())
            if parts.scheme == "http":
                return plain
            return _tls().wrap_socket(plain, server_hostname=name)
        except OSError as error:
            plain.close()
            trouble = error
        except OutgoingError:
            plain.close()
            raise
    raise trouble


@functools.cache
def _tls() -> ssl.SSLContext:
    """The system's trusted authorities, read once."""
    return ssl.create_default_context()


def _resolved(name: str, port: int, limits: _Limits) -> list[tuple[int, Any]]:
    """Family and socket address of at most three addresses of `name`; one that may not be called refuses them all."""
    found: list[tuple[int, Any]] = []
    failure: list[OSError | UnicodeError] = []

    def resolve() -> None:
        try:
            found.extend((i[0], i[4]) for i in socket.getaddrinfo(name, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            failure.append(error)

    # The system's resolver knows no deadline, so it works beside us.
    worker = threading.Thread(target=resolve, daemon=True)
    worker.start()
    worker.join(limits.left())
    if failure:
        raise UnreachableError("The host's name has no address.")
    limits.left()
    if limits.allowed is None and not all(is_public(address[0]) for _, address in found):
        raise RefusedError("The host has an address that is not public.")
    return found[:3]


class _TimedSocket:
    """What http.client needs of a socket, with one deadline for all reads together instead of a timeout for each."""

    def __init__(self, stream: socket.socket, limits: _Limits) -> None:
        self.stream, self.limits = stream, limits

    def sendall(self, data: bytes) -> None:
        self.stream.settimeout(self.limits.left())
        self.stream.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(_TimedReader(self.stream, self.limits))

    def close(self) -> None:
        """The socket is closed by the `with` around the exchange: http.client closes before the body is read."""


class _TimedReader(io.RawIOBase):
    def __init__(self, stream: socket.socket, limits: _Limits) -> None:
        self.stream, self.limits = stream, limits

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self.stream.settimeout(self.limits.left())
        try:
            return self.stream.recv_into(buffer)
        except TimeoutError:
            raise TooLongError("The answer took too long.") from None
