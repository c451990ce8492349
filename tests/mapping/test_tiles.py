"""The tile proxy: what it fetches, keeps and refuses."""

import os
import threading
import time

import pytest
from django.test import Client

from mapping import tiles
from mapping.views import basemap
from organisations import outgoing
from tests.organisations.loopback import reply, serving

PNG = b"\x89PNG\r\n\x1a\n" + b"p" * 100


@pytest.fixture(autouse=True)
def empty_cache(settings, tmp_path):
    settings.TILE_CACHE_DIR = tmp_path / "tiles"
    tiles.missing.clear()
    tiles.disk = tiles.Disk()
    outgoing.breaker.reset()
    yield
    outgoing.breaker.reset()


@pytest.fixture
def upstream(settings):
    """A tile server that gives the same image for all."""
    with serving(reply(PNG)) as server:
        settings.TILE_URL = server.url + "tile/{z}/{x}/{y}.png?key=k"
        yield server


def test_a_tile_comes_from_the_upstream_once_and_then_from_the_disk(client, upstream):
    for _ in range(3):
        answer = client.get("/tiles/12/2152/1409.png")
        assert (answer.status_code, answer.content, answer["Content-Type"]) == (200, PNG, "image/png")
        assert answer["Cache-Control"] == "public, max-age=604800"
    assert len(upstream.requests) == 1
    assert upstream.requests[0].startswith(b"GET /tile/12/2152/1409.png?key=k HTTP/1.1")


def test_the_upstream_learns_nothing_of_the_visitor(client, upstream):
    client.get("/tiles/1/0/0.png?who=me", headers={"User-Agent": "Visitor", "Cookie": "a=b", "Referer": "http://x/"})
    request = upstream.requests[0]
    assert (
        b"Visitor" not in request and b"Cookie" not in request and b"Referer" not in request and b"who" not in request
    )
    assert b"User-Agent: MIT-Mapping/" in request


@pytest.mark.parametrize(
    "name",
    ["20/0/0", "0/1/0", "0/0/1", "3/8/0", "3/0/8", "99999/1/1", "1/" + "9" * 40 + "/1", "-1/0/0", "1/0x1/0"],
)
@pytest.mark.django_db
def test_a_tile_that_does_not_exist_is_not_asked_for(client, upstream, name):
    assert client.get(f"/tiles/{name}.png").status_code == 404
    assert upstream.connections == 0


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "..%2f..%2fetc/1/1", "1/1/1.png/../../x", "http://evil.example/1/1/1"]
)
@pytest.mark.django_db
def test_a_path_leads_nowhere_else(client, upstream, name):
    assert client.get(f"/tiles/{name}.png").status_code in (302, 404)
    assert upstream.connections == 0


def test_without_a_tile_server_there_are_no_tiles(client, settings):
    settings.TILE_URL = ""
    answer = client.get("/tiles/1/0/0.png")
    assert (answer.status_code, answer.content) == (404, b"")


@pytest.mark.parametrize(
    "answer",
    [
        reply(b"<html><script>alert(1)</script>", Content_Type="image/png"),
        reply(b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", Content_Type="image/svg+xml"),
        reply(b""),
        reply(PNG + b"x" * 1_000_001),
        reply(status="302 Found", Location="http://127.0.0.1:1/"),
        reply(PNG, status="404 Not Found"),
        reply(PNG, status="500 Broken"),
        b"garbage",
    ],
    ids=["html", "svg", "empty", "too large", "redirect", "missing", "broken", "garbage"],
)
def test_what_is_not_an_image_of_the_upstream_is_no_tile_and_not_asked_for_again(client, settings, answer):
    with serving(answer) as server:
        settings.TILE_URL = server.url + "{z}/{x}/{y}.png"
        for _ in range(3):
            found = client.get("/tiles/1/0/0.png")
            assert (found.status_code, found.content) == (404, b"")
        assert server.connections == 1


@pytest.mark.parametrize(
    ("body", "expected"), [(b"\xff\xd8\xff\xe0" + b"j" * 50, "image/jpeg"), (b"RIFF\x10\0\0\0WEBPVP8 ", "image/webp")]
)
def test_the_type_is_told_from_the_first_bytes(client, settings, body, expected):
    with serving(reply(body, Content_Type="text/html")) as server:
        settings.TILE_URL = server.url + "{z}/{x}/{y}.png"
        assert client.get("/tiles/1/0/0.png")["Content-Type"] == expected


def test_an_old_tile_is_fetched_again_and_kept_when_the_upstream_is_gone(client, settings, upstream):
    client.get("/tiles/1/0/0.png")
    old = time.time() - tiles.FRESH_SECONDS - 10
    os.utime(settings.TILE_CACHE_DIR / "1/0/0", (old, old))
    client.get("/tiles/1/0/0.png")
    assert len(upstream.requests) == 2
    os.utime(settings.TILE_CACHE_DIR / "1/0/0", (old, old))
    upstream.close()
    assert client.get("/tiles/1/0/0.png").content == PNG


def test_many_visitors_of_one_tile_cause_one_request(settings):
    def slow(connection, request):
        time.sleep(0.2)
        connection.sendall(reply(PNG))

    with serving(slow) as server:
        settings.TILE_URL = server.url + "{z}/{x}/{y}.png"
        found = _together([(1, 0, 0)] * tiles.SLOTS)
        assert server.connections == 1
    assert [type(tile) for tile in found] == [tiles.Tile] * tiles.SLOTS


def test_a_hanging_upstream_holds_few_threads_and_not_for_long(settings, monkeypatch):
    monkeypatch.setattr(tiles, "UPSTREAM_SECONDS", 0.5)
    with serving(lambda connection, request: time.sleep(5)) as server:
        settings.TILE_URL = server.url + "{z}/{x}/{y}.png"
        began = time.monotonic()
        found = _together([(5, x, 0) for x in range(20)])
        assert time.monotonic() - began < 2
        assert server.connections <= tiles.SLOTS
    assert {type(tile) for tile in found} == {tiles.BusyError, tiles.NoTileError}
    assert sum(isinstance(tile, tiles.BusyError) for tile in found) == 20 - tiles.SLOTS


def test_a_visitor_who_finds_all_places_taken_is_sent_away_at_once(client, upstream):
    for _ in range(tiles.SLOTS):
        tiles._slots.acquire()
    try:
        answer = client.get("/tiles/1/0/0.png")
    finally:
        for _ in range(tiles.SLOTS):
            tiles._slots.release()
    assert (answer.status_code, answer["Retry-After"]) == (503, "2")
    assert client.get("/tiles/1/0/0.png").status_code == 200


@pytest.mark.django_db
def test_nobody_copies_the_upstream_through_us(upstream, monkeypatch):
    monkeypatch.setattr(basemap, "COLD_TILES", 2)
    visitor = Client(REMOTE_ADDR="192.0.2.9")
    assert [visitor.get(f"/tiles/5/{x}/0.png").status_code for x in range(4)] == [200, 200, 503, 503]
    assert visitor.get("/tiles/5/0/0.png").status_code == 200  # from the disk
    assert upstream.connections == 2


def _together(names):
    found: list[object] = []

    def ask(name):
        try:
            found.append(tiles.get_tile(*name))
        except (tiles.NoTileError, tiles.BusyError) as error:
            found.append(error)

    threads = [threading.Thread(target=ask, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_the_cache_stays_within_its_quota(client, settings):
    settings.TILE_CACHE_MB = 1
    with serving(reply(b"\x89PNG\r\n\x1a\n" + b"p" * 90_000)) as server:
        settings.TILE_URL = server.url + "{z}/{x}/{y}.png"
        for x in range(30):
            assert client.get(f"/tiles/5/{x}/0.png").status_code == 200
    sizes = [path.stat().st_size for path in settings.TILE_CACHE_DIR.rglob("*") if path.is_file()]
    assert 500_000 < sum(sizes) <= 1_000_000


def test_a_full_disk_means_no_cache_but_no_error(client, settings, upstream, tmp_path):
    (tmp_path / "file").write_text("in the way")
    settings.TILE_CACHE_DIR = tmp_path / "file" / "tiles"
    for _ in range(2):
        assert client.get("/tiles/1/0/0.png").status_code == 200
    assert len(upstream.requests) == 2


def test_a_damaged_file_in_the_cache_is_fetched_again(client, settings, upstream):
    client.get("/tiles/1/0/0.png")
    (settings.TILE_CACHE_DIR / "1/0/0").write_bytes(b"")
    assert client.get("/tiles/1/0/0.png").content == PNG
    assert len(upstream.requests) == 2
