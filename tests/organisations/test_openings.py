"""What is offered until a day: it is there on that day, and gone on the next, without anybody doing anything."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from organisations.cards import Reader, card_of, opening_of
from organisations.document import Committee, Contact
from organisations.facets import count_facets
from organisations.matching import Matching
from organisations.models import Listing
from organisations.search import OrganisationQuery
from organisations.sentences import for_browser
from organisations.services.consent import record_consent
from organisations.services.publish import publish
from organisations.services.rows import load_document
from organisations.vocabulary import vocabulary as terms
from tests.factories import organisation, place
from tests.html import parse
from tests.organisations.offering import opening

pytestmark = pytest.mark.usefixtures("vocabulary")


def found(today: date, **asked: Any) -> set[str]:
    return {one.name for one in Matching.of(OrganisationQuery(**asked), terms(), today).listings()}


def listed(client: Client, address: str = "/en/openings/") -> list[str]:
    """The titles that stand in the list."""
    page = parse(client.get(address).content.decode())
    return [title.text for title in page.all(".opening-title")]


# It ends by itself ---------------------------------------------------------------------------------------------------


def test_an_opening_is_found_up_to_its_last_day_and_not_on_the_day_after() -> None:
    day = timezone.localdate()
    organisation("Rat", kind="committee", openings=(opening(days=0),))
    assert found(day, opening=("seat",)) == {"Rat"}
    assert found(day + timedelta(days=1), opening=("seat",)) == set()
    for today, counts in ((day, {"seat": 1}), (day + timedelta(days=1), {})):
        facets = count_facets(Matching.of(OrganisationQuery(), terms(), today), terms())
        assert (facets.total, facets.counts["opening"]) == (1, counts)


def test_several_kinds_are_alternatives_and_other_filters_hold_too() -> None:
    day = timezone.localdate()
    organisation("Rat", kind="committee", openings=(opening("seat"), opening("guest", -1)))
    organisation("Verein", openings=(opening("trial"), opening("seat", -5), opening("trial", 9)))
    organisation("Stiller Verein")
    assert found(day, opening=("seat", "trial")) == {"Rat", "Verein"}
    assert found(day, opening=("seat", "guest")) == {"Rat"}
    assert found(day, opening=("seat", "trial"), kind=("club",)) == {"Verein"}
    facets = count_facets(Matching.of(OrganisationQuery(opening=("seat",)), terms(), day), terms())
    assert (facets.total, facets.counts["opening"]) == (1, {"seat": 1, "trial": 1})


def test_an_organisation_with_several_places_counts_once() -> None:
    organisation("Zwei Orte", places=(place(), place((9.25, 48.65))), openings=(opening("helper"),))
    facets = count_facets(Matching.of(OrganisationQuery(), terms()), terms())
    assert facets.counts["opening"] == {"helper": 1}


def test_the_card_names_what_ends_first_instead_of_a_flag_as_long_as_it_is_open() -> None:
    entry = organisation("Verein", openings=(opening("trial", 9), opening("helper", 2)))
    listing, today = Listing.objects.get(organisation=entry), timezone.localdate()
    readers = [Reader("en", today + timedelta(days=ahead), terms()) for ahead in (0, 3, 10)]
    readers += [replace(readers[0], openings=("trial",)), replace(readers[0], flags=("newcomers-welcome",))]
    with translation.override("en"):
        made = [card_of(listing, reader)["flag"]["slug"] for reader in readers]
    assert made == ["helper", "trial", "newcomers-welcome", "trial", "newcomers-welcome"]


@pytest.mark.parametrize(("language", "words"), [("de", "Freier Platz, bis 26.\u00a0Nov."), ("hr", ", do 26.\u00a0")])
def test_the_card_writes_the_day_as_the_language_does(language: str, words: str) -> None:
    with translation.override(language):
        card = opening_of([["seat", "2026-11-26"]], Reader(language, date(2026, 11, 20), terms()))
        assert card and words in card["label"]
        assert ". {month}".replace(" ", "\u00a0") in for_browser()["opening"]


# Where people see it -------------------------------------------------------------------------------------------------


def test_the_list_has_all_that_is_open_soonest_end_first_and_nothing_else(client: Client) -> None:
    organisation("Verein", openings=(opening(days=9, title={"de": "Später"}), opening(days=-1, title={"de": "Vorbei"})))
    organisation("Rat", kind="committee", openings=(opening("guest", 2, title={"de": "Bald"}),))
    organisation("Entwurf", state="draft", openings=(opening(title={"de": "Geheim"}),))
    organisation("Vergessen", checked_on=date(2020, 1, 1), openings=(opening(title={"de": "Versteckt"}),))
    assert listed(client) == ["Bald", "Später"]
    assert listed(client, "/en/openings/?opening=seat") == ["Später"]
    assert listed(client, "/en/openings/?opening=guest&opening=seat&kind=committee") == ["Bald"]


def test_the_list_is_filtered_by_kind_and_language_and_offers_only_what_occurs(client: Client) -> None:
    organisation("Verein", openings=(opening("trial"),))
    organisation("Rat", languages=(), openings=(opening("guest", title={"de": "Gast"}),))
    page = parse(client.get("/en/openings/").content.decode())
    assert [box.get("value") for box in page.all("[name=opening]")] == ["guest", "trial"]
    assert [option.get("value") for option in page.all("[name=language] option")] == ["", "ar"]
    assert listed(client, "/en/openings/?language=ar&opening=") == ["Ein Platz"]


def test_a_language_that_is_none_is_a_filter_that_can_be_taken_away_and_never_offered(client: Client) -> None:
    organisation("Verein", openings=(opening(),))
    for address, field in (
        ("/en/openings/", "[name=language] option"),
        ("/en/", "input[name=language][type=checkbox]"),
    ):
        page = parse(client.get(f"{address}?language=xx&language=ku").content.decode())
        assert {choice.get("value") for choice in page.all(field)} - {""} == {"ar", "ku"}
        chips = {chip.text: chip.get("href") for chip in page.all(".chip")}
        assert chips["xx"] == f"{address}?language=ku"
    assert listed(client, "/en/openings/?language=xx") == []


def test_a_filter_that_cannot_be_used_is_told_and_left_out(client: Client) -> None:
    organisation("Verein", openings=(opening(),))
    answer = client.get("/en/openings/?opening=throne&page=77&area=atlantis&x=<script>")
    text = answer.content.decode()
    assert answer.status_code == 200 and listed(client, "/en/openings/?opening=throne") == ["Ein Platz"]
    assert "throne" in text and "atlantis" in text and "<script>" not in text


def test_an_empty_list_says_so(client: Client) -> None:
    assert "Nothing is open at the moment." in client.get("/en/openings/").content.decode()


def test_words_come_in_the_readers_language_else_in_another_and_say_which(client: Client) -> None:
    organisation("Verein", openings=(opening(text={"de": "Jeden Dienstag."}),))
    text = parse(client.get("/ar/openings/").content.decode())
    assert text.one(".opening-title").text == "مقعد"
    assert text.one(".openings-list div").get("lang") == "de"


def test_the_entry_shows_what_is_open_and_what_the_committee_says(client: Client) -> None:
    entry = organisation(
        "Rat",
        kind="committee",
        openings=(
            opening(german="little", age_from=16, age_to=20, answer="message"),
            opening(days=-1, title={"de": "Vorbei"}),
        ),
        committee=Committee(("residents",), "no", "apply", "yes", {"de": "Abends."}),
    )
    page = parse(client.get(f"/en/o/{entry.slug}/").content.decode())
    words = page.one("main").text
    assert "Ein Platz" in words and "Vorbei" not in words
    assert "From 16 to 20 years of age" in words and "Who may sit there?" in words
    assert "Is German citizenship needed?" in words and "By applying for it" in words and "Abends." in words
    assert f"/en/o/{entry.slug}/contact/" in [link.get("href") for link in page.one(".openings").all("a")]


PERSON = Contact(name="Petra", phone="0711 1234567")


@pytest.mark.parametrize(
    ("answer", "facts", "words", "link"),
    [
        ("phone", {"phone": "0711 1234567"}, "Phone us.", "tel:"),
        ("phone", {"contacts": (PERSON,)}, "Phone us.", "#contact"),
        ("phone", {}, "Write us a message here.", "/contact/"),
        ("website", {"website": "https://v.example/"}, "All about it is on our website.", "https://v.example/"),
        ("website", {}, "Write us a message here.", "/contact/"),
        ("email", {"email": "v@v.example"}, "Send us an e-mail.", "#contact"),
        ("email", {}, "Write us a message here.", "/contact/"),
    ],
)
def test_how_to_answer_is_a_link_and_nothing_that_the_entry_does_not_show(
    client: Client, answer: str, facts: dict[str, Any], words: str, link: str
) -> None:
    entry = organisation("Verein", openings=(opening(answer=answer),), **facts)
    if "contacts" in facts:
        assert "Phone us." not in client.get("/en/openings/").content.decode()  # without the person's consent
        record_consent([PERSON.id], text="Ja", way="letter")
    for address in ("/en/openings/", f"/en/o/{entry.slug}/"):
        found = parse(client.get(address).content.decode()).one(".opening-facts").all("a")
        assert [one.text for one in found] == [words] and link in (found[0].get("href") or ""), address
    assert words in client.get("/api/v1/openings?lang=en").json()["openings"][0]["text"]


def test_the_list_costs_the_same_number_of_queries_however_long_it_is(client: Client) -> None:
    counts = []
    for names in (("Eins",), [f"Verein {number}" for number in range(8)]):
        for name in names:
            organisation(name, openings=(opening(), opening("trial", 8)))
        client.get("/en/openings/")
        with CaptureQueriesContext(connections[settings.READ_DATABASE]) as queries:
            assert len(listed(client)) >= len(names)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8


def test_a_translated_offer_whose_original_has_changed_says_so(client: Client) -> None:
    one = opening("trial", 9, text={"de": "Jeden Montag", "fa": "هر دوشنبه"})
    entry = organisation("Verein", openings=(one,))
    page = f"/fa/o/{entry.slug}/"
    assert "متن اصلی" not in client.get(page).content.decode()
    changed = replace(one, text={**one.text, "de": "Jeden Dienstag"})
    publish(replace(load_document(entry.pk), openings=(changed,)), base=1, author="test")
    assert "متن اصلی" in client.get(page).content.decode()
    assert "geändert" not in client.get(f"/de/o/{entry.slug}/").content.decode()


def test_a_choice_that_finds_nothing_leads_back_to_all_offers(client: Client) -> None:
    organisation("Verein", openings=(opening("trial", 4),))
    found = client.get("/en/openings/?opening=internship").content.decode()
    assert "Nothing that is open fits your choice." in found and 'href="/en/openings/">Show all offers' in found
