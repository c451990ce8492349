"""The first visit: fixed phrases in every language, one sheet of paper, nobody named without consent."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from organisations.document import Contact, Cost, FirstVisit, Language, OrganisationDocument, Step, from_json, to_json
from organisations.first_visit import phrase
from organisations.merging import difference, merge
from organisations.models import Organisation, Revision
from organisations.services.consent import record_consent, withdraw_consent
from organisations.services.rows import documents_of, load_document
from organisations.validation import InvalidDocument
from organisations.visit_phrases import ASK_FOR, BRING, COST, WATCH, WAY, WEAR, WHEN
from tests.factories import change, document, meeting, organisation, place
from tests.html import Element, parse

pytestmark = pytest.mark.usefixtures("vocabulary")
PERSON = Contact(name="Samir Muster", role="Training", languages=("ar", "de"), phone="030 23125 001")
VISIT = FirstVisit(
    when="early",
    ask_for="trainer",
    person=PERSON.id,
    wear=("sportswear", "indoor_shoes"),
    bring=("drink",),
    cost=Cost("first_free", visits=3),
    watch="yes",
    way=(Step("bus", "Beispielwiesen", "951"), Step("walk", "3"), Step("entrance_behind")),
)


def welcoming(**values: Any) -> Organisation:
    """An entry that answers everything."""
    return organisation(**{"first_visit": VISIT, "contacts": (PERSON,), **values})


def page(client: Client, tail: str = "", language: str = "en") -> Element:
    answer = client.get(f"/{language}/o/beispielverein/{tail}")
    assert answer.status_code == 200
    return parse(answer.content.decode())


def answers(tree: Element) -> dict[str | None, str]:
    """The answers of the card by their key."""
    return {row.get("data-answer"): row.one("dd").text.replace("\u00a0·", " ·") for row in tree.all(".visit dl div")}


def test_a_newcomer_learns_everything_about_the_first_visit_in_the_own_language(client: Client) -> None:
    welcoming()
    record_consent([PERSON.id], text="Ja", way="letter")
    assert answers(page(client)) == {
        "when": "Come 15 minutes before we begin.Training, every Tuesday · 18:00\u00a0to\u00a020:00",
        "ask_for": "Samir Muster · The trainer · speaks Arabic and German",
        "wear": "Sports clothes · Clean sports shoes for indoors",
        "bring": "Something to drink",
        "cost": "The first 3 visits are free of charge.",
        "watch": "Yes, you are welcome.",
        "way": "Bus 951 to the stop BeispielwiesenThen 3 minutes on footThe entrance is behind the house.",
        "languages": "Arabic: always",
    }


def test_answers_that_are_not_known_are_left_out(client: Client) -> None:
    organisation(first_visit=FirstVisit(watch="no", bring=("nothing",)), languages=(), meetings=())
    assert list(answers(page(client))) == ["bring", "watch"]


def test_an_entry_without_answers_has_no_card_but_a_page_to_print(client: Client) -> None:
    organisation()
    assert page(client).all(".visit") == []
    assert [row.get("data-answer") for row in page(client, "first-visit/").all(".paper-row")] == ["when", "languages"]


def test_meeting_times_do_not_invite_where_one_has_to_ask_first(client: Client) -> None:
    organisation(first_visit=FirstVisit(when="by_appointment"))
    assert answers(page(client))["when"] == "Please agree on a day with us first."


def test_a_person_is_named_only_while_the_consent_is_in_force(client: Client) -> None:
    welcoming()
    for shown in (False, True, False):
        if shown:
            record_consent([PERSON.id], text="Ja", way="letter")
        else:
            withdraw_consent([PERSON.id])
        for tail in ("", "first-visit/"):
            assert (b"Samir" in client.get(f"/en/o/beispielverein/{tail}").content) is shown
        assert "The trainer" in answers(page(client))["ask_for"]


def test_the_way_to_a_private_address_is_never_shown(client: Client) -> None:
    entry = welcoming(places=(place(private=True),))
    for address in ("/en/o/beispielverein/", "/de/o/beispielverein/first-visit/", f"/api/v1/organisations/{entry.pk}"):
        assert b"Beispielwiesen" not in client.get(address).content
    assert "way" not in answers(page(client))


def test_names_in_an_arabic_answer_are_set_apart(client: Client) -> None:
    welcoming()
    way = page(client, language="ar").one('.visit [data-answer="way"]')
    assert [(name.get("lang"), name.text) for name in way.all("bdi")] == [("de", "951"), ("de", "Beispielwiesen")]


def test_the_printed_page_has_the_readers_language_and_german_side_by_side(client: Client) -> None:
    welcoming(checked_on=date(2026, 9, 1))
    sheet = page(client, "first-visit/", "ar")
    row = sheet.one('[data-answer="languages"]')
    assert ("العربية" in row.one(".paper-own").text, "Arabisch" in row.one(".paper-other").text) == (True, True)
    assert row.one(".paper-other").get("lang") == "de"
    assert "testserver/ar/o/beispielverein/" in sheet.one(".paper-code").text
    assert sheet.one(".qr").one("svg").get("viewbox")
    assert str(date.today().year) in sheet.one(".paper-dates").text


def test_a_language_that_nobody_has_checked_yet_is_not_said_to_be_unchecked_for_long(client: Client) -> None:
    old = Language("fa", "always", checked_on=date.today() - timedelta(days=900))
    welcoming(languages=(Language("ar", "always"), old, Language("tr", "always")))
    for tail in ("", "first-visit/"):
        line = page(client, tail).one('[data-answer="languages"]').text
        assert "Arabic and Turkish: not yet checked by a person" in line and "Persian: not checked for long" in line


def test_the_printed_page_in_german_says_everything_once(client: Client) -> None:
    welcoming()
    assert page(client, "first-visit/", "de").all(".paper-other") == []


def test_the_printed_page_says_that_it_is_closed(client: Client) -> None:
    welcoming(closed_from=date.today() - timedelta(days=1))
    assert "Closed for now" in page(client, "first-visit/").one(".paper-closed").text


@pytest.mark.parametrize("tail", ["first-visit/", "entry.vcf", "times.ics"])
def test_pages_of_an_old_slug_lead_to_the_new_one(client: Client, tail: str) -> None:
    change(welcoming(), name="Neuer Name")
    answer = client.get(f"/en/o/beispielverein/{tail}")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"/en/o/neuer-name/{tail}")


def test_whole_euros_have_no_cents() -> None:
    with translation.override("en"):
        made = [document(first_visit=FirstVisit(cost=Cost("amount", cents=cents))) for cents in (300, 250)]
        from organisations.first_visit import answers_of

        assert [answers_of(one, [], [])[0].texts for one in made] == [["€3"], ["€2.50"]]


@pytest.mark.parametrize("question", [WHEN, ASK_FOR, WEAR, BRING, COST, WATCH, WAY], ids=lambda one: one.text)
def test_every_phrase_can_be_said(question: Any) -> None:
    for sentence in question.answers.values():
        line = phrase(sentence, n=2, name="Name", lines="1", amount="€3")
        assert "%" not in "".join(piece.text for piece in line) and all(piece.text for piece in line)


# The document ------------------------------------------------------------------------------------------------------


def test_the_answers_survive_being_published_and_read() -> None:
    entry = welcoming()
    assert load_document(entry.pk).first_visit == VISIT
    assert documents_of([Revision.objects.get(organisation=entry)])[0].first_visit == VISIT


def test_a_revision_from_before_there_was_a_first_visit_is_read() -> None:
    entry = welcoming()
    revision = Revision.objects.get(organisation=entry)
    del revision.document["first_visit"]
    assert documents_of([revision])[0].first_visit == FirstVisit()


def test_a_person_who_was_removed_is_not_asked_for_any_more() -> None:
    entry = welcoming()
    change(entry, contacts=())
    assert load_document(entry.pk).first_visit == replace(VISIT, person=None)
    assert documents_of([Revision.objects.get(organisation=entry, number=1)])[0].first_visit.person == PERSON.id


def test_answers_are_merged_one_by_one() -> None:
    base = document(first_visit=VISIT, contacts=(PERSON,))
    ours = replace(base, first_visit=replace(VISIT, watch="ask", cost=Cost("free")))
    theirs = replace(base, first_visit=replace(VISIT, when="call", cost=Cost("donation")))
    merged, conflicts = merge(base, ours, theirs)
    assert merged.first_visit == replace(VISIT, watch="ask", when="call", cost=Cost("donation"))
    assert [conflict.key for conflict in conflicts] == [("first_visit", "cost")]
    assert [one.key for one in difference(base, ours)] == [("first_visit", "cost"), ("first_visit", "watch")]


def test_a_merge_forgets_a_person_whom_the_other_side_removed() -> None:
    base = document(contacts=(PERSON,))
    merged, _ = merge(base, replace(base, first_visit=VISIT), replace(base, contacts=()))
    assert merged.first_visit == replace(VISIT, person=None)


@pytest.mark.parametrize(
    ("values", "part"),
    [
        ({"when": "whenever"}, "when"),
        ({"watch": "maybe"}, "watch"),
        ({"wear": ("crown",)}, "wear"),
        ({"bring": ("drink", "drink")}, "bring"),
        ({"bring": ("drink", "food", "towel", "pen", "friend", "dog")}, "bring"),
        ({"cost": Cost("amount")}, "cost"),
        ({"cost": Cost("first_free", visits=0)}, "cost"),
        ({"cost": Cost("amount", cents=-1)}, "cost"),
        ({"way": (Step("bus"),)}, "way"),
        ({"way": (Step("walk", "far"),)}, "way"),
        ({"way": (Step("walk", "٣"),)}, "way"),
        ({"way": (Step("rocket"),)}, "way"),
        ({"way": (Step("bell", "x" * 81),)}, "way.name"),
        ({"way": (Step("parking"),) * 5}, "way"),
    ],
)
def test_a_faulty_answer_is_refused_with_its_part(values: dict[str, Any], part: str) -> None:
    with pytest.raises(InvalidDocument) as refused:
        organisation(first_visit=FirstVisit(**values))
    assert any(fault.part.endswith(f"first_visit.{part}") for fault in refused.value.faults)


def test_the_interface_for_programs_gives_codes_and_words(client: Client) -> None:
    entry = welcoming(languages=(Language("ar", "always"),))
    record_consent([PERSON.id], text="Ja", way="letter")
    found = client.get(f"/api/v1/organisations/{entry.pk}?lang=en").json()["first_visit"]
    assert (found["when"], found["person"], found["wear"]) == ("early", "Samir Muster", ["sportswear", "indoor_shoes"])
    assert found["cost"] == {"kind": "first_free", "free_visits": 3, "euros": None}
    assert found["way"][0] == {"code": "bus", "name": "Beispielwiesen", "lines": "951"}
    assert {"question": "May I just watch?", "answer": ["Yes, you are welcome."]} in found["answers"]
    assert client.get(f"/api/v1/organisations/{organisation('Stiller Verein').pk}").json()["first_visit"] is None


def test_a_stored_document_of_no_answers_is_small() -> None:
    made: OrganisationDocument = document(places=(), meetings=(meeting(),))
    assert to_json(made)["first_visit"] == {}
    assert from_json(to_json(made), lambda *_: None, lambda *_: None).first_visit == FirstVisit()
