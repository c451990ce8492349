"""A recurrence rule as the fields of a form, and back.

Whatever pattern the fields cannot show ("every third week", "fifth Saturday") is kept as it is and shown as words.
"""

from dataclasses import dataclass
from datetime import date

from organisations.recurrence import WEEKDAYS, Rule, parse_rule

WEEKLY, FORTNIGHTLY, KEEP = "weekly", "fortnightly", "keep"
MONTHLY = ("1", "2", "3", "4", "-1", "1,3", "2,4")  # which weekdays of a month
REPEATS = (WEEKLY, FORTNIGHTLY, *MONTHLY)


class NoPattern(ValueError):
    """The pattern is to stay, but there is none, or other days were chosen for it."""


@dataclass(frozen=True, slots=True)
class RuleFields:
    """How often (one of REPEATS, or KEEP), on which weekdays (0 = Monday), in which months, until when."""

    repeat: str
    days: tuple[int, ...]
    months: tuple[int, ...] = ()
    until: date | None = None


def fields_of_rule(text: str) -> RuleFields:
    """The fields that show a rule. Raises ValueError for one that is not understood."""
    rule = parse_rule(text)
    return RuleFields(_repeat(rule), tuple(sorted(rule.weekdays)), tuple(sorted(set(rule.months))), rule.until)


def rule_of_fields(fields: RuleFields, before: str = "") -> str:
    """The rule; `before`, letter by letter, if the fields still show that. Raises NoPattern."""
    shown = fields_of_rule(before) if before else None
    if fields == shown:
        return before
    if fields.repeat == KEEP:
        if shown is None or shown.repeat != KEEP or shown.days != fields.days:
            raise NoPattern
        rule = parse_rule(before)
        return _written(rule.monthly, rule.interval, rule.days, fields)
    if fields.repeat in (WEEKLY, FORTNIGHTLY):
        interval = 2 if fields.repeat == FORTNIGHTLY else 1
        return _written(False, interval, tuple((0, day) for day in fields.days), fields)
    ordinals = [int(number) for number in fields.repeat.split(",")]
    return _written(True, 1, tuple((number, day) for day in fields.days for number in ordinals), fields)


def _repeat(rule: Rule) -> str:
    if not rule.monthly and rule.interval <= 2:
        return WEEKLY if rule.interval == 1 else FORTNIGHTLY
    if rule.monthly and rule.interval == 1:
        ordinals = sorted({ordinal for ordinal, _day in rule.days})
        name = ",".join(str(ordinal) for ordinal in ordinals)
        if name in MONTHLY and set(rule.days) == {(number, day) for number in ordinals for day in rule.weekdays}:
            return name
    return KEEP


def _written(monthly: bool, interval: int, days: tuple[tuple[int, int], ...], fields: RuleFields) -> str:
    parts = ["FREQ=MONTHLY" if monthly else "FREQ=WEEKLY"]
    if interval > 1:
        parts.append(f"INTERVAL={interval}")
    parts.append("BYDAY=" + ",".join(f"{ordinal or ''}{WEEKDAYS[day]}" for ordinal, day in days))
    if fields.months and len(fields.months) < 12:
        parts.append("BYMONTH=" + ",".join(str(month) for month in fields.months))
    if fields.until:
        parts.append(f"UNTIL={fields.until.year:04d}{fields.until:%m%d}")
    return ";".join(parts)
