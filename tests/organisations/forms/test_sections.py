"""What people type in the sections of an entry, and what becomes of it."""

from dataclasses import replace
from datetime import date, time

import pytest

from organisations.document import Contact, Language, OrganisationDocument, Text
from organisations.forms.entry import section_form
from organisations.forms.rules import WEEKLY
from organisations.forms.sections import SECTIONS
from organisations.services.consent import record_consent
from tests.factories import BERNHAUSEN, document, meeting, organisation, place
from tests.organisations.forms.browser import no_id, opened, page, posted, sent, sentences

pytestmark = pytest.mark.usefixtures("vocabulary")


def test_what_is_no_hour_is_refused_with_a_sentence_and_stays():
    found = sent("times", document(), meetings__0__starts_at="abends")
    assert not found.is_valid()
    assert "19:30" in sentences(found)
    assert page(found).one("[name=meetings-0-starts_at]").get("value") == "abends"


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"until": "31.12.2025", "starts_on": "1.1.2026"}, "until"),
        ({"until": "31.12.2025"}, "until"),
        ({"starts_at": "18:00", "ends_at": "17:00"}, "ends_at"),
        ({"starts_at": "18:00", "ends_at": "18:00"}, "ends_at"),
        ({"starts_at": "22:00", "ends_at": "1:30"}, ""),
        ({"starts_at": "20:00", "ends_at": "24:00"}, ""),
    ],
)
def test_a_time_that_never_takes_place_or_ends_before_it_begins_is_refused(typed, field):
    rest = {"meetings__0__days": ["1"], "meetings__0__repeat": WEEKLY, "meetings__0__starts_at": "19:00"}
    more = {f"meetings__0__{name}": value for name, value in typed.items()}
    found = sent("times", document(meetings=()), meetings__count="1", **(rest | more))
    found.is_valid()
    assert [name for name, _sentence in found.errors] == ([f"id_meetings-0-{field}"] if field else [])


def test_sections_stand_in_the_order_in_which_people_are_asked():
    keys = "about topics open languages places times visit openings contacts"
    assert [section.key for section in SECTIONS] == keys.split()


def test_the_faults_of_an_entry_stand_at_their_fields_and_nothing_typed_is_lost():
    found = sent("about", document(), about__email="kein at", about__name="", about__summary="x" * 201)
    assert not found.is_valid()
    assert found.document == found.before
    assert {field for field, _sentence in found.errors} == {"id_about-name"}
    found = sent("about", document(), about__email="kein at", about__summary="x" * 201)
    assert not found.is_valid()
    assert [field for field, _sentence in found.errors] == ["id_about-summary", "id_about-email"]
    shown = page(found)
    email = shown.one("[name=about-email]")
    assert (email.get("value"), email.get("aria-invalid")) == ("kein at", "true")
    assert shown.one("#" + (email.get("aria-describedby") or "").split()[-1]).text
    assert shown.one("[name=about-summary]").text == "x" * 201


def test_the_first_text_says_in_which_language_the_entry_is_written():
    new = OrganisationDocument(kind="club", name="")
    found = sent("about", new, about__name="Kulturverein", about__language="ar", about__summary="نحن هنا")
    assert found.is_valid(), found.errors
    assert (found.document.language, found.document.texts) == ("ar", {"ar": Text(summary="نحن هنا")})


def test_a_text_in_another_language_is_added_beside_the_original():
    found = sent("about", document(), language="tr", about__summary="Lig yok.")
    assert found.is_valid(), found.errors
    assert found.document.language == "de"
    assert found.document.texts == {**document().texts, "tr": Text(summary="Lig yok.")}


def test_a_machine_s_text_that_somebody_corrects_is_a_human_s():
    entry = document(texts={"de": Text(summary="Wir"), "en": Text(summary="We", origin="machine", made_from=1)})
    found = sent("about", entry, language="en", about__summary="We play.")
    assert found.is_valid(), found.errors
    assert found.document.texts["en"] == Text(summary="We play.", origin="human")


def test_no_form_moves_the_day_of_a_check():
    entry = document(languages=(Language("ar", "always", checked_on=date(2026, 9, 1)),))
    found = sent("languages", entry, languages__0__note="Unser Trainer", languages__0__assurance="on_request")
    assert found.is_valid(), found.errors
    made = found.document
    assert made.languages == (Language("ar", "on_request", note="Unser Trainer", checked_on=date(2026, 9, 1)),)
    assert made.checked_on == entry.checked_on
    found = sent("languages", entry, languages__0__code="fa")
    assert found.is_valid(), found.errors
    assert found.document.languages[0].checked_on is None


def test_the_main_topic_stands_first():
    found = sent("topics", document(), topics__main="choir", topics__more=["football"])
    assert found.is_valid(), found.errors
    assert found.document.topics == ("choir", "football")


def test_a_point_does_not_stay_when_the_address_is_another():
    found = sent("places", document(), places__0__postcode="73760", places__0__town="Ostfildern")
    assert found.is_valid(), found.errors
    address = found.document.places[0].address
    assert (address.point, address.point_origin, address.area) == (None, "", "ostfildern")
    assert found.document.places[0].id == found.before.places[0].id


def test_a_point_stays_when_only_the_spelling_is_corrected():
    found = sent("places", document(), places__0__street="Muster-Weg 4")
    typed = sent("places", document(), places__0__street="MUSTERWEG  4,")
    assert found.is_valid() and typed.is_valid()
    assert typed.document.places[0].address.point == BERNHAUSEN


def test_a_point_that_was_set_anew_is_one_by_hand():
    entry = document(places=(place(point=(9.2, 48.7), name="Halle"),))
    old = replace(entry.places[0].address, point_origin="geocoder")
    entry = replace(entry, places=(replace(entry.places[0], address=old),))
    found = sent("places", entry, places__0__street="Neue Straße 2", places__0__lat="48.68", places__0__lng="9.22")
    assert found.is_valid(), found.errors
    address = found.document.places[0].address
    assert (address.point, address.point_origin) == ((9.22, 48.68), "hand")


ODD_POINTS = [("9", "x"), ("nan", "48"), ("0", "0"), ("9", ""), ("9", "1e999"), ("9" * 999, "1")]


def test_a_point_that_is_none_is_refused_with_a_sentence():
    data = posted(opened("places", document()))
    for data["places-0-lng"], data["places-0-lat"] in ODD_POINTS:
        found = section_form("places", document(), data, language="de")
        assert not found.is_valid()
        assert found.errors


def test_the_place_of_another_entry_is_no_place_of_this_one():
    other = organisation("Anderer Verein")
    foreign = opened("places", document()).before.places[0].id
    found = sent("places", document(), places__0__id=str(other.pk))
    assert found.is_valid(), found.errors
    assert found.document.places[0].id not in (other.pk, foreign)


def test_two_rows_with_one_id_are_two_places():
    entry = document()
    data = posted(opened("places", entry))
    for name in list(data):
        if name.startswith("places-0-"):
            data.setlist(name.replace("-0-", "-1-"), data.getlist(name))
    data["places-count"] = "2"
    data["places-1-primary"] = data["places-0-primary"] = ""
    found = section_form("places", entry, data, language="de")
    assert found.is_valid(), found.errors
    assert len({one.id for one in found.document.places}) == 2


def test_a_time_is_made_of_weekdays_hours_and_how_often():
    entry = document(meetings=())
    values = {"meetings__0__days": ["1", "3"], "meetings__0__starts_at": "19 Uhr", "meetings__0__ends_at": "20:30"}
    more = {"meetings__0__repeat": "2,4", "meetings__0__months": ["4", "5"], "meetings__0__until": "2027-05-31"}
    rest = {"meetings__0__title": "Chor", "meetings__0__starts_on": "2026-01-01", "meetings__0__off": "13.4.2027"}
    found = sent("times", entry, meetings__count="1", **values, **more, **rest)
    assert found.is_valid(), found.errors
    (made,) = found.document.meetings
    assert made.rrule == "FREQ=MONTHLY;BYDAY=2TU,4TU,2TH,4TH;BYMONTH=4,5;UNTIL=20270531"
    assert (made.starts_at, made.ends_at, made.title) == (time(19), time(20, 30), {"de": "Chor"})
    assert made.exceptions == (date(2027, 4, 13),)


def test_a_rule_the_form_cannot_say_is_shown_in_words_and_stays():
    entry = document(meetings=(meeting("FREQ=WEEKLY;INTERVAL=3;BYDAY=TU"),))
    shown = page(opened("times", entry)).one("[name=meetings-0-repeat]")
    assert shown.one("option").get("value") == "keep"
    found = sent("times", entry, meetings__0__title="Neu", meetings__0__months=["5"])
    assert found.is_valid(), found.errors
    assert found.document.meetings[0].rrule == "FREQ=WEEKLY;INTERVAL=3;BYDAY=TU;BYMONTH=5"
    other = sent("times", entry, meetings__0__days=["0"])
    assert not other.is_valid()
    assert other.errors[0][0] == "id_meetings-0-repeat"


def test_titles_in_other_languages_stay():
    entry = document(meetings=(meeting(title={"de": "Training", "ar": "تدريب"}),))
    found = sent("times", entry, meetings__0__title="Spiel")
    assert found.document.meetings[0].title == {"de": "Spiel", "ar": "تدريب"}


def test_a_removed_place_is_no_longer_that_of_a_time():
    first, second = place(primary=True), place(street="Weg 2")
    entry = document(places=(first, second), meetings=(meeting(place=second.id),))
    data = posted(opened("places", entry))
    for name in list(data):
        if name.startswith("places-1-"):
            del data[name]
    found = section_form("places", entry, data, language="de")
    assert found.is_valid(), found.errors
    assert found.document.places == (first,)
    assert found.document.meetings[0].place is None


def test_answers_of_the_first_visit_are_chosen_and_typed_with_a_comma():
    typed = {"visit__visit_cost": "amount", "visit__visit_euros": "3,50 €", "visit__visit_wear": ["socks"]}
    found = sent("visit", document(), **typed)
    assert found.is_valid(), found.errors
    assert found.document.first_visit.cost.cents == 350
    assert found.document.first_visit.wear == ("socks",)
    wrong = sent("visit", document(), visit__visit_cost="amount")
    assert not wrong.is_valid()
    assert wrong.errors[0][0] == "id_visit-visit_cost"


def test_a_step_without_the_name_it_needs_is_refused_in_its_row():
    found = sent("visit", document(), way__count="1", way__0__code="bell", way__0__name="", way__0__lines="")
    assert not found.is_valid()
    assert found.errors[0][0] == "id_way-0-name"


def test_visitors_see_only_people_who_agreed_and_can_add_somebody():
    shown, silent = Contact(name="Frau Ja", phone="0711 1"), Contact(name="Herr Nein", phone="0711 2")
    entry = organisation(contacts=(shown, silent))
    record_consent([shown.id], text="Ja", way="Brief")
    full = document(id=entry.pk, contacts=(shown, silent))
    first = page(opened("contacts", full, public_only=True))
    assert [one.get("value") for one in first.all("[name=contacts-0-name]")] == ["Frau Ja"]
    assert not first.all("[name=contacts-1-name]")
    more = {"contacts__count": "2", "contacts__1__name": "Neu", "contacts__1__languages": ["ar"]}
    found = sent("contacts", full, public_only=True, contacts__0__phone="0711 3", **more)
    assert found.is_valid(), found.errors
    assert [one.name for one in found.document.contacts] == ["Frau Ja", "Herr Nein", "Neu"]
    assert found.document.contacts[0].phone == "0711 3"
    assert found.document.contacts[1] == silent


def test_visitors_see_the_town_of_a_private_place_and_no_more():
    secret = place(street="Geheimweg 1", private=True, primary=True)
    entry = document(places=(secret, place(street="Weg 2")))
    shown = page(opened("places", entry, public_only=True))
    assert "Geheimweg" not in shown.text
    assert [one.get("value") for one in shown.all("[name=places-0-street]")] == ["Weg 2"]
    assert "Filderstadt" in shown.text
    found = sent("places", entry, public_only=True, places__0__street="Weg 3", places__0__id=str(secret.id))
    assert found.is_valid(), found.errors
    assert found.document.places[0] == secret
    assert found.document.places[1].id not in (secret.id, no_id())


def test_a_person_without_a_name_is_refused_but_one_whose_name_was_erased_stays():
    erased = Contact(name="", role="Trainer")
    assert sent("contacts", document(contacts=(erased,)), contacts__0__role="Trainerin").is_valid()
    found = sent("contacts", document(), contacts__count="1", contacts__0__role="Trainer", contacts__0__name="")
    assert not found.is_valid()
    assert found.errors[0][0] == "id_contacts-0-name"
