"""Hours, days, addresses and numbers as people type them."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError

from organisations.forms.fields import DayField, DaysField, HourField, PhoneField, WebField


@pytest.mark.parametrize(
    ("typed", "hour"),
    [
        ("19:30", time(19, 30)),
        ("19 Uhr", time(19)),
        ("7:30", time(7, 30)),
        ("19.30 Uhr", time(19, 30)),
        ("19 Uhr 30", time(19, 30)),
        ("1930", time(19, 30)),
        ("19h30", time(19, 30)),
        ("7 pm", time(19)),
        ("um 8", time(8)),
        ("24:00", time(0)),
        ("١٩:٣٠", time(19, 30)),
    ],
)
def test_hours_are_understood_as_people_write_them(typed, hour):
    assert HourField().clean(typed) == hour


@pytest.mark.parametrize("typed", ["25:00", "abends", "19:75", "-1", "7:3:0", "9" * 5000])
def test_what_is_no_hour_is_refused(typed):
    with pytest.raises(ValidationError):
        HourField().clean(typed)


@pytest.mark.parametrize("typed", ["2026-12-24", "24.12.2026", "24.12.26", "24/12/2026", "٢٤.١٢.٢٠٢٦"])
def test_days_are_understood_as_people_write_them(typed):
    assert DayField().clean(typed) == date(2026, 12, 24)


def test_several_days_stand_with_commas_between_them():
    days = (date(2026, 12, 24), date(2026, 12, 31))
    assert DaysField().clean("24.12.2026, 31.12.26,24.12.2026") == days


def test_a_web_address_needs_no_scheme_and_a_telephone_number_may_have_brackets():
    assert WebField().clean("www.verein.de") == "https://www.verein.de"
    assert WebField().clean("HTTP://verein.de") == "HTTP://verein.de"
    assert PhoneField().clean("Tel.: (0711) 12–34") == "0711 12-34"
