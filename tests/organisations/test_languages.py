"""Names of languages."""

from datetime import date, time

import pytest
from django.utils.translation import override

from organisations import formats
from organisations.languages import language_name, reading_order, written_in
from organisations.sentences import say
from organisations.vocabulary import label


@pytest.mark.parametrize(
    ("code", "own", "german", "direction"),
    [
        ("ar", "العربية", "Arabisch", "rtl"),
        ("uk", "Українська", "Ukrainisch", "ltr"),
        ("tr", "Türkçe", "Türkisch", "ltr"),
        ("prs", "فارسی (افغانستان)", "Dari", "rtl"),
        ("zh-Hans", "中文 (简体)", "Chinesisch (vereinfacht)", "ltr"),
        ("rom", "Romani", "Romani", "ltr"),
        ("ka", "ქართული", "Georgisch", "ltr"),
    ],
)
def test_a_language_has_its_own_name_and_that_of_the_interface(code, own, german, direction):
    found = language_name(code, "de")
    assert (found.own, found.name, found.direction) == (own, german, direction)


@pytest.mark.parametrize(
    ("interface", "listed", "within"), [("uk", "Німецька", "німецька"), ("de", "Deutsch", "Deutsch")]
)
def test_within_a_sentence_a_language_is_written_as_cldr_has_it(interface, listed, within):
    found = language_name("de", interface)
    assert (found.name, found.within) == (listed, within)


def test_weekdays_begin_a_line_with_a_capital():
    with override("uk"):
        assert (formats.days_listed()[0], formats.day_names()[0]) == ("Понеділок", "понеділок")


def test_a_code_nobody_knows_is_shown_as_it_is():
    assert language_name("qaa-x-made", "de").name.lower().startswith("qaa")


def test_easy_german_is_written_in_german():
    assert (written_in("de-simple"), written_in("ar")) == ("de", "ar")
    assert reading_order("de-simple", "tr", "de") == ("de-simple", "de", "tr")
    assert label({"de": "Fußball", "tr": "Futbol"}, "de-simple") == "Fußball"
    assert language_name("ar", "de-simple").name == "Arabisch"


@pytest.mark.parametrize(
    ("language", "distance", "hour", "day"),
    [
        ("de-simple", "2,1\u00a0km", "17:30", "2.\u00a0November 2026"),
        ("ar", "2.1\u00a0كم", "17:30", "2\u00a0نوفمبر 2026"),
        ("fa", "۲٫۱\u00a0کیلومتر", "۱۷:۳۰", "۲\u00a0نوامبر ۲۰۲۶"),
    ],
)
def test_numbers_have_the_digits_of_the_language(language, distance, hour, day):
    with override(language):
        assert formats.distance(2_100) == distance
        assert formats.clock(time(17, 30)) == hour
        assert formats.long_date(date(2026, 11, 2)) == day


def test_a_name_keeps_its_own_digits():
    with override("fa"):
        assert "TSV 1905" in say("weekday_date", weekday="TSV 1905", day=3, month="x")
        assert "۳" in say("weekday_date", weekday="TSV 1905", day=3, month="x")
