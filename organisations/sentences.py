"""Short sentences that cards are made of, on the server and, from the same table, in the browser.

Keys are shared with static/js/core/card.js: the page hands the translated table to the browser (`for_browser`).
"""

import re
from collections.abc import Iterable
from functools import cache

from babel import Locale
from django.utils.translation import get_language, gettext, ngettext

Plural = tuple[str, str]


def mark(text: str) -> str:
    """Marks a sentence for translation; messages are collected by the names `mark`, `_` and `plural`."""
    return text


def plural(singular: str, several: str) -> Plural:
    """Marks a sentence with a number."""
    return singular, several


_ = mark


SENTENCES: dict[str, str | Plural] = {
    # Translators: sign between whole and tenth: "2.1 km"
    "decimal": _("."),
    "metres": _("%(n)s\u00a0m"),
    "kilometres": _("%(n)s\u00a0km"),
    # When
    "today": _("Today\u00a0%(time)s"),
    "tomorrow": _("Tomorrow\u00a0%(time)s"),
    "weekday": _("%(weekday)s\u00a0%(time)s"),
    "date": _("%(day)s\u00a0%(month)s, %(time)s"),
    "weekday_date": _("%(weekday)s, %(day)s\u00a0%(month)s"),
    "day_month": _("%(day)s\u00a0%(month)s"),
    # Freshness
    "checked_today": _("Checked today"),
    "checked_yesterday": _("Checked yesterday"),
    "checked_days": plural("Checked %(n)s day ago", "Checked %(n)s days ago"),
    "checked_weeks": plural("Checked %(n)s week ago", "Checked %(n)s weeks ago"),
    "checked_months": plural("Checked %(n)s month ago", "Checked %(n)s months ago"),
    "unconfirmed_months": plural("Not confirmed for %(n)s month", "Not confirmed for %(n)s months"),
    "unchecked": _("Not yet checked by a person"),
    # Language promises
    "always": _("always"),
    "on_request": _("on request"),
    "interpreter": _("with interpreter"),
    "slow_german": _("Slow German"),
    "stale": _("not checked for long"),
    "promise_checked": _("checked %(day)s\u00a0%(month)s\u00a0%(year)s"),
    "promise_unchecked": _("not yet checked by a person"),
    "on_0": _("on Mondays"),
    "on_1": _("on Tuesdays"),
    "on_2": _("on Wednesdays"),
    "on_3": _("on Thursdays"),
    "on_4": _("on Fridays"),
    "on_5": _("on Saturdays"),
    "on_6": _("on Sundays"),
    "certain_days": _("on certain days"),
    # Closed for some time
    "closed": _("Closed for now"),
    "closed_until": _("Closed until %(day)s\u00a0%(month)s"),
    # Kinds
    "club": _("Club"),
    "committee": _("Committee"),
    "initiative": _("Initiative"),
    # Openings
    "seat": _("Free seat"),
    "guest": _("Guest at a meeting"),
    "trial": _("Trial training"),
    "helper": _("Helper wanted"),
    "internship": _("Internship"),
    # Translators: "Free seat, until 12 Dec"
    "opening": _("%(kind)s, until %(day)s\u00a0%(month)s"),
    "no_place": _("No fixed place"),
    "place_unknown": _("Place not known"),
    # Translators: the interface language "Leichte Sprache", named in another language
    "easy_german": _("Easy German"),
}


# Digits of the interface languages that do not write Western ones. Arabic does here: public offices write it so.
_DIGITS = {"fa": str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")}
_NUMBER = re.compile(r"[0-9][0-9.,:\u066b\u2013-]*")


def digits(text: object) -> str:
    """A number, hour or date as text with the digits of the active language; the twin is in static/js/core/words.js."""
    table = _DIGITS.get(get_language() or "")
    return str(text).translate(table) if table else str(text)


def say(key: str, **values: object) -> str:
    """The sentence of that key in the active language, filled in; `n` chooses among plural forms."""
    sentence = SENTENCES[key]
    if isinstance(sentence, str):
        return gettext(sentence) % _written(values)
    number = values["n"]
    return ngettext(*sentence, number if isinstance(number, int) else 2) % _written(values)


def _written(values: dict[str, object]) -> dict[str, object]:
    """Numbers and hours with the digits of the language; names that hold digits stay as they are."""
    return {name: digits(value) if _NUMBER.fullmatch(str(value)) else value for name, value in values.items()}


def for_browser(sentences: dict[str, str | Plural] = SENTENCES) -> dict[str, str | dict[str, str]]:
    """All sentences in the active language; a plural one as texts by CLDR category. Placeholders become `{name}`."""
    return {key: _translated(sentence) for key, sentence in sentences.items()}


def _translated(sentence: str | Plural) -> str | dict[str, str]:
    if isinstance(sentence, str):
        return _braces(gettext(sentence))
    numbers = plural_numbers(get_language() or "en")
    return {category: _braces(ngettext(*sentence, number)) for category, number in numbers.items()}


def _braces(text: str) -> str:
    return text.replace("%(", "{").replace(")s", "}").replace("%%", "%")


@cache
def plural_numbers(language: str) -> dict[str, int]:
    """A whole number for each of the language's CLDR plural categories; "other" is always there."""
    rule = Locale.parse(language.split("-")[0]).plural_form
    found: dict[str, int] = {}
    for number in range(200):
        found.setdefault(rule(number), number)
    found.setdefault("other", 2)
    return found


def placeholders(text: str) -> Iterable[str]:
    """Names of the placeholders in a sentence."""
    return (piece.split(")")[0] for piece in text.split("%(")[1:])
