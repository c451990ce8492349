"""Whether web addresses of entries answer: asked politely, judged slowly, against real servers on loopback."""

from datetime import timedelta

import pytest
from django.utils import timezone

from organisations.models import LinkState, Organisation, WebLink
from organisations.services import links
from organisations.services.links import (
    Verdict,
    as_ascii,
    ask,
    check_links,
    list_links,
    note_verdict,
    with_broken_links,
)
from tests.factories import change, organisation
from tests.organisations.loopback import reply, serving

pytestmark = pytest.mark.usefixtures("forgetful_breaker")

WORKS, FAILING, BROKEN = LinkState.WORKS, LinkState.FAILING, LinkState.BROKEN
GONE = Verdict(False, 404)


@pytest.fixture
def club(vocabulary):
    return organisation("Bunter Ball", website="https://bunter-ball.example/verein")


def checked(server, seconds=5):
    return check_links(seconds, allowed={server.host})


def of(server, path=""):
    """An entry with a page on that server, whose address is listed."""
    entry = organisation(f"Verein {server.port}{path}", website=f"{server.url}{path}")
    list_links()
    return entry


def rested():
    WebLink.objects.update(asked_at=None, next_at=timezone.now())


def test_public_entries_alone_are_listed_once_an_address(club):
    organisation("Zwilling", website=club.website)
    organisation("Entwurf", website="https://draft.example", state="draft")
    organisation("Beispiel", website="https://sample.example", sample=True)
    list_links()
    assert WebLink.objects.get().host == "bunter-ball.example"
    change(club, website="https://neu.example")
    Organisation.objects.filter(name="Zwilling").update(website="")
    list_links()
    assert WebLink.objects.get().url == "https://neu.example"


def test_head_is_enough_where_it_is_answered(vocabulary):
    with serving(reply()) as server:
        of(server)
        assert checked(server) == 1
    assert server.requests[0].startswith(b"HEAD / ") and len(server.requests) == 1
    link = WebLink.objects.get()
    assert (link.state, link.status) == (WORKS, 200)
    assert timedelta(days=6) < link.next_at - timezone.now() <= timedelta(days=7)


def test_get_follows_where_head_is_not_answered_well_after_a_pause(vocabulary):
    def answer(connection, request):
        connection.sendall(reply(b"x" * 50_000) if request.startswith(b"GET") else reply(status="404 Not Found"))

    with serving(answer) as server:
        of(server)
        assert checked(server) == 1
        assert WebLink.objects.get().state == LinkState.NEW
        assert checked(server) == 0  # the host has its rest
        rested()
        assert checked(server) == 1
    assert [one.split()[0] for one in server.requests] == [b"HEAD", b"GET"]
    assert WebLink.objects.get().state == WORKS


def test_two_addresses_of_one_host_are_asked_one_at_a_time(vocabulary):
    with serving(reply()) as server:
        of(server, "eins")
        of(server, "zwei")
        assert checked(server) == 1
        assert checked(server) == 0
        rested()
        assert checked(server) == 1


@pytest.mark.parametrize("status", ["403 Forbidden", "429 Too Many Requests", "503 Service Unavailable", "401 Who"])
def test_a_host_that_does_not_talk_to_programs_is_no_broken_link(status):
    with serving(reply(status=status)) as server:
        assert ask(server.url, head=False, allowed={server.host}).works


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone", "500 Oops"])
def test_what_is_not_there_does_not_work(status):
    with serving(reply(status=status)) as server:
        assert ask(server.url, head=False, allowed={server.host}) == Verdict(False, int(status[:3]))


def test_an_address_is_broken_after_three_failures_over_three_days(club):
    list_links()
    now = timezone.now()
    states = []
    for day in range(5):
        link = WebLink.objects.get()
        link.needs_get = True
        note_verdict(link, GONE, now + timedelta(days=day))
        states.append(WebLink.objects.get().state)
    assert states == [FAILING, FAILING, FAILING, BROKEN, BROKEN]
    assert Organisation.objects.filter(with_broken_links()).get() == club
    note_verdict(WebLink.objects.get(), Verdict(True, 200))
    assert not Organisation.objects.filter(with_broken_links()).exists()


def test_three_failures_on_one_day_break_nothing(club):
    list_links()
    for _ in range(4):
        link = WebLink.objects.get()
        link.needs_get = True
        note_verdict(link, GONE)
    assert WebLink.objects.get().state == FAILING


def test_private_networks_are_never_called(vocabulary):
    with serving(reply()) as server:
        of(server)
        assert check_links(5) == 1
        assert server.connections == 0
    assert WebLink.objects.get().trouble == "refused"


def test_a_redirect_into_a_private_network_is_not_followed():
    with serving(reply()) as inner, serving(reply(status="302 Found", Location=inner.url)) as outer:
        assert ask(outer.url, head=True, allowed={outer.host}) == Verdict(False, trouble="refused")
        assert inner.connections == 0


def test_when_nobody_answers_it_is_our_own_line(vocabulary, caplog):
    hosts = [f"127.0.0.{number}:9" for number in range(1, 7)]
    for host in hosts:
        organisation(f"Verein {host}", website=f"http://{host}/")
    list_links()
    WebLink.objects.update(state=WORKS)
    assert check_links(10, allowed=set(hosts)) == 0
    assert not WebLink.objects.filter(failures__gt=0).exists()
    assert not WebLink.objects.filter(next_at__lt=timezone.now() + timedelta(minutes=59)).exists()
    assert "links are not checked" in caplog.text


@pytest.mark.parametrize(
    ("url", "sent"),
    [
        ("https://fußball.example/über uns", "https://xn--fuball-cta.example/%C3%BCber%20uns"),
        ("https://BÜCHER.example:8080/", "https://xn--bcher-kva.example:8080/"),
        ("https://日本。example/", "https://xn--wgv71a.example/"),
        ("https://a_b.example:80/", "https://a_b.example:80/"),
        ("https://verein.example/a?b=ü#c", "https://verein.example/a?b=%C3%BC#c"),
    ],
)
def test_addresses_go_over_the_wire_in_ascii_as_browsers_send_them(url, sent):
    assert as_ascii(url) == sent


@pytest.mark.parametrize("url", ["https://[::1", "https://" + "a" * 70 + ".example/", "https://.example/"])
def test_what_is_no_address_does_not_work_and_breaks_nothing(url):
    assert ask(url, head=True).works is False


def test_a_killed_worker_leaves_the_address_to_the_next_one(vocabulary):
    with serving(reply()) as server:
        of(server)
        assert links._take_one()
        assert links._take_one() is None
        WebLink.objects.update(asked_at=timezone.now() - timedelta(hours=2), next_at=timezone.now())
        assert checked(server) == 1
