"""Form fields that take what people type: hours as "19 Uhr", days as "24.12.2026", web addresses without http://.

Lengths and patterns are no matter of theirs: what a document may hold is said in organisations/validation.py alone.
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from organisations.languages import LANGUAGE_CODE
from organisations.text import clean

NO_CODE = _("“%(word)s” is not a language code (BCP 47), such as de, ar or pt-BR.")
AT_MOST = _("At most %(most)s characters, these are %(count)s.")
_HOUR = re.compile(r"(?:um )?(\d{1,2})(?:[:.h ]|\s*uhr\s*)?(\d{2})?\s*(?:uhr|h|o'?clock)?\s*([ap])?\.?m?\.?")
_DAY = re.compile(r"(\d{1,2})[./ -]\s*(\d{1,2})[./ -]\s*(\d{4}|\d{2})")
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


def is_language_code(value: str) -> None:
    """Raises ValidationError for anything that is no BCP 47 code."""
    if not LANGUAGE_CODE.fullmatch(value):
        raise ValidationError(NO_CODE, params={"word": value})


class _AtMost(forms.CharField):
    """A text with a length that is said in our own words if it is too long."""

    def run_validators(self, value: Any) -> None:
        """Raises ValidationError."""
        if self.max_length is not None and len(value or "") > self.max_length:
            params = {"most": self.max_length, "count": len(value)}
            raise ValidationError(AT_MOST, code="max_length", params=params)
        super().run_validators(value)


class WordsField(_AtMost):
    """A line of text, made harmless as texts of imports are."""

    def to_python(self, value: Any) -> str:
        """The text without characters that cannot be shown."""
        return clean(super().to_python(value) or "")


class ProseField(_AtMost):
    """Text with line breaks, made harmless as texts of imports are."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        """The text without characters that cannot be shown; line breaks stay."""
        text = super().to_python(value) or ""
        return clean(text.replace("\r\n", "\n").replace("\r", "\n"), lines=True)


class AmountField(forms.DecimalField):
    """An amount of money; a comma may stand before the cents, a euro sign beside them."""

    def to_python(self, value: Any) -> Any:
        """The amount, None for nothing."""
        if isinstance(value, str):
            value = _western(clean(value)).replace(",", ".").replace("€", "").strip()
        return super().to_python(value)


class WebField(WordsField):
    """A web address; one without http:// gets https://."""

    def to_python(self, value: Any) -> str:
        """The address."""
        text = super().to_python(value)
        if not text or re.match(r"[a-z][a-z0-9+.-]*:", text, re.IGNORECASE):
            return text
        return f"https://{text.removeprefix('//')}"


class PhoneField(WordsField):
    """A telephone number, with the dashes and brackets people write."""

    def to_python(self, value: Any) -> str:
        """The number with plain dashes and digits, without brackets around its first part and without "Tel."."""
        text = re.sub(r"[‐‑‒–—−]", "-", _western(super().to_python(value)))
        text = re.sub(r"(?i)^(?:tel(?:efon|\.)?|phone)[:.]?\s*", "", text)
        return re.sub(r"^\(([0-9 ]+)\)", r"\1", text)


class HourField(forms.CharField):
    """Hours and minutes: 19:30, 19.30, 1930, 19 Uhr, 7 pm. Cleans to a time, or None."""

    default_error_messages = {"hour": _("“%(word)s” is not a time of day such as 19:30.")}

    def prepare_value(self, value: Any) -> Any:
        """As an input of type time wants it."""
        return value.strftime("%H:%M") if isinstance(value, time) else value

    def clean(self, value: Any) -> Any:
        """The time."""
        text = clean(super().clean(value) or "")
        if not text:
            return None
        found = _hour(_western(text).lower())
        if found is None:
            raise ValidationError(self.error_messages["hour"], code="hour", params={"word": text[:40]})
        return found

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another time was typed than the one shown."""
        return super().has_changed(self.prepare_value(initial), data)


def _hour(text: str) -> time | None:
    match = _HOUR.fullmatch(re.sub(r"^(\d{2})(\d{2})$", r"\1:\2", text))
    if not match:
        return None
    hour, minute = int(match[1]), int(match[2] or 0)
    if match[3]:
        hour = hour % 12 + (12 if match[3] == "p" else 0)
    if (hour, minute) == (24, 0):
        hour = 0
    return time(hour, minute) if hour < 24 and minute < 60 else None


class DayField(forms.CharField):
    """A day: 2026-12-24 as inputs of type date send it, or 24.12.2026. Cleans to a date, or None."""

    default_error_messages = {"day": _("“%(word)s” is not a day such as 24.12.2026.")}

    def prepare_value(self, value: Any) -> Any:
        """As an input of type date wants it."""
        return value.isoformat() if isinstance(value, date) else value

    def clean(self, value: Any) -> Any:
        """The day."""
        text = clean(super().clean(value) or "")
        return self.day(text) if text else None

    def day(self, text: str) -> date:
        """The day of a text. Raises ValidationError."""
        found = _day(_western(text))
        if found is None:
            raise ValidationError(self.error_messages["day"], code="day", params={"word": text[:40]})
        return found

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another day was typed than the one shown."""
        return super().has_changed(self.prepare_value(initial), data)


class DaysField(DayField):
    """Several days with commas between them. Cleans to a tuple of dates."""

    def prepare_value(self, value: Any) -> Any:
        """The days as people write them here."""
        return ", ".join(shown_day(day) for day in value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> Any:
        """The days in the order in which they were typed, each once."""
        words = re.split(r"[,;،\n]", forms.CharField.clean(self, value) or "")
        return tuple(dict.fromkeys(self.day(word) for word in map(clean, words) if word))


def shown_day(day: date) -> str:
    """24.12.2026, as it is written in Germany and understood by the fields above."""
    return f"{day.day:02d}.{day.month:02d}.{day.year:04d}"


def _day(text: str) -> date | None:
    if iso := _ISO_DAY.fullmatch(text):
        year, month, day = (int(part) for part in iso.groups())
    elif match := _DAY.fullmatch(text):
        day, month, year = (int(part) for part in match.groups())
        year += 2000 if len(match[3]) == 2 else 0
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _western(text: str) -> str:
    """Digits of other scripts as Western ones."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(c)) if unicodedata.category(c) == "Nd" else c for c in text)


class IdField(forms.UUIDField):
    """The id of a row, hidden. Whatever is no id is none: the row counts as new."""

    widget = forms.HiddenInput

    def __init__(self, **values: Any) -> None:
        super().__init__(required=False, **values)

    def clean(self, value: Any) -> Any:
        """The id or None."""
        try:
            return super().clean(value)
        except ValidationError:
            return None

    def has_changed(self, initial: Any, data: Any) -> bool:
        """An id says nothing about what was typed."""
        return False


def known(codes: Sequence[str], offered: Sequence[tuple[str, Any]]) -> list[str]:
    """Those of the codes that are not on offer."""
    there = {code for code, _name in offered}
    return [code for code in codes if code not in there]
