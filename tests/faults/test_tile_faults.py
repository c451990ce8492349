"""The tile server hangs, or the disk of the tile cache is full: the pages know nothing of it."""

import contextlib
import resource
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from mapping.tiles import SLOTS
from organisations.outgoing import breaker
from tests.faults.conftest import World
from tests.faults.processes import Answer, Site
from tests.organisations.loopback import reply, serving

WEB_PROCESSES = 2
PAGES = ["/de/?q=x{n}", "/api/v1/listings?limit=7&q=y{n}", "/api/v1/map?bbox=9,48,10,49&zoom=12&q=z{n}", "/healthz"]
IMAGE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 100  # 25,608 bytes


class Hanging:
    """A tile server that answers badly; it counts how many requests are with it at the same time."""

    def __init__(self, manner):
        self.manner = manner
        self.now = self.most = 0
        self.lock = threading.Lock()
        self.over = threading.Event()

    def __call__(self, connection, request):
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)
        try:
            self.manner(connection, self.over)
        finally:
            with self.lock:
                self.now -= 1


def says_nothing(connection, over, now_and_then=b""):
    """Until the other side hangs up."""
    connection.settimeout(1)
    while not over.is_set():
        with contextlib.suppress(TimeoutError):
            if not connection.recv(100):
                return
        connection.sendall(now_and_then)


def says_a_byte_a_second(connection, over):
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    says_nothing(connection, over, b"x")


def says_200_megabytes(connection, over):
    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n" + IMAGE[:8])
    for _ in range(3200):
        connection.sendall(b"x" * 65_536)


def memory(site: Site) -> int:
    """Bytes that the web processes have of their own."""
    total = 0
    for number in site.workers():
        with open(f"/proc/{number}/status") as file:
            fields = dict(line.split(":", 1) for line in file)
        total += int(fields["VmRSS"].split()[0]) * 1024
    return total


def pages(site: Site, seconds: float) -> list[Answer]:
    """What a visitor of the pages gets for so many seconds."""
    end, found, number = time.monotonic() + seconds, [], 0
    while time.monotonic() < end:
        for path in PAGES:
            number += 1
            found.append(site.get(path.replace("{n}", str(number))))
    return found


def slow_one(answers: list[Answer]) -> float:
    """The 95th percentile of the seconds they took."""
    return sorted(answer.seconds for answer in answers)[int(len(answers) * 0.95)]


def assert_pages_go_on(world: World, manner, seconds: float) -> Counter[int]:
    """24 visitors ask for tiles all the time, one for pages. The statuses the tiles got."""
    upstream = Hanging(manner)
    with serving(upstream) as server:
        site = world.site(TILE_URL=f"{server.url}{{z}}/{{x}}/{{y}}.png")
        calm = pages(site, seconds / 2)
        before, end = memory(site), time.monotonic() + seconds
        tiles: list[Answer] = []

        def look_at_the_map(visitor):
            for column in range(100_000):
                if time.monotonic() > end:
                    return
                tiles.append(site.get(f"/tiles/17/{visitor}/{column}.png"))
                time.sleep(0.02)

        with ThreadPoolExecutor(24) as visitors:
            for visitor in range(24):
                visitors.submit(look_at_the_map, visitor)
            time.sleep(0.3)
            busy = pages(site, seconds - 0.5)
        upstream.over.set()
        assert {answer.status for answer in calm + busy} == {200}
        assert slow_one(busy) < slow_one(calm) * 5 + 0.7
        assert upstream.most <= SLOTS * WEB_PROCESSES
        # Those that were on their way when the breaker opened, and one try now and then.
        assert server.connections <= WEB_PROCESSES * (SLOTS + breaker.limit + 2)
        assert max(answer.seconds for answer in tiles) < 10
        assert len(tiles) > server.connections
        assert memory(site) - before < 50_000_000
        return Counter(answer.status for answer in tiles)


def test_pages_do_not_wait_for_a_tile_server_that_hangs(world):
    statuses = assert_pages_go_on(world, says_nothing, 3)
    assert set(statuses) == {404, 503}


@pytest.mark.deep
@pytest.mark.parametrize("manner", [says_nothing, says_a_byte_a_second, says_200_megabytes])
def test_pages_do_not_wait_for_a_tile_server_whatever_it_does(world, manner):
    statuses = assert_pages_go_on(world, manner, 10)
    assert set(statuses) <= {404, 503}


# The disk


def no_file_over(site: Site, size: int) -> None:
    """The system refuses the web processes every byte of a file behind this one: a disk that is full.

    The log is shorter than that.
    """
    for number in site.workers():
        _, hard = resource.prlimit(number, resource.RLIMIT_FSIZE)
        resource.prlimit(number, resource.RLIMIT_FSIZE, (size, hard))


def kept(world: World) -> list[int]:
    """The sizes of all files of the tile cache, drafts too."""
    return [path.stat().st_size for path in (world.folder / "tiles").rglob("*") if path.is_file()]


def test_a_full_disk_costs_the_cache_but_no_tile(world):
    with serving(reply(IMAGE)) as server:
        site = world.site(TILE_URL=f"{server.url}{{z}}/{{x}}/{{y}}.png")
        no_file_over(site, 20_000)
        for _ in range(2):
            answers = [site.get(f"/tiles/9/{column}/0.png") for column in range(20)]
            assert {(answer.status, answer.body) for answer in answers} == {(200, IMAGE)}
        assert server.connections == 40
        assert kept(world) == []
        assert 1 <= site.said().count("tiles are served without being kept") <= WEB_PROCESSES
        no_file_over(site, resource.RLIM_INFINITY)
        for _ in range(2):
            answers = [site.get(f"/tiles/9/{column}/0.png") for column in range(20)]
            assert {(answer.status, answer.body) for answer in answers} == {(200, IMAGE)}
        assert server.connections == 60
        assert kept(world) == [len(IMAGE)] * 20
        assert site.said().count("tiles are kept again") <= WEB_PROCESSES
        assert "Traceback" not in site.said()
