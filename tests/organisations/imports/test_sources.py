"""Sources that are fetched again: real answers on loopback, addresses that may not be asked, the timetable."""

import html
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from organisations.imports import sources
from organisations.imports.sources import due_sources, fetch_soon
from organisations.imports.uploads import keep_file
from organisations.models import ImportRun, ImportSource, Organisation, Work
from organisations.outgoing import checked, fetch
from organisations.services import work as works
from tests.organisations.imports.staged import worked
from tests.organisations.loopback import reply, serving
from tests.signing_in import signed_in

pytestmark = pytest.mark.usefixtures("vocabulary")
LIST = "ID;Name;PLZ;Ort\n1;Chor Muster;70794;Filderstadt\n"


def source(by: Any, address: str, **values: Any) -> ImportSource:
    words = {"form": "csv", "rule": "publish", "state": "public", "every": "day"} | values
    return ImportSource.objects.create(name="town", address=address, by=by, **words)


def fetched(one: ImportSource, by: Any) -> Work:
    work = fetch_soon(one, by=by)
    worked()
    work.refresh_from_db()
    one.refresh_from_db()
    return work


@pytest.fixture
def reachable(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Lets the test's own server be asked, which is at no public address."""
    return lambda server: monkeypatch.setattr(sources, "fetch", partial(fetch, allowed={server.host}))


def test_what_is_new_at_the_address_is_imported_and_the_same_file_is_not_read_twice(admin_user, reachable):
    with serving(reply(LIST.encode())) as server:
        reachable(server)
        one = source(admin_user, server.url)
        fetched(one, admin_user)
        assert Organisation.objects.get().name == "Chor Muster"
        assert fetched(one, admin_user).result["same"]
    assert ImportRun.objects.count() == 1


def test_a_fetch_that_is_asked_for_twice_happens_once(admin_user):
    one = source(admin_user, "https://list.example/clubs.csv")
    assert fetch_soon(one, by=admin_user) == fetch_soon(one, by=admin_user)
    works.cancel(Work.objects.get().pk)
    assert fetch_soon(one, by=admin_user) != Work.objects.earliest("created_at")


def test_a_file_that_was_read_since_takes_the_error_of_an_older_fetch_away(admin_user):
    one = source(admin_user, "http://127.0.0.1/")
    fetched(one, admin_user)
    assert one.error
    keep_file(one, by=admin_user, name="clubs.csv", content=[LIST.encode()])
    worked()
    one.refresh_from_db()
    assert one.error == ""


def test_what_is_wrong_with_the_form_is_told_without_the_error_of_an_older_fetch(admin_user):
    one = source(admin_user, "https://x.example/", error="The answer broke off.")
    root, page = signed_in(admin_user, Client(HTTP_ACCEPT_LANGUAGE="en")), f"/curate/sources/{one.pk}/"
    assert "The answer broke off." in root.get(page).content.decode()
    form = {"address": "ftp://x", "form": "csv", "every": "", "rule": "queue", "state": "draft"}
    assert "The answer broke off." not in root.post(page, form).content.decode()


def test_an_answer_that_is_no_list_is_told_and_changes_nothing(admin_user, reachable):
    with serving(reply(b"<html>login</html>")) as server:
        reachable(server)
        one = source(admin_user, server.url, form="xlsx")
        fetched(one, admin_user)
    assert "the extension .xlsx is wrong" in one.error and one.digest == ""
    with serving(reply(b"", "500 Oops")) as server:
        reachable(server)
        one.address = server.url
        one.save()
        assert fetched(one, admin_user).state == "failed"
    assert "500" in one.error
    assert not Organisation.objects.exists()


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1/list.csv", "http://169.254.169.254/", "http://localhost/", "ftp://x.example/"]
)
def test_nobody_has_us_ask_our_own_network(admin_user, address):
    one = source(admin_user, address)
    work = fetched(one, admin_user)
    assert (work.state, work.result["error"]) == ("failed", one.error)
    assert one.error.startswith("The address could not be fetched: ")  # kept in English, told in any language


def test_a_file_that_is_too_large_is_not_taken(admin_user, reachable, settings):
    settings.IMPORT_MAX_MB = 1
    with serving(reply(b"x" * 1_100_000)) as server:
        reachable(server)
        one = source(admin_user, server.url)
        fetched(one, admin_user)
    assert "larger than 1 MB." in one.error


def test_a_source_is_fetched_when_its_time_has_come_and_then_again_a_day_later(admin_user):
    now = timezone.now()
    one = source(admin_user, "http://127.0.0.1/", next_at=now + timedelta(hours=1))
    assert due_sources(now) == 0
    assert due_sources(now + timedelta(hours=2)) == 1
    one.refresh_from_db()
    assert one.next_at == now + timedelta(hours=26)
    assert due_sources(now + timedelta(hours=2)) == 0


def saved_address(by: Any, address: str) -> tuple[str, str]:
    """What the form keeps of an address, and the page with what it says against it."""
    one = source(by, "")
    root = signed_in(by, Client(HTTP_ACCEPT_LANGUAGE="en"))
    form = {"address": address, "form": "csv", "every": "", "rule": "queue", "state": "draft"}
    answer = root.post(f"/curate/sources/{one.pk}/", form)
    one.refresh_from_db()
    return one.address, html.unescape(answer.content.decode())


def test_an_address_with_umlauts_is_kept_as_it_goes_over_the_wire(admin_user):
    kept, _page = saved_address(admin_user, "https://münchen.example/Übersicht der Vereine.csv?ort=Straße&q=1%20")
    assert kept == "https://xn--mnchen-3ya.example/%C3%9Cbersicht%20der%20Vereine.csv?ort=Stra%C3%9Fe&q=1%20"
    assert checked(kept)


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        (f"https://{'ä' * 64}.example/", "There can be no server of that name."),
        ("https://münchen..example/", "There can be no server of that name."),
        ("https://münchen.example:8080/x.csv", "Only the ports 80 and 443 are called."),
        ("https://münchen.example:99999999/x.csv", "The address is malformed."),
        ("https://xn--%61.example/", "Only plain http and https addresses are called."),
        (f"https://münchen.example/{'ü' * 200}", "at most 500 characters"),
    ],
)
def test_an_address_that_nobody_could_fetch_is_refused_with_a_sentence(admin_user, address, sentence):
    kept, page = saved_address(admin_user, address)
    assert kept == "" and sentence in page


def test_the_form_says_what_is_missing_and_who_may_change_it(admin_user, curator_client):
    one = source(admin_user, "")
    root = signed_in(admin_user, Client(HTTP_ACCEPT_LANGUAGE="en"))
    page = f"/curate/sources/{one.pk}/"
    form = {"address": "ftp://x", "form": "", "every": "day", "rule": "queue", "state": "draft"}
    assert "Only addresses that begin with http" in root.post(page, form).content.decode()
    assert "Without an address" in root.post(page, form | {"address": ""}).content.decode()
    assert "what kind of file" in root.post(page, form | {"address": "https://x.example/"}).content.decode()
    saved = root.post(page, form | {"address": "https://x.example/", "form": "csv"})
    assert saved.headers["Location"] == "/curate/sources/"
    one.refresh_from_db()
    assert one.next_at and "town" in root.get("/curate/sources/").content.decode()
    assert curator_client.get(page).status_code == 403
