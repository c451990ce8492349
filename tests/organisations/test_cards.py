"""The card of an entry in a list."""

from datetime import date, timedelta

import pytest
from django.utils.translation import override

from organisations.cards import Reader, ago_text, card_of, freshness_of, when_text
from organisations.document import Language, Text
from organisations.freshness import Step
from organisations.models import Listing
from organisations.vocabulary import vocabulary as terms
from tests import factories

MONDAY = date(2026, 11, 23)
pytestmark = pytest.mark.django_db


def card(language="de", asked=(), asked_flags=(), **values):
    made = factories.organisation("Bunter Ball Bernhausen", **values)
    with override(language):
        reader = Reader(language, MONDAY, terms(), asked, asked_flags)
        return card_of(Listing.objects.get(organisation=made, primary=True), reader)


@pytest.mark.usefixtures("vocabulary")
class TestCard:
    def test_says_what_it_is_and_where(self):
        found = card()
        assert found["meta"] == ["Verein", "Fußball", "Bernhausen"]
        assert found["topic"] == {"slug": "football", "label": "Fußball", "icon": "ball-football", "hue": "leaf"}
        assert found["url"] == "/de/o/bunter-ball-bernhausen/"

    def test_says_it_in_arabic_too(self):
        assert card("ar")["meta"] == ["جمعية", "كرة القدم", "Bernhausen"]

    def test_says_that_a_place_is_unknown(self):
        nowhere = factories.place(None, street="", postcode="", town="", area=None)
        assert card(places=(), area=None)["meta"] == ["Verein", "Fußball", "Ort nicht bekannt"]
        assert card("en", places=(nowhere,), area=None)["meta"] == ["Club", "Football", "Place not known"]

    def test_says_when_next(self):
        assert card()["time"] == {"when": "Morgen\u00a018:00", "rule": "Training, jeden Dienstag", "lang": ""}

    def test_shows_the_soonest_of_several_times(self):
        times = (factories.meeting("FREQ=WEEKLY;BYDAY=FR"), factories.meeting("FREQ=WEEKLY;BYDAY=WE", title={}))
        assert card(meetings=times)["time"] == {"when": "Mi\u00a018:00", "rule": "jeden Mittwoch", "lang": ""}

    def test_has_no_time_while_closed_without_an_end(self):
        found = card(closed_from=date(2026, 11, 1))
        assert found["time"] is None
        assert found["closed"] == "Zurzeit geschlossen"

    def test_says_until_when_it_is_closed(self):
        assert card(closed_until=date(2026, 12, 6))["closed"] == "Bis 6.\u00a0Dezember geschlossen"
        assert card(closed_until=date(2026, 11, 22))["closed"] == ""

    def test_puts_the_languages_asked_for_first_then_the_surest(self):
        checked = date(2026, 11, 1)
        languages = (
            Language("ru", "on_request", checked_on=checked),
            Language("tr", "certain_days", days=(1,), checked_on=checked),
            Language("ar", "always", checked_on=checked),
            Language("de", "slow_german", checked_on=checked),
        )
        found = card(asked=("ru",), languages=languages)
        assert [promise["code"] for promise in found["promises"]] == ["ru", "ar", "tr"]
        assert (found["more_promises"], found["more_two"], found["more_three"]) == (1, "+2", "+1")
        assert [promise["how"] for promise in found["promises"]] == ["auf Anfrage", "sicher", "dienstags"]

    def test_does_not_call_sure_what_was_not_checked_for_long(self):
        found = card(languages=(Language("ar", "always", checked_on=date(2026, 1, 1)), Language("tr", "always")))
        assert {promise["css"] for promise in found["promises"]} == {"stale"}

    def test_says_of_the_language_asked_for_when_it_was_checked_and_the_note(self):
        languages = (
            Language("tr", "always", note="Ayşe ist immer da.", checked_on=date(2026, 11, 2)),
            Language("ar", "always", note="wort " * 30, checked_on=date(2026, 11, 2)),
            Language("ru", "always"),
        )
        found = card("en", asked=("tr", "ru"), languages=languages)["promise_notes"]
        assert [(item["label"], item["note"]) for item in found] == [("Turkish", "Ayşe ist immer da."), ("Russian", "")]
        assert [item["date"] for item in found] == ["2026-11-02", ""]
        own = card("ar", languages=languages)["promise_notes"]
        assert len(own) == 1 and own[0]["note"].endswith("wort…") and len(own[0]["note"]) <= 90

    def test_shows_the_flag_that_was_asked_for(self):
        found = card(asked_flags=("childcare",), flags=("childcare", "newcomers-welcome"))
        assert found["flag"] == {"slug": "childcare", "label": "Kinderbetreuung", "icon": "baby-carriage"}

    def test_shows_a_teaser_only_without_time_and_promises(self):
        assert card()["teaser"] == ""
        bare = card(
            meetings=(), languages=(), texts={"en": Text(summary="We play."), "de": Text(summary="Wir spielen.")}
        )
        assert (bare["teaser"], bare["teaser_lang"]) == ("Wir spielen.", "de")

    def test_an_entry_without_anything_has_a_card(self):
        found = card(
            topics=(), flags=(), german="", languages=(), places=(), meetings=(), texts={}, area=None, checked_on=None
        )
        assert found["meta"] == ["Verein", "Ort nicht bekannt"]
        assert (found["german"], found["flag"], found["time"]) == (None, None, None)
        assert found["freshness"]["label"] == "Noch nicht von einem Menschen geprüft"


@pytest.mark.parametrize(
    ("days", "german"),
    [
        (0, "Heute geprüft"),
        (1, "Gestern geprüft"),
        (13, "Geprüft vor 13 Tagen"),
        (14, "Geprüft vor 2 Wochen"),
        (62, "Geprüft vor 8 Wochen"),
        (63, "Geprüft vor 2 Monaten"),
        (364, "Geprüft vor 11 Monaten"),
    ],
)
def test_how_long_ago_is_said_in_words(days, german):
    with override("de"):
        assert ago_text(MONDAY - timedelta(days=days), MONDAY, Step.FRESH) == german


@pytest.mark.parametrize(
    ("days", "arabic"),
    [
        (7 * 2, "تم التحقق قبل أسبوعين"),
        (7 * 3, "تم التحقق قبل 3 أسابيع"),
        (11, "تم التحقق قبل 11 يومًا"),
        (2, "تم التحقق قبل يومين"),
    ],
)
def test_arabic_has_its_plural_forms(days, arabic):
    with override("ar"):
        assert ago_text(MONDAY - timedelta(days=days), MONDAY, Step.FRESH) == arabic


def test_an_entry_ages_visibly():
    with override("de"):
        looks = [freshness_of(MONDAY - timedelta(days=days), MONDAY) for days in (30, 400, 500)]
    assert [look["css"] for look in looks] == ["fresh", "ageing", "unconfirmed"]
    assert looks[2]["label"] == "Seit 16 Monaten nicht bestätigt"


@pytest.mark.parametrize(
    ("ahead", "german", "english", "arabic"),
    [
        (0, "Heute 17:30", "Today 17:30", "اليوم 17:30"),
        (1, "Morgen 17:30", "Tomorrow 17:30", "غدًا 17:30"),
        (2, "Mi 17:30", "Wed 17:30", "الأربعاء 17:30"),
        (7, "30. Nov., 17:30", "30 Nov, 17:30", "30 نوفمبر، 17:30"),
    ],
)
def test_a_date_is_said_as_near_as_it_is(ahead, german, english, arabic):
    said = {}
    for language in ("de", "en", "ar"):
        with override(language):
            said[language] = when_text(MONDAY + timedelta(days=ahead), "17:30", MONDAY).replace("\u00a0", " ")
    assert said == {"de": german, "en": english, "ar": arabic}
