"""The one way out: where it goes, where not, and how long it waits."""

import gzip
import socket
import ssl
import threading
import time

import pytest

from organisations import outgoing
from organisations.addresses import is_public
from organisations.outgoing import RefusedError, TooLongError, UnreachableError, fetch, host_and_port
from tests.organisations.loopback import reply, server_context, serving

pytestmark = pytest.mark.usefixtures("forgetful_breaker")


@pytest.fixture
def listener():
    """A server nobody may reach."""
    with serving(reply(b"secret")) as server:
        yield server


# Ways to write 127.0.0.1 (or to hide it), as they stand in an address. {port} is the port somebody listens on.
LOOPBACK_HOSTS = """
    127.0.0.1 127.1 127.0.1 127.000.000.001 2130706433 0x7f000001 0x7f.0.0.1 0x7f.1 0177.0.0.1 0177.1 017700000001
    localhost localhost. LOCALHOST 127.0.0.1. [::1] [::ffff:127.0.0.1] [::ffff:7f00:1] [0:0:0:0:0:0:0:1]
    [::ffff:0:127.0.0.1] [64:ff9b::7f00:1] [2002:7f00:1::] [2001:0:7f00:1::] [::127.0.0.1] 0 0.0.0.0 [::]
    127.127.127.127
    10.0.0.1 192.168.1.1 172.16.0.1 169.254.169.254 100.64.0.1 224.0.0.1 255.255.255.255 198.18.0.1 192.0.0.8
    [fe80::1] [fd00::1] [ff02::1] [fec0::1] [2001:db8::1] [64:ff9b:1::1]
""".split()
MALFORMED = [
    "",
    "/tiles/1/2/3.png",
    "//example.org/",
    "ftp://127.0.0.1/",
    "file:///etc/passwd",
    "gopher://127.0.0.1:70/_x",
    "data:text/plain,x",
    "javascript:alert(1)",
    "http://",
    "http:///path",
    "http://user@127.0.0.1/",
    "http://user:word@127.0.0.1/",
    "http://example.org@127.0.0.1/",
    "http://127.0.0.1\\@example.org/",
    "http://127.0.0.1:99999/",
    "http://127.0.0.1:x/",
    "http://[::1/",
    "http://[fe80::1%25eth0]/",
    "http://127.0.0.1%2f.example.org/",
    "http://①②⑦.⓪.⓪.①/",
    "http://exämple.org/",
    "http://127.0.0.1/\r\nX-Injected: 1",
    "http://127.0.0.1/ a",
    "http://127.0.0.1/\x00",
    "ht\ntp://127.0.0.1/",
    "http://example.org/" + "a" * 3_000,
]


@pytest.mark.parametrize("host", LOOPBACK_HOSTS)
def test_no_address_that_is_not_public_is_called(host, listener, monkeypatch):
    # The port is allowed for this test, so that only the address can be the reason.
    monkeypatch.setattr(outgoing, "_judged_port", lambda port: None)
    with pytest.raises((RefusedError, UnreachableError)):
        fetch(f"http://{host}:{listener.port}/", seconds=2)
    assert listener.connections == 0


def test_the_listener_would_be_reached_if_addresses_were_not_judged(listener, monkeypatch):
    monkeypatch.setattr(outgoing, "_judged_port", lambda port: None)
    monkeypatch.setattr(outgoing, "is_public", lambda address: True)
    assert fetch(f"http://2130706433:{listener.port}/").body == b"secret"
    assert listener.connections == 1


@pytest.mark.parametrize("url", MALFORMED)
def test_a_malformed_address_is_refused(url):
    with pytest.raises(RefusedError):
        fetch(url)


def test_an_unusual_port_is_refused(listener):
    with pytest.raises(RefusedError, match="ports 80 and 443"):
        fetch(listener.url)
    assert listener.connections == 0


def test_a_host_the_operator_did_not_name_is_refused(listener):
    with pytest.raises(RefusedError, match="not one the operator named"):
        fetch(listener.url, allowed={"tiles.example:80"})
    assert listener.connections == 0


def test_a_host_the_operator_named_is_called_at_its_private_address():
    with serving(reply(b"tile", X_Kind="test")) as server:
        answer = fetch(server.url + "1/2/3.png?key=a", allowed={server.host})
    assert (answer.status, answer.body, answer.headers["x-kind"]) == (200, b"tile", "test")
    request = server.requests[0].decode()
    assert request.startswith("GET /1/2/3.png?key=a HTTP/1.1\r\n")
    assert f"Host: {server.host}\r\n" in request
    assert "User-Agent: MIT-Mapping/" in request


def test_a_name_that_answers_differently_a_second_time_is_resolved_only_once(listener, monkeypatch):
    asked = []

    def rebinding(name, port, **options):
        asked.append(name)
        address = "93.184.216.34" if len(asked) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    reached = []
    monkeypatch.setattr(socket, "getaddrinfo", rebinding)

    def refusing(connection, address):
        reached.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket.socket, "connect", refusing)
    with pytest.raises(UnreachableError):
        fetch("http://rebinding.example/")
    assert asked == ["rebinding.example"]
    assert reached == ["93.184.216.34"]


def test_one_private_address_among_public_ones_refuses_the_host(monkeypatch):
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)) for address in ("93.184.216.34", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **options: found)
    with pytest.raises(RefusedError, match="not public"):
        fetch("http://two-faced.example/")


def test_a_redirect_to_a_host_not_named_is_refused(listener):
    with serving(reply(status="302 Found", Location=listener.url)) as server, pytest.raises(RefusedError):
        fetch(server.url, allowed={server.host}, redirects=3)
    assert listener.connections == 0


@pytest.mark.parametrize("target", ["file:///etc/passwd", "http://user@127.0.0.1/", "ftp://127.0.0.1/"])
def test_a_redirect_to_another_scheme_is_refused(target):
    with serving(reply(status="301 Moved", Location=target)) as server, pytest.raises(RefusedError):
        fetch(server.url, allowed={server.host}, redirects=3)


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("http://[::ffff:10.0.0.1]/", "The host has an address that is not public."),
        ("https://[64:ff9b::127.0.0.1]/", "The host has an address that is not public."),
        ("http://[::ffff:10.0.0.1/", "The address is malformed."),
    ],
)
def test_a_redirect_into_our_own_network_is_refused_with_a_clear_sentence(target, reason, monkeypatch):
    monkeypatch.setattr(outgoing, "_judged_port", lambda port: None)
    monkeypatch.setattr(outgoing, "is_public", lambda address: address == "127.0.0.1" or is_public(address))
    with serving(reply(status="302 Found", Location=target)) as server, pytest.raises(RefusedError) as refused:
        fetch(server.url, redirects=3)
    assert str(refused.value) == reason


def test_a_redirect_is_followed_and_bounded():
    def answer(connection, request):
        here = int(request.split()[1].decode()[1:] or 0)
        connection.sendall(reply(b"end") if here == 3 else reply(status="307 x", Location=f"/{here + 1}"))

    with serving(answer) as server:
        assert fetch(server.url, allowed={server.host}, redirects=3).body == b"end"
        with pytest.raises(RefusedError, match="More than 2 redirects"):
            fetch(server.url, allowed={server.host}, redirects=2)


def test_a_redirect_is_an_answer_like_any_other_for_a_fixed_upstream():
    with serving(reply(status="302 Found", Location="http://elsewhere.example/")) as server:
        assert fetch(server.url, allowed={server.host}).status == 302


def test_a_packed_answer_is_unpacked():
    with serving(reply(gzip.compress(b"x" * 5_000), Content_Encoding="gzip")) as server:
        assert fetch(server.url, allowed={server.host}).body == b"x" * 5_000


def test_a_gzip_bomb_is_stopped_at_the_limit():
    bomb = reply(gzip.compress(bytes(50_000_000)), Content_Encoding="gzip")
    with serving(bomb) as server, pytest.raises(TooLongError, match="larger than"):
        fetch(server.url, allowed={server.host}, max_bytes=100_000)


@pytest.mark.parametrize("answer", [reply(b"x", Content_Encoding="br"), reply(b"not gzip", Content_Encoding="gzip")])
def test_an_answer_that_cannot_be_unpacked_is_an_error(answer):
    with serving(answer) as server, pytest.raises(UnreachableError):
        fetch(server.url, allowed={server.host})


def test_an_answer_that_breaks_off_is_an_error():
    cut = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort"
    with serving(cut) as server, pytest.raises(UnreachableError, match="broke off"):
        fetch(server.url, allowed={server.host})


@pytest.mark.parametrize("answer", [b"", b"\x00\xff" * 50, b"HTTP/1.1 abc\r\n\r\n", b"SSH-2.0-x\r\n"])
def test_garbage_is_an_error(answer):
    with serving(answer) as server, pytest.raises(UnreachableError):
        fetch(server.url, allowed={server.host})


def test_an_endless_body_is_stopped_at_the_limit():
    def endless(connection, request):
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            connection.sendall(b"x" * 65_536)

    with serving(endless) as server, pytest.raises(TooLongError, match="larger than"):
        fetch(server.url, allowed={server.host}, max_bytes=1_000_000)


def _trickle(connection, request):
    for letter in b"HTTP/1.1 200 OK\r\nX: " + b"y" * 1_000:
        connection.sendall(bytes([letter]))
        time.sleep(0.05)


def _silence(connection, request):
    time.sleep(5)


@pytest.mark.parametrize("answer", [_trickle, _silence])
def test_a_slow_answer_is_given_up_in_time(answer):
    began = time.monotonic()
    with serving(answer) as server, pytest.raises(TooLongError):
        fetch(server.url, allowed={server.host}, seconds=0.5)
    assert time.monotonic() - began < 1.5


def test_a_host_that_fails_five_times_is_left_alone():
    with serving(reply(status="500 Broken")) as server:
        for _ in range(5):
            assert fetch(server.url, allowed={server.host}).status == 500
        with pytest.raises(UnreachableError, match="left alone"):
            fetch(server.url, allowed={server.host})
    assert server.connections == 5


def test_a_host_is_tried_again_after_its_rest(monkeypatch):
    monkeypatch.setattr(outgoing.breaker, "seconds", 0.1)
    answers = iter([reply(status="500 Broken")] * 5 + [reply(b"well")] * 2)
    with serving(lambda connection, request: connection.sendall(next(answers))) as server:
        for _ in range(5):
            fetch(server.url, allowed={server.host})
        time.sleep(0.15)
        assert fetch(server.url, allowed={server.host}).body == b"well"
        assert fetch(server.url, allowed={server.host}).body == b"well"


def test_https_is_checked_against_the_name_that_was_asked_for(tmp_path, monkeypatch):
    port, names = _tls_server(tmp_path)
    trusting = ssl.create_default_context(cafile=str(tmp_path / "cert.pem"))
    monkeypatch.setattr(outgoing, "_tls", lambda: trusting)
    assert fetch(f"https://localhost:{port}/", allowed={f"localhost:{port}"}).body == b"safe"
    assert names == ["localhost"]
    with pytest.raises(UnreachableError):
        fetch(f"https://127.0.0.1:{port}/", allowed={f"127.0.0.1:{port}"})


def _tls_server(folder):
    """A TLS server with a certificate for `localhost`; returns its port and the names clients ask for."""
    names: list[str | None] = []
    context = server_context(folder)
    context.sni_callback = lambda connection, name, _: names.append(name) if name else None
    plain = socket.create_server(("127.0.0.1", 0))

    def serve():
        while True:
            connection, _ = plain.accept()
            try:
                with context.wrap_socket(connection, server_side=True) as stream:
                    stream.recv(4096)
                    stream.sendall(reply(b"safe"))
            except OSError:
                continue

    threading.Thread(target=serve, daemon=True).start()
    return plain.getsockname()[1], names


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://Tiles.Example/{z}", "tiles.example:443"),
        ("http://tiles.example./", "tiles.example:80"),
        ("http://[::1]:81/", "::1:81"),
    ],
)
def test_a_host_has_one_spelling(url, expected):
    assert host_and_port(url) == expected
