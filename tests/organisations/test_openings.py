"""What is offered until a day: it is there on that day, and gone on the next, without anybody doing anything."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from icalendar import Calendar

from organisations.cards import Reader, card_of, opening_of
from organisations.comparing import BOTH, FIRST, Side
from organisations.document import Committee, Contact, Opening, from_json, to_json
from organisations.facets import count_facets
from organisations.joining import joined
from organisations.matching import Matching
from organisations.merging import difference, merge
from organisations.models import Listing, Revision
from organisations.models import Opening as Row
from organisations.search import OrganisationQuery
from organisations.sentences import for_browser
from organisations.services.consent import record_consent
from organisations.services.listing import refresh_listings
from organisations.services.publish import publish
from organisations.services.rows import documents_of, load_document
from organisations.validation import faults
from organisations.vocabulary import vocabulary as terms
from tests.factories import document, organisation, place
from tests.html import parse

pytestmark = pytest.mark.usefixtures("vocabulary")


def opening(kind: str = "seat", days: int = 3, **values: Any) -> Opening:
    """Open for so many days more."""
    words: dict[str, Any] = {"title": {"de": "Ein Platz", "ar": "مقعد"}}
    return Opening(kind, timezone.localdate() + timedelta(days=days), **(words | values))


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


def test_atom_and_calendar_hold_the_same_with_the_same_filter(client: Client) -> None:
    organisation("Verein <b>", openings=(opening("trial", 4, text={"de": "Mit <b>"}), opening("seat", -2)))
    organisation("Rat", openings=(opening("guest", 1),))
    feed = ElementTree.fromstring(client.get("/en/openings.atom?opening=trial").content)  # noqa: S314 - our own
    (entry,) = feed.findall("{*}entry")
    assert entry.findtext("{*}title") == "Trial training: Ein Platz · Verein <b>"
    assert "Mit &lt;b&gt;" in (entry.findtext("{*}summary") or "")
    calendar = Calendar.from_ical(client.get("/en/openings.ics").content)
    days = [event.decoded("dtstart") for event in calendar.walk("VEVENT")]
    assert days == [timezone.localdate() + timedelta(days=ahead) for ahead in (1, 4)]


def feed_entry(client: Client) -> ElementTree.Element:
    found = ElementTree.fromstring(client.get("/en/openings.atom").content).find("{*}entry")  # noqa: S314 - our own
    assert found is not None
    return found


def test_the_feed_does_not_make_an_offer_new_when_something_else_of_its_entry_changes(client: Client) -> None:
    entry = organisation("Verein", openings=(opening("trial", 4),))
    Revision.objects.update(created_at=timezone.now() - timedelta(days=9))
    before = [feed_entry(client).findtext(f"{{*}}{name}") for name in ("published", "updated")]
    changed = publish(replace(load_document(entry.pk), website="https://v.example/"), base=1, author="test")
    assert changed and [feed_entry(client).findtext(f"{{*}}{name}") for name in ("published", "updated")] == before
    document = load_document(entry.pk)
    longer = replace(document, openings=(replace(document.openings[0], german="none"),))
    assert publish(longer, base=2, author="test")
    after = [feed_entry(client).findtext(f"{{*}}{name}") or "" for name in ("published", "updated")]
    assert after[0] == before[0] and after[1] > (before[1] or "")


def test_an_event_of_the_calendar_says_that_it_is_a_last_day(client: Client) -> None:
    one = opening("trial", 4)
    organisation("Verein", openings=(one,))
    (event,) = Calendar.from_ical(client.get("/en/openings.ics").content).walk("VEVENT")
    assert str(event["summary"]).startswith(f"Until {one.until.day}\u00a0")


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


def test_the_api_gives_them_and_refuses_what_is_no_parameter(client: Client) -> None:
    entry = organisation("Verein", openings=(opening("trial", 4), opening("seat", -2)))
    answer = client.get("/api/v1/openings?lang=en").json()
    assert answer["total"] == 1
    assert answer["openings"][0]["organisation"]["slug"] == entry.slug
    assert answer["openings"][0]["opening"]["kind"] == "trial"
    assert client.get("/api/v1/openings?opening=throne").status_code == 400
    one = client.get(f"/api/v1/organisations/{entry.pk}").json()
    assert [item["kind"] for item in one["openings"]] == ["trial"]


def test_a_last_day_at_the_end_of_time_that_stands_there_breaks_no_page_and_no_feed(client: Client) -> None:
    """From before such days were refused."""
    entry = organisation("Verein", openings=(opening(),))
    Row.objects.update(until=date.max)
    refresh_listings([entry.pk])
    for address in ("openings/", "openings.atom", "?opening=seat", f"o/{entry.slug}/"):
        answer = client.get(f"/ar/{address}")
        assert (answer.status_code, "Verein" in answer.content.decode()) == (200, True), address
    calendar = Calendar.from_ical(client.get("/en/openings.ics").content)
    assert [event.decoded("dtstart") for event in calendar.walk("VEVENT")] == [date.max]
    assert client.get("/api/v1/openings").json()["openings"][0]["opening"]["until"] == "9999-12-31"


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


# The document --------------------------------------------------------------------------------------------------------


def test_openings_are_kept_with_their_ids_and_stand_in_the_revision() -> None:
    one = opening(german="none", age_from=6, answer="come", text={"de": "Zeile\n\nZeile"})
    facts = Committee(("young", "parents"), "no", "elected", "", {"de": "Zwei Jahre."})
    entry = organisation("Rat", openings=(one, opening("guest")), committee=facts)
    now = load_document(entry.pk)
    assert (now.openings[0], now.committee) == (one, facts)
    assert documents_of([Revision.objects.get(organisation=entry)])[0].openings == now.openings


def test_a_revision_from_before_there_were_openings_is_read() -> None:
    entry = organisation("Rat")
    revision = Revision.objects.get(organisation=entry)
    del revision.document["openings"], revision.document["committee"]
    old = documents_of([revision])[0]
    assert (old.openings, old.committee) == ((), Committee())
    assert difference(old, load_document(entry.pk)) == []
    made = replace(document(places=(), openings=(opening(),)), contacts=())
    assert from_json(to_json(made), lambda *_: None, lambda *_: None).openings == made.openings


def test_two_people_change_different_openings_and_both_stay() -> None:
    seat, guest = opening("seat"), opening("guest")
    base = document(openings=(seat, guest))
    ours = replace(base, openings=(replace(seat, german="none"), guest))
    theirs = replace(base, openings=(seat,), committee=Committee(how="apply"))
    merged, conflicts = merge(base, ours, theirs)
    assert (merged.openings, conflicts) == ((replace(seat, german="none"),), [])
    assert merged.committee.how == "apply"


def test_of_two_entries_that_become_one_the_openings_of_both_can_be_kept() -> None:
    mine, theirs = opening("seat"), opening("trial")
    first, second = document(openings=(mine,)), document("Doppelt", openings=(theirs,))
    made = joined(Side(first), Side(second), FIRST, {"openings": BOTH}).document
    assert made.openings == (mine, theirs)


@pytest.mark.parametrize(
    ("values", "part"),
    [
        ({"kind": "throne"}, "kind"),
        ({"german": "a1"}, "german"),
        ({"answer": "shout"}, "answer"),
        ({"title": {"de": "x" * 121}}, "title"),
        ({"title": {"Deutsch!": "x"}}, "title"),
        ({"text": {"de": "a\u202eb"}}, "text"),
        ({"age_from": 20, "age_to": 10}, "age_from"),
        ({"age_to": 130}, "age_from"),
        ({"until": date.min}, "until"),
        ({"until": date(1999, 12, 31)}, "until"),
        ({"until": timezone.localdate() + timedelta(days=3_654)}, "until"),
        ({"until": date.max}, "until"),
    ],
)
def test_an_opening_that_makes_no_sense_is_refused(values: dict[str, Any], part: str) -> None:
    found = faults(document(openings=(replace(opening(), **values),)), terms())
    assert [(fault.part, fault.row) for fault in found] == [(f"openings.{part}", 0)]


def test_facts_of_a_committee_that_nobody_knows_are_refused() -> None:
    found = faults(document(committee=Committee(("kings", "parents"), "perhaps", "inherited", "?")), terms())
    assert [fault.part.partition(".")[2] for fault in found] == ["citizenship", "how", "public", "who"]


def test_an_entry_with_an_opening_that_is_over_can_still_be_published() -> None:
    entry = organisation("Rat", openings=(opening(days=-400),))
    again = replace(load_document(entry.pk), website="https://rat.example/")
    assert publish(again, base=entry.number, author="test") is not None
