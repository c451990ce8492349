"""Dates, lists and distances in the interface language, by CLDR. A moment is told as the clocks at the site show it."""

from collections.abc import Sequence
from datetime import date, datetime, time
from functools import cache
from typing import Literal

from babel import Locale
from babel.dates import format_date, get_day_names, get_month_names
from babel.lists import format_list
from django.utils import timezone
from django.utils.translation import get_language

from organisations.languages import capital, written_in
from organisations.sentences import digits, say

_BABEL = {"en": "en_GB"}  # European English: 2 November, not November 2
Width = Literal["wide", "abbreviated"]
NO_BREAK = "\u00a0"


def locale() -> Locale:
    """Babel's locale of the active language."""
    language = get_language() or "en"
    return Locale.parse(_BABEL.get(language, written_in(language)))


def day_names(width: Width = "wide") -> list[str]:
    """Monday to Sunday as they stand alone; `width` is "wide" or "abbreviated"."""
    return _names("day", width, str(locale()))


def days_listed() -> list[str]:
    """The same as they begin a line: with a capital, which many languages leave out within a sentence."""
    return [capital(name) for name in day_names()]


def month_names(width: Width = "wide") -> list[str]:
    """January to December; "abbreviated" in the form that stands beside a day."""
    return _names("month", width, str(locale()))


@cache
def _names(what: str, width: Width, code: str) -> list[str]:
    if what == "day":
        days = get_day_names(width, "stand-alone", code)
        return [str(days[number]) for number in range(7)]
    months = get_month_names(width, "format", code)
    return [str(months[number]) for number in range(1, 13)]


def long_date(day: date) -> str:
    """The full date: "2. November 2026"."""
    local = timezone.localtime(day).date() if isinstance(day, datetime) else day
    return digits(format_date(local, "long", locale())).replace(" ", NO_BREAK, 1)


def full_date(day: date) -> str:
    """The full date with its weekday: "Donnerstag, 24. Dezember 2026"."""
    return digits(format_date(day, "full", locale()))


def at_hours(day: str, hours: str) -> str:
    """A day in words and its hours, with the comma of the language: "24. Dezember 2026, 18:00"."""
    return str(locale().datetime_formats["medium"]).format(hours, day)


def weekday_date(day: date) -> str:
    """Weekday, day and month: "Dienstag, 24. November"."""
    name = day_names()[day.weekday()]
    return say("weekday_date", weekday=name, day=day.day, month=month_names()[day.month - 1])


def day_month(day: date) -> str:
    """Day and short month: "24. Nov."."""
    return say("day_month", day=day.day, month=month_names("abbreviated")[day.month - 1])


def clock(at: time | datetime) -> str:
    """Hours and minutes: "17:30"."""
    local = timezone.localtime(at) if isinstance(at, datetime) else at
    return digits(local.strftime("%H:%M"))


def long_moment(at: datetime) -> str:
    """Day and clock: "2. November 2026, 17:30"."""
    return f"{long_date(at)}, {clock(at)}"


def joined(words: Sequence[str]) -> str:
    """ "Dienstag, Mittwoch und Freitag"."""
    return format_list(list(words), locale=locale())


def number(text: str) -> str:
    """A number with a point, as `sizes.megabytes` gives it, in digits and with the decimal sign of the language."""
    return digits(text.replace(".", say("decimal")))


def radius(kilometres: float) -> str:
    """ "2 km", "500 m": whole kilometres without a tenth."""
    whole = kilometres >= 1 and kilometres == int(kilometres)
    return say("kilometres", n=int(kilometres)) if whole else distance(kilometres * 1000)


def distance(metres: float) -> str:
    """ "700 m", "2,1 km", "14 km"; its twin is `distance` in static/js/core/words.js."""
    rounded = max(10, int(metres / 10 + 0.5) * 10)
    if rounded < 1000:
        return say("metres", n=rounded)
    tenths = int(metres / 100 + 0.5)
    if tenths >= 100:
        return say("kilometres", n=int(metres / 1000 + 0.5))
    return say("kilometres", n=f"{tenths // 10}{say('decimal')}{tenths % 10}")
