"""Weekdays and times of day: how somebody fills in when they can, and how that is stored and said.

Stored: a list of {"day": "MO", "from": "18:00", "to": "21:00"}, local time, none past midnight, one a weekday.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from organisations import formats
from organisations.forms.fields import HourField
from organisations.participation.phrases import DAYS

Time = dict[str, str]
WHOLE_DAY = ("00:00", "23:59")


class WeekInput(forms.Widget):
    """A line for each weekday: whether, from when, until when. Its value are lines with "day", "from", "to"."""

    use_fieldset = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Time]:
        """The days that are ticked, as typed; also one with hours and no tick, which nobody can be sure of."""
        lines = [
            {"day": day, "from": data.get(f"{name}-{day}-from", ""), "to": data.get(f"{name}-{day}-to", "")}
            for day in DAYS
        ]
        ticked = set(data.getlist(name)) if hasattr(data, "getlist") else set(data.get(name, ()))
        for line in lines:
            if line["day"] not in ticked:
                line["open"] = "1"
        return [line for line in lines if "open" not in line or line["from"] or line["to"]]

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """All seven lines."""
        by_day: dict[str, Mapping[str, str]] = {line["day"]: line for line in value or ()}
        rows = [
            {"day": day, "name": label, "chosen": "open" not in by_day.get(day, {"open": ""})}
            | _shown(by_day.get(day, {}))
            for day, label in zip(DAYS, formats.days_listed(), strict=True)
        ]
        identity = (attrs or {}).get("id", name)
        return render_to_string("participation/widgets/week.html", {"rows": rows, "name": name, "id": identity})


def _shown(line: Mapping[str, str]) -> dict[str, str]:
    whole = (line.get("from"), line.get("to")) == WHOLE_DAY
    return {"begins": "" if whole else line.get("from", ""), "ends": "" if whole else line.get("to", "")}


class WeekField(forms.Field):
    """Weekdays with times. A day without times is a whole one; one without an end goes on until midnight."""

    widget = WeekInput

    def clean(self, value: Any) -> list[Time]:
        """The lines as they are stored."""
        lines: list[Time] = super().clean(value) or []
        return [self._line(line) for line in lines]

    def _line(self, line: Time) -> Time:
        try:
            if "open" in line:
                sentence = gettext("You have written a time. Please tick the day as well, or clear the time.")
                raise ValidationError(sentence)
            begins, ends = (_hour(line[side], whole) for side, whole in zip(("from", "to"), WHOLE_DAY, strict=True))
            if ends == "00:00":  # midnight
                ends = WHOLE_DAY[1]
            if begins >= ends:
                raise ValidationError(gettext("The end is before the beginning."))
        except ValidationError as error:
            name = formats.days_listed()[DAYS.index(line["day"])]
            raise ValidationError([f"{name}: {sentence}" for sentence in error.messages]) from None
        return {"day": line["day"], "from": begins, "to": ends}

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether other lines were typed than those shown."""
        return bool((initial or []) != (data or []))


def holds(times: Iterable[Time], at: datetime) -> bool:
    """Whether a local moment lies within the times; no times at all mean any."""
    there = list(times)
    day, hour = DAYS[at.weekday()], at.strftime("%H:%M")
    return not there or any(line["day"] == day and line["from"] <= hour <= line["to"] for line in there)


def told(times: Iterable[Time]) -> list[str]:
    """The lines in the language of the page: "Montag 18:00–21:00", "Samstag"."""
    names = dict(zip(DAYS, formats.days_listed(), strict=True))
    return [_told(names[line["day"]], line) for line in times if line.get("day") in names]


def _told(name: str, line: Time) -> str:
    if (line["from"], line["to"]) == WHOLE_DAY:
        return name
    begins, ends = (formats.clock(time.fromisoformat(line[side])) for side in ("from", "to"))
    return f"{name} {begins}–{ends}"


def _hour(typed: str, otherwise: str) -> str:
    found: time | None = HourField(required=False).clean(typed)
    return found.strftime("%H:%M") if found else otherwise
