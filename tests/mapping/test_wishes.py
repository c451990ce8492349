"""What is looked for in vain is counted, and nothing that tells who looked."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from organisations.models import Wish
from organisations.services.wishes import MOST_A_DAY, forget_old_wishes, harmless
from tests.factories import organisation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabulary")]
OURS = {"Sec-Fetch-Site": "same-origin"}


def wishes():
    return dict(Wish.objects.values_list("asked", "count"))


def report(client, asked, **headers):
    return client.post(
        "/wish/", asked, content_type="application/x-www-form-urlencoded", headers=headers or OURS
    ).status_code


def test_a_page_without_any_entry_is_counted(client):
    client.get("/de/?topic=football&language=ar&near=48.66,9.22&radius=2&sort=name&page=3")
    assert wishes() == {"topic=football&language=ar": 1}


def test_a_page_with_entries_is_not_counted(client):
    organisation("Verein")
    client.get("/de/")
    client.get("/de/?kind=club")
    assert wishes() == {}


def test_an_empty_site_is_no_wish(client):
    client.get("/de/")
    assert wishes() == {}


def test_the_same_wish_is_one_row_with_a_number(client):
    for language in ("de", "en", "ar"):
        client.get(f"/{language}/results/?topic=football")
    assert wishes() == {"topic=football": 3}


def test_asking_for_the_head_of_a_page_is_no_wish(client):
    client.head("/de/?topic=football")
    assert wishes() == {}


def test_a_text_is_counted_folded_and_without_the_filters_beside_it(client):
    client.get("/de/?q=Kürbisschnitzen&topic=football")
    assert wishes() == {"q=kurbisschnitzen": 1}


@pytest.mark.parametrize(
    "text", ["0176 1234567", "a@b.example", "Hauptstraße 5", "x" * 41, "http://x.example", "  ", "a;b", "٣", "Ö1"]
)
def test_a_text_that_may_be_about_somebody_is_not_kept(client, text):
    assert harmless(text) == ""
    client.get("/de/", {"q": text or "x"})
    assert not [asked for asked in wishes() if asked.startswith("q=")]


@pytest.mark.parametrize(
    ("text", "word"), [("كرة القدم", "كره القدم"), ("Fußball-Treff", "fussball-treff"), ("x" * 40, "x" * 40)]
)
def test_harmless_words_are_kept_in_every_script(text, word):
    assert harmless(text) == word


def test_a_position_is_never_kept(client):
    client.get("/de/?near=48.6712,9.2345&radius=1")
    client.get("/de/?bbox=9.2344,48.6711,9.2346,48.6713")
    assert wishes() == {}


def test_the_browser_reports_its_own_empty_answers(client):
    assert report(client, "topic=football&near=48.66,9.22") == 204
    assert wishes() == {"topic=football": 1}


def test_a_report_of_what_does_find_something_is_not_counted(client):
    organisation("Verein")
    assert report(client, "kind=club") == 204
    assert wishes() == {}


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://[::1"},
        {"User-Agent": "x"},
    ],
)
def test_only_our_own_pages_may_report(client, headers):
    assert report(client, "topic=football", **headers) == 403
    assert wishes() == {}


def test_our_own_origin_is_enough_for_an_older_browser(client):
    assert report(client, "topic=football", Origin="http://testserver") == 204


def test_a_long_report_is_refused(client):
    assert report(client, "q=" + "x" * 5_000) == 413


def test_many_reports_of_one_address_are_refused(client):
    answers = [report(client, "topic=football") for _ in range(61)]
    assert answers[59:] == [204, 429]
    assert wishes() == {"topic=football": 60}


def test_many_empty_pages_of_one_address_are_shown_but_no_longer_counted(client):
    statuses = {client.get("/de/?topic=football").status_code for _ in range(62)}
    assert statuses == {200}
    assert wishes() == {"topic=football": 60}


def test_a_report_sets_no_cookie(client):
    answer = client.post("/wish/", {"topic": "football"}, headers=OURS)
    assert not answer.cookies
    assert answer.content == b""


def test_nobody_can_fill_the_table(client):
    today = timezone.localdate()
    Wish.objects.bulk_create(Wish(day=today, asked=f"q=wish{number}") for number in range(MOST_A_DAY))
    client.get("/de/?q=blume")
    assert Wish.objects.count() == MOST_A_DAY
    Wish.objects.filter(asked="q=wish1").update(asked="q=blume")
    client.get("/de/?q=blume")
    assert wishes()["q=blume"] == 2


def test_curators_read_the_wishes_with_a_command(client):
    Wish.objects.create(day=timezone.localdate() - timedelta(days=400), asked="q=alt", count=9)
    client.get("/de/?topic=football")
    output = StringIO()
    call_command("wishes", stdout=output)
    assert output.getvalue() == "     1  topic=football\n"
    call_command("wishes", days=1000, stdout=output)
    assert "     9  q=alt" in output.getvalue()


def test_wishes_of_long_ago_are_forgotten():
    Wish.objects.create(day=timezone.localdate() - timedelta(days=800), asked="q=alt")
    Wish.objects.create(day=timezone.localdate(), asked="q=neu")
    assert forget_old_wishes() == 1
    assert wishes() == {"q=neu": 1}
