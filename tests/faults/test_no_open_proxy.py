"""Nobody reaches another server through ours: neither by tiles, nor by addresses to look up, nor by redirects."""

import gzip
import re
import socket

import pytest
from django.test import Client

from mapping import tiles
from mapping.geocoding.server import Question, TroubleError, ask
from organisations import outgoing
from organisations.outgoing import RefusedError, UnreachableError, fetch
from tests.organisations.loopback import reply, serving

PNG = b"\x89PNG\r\n\x1a\n" + b"p" * 100
PUBLIC = "93.184.216.34"
TILE_REQUEST = re.compile(rb"GET /tile/(\d{1,2})/(\d+)/(\d+)\.png HTTP/1\.1\r\n")

# 10.0.0.1, 192.168.1.1 and the clouds' 169.254.169.254 in other spellings; those of 127.0.0.1 are in test_outgoing.py.
PRIVATE_HOSTS = """
    167772161 0x0a000001 0xa.0.0.1 012.0.0.1 10.1 3232235777 0300.0250.1.1 0xc0a80101 192.168.257
    2852039166 0xa9fea9fe 0251.0376.0251.0376 169.254.43518 [::ffff:169.254.169.254] [::ffff:a9fe:a9fe]
    [64:ff9b::a9fe:a9fe] [64:ff9b::10.0.0.1] [64:ff9b:1::a00:1] [2002:a9fe:a9fe::] [2002:a00:1::1]
    [2001:0:a9fe:a9fe::1] [::10.0.0.1] [fd00:ec2::254]
""".split()
HERE_BY_OTHER_NAMES = """
    127.0.0.1 2130706433 0x7f000001 0177.0.0.1 [::1] [::ffff:127.0.0.1] [64:ff9b::7f00:1] [2002:7f00:1::] localhost
    169.254.169.254 10.0.0.1
""".split()


@pytest.fixture(autouse=True)
def forgetful(settings, tmp_path):
    settings.TILE_CACHE_DIR = tmp_path / "tiles"
    tiles.missing.clear()
    outgoing.breaker.reset()
    yield
    outgoing.breaker.reset()


@pytest.fixture
def called(monkeypatch):
    """Every address a socket was asked to connect to; none of them is reached."""
    found = []

    def refuse(stream, address):
        found.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket.socket, "connect", refuse)
    return found


@pytest.mark.parametrize("host", PRIVATE_HOSTS)
def test_a_private_address_is_not_called_however_it_is_spelt(host, called):
    with pytest.raises((RefusedError, UnreachableError)):
        fetch(f"http://{host}/latest/meta-data/")
    assert called == []


def test_a_public_address_would_be_called(called):
    with pytest.raises(UnreachableError, match="did not answer properly"):
        fetch(f"http://{PUBLIC}/")
    assert called == [PUBLIC]


@pytest.fixture
def outside(monkeypatch):
    """`outside(server)`: the public address 93.184.216.34, and the name outside.example, lead to that server."""
    true_connect, true_names = socket.socket.connect, socket.getaddrinfo
    reached: list[str] = []

    def lead(server, *later):
        answers = iter([PUBLIC, *later])

        def connect(stream, address):
            reached.append(address[0])
            return true_connect(stream, ("127.0.0.1", server.port) if address[0] == PUBLIC else address)

        def names(host, port, **options):
            if host != "outside.example":
                return true_names(host, port, **options)
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

        monkeypatch.setattr(socket.socket, "connect", connect)
        monkeypatch.setattr(socket, "getaddrinfo", names)
        return reached

    return lead


@pytest.mark.parametrize("host", HERE_BY_OTHER_NAMES)
def test_a_public_server_cannot_send_us_to_a_private_address(host, outside):
    with serving(reply(status="302 Found", Location=f"http://{host}/secret")) as server:
        reached = outside(server)
        with pytest.raises((RefusedError, UnreachableError)):
            fetch("http://outside.example/", redirects=3)
        assert (reached, server.connections) == ([PUBLIC], 1)


def test_a_name_that_turns_private_between_two_hops_is_judged_again(outside):
    with serving(reply(status="302 Found", Location="/again")) as server:
        reached = outside(server, "127.0.0.1")
        with pytest.raises(RefusedError, match="not public"):
            fetch("http://outside.example/", redirects=3)
        assert reached == [PUBLIC]


@pytest.mark.parametrize(
    "target", ["http://outside.example:8080/", "//user@outside.example/", "https://outside.example:22/"]
)
def test_a_redirect_to_another_port_or_with_a_name_and_password_is_refused(target, outside):
    with serving(reply(status="302 Found", Location=target)) as server:
        reached = outside(server, PUBLIC)
        with pytest.raises(RefusedError):
            fetch("http://outside.example/", redirects=3)
        assert reached == [PUBLIC]


# Tiles


@pytest.fixture
def upstream(settings):
    with serving(reply(PNG)) as server:
        settings.TILE_URL = server.url + "tile/{z}/{x}/{y}.png"
        yield server


PATHS = [
    "/tiles/%31/%30/0.png",
    "/tiles/01/000/0.png",
    "/tiles/1/0/0.png?url=http://127.0.0.1:1/&z=9&host=127.0.0.1",
    "/tiles/%2e%2e/%2e%2e/0.png",
    "/tiles/1/0/..%2f..%2fadmin.png",
    "/tiles/1/0/0%00.png",
    "/tiles/1/0/0.png%0d%0aHost:%20elsewhere",
    "/tiles/1/0/0.png/../../../secret",
    "/tiles/١/٠/٠.png",
    "/tiles/+1/0/0.png",
    "/tiles/1e1/0/0.png",
    "/tiles/0x1/0/0.png",
    "/tiles/-1/0/0.png",
    "/tiles/20/0/0.png",
    "/tiles/1/2/0.png",
    f"/tiles/1/{'9' * 5000}/0.png",
    "/tiles/http:/127.0.0.1:1/1/0/0.png",
    "/tiles//1/0/0.png",
]


@pytest.mark.django_db
def test_whatever_path_is_asked_for_only_tiles_that_exist_are_fetched(upstream):
    visitor = Client(raise_request_exception=False)
    for path in PATHS:
        answer = visitor.get(path, headers={"X-Forwarded-Host": "127.0.0.1:1", "Forwarded": "host=127.0.0.1:1"})
        assert answer.status_code in (200, 302, 400, 404), path
        assert answer.get("Location", "/").startswith("/")
        assert not answer.get("Location", "/").startswith("//")
    found = [TILE_REQUEST.match(request) for request in upstream.requests]
    assert [match.groups() for match in found if match] == [(b"1", b"0", b"0")]
    assert len(found) == 1


def endless(head):
    def answer(connection, request):
        connection.sendall(head)
        while True:
            connection.sendall(b"10000\r\n" + b"x" * 65_536 + b"\r\n")

    return answer


BOMB = reply(gzip.compress(PNG + bytes(50_000_000)), Content_Encoding="gzip")
TOO_MUCH = {
    "bomb": BOMB,
    "no length": endless(b"HTTP/1.1 200 OK\r\n\r\n" + PNG),
    "chunks": endless(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"),
    "head": endless(b"HTTP/1.1 200 OK\r\nX: "),
    "continue": endless(b"HTTP/1.1 100 Continue\r\n\r\n" * 2_000),
}


@pytest.mark.parametrize("kind", TOO_MUCH)
def test_a_tile_server_cannot_fill_our_memory_or_our_disk(client, settings, kind):
    with serving(TOO_MUCH[kind]) as server:
        settings.TILE_URL = server.url + "{z}/{x}/{y}.png"
        answer = client.get("/tiles/1/0/0.png")
        assert (answer.status_code, answer.content) == (404, b"")
    assert [path for path in settings.TILE_CACHE_DIR.rglob("*") if path.is_file()] == []


# Addresses to look up


@pytest.mark.parametrize("kind", TOO_MUCH)
def test_a_geocoder_cannot_fill_our_memory(settings, kind):
    settings.GEOCODER_SECONDS = 3
    with serving(TOO_MUCH[kind]) as server:
        settings.GEOCODER_URL = server.url + "geo"
        with pytest.raises(TroubleError):
            ask(Question("Musterweg 4", "70794", "Filderstadt"))


@pytest.mark.parametrize(
    "word", ["http://127.0.0.1:1/", "\r\nHost: elsewhere\r\n", "&format=xml#", "../../admin", "@elsewhere/"]
)
def test_an_address_cannot_change_whom_the_geocoder_question_goes_to(settings, word):
    with serving(reply(b"[]")) as server:
        settings.GEOCODER_URL = server.url + "geo"
        assert ask(Question(word, word, word)) == []
        assert len(server.requests) == 1
        head = server.requests[0].decode()
    assert head.startswith("GET /geo/search?")
    assert head.count("Host:") == 1
    assert f"\r\nHost: {server.host}\r\n" in head
