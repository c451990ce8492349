"""The ladder: what nobody vouched for since two years stands on no list and no map, and its own page says so."""

from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from django.utils import timezone

from organisations.document import Language
from organisations.models import Listing, Organisation
from organisations.services.editing import confirm
from organisations.services.listing import refresh_listings
from tests.factories import organisation
from tests.html import parse

pytestmark = pytest.mark.django_db


GONE = "In no list and on no map any more"


def months_ago(months: int) -> date:
    return timezone.localdate() - relativedelta(months=months, days=1)


def listed() -> list[str]:
    return list(Listing.objects.listed().values_list("name", flat=True))


@pytest.mark.parametrize(("days", "names"), [(0, ["Alt"]), (1, [])])
def test_an_entry_is_hidden_two_years_after_its_last_check(vocabulary, days, names):
    organisation("Alt", checked_on=timezone.localdate() - relativedelta(months=24) - timedelta(days=days))
    assert listed() == names
    assert Listing.objects.public().count() == 1


def test_one_that_was_never_checked_two_years_after_it_became_public(vocabulary):
    entry = organisation("Importiert", checked_on=None)
    assert listed() == ["Importiert"]
    Organisation.objects.update(published_on=timezone.localdate() - relativedelta(months=24, days=1))
    refresh_listings([entry.pk])
    assert listed() == []


def test_confirming_brings_it_back(vocabulary):
    entry = organisation("Alt", checked_on=timezone.localdate() - relativedelta(months=30))
    confirm(entry.pk, author="test")
    assert listed() == ["Alt"]


def test_the_months_are_a_setting(vocabulary, settings):
    settings.HIDDEN_MONTHS = 60
    organisation("Alt", checked_on=timezone.localdate() - relativedelta(months=30))
    assert listed() == ["Alt"]


def test_a_hidden_entry_has_a_page_and_stands_neither_in_the_list_nor_in_the_files(vocabulary, client):
    organisation("Neuverein")
    entry = organisation("Altverein", checked_on=timezone.localdate() - relativedelta(months=30))
    for path in ("", "first-visit/", "entry.vcf", "times.ics"):
        assert client.get(f"/de/o/{entry.slug}/{path}").status_code == 200
    for path in (
        "/de/",
        "/de/?q=Altverein",
        "/api/v1/listings",
        "/api/v1/map",
        "/api/v1/compact/cards",
        "/sitemap-1.xml",
    ):
        answer = client.get(path)
        assert answer.status_code == 200
        assert f"/o/{entry.slug}/" not in answer.content.decode(), path


@pytest.mark.parametrize(("months", "said"), [(13, False), (16, False), (25, True)])
def test_the_page_of_a_hidden_entry_says_so_with_a_way_to_update_it_and_is_not_indexed(
    vocabulary, client, months, said
):
    entry = organisation("Altverein", checked_on=months_ago(months))
    for path in (f"/en/o/{entry.slug}/", f"/en/o/{entry.slug}/first-visit/"):
        page = parse(client.get(path).content.decode())
        assert (GONE in page.one("main").text) is said, path
        assert bool(page.all("meta[name=robots]")) is said, path
    page = parse(client.get(f"/en/o/{entry.slug}/").content.decode())
    assert bool([link for link in page.all(".notice a") if link.get("href")]) is said


def test_a_kept_hidden_entry_still_stands_on_the_shortlist_with_the_sentence(vocabulary, client):
    old, new = organisation("Altverein", checked_on=months_ago(25)), organisation("Neuverein")
    page = parse(client.get(f"/en/shortlist/?id={old.slug},{new.slug}").content.decode())
    cards = page.all("#cards .card")
    assert [GONE in card.text for card in cards] == [True, False]


def test_a_hidden_section_is_not_named_by_its_parent_and_names_it_still(vocabulary, client):
    parent = organisation("Sportverein", checked_on=months_ago(0))
    section = organisation("Abteilung Schach", parent=parent.pk, checked_on=months_ago(25))
    assert "Abteilung Schach" not in client.get(f"/de/o/{parent.slug}/").content.decode()
    assert "Sportverein" in client.get(f"/de/o/{section.slug}/").content.decode()


@pytest.mark.parametrize(
    ("checked", "freshness", "is_listed"),
    [(0, "fresh", True), (13, "ageing", True), (16, "unconfirmed", True), (25, "unconfirmed", False)],
)
def test_the_api_says_how_fresh_an_entry_is_and_whether_it_is_listed(vocabulary, client, checked, freshness, is_listed):
    entry = organisation("Verein", checked_on=months_ago(checked))
    answer = client.get(f"/api/v1/organisations/{entry.pk}").json()
    assert (answer["freshness"], answer["listed"]) == (freshness, is_listed)
    features = client.get("/api/v1/listings").json()["features"]
    assert [one["properties"]["freshness"] for one in features] == ([freshness] if is_listed else [])


def test_what_was_never_checked_says_so_on_card_page_and_promise(vocabulary, client):
    entry = organisation("Importiert", checked_on=None, languages=(Language("ar", "always"),))
    for path in ("/en/?language=ar", f"/en/o/{entry.slug}/", f"/en/o/{entry.slug}/first-visit/"):
        assert "ot yet checked by a person" in parse(client.get(path).content.decode()).one("main").text, path
    assert client.get("/api/v1/listings").json()["features"][0]["properties"]["freshness"] == "unconfirmed"


def test_unconfirmed_entries_come_after_the_others(vocabulary, client):
    organisation("A Alt", checked_on=months_ago(16))
    organisation("B Alternd", checked_on=months_ago(13))
    organisation("C Frisch", checked_on=months_ago(1))
    names = [one["properties"]["name"] for one in client.get("/api/v1/listings").json()["features"]]
    assert names == ["C Frisch", "B Alternd", "A Alt"]
