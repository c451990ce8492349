"""The recurrence rules the directory understands: a part of RFC 5545, section 3.3.10.

Weekly (`FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH`) and monthly by weekday (`FREQ=MONTHLY;BYDAY=2SA`, `-1FR` for the last),
each with an optional INTERVAL, UNTIL (a date) and BYMONTH (a season).
"""

import re
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_noop as _

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAY = re.compile(r"^(-1|[1-5])?(MO|TU|WE|TH|FR|SA|SU)$")


@dataclass(frozen=True, slots=True)
class Rule:
    """A parsed rule. `days`: pairs of ordinal (0 for every, -1 for the last) and weekday (0 = Monday)."""

    monthly: bool
    interval: int
    days: tuple[tuple[int, int], ...]
    until: date | None = None
    months: tuple[int, ...] = ()

    @property
    def weekdays(self) -> frozenset[int]:
        """The weekdays on which it can fall, 0 = Monday."""
        return frozenset(day for _, day in self.days)


def parse_rule(text: str) -> Rule:
    """Parse an RRULE. Raises ValueError with a sentence for anything outside the part described above."""
    pairs = [piece.partition("=") for piece in text.removeprefix("RRULE:").split(";")]
    values = {name: value for name, _, value in pairs}
    if len(values) != len(pairs) or not values.keys() <= {"FREQ", "INTERVAL", "BYDAY", "UNTIL", "BYMONTH"}:
        raise ValueError(_("The rule has a part that is not understood here."))
    if values.get("FREQ") not in {"WEEKLY", "MONTHLY"}:
        raise ValueError(_("The rule must be weekly or monthly."))
    monthly = values["FREQ"] == "MONTHLY"
    until = values.get("UNTIL")
    return Rule(
        monthly=monthly,
        interval=_number(values.get("INTERVAL", "1"), 1, 52),
        days=_days(values.get("BYDAY", ""), monthly),
        until=_last_day(until[:8]) if until else None,
        months=tuple(_number(month, 1, 12) for month in values.get("BYMONTH", "").split(",") if month),
    )


def _last_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(_("The rule ends (UNTIL) on a day that does not exist.")) from None


def _number(text: str, least: int, most: int) -> int:
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
        raise ValueError(_("The rule has a number that is too small or too large."))
    return int(text)


def _days(text: str, monthly: bool) -> tuple[tuple[int, int], ...]:
    found = []
    for word in text.split(","):
        match = _DAY.match(word)
        if not match or bool(match[1]) != monthly:
            raise ValueError(_("The rule needs weekdays (BYDAY), a monthly one with its number."))
        found.append((int(match[1] or 0), WEEKDAYS.index(match[2])))
    return tuple(found)
