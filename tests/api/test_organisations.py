"""GET /api/v1/organisations/{id}"""

from datetime import timedelta
from uuid import uuid4

from api import shapes
from organisations.models import ContactPerson
from organisations.services.consent import withdraw_consent
from tests.api.conftest import fits
from tests.factories import Text, change


def test_an_entry_tells_everything_that_visitors_may_know(cast, get, today):
    answer = get(f"organisations/{cast.football.pk}")
    entry = answer.json()
    fits(entry, shapes.ORGANISATION)
    assert entry["texts"] == {
        "de": {"summary": "Wir spielen.", "description": "", "audience": "", "origin": "human"},
        "en": {"summary": "We play.", "description": "", "audience": "", "origin": "human"},
    }
    assert (entry["website"], entry["phone"]) == ("https://fussball.example/", "030 23125 000")
    assert entry["checked_on"] == (today - timedelta(days=10)).isoformat()
    (place,) = entry["places"]
    assert (place["street"], place["postcode"], place["town"]) == ("Musterweg 4", "70794", "Filderstadt")
    assert place["point"] == [9.2197, 48.679]
    assert [section["name"] for section in entry["sections"]] == ["Fußballverein Beispiel – Mädchen"]
    assert entry["url"].endswith("/de/o/fussballverein-beispiel/")


def test_contacts_are_named_with_their_consent_only_and_without_mail(cast, get):
    answer = get(f"organisations/{cast.football.pk}")
    assert answer.json()["contacts"] == [
        {"name": "Ali Beispiel", "role": "Trainer", "languages": ["ar"], "phone": "030 23125 001"}
    ]
    assert b"@" not in answer.content


def test_a_contact_disappears_with_the_consent(cast, get):
    withdraw_consent([ContactPerson.objects.get(details__name="Ali Beispiel").pk])
    assert get(f"organisations/{cast.football.pk}").json()["contacts"] == []


def test_a_private_place_has_nothing_but_its_town(cast, get):
    answer = get(f"organisations/{cast.women.pk}")
    (place,) = answer.json()["places"]
    assert (place["private"], place["town"], place["label"]) == (True, "Filderstadt", "Filderstadt")
    assert (place["name"], place["street"], place["postcode"]) == ("", "", "")
    assert place["point"] != [9.2197, 48.679]
    assert b"Geheimweg" not in answer.content


def test_a_mail_address_in_prose_is_blanked(cast, get):
    entry = get(f"organisations/{cast.women.pk}").json()
    assert entry["texts"]["de"]["description"] == "Fragen an … bitte."
    assert entry["languages"][0]["note"] == "Schreiben an …"


def test_blanking_leaves_line_breaks_and_quotes_whole(cast, get):
    text = 'Erste Zeile\nfrauen@canary.example\n"anna@canary.example" oder \\berta@canary.example, https://a.example/@frauen'
    change(cast.women, texts={"de": Text(description=text)})
    entry = get(f"organisations/{cast.women.pk}").json()
    assert entry["texts"]["de"]["description"] == 'Erste Zeile\n…\n"…" oder \\…, https://a.example/@frauen'


def test_an_entry_without_a_place_has_its_area(cast, get):
    (place,) = get(f"organisations/{cast.table.pk}").json()["places"]
    assert (place["fixed"], place["town"], place["area"]) == (False, "Filderstadt", "filderstadt")


def test_a_section_names_its_parent_and_its_closure(cast, get, today):
    entry = get(f"organisations/{cast.section.pk}").json()
    assert entry["parent"]["id"] == str(cast.football.pk)
    assert entry["closed_until"] == (today + timedelta(days=3)).isoformat()


def test_meetings_come_with_rule_words_and_next_dates(cast, get):
    (meeting,) = get(f"organisations/{cast.football.pk}", lang="en").json()["meetings"]
    assert (meeting["rrule"], meeting["starts_at"], meeting["text"]) == (
        "FREQ=WEEKLY;BYDAY=TU",
        "18:00",
        "every Tuesday",
    )
    assert len(meeting["next"]) == 5


def test_labels_name_the_controlled_words_in_the_language_asked_for(cast, get):
    labels = get(f"organisations/{cast.football.pk}", lang="en").json()["labels"]
    assert labels["kind"] == {"club": "Club"}
    assert labels["topic"] == {"football": "Football"}
    assert labels["language"] == {"ar": "Arabic", "de": "German", "en": "English"}


def test_what_is_not_public_is_not_there(cast, get, today):
    change(cast.music, ends_on=today - timedelta(days=1))
    for missing in (cast.draft.pk, cast.music.pk, uuid4()):
        answer = get(f"organisations/{missing}")
        assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
        assert b"canary" not in answer.content


def test_an_id_that_is_none_is_not_found(vocabulary, get):
    for wrong in ("1", "x", "00000000-0000-0000-0000-00000000000g", "..%2f.."):
        answer = get(f"organisations/{wrong}")
        assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json"), wrong
