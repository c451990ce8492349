"""The caching tile proxy behind /tiles/: one upstream of the operator's choice, seen by no visitor.

A tile is served from the disk while it is fresh, else fetched. Few requests may wait for the upstream at a time, the
others are sent away at once, so a slow upstream never takes all threads of the web server from the pages.
"""

import contextlib
import logging
import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from organisations.outgoing import OutgoingError, fetch, host_and_port

MAX_ZOOM = 19
MAX_BYTES = 1_000_000
FRESH_SECONDS = 14 * 24 * 3600  # the public OpenStreetMap server asks for at least seven days
MISSING_SECONDS = 60
UPSTREAM_SECONDS = 3.0
SLOTS = 6  # of the web server's threads (mapping/gunicorn.py), in each process
MAGIC = ((b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"), (b"RIFF", "image/webp"))

logger = logging.getLogger(__name__)
_slots = threading.BoundedSemaphore(SLOTS)
_flights: dict[str, threading.Lock] = {}
_flights_lock = threading.Lock()


class NoTileError(Exception):
    """There is no such tile, or the upstream did not give one."""


class BusyError(Exception):
    """All places for waiting requests are taken; try again in a moment."""


@dataclass(frozen=True)
class Tile:
    """An image and its media type, told from its first bytes."""

    body: bytes
    media_type: str


def get_tile(z: int, x: int, y: int, may_fetch: Callable[[], bool] = lambda: True) -> Tile:
    """The tile from the cache or the upstream; an old one when the upstream fails. Raises NoTileError, BusyError.

    `may_fetch` is asked before the upstream is: whether this visitor has had enough of it for now.
    """
    if not (settings.TILE_URL and 0 <= z <= MAX_ZOOM and 0 <= x < 2**z and 0 <= y < 2**z):
        raise NoTileError
    name = f"{z}/{x}/{y}"
    cached, age = _cached(name)
    if cached and age < FRESH_SECONDS:
        return cached
    if not may_fetch() or not _slots.acquire(blocking=False):
        if cached:
            return cached
        raise BusyError
    try:
        with _single_flight(name):
            return _fetched(name, z, x, y)
    except (NoTileError, BusyError):
        if cached:
            return cached
        raise
    finally:
        _slots.release()


def media_type(body: bytes) -> str:
    """The image's media type by its first bytes. Raises NoTileError for anything else."""
    for magic, kind in MAGIC:
        if body.startswith(magic) and (kind != "image/webp" or body[8:12] == b"WEBP"):
            return kind
    raise NoTileError


def _fetched(name: str, z: int, x: int, y: int) -> Tile:
    """The tile from the upstream, written to the cache; what failed a moment ago is not asked for again."""
    cached, age = _cached(name)  # another thread may just have brought it
    if cached and age < FRESH_SECONDS:
        return cached
    if missing.knows(name):
        raise NoTileError
    url = settings.TILE_URL.replace("{z}", str(z)).replace("{x}", str(x)).replace("{y}", str(y))
    try:
        reply = fetch(url, allowed={host_and_port(url)}, max_bytes=MAX_BYTES, seconds=UPSTREAM_SECONDS)
        if reply.status != 200:
            raise NoTileError
        tile = Tile(reply.body, media_type(reply.body))
    except (OutgoingError, NoTileError):
        missing.add(name)
        raise NoTileError from None
    disk.write(name, tile.body)
    return tile


def _cached(name: str) -> tuple[Tile | None, float]:
    """The tile on disk and its age in seconds; one from the future, written by a clock that was wrong, is as old."""
    path = settings.TILE_CACHE_DIR / name
    try:
        body = path.read_bytes()
        return Tile(body, media_type(body)), abs(time.time() - path.stat().st_mtime)
    except (OSError, NoTileError):
        return None, 0.0


@contextlib.contextmanager
def _single_flight(name: str) -> Iterator[None]:
    """One thread at a time fetches a tile; the others wait for it and find it in the cache."""
    with _flights_lock:
        lock = _flights.setdefault(name, threading.Lock())
    if not lock.acquire(timeout=UPSTREAM_SECONDS):
        raise BusyError
    try:
        yield
    finally:
        lock.release()
        with _flights_lock:
            _flights.pop(name, None)


class Missing:
    """Names that gave no tile a moment ago, in the memory of this process."""

    def __init__(self, at_most: int = 5_000) -> None:
        self._until: dict[str, float] = {}
        self._at_most = at_most

    def add(self, name: str) -> None:
        """Remembers a name for a minute."""
        if len(self._until) >= self._at_most:
            self._until.clear()
        self._until[name] = time.monotonic() + MISSING_SECONDS

    def knows(self, name: str) -> bool:
        """Whether the name failed within the last minute."""
        return self._until.get(name, 0) > time.monotonic()

    def clear(self) -> None:
        """Forgets all."""
        self._until.clear()


class Disk:
    """The cache's folder with its quota. A disk that is full or read-only means no cache, never an error."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._written: float = float("inf")  # the first write of a process looks how much there is
        self._works = True

    def write(self, name: str, body: bytes) -> None:
        """Stores a tile whole or not at all, and makes room when a twentieth of the quota was written since."""
        try:
            _store(settings.TILE_CACHE_DIR / name, body)
        except OSError as error:
            if self._works:  # once, not for every tile
                logger.warning("tiles are served without being kept: %s", error)
            self._works = False
            return
        if not self._works:
            logger.warning("tiles are kept again")
            self._works = True
        self._written += len(body)
        quota = settings.TILE_CACHE_MB * 1_000_000
        if self._written > quota / 20 and self._lock.acquire(blocking=False):
            try:
                self._written = 0
                make_room(settings.TILE_CACHE_DIR, quota)
            finally:
                self._lock.release()


def _store(path: Path, body: bytes) -> None:
    """The whole file under its name, or none. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(body)
        os.replace(draft, path)
    except OSError:
        os.unlink(draft)
        raise


def make_room(folder: Path, quota: int) -> None:
    """Deletes the oldest files while the folder holds more than nine tenths of `quota` (bytes)."""
    files: list[tuple[float, int, str]] = []
    for root, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(root, name)
            with contextlib.suppress(OSError):
                found = os.stat(path)
                files.append((found.st_mtime, found.st_size, path))
    total = sum(size for _, size, _ in files)
    for _, size, path in sorted(files):
        if total <= quota * 0.9:
            return
        with contextlib.suppress(OSError):
            os.unlink(path)
            total -= size


missing = Missing()
disk = Disk()
