"""When: the next dates of a recurring time (RFC 5545 by dateutil) and its rule in words of the interface language."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import groupby, islice, pairwise
from typing import Any

from dateutil.rrule import MO, MONTHLY, WEEKLY, rrule, weekday
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from organisations import formats
from organisations.document import Meeting
from organisations.recurrence import Rule, parse_rule
from organisations.sentences import digits
from organisations.vocabulary import worded

LOOK_AHEAD = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Schedule:
    """A recurring time: rule, first day, hours, title by language, days it falls out."""

    rule: Rule
    starts_on: date
    starts_at: time
    ends_at: time | None
    title: Mapping[str, str]
    exceptions: frozenset[date]


@dataclass(frozen=True, slots=True)
class Gap:
    """Days without any meeting: closed from and until (both included, None is open), and the last day of all."""

    closed_from: date | None = None
    closed_until: date | None = None
    ends_on: date | None = None

    def closed(self, day: date) -> bool:
        """Whether it is closed for some time on that day."""
        if not self.closed_from and not self.closed_until:
            return False
        return (not self.closed_from or self.closed_from <= day) and (not self.closed_until or day <= self.closed_until)


def schedule_of(meeting: Meeting) -> Schedule:
    """The schedule of a document's meeting."""
    rule, off = _rule(meeting.rrule), frozenset(meeting.exceptions)
    return Schedule(rule, meeting.starts_on, meeting.starts_at, meeting.ends_at, meeting.title, off)


def schedule_of_facts(facts: Mapping[str, Any]) -> Schedule:
    """The schedule in a listing's card facts."""
    return Schedule(
        rule=_rule(facts["rrule"]),
        starts_on=date.fromisoformat(facts["starts_on"]),
        starts_at=time.fromisoformat(facts["starts_at"]),
        ends_at=time.fromisoformat(facts["ends_at"]) if facts["ends_at"] else None,
        title=facts["title"],
        exceptions=frozenset(date.fromisoformat(day) for day in facts["exceptions"]),
    )


def gap_of_facts(facts: Mapping[str, Any], ends_on: date | None) -> Gap:
    """The closure in a listing's card facts."""
    begin, end = (date.fromisoformat(facts[key]) if facts[key] else None for key in ("closed_from", "closed_until"))
    return Gap(begin, end, ends_on)


@lru_cache(maxsize=4000)
def _rule(text: str) -> Rule:
    return parse_rule(text)


def this_hour() -> time:
    """The hour that has begun, by the site's clock: what counts as over, and as long as an answer stays the same."""
    return time(timezone.localtime().hour)


def next_days(
    schedule: Schedule, today: date, count: int = 3, gap: Gap | None = None, now: time | None = None
) -> list[date]:
    """The next `count` days from today on, none further away than 400 days; with `now`, without what is over today."""
    first = today + timedelta(days=1) if now and _is_over(schedule, now) else today
    return list(islice(_days(schedule, first, gap or Gap()), count))


def _is_over(schedule: Schedule, now: time) -> bool:
    """Whether today's meeting has ended; one that ends after midnight has not."""
    end = schedule.ends_at or schedule.starts_at
    return schedule.starts_at <= end <= now


def _days(schedule: Schedule, today: date, gap: Gap) -> Iterator[date]:
    last = today + LOOK_AHEAD
    for moment in _recurrence(schedule, today, last):
        day = moment.date()
        if gap.ends_on and day > gap.ends_on:
            return
        if day >= today and day not in schedule.exceptions and not gap.closed(day):
            yield day


def days_of_rule(schedule: Schedule, today: date) -> list[date]:
    """The days the rule gives from `today` on, for 400 days; exceptions and closures are not left out."""
    found = (moment.date() for moment in _recurrence(schedule, today, today + LOOK_AHEAD))
    return [day for day in found if day >= max(today, schedule.starts_on)]


def _recurrence(schedule: Schedule, today: date, last: date) -> rrule:
    """dateutil's rule, begun a whole number of intervals later so that years gone by cost nothing."""
    rule, start = schedule.rule, schedule.starts_on
    if rule.monthly:
        months = (today.year - start.year) * 12 + today.month - start.month
        steps = months // rule.interval * rule.interval
        if steps > 0:
            start = date(start.year + (start.month - 1 + steps) // 12, (start.month - 1 + steps) % 12 + 1, 1)
    else:
        weeks = (today - start).days // 7 // rule.interval * rule.interval
        if weeks > 0:
            # The Monday of that week: an earlier weekday of the same week belongs to it too.
            start += timedelta(weeks=weeks)
            start -= timedelta(days=start.weekday())
    return rrule(
        MONTHLY if rule.monthly else WEEKLY,
        dtstart=datetime.combine(start, time()),
        interval=rule.interval,
        byweekday=[weekday(day, ordinal or None) for ordinal, day in rule.days],
        bymonth=rule.months or None,
        until=datetime.combine(min(rule.until or last, last), time()),
        wkst=MO,
    )


# The rule in words ---------------------------------------------------------------------------------------------------


def rule_text(rule: Rule) -> str:
    """ "jeden Di und Do", "jeden zweiten Freitag", "zweiter Samstag im Monat" in the active language."""
    text = _monthly(rule) if rule.monthly else _weekly(rule)
    if rule.months:
        text = _("%(rule)s, %(season)s") % {"rule": text, "season": _season(rule.months)}
    if rule.until:
        text = _("%(rule)s, until %(date)s") % {"rule": text, "date": formats.long_date(rule.until)}
    return text


def titled_rule(schedule: Schedule, language: str) -> str:
    """Title and rule: "Training, jeden Di und Do"."""
    title, rule = titled(schedule.title, language), rule_text(schedule.rule)
    return _("%(title)s, %(rule)s") % {"title": title, "rule": rule} if title else rule


def titled(title: Mapping[str, str], language: str) -> str:
    """The title in that language; one in another language is isolated, so that its direction disturbs nothing."""
    words, foreign = worded(title, language)
    return f"\u2068{words}\u2069" if foreign else words


def _weekly(rule: Rule) -> str:
    days = sorted(rule.weekdays)
    if rule.interval > 1:
        return _every_few_weeks(rule.interval, [formats.day_names()[day] for day in days])
    if len(days) == 7:
        return _("every day")
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        names = formats.day_names()
        return _("%(start)s to %(end)s") % {"start": names[days[0]], "end": names[days[-1]]}
    names = every_day() if len(days) == 1 else every_day_short()
    return _("every %(days)s") % {"days": formats.joined([names[day] for day in days])}


def _every_few_weeks(interval: int, names: Sequence[str]) -> str:
    if interval == 2 and len(names) == 1:
        return _("every second %(day)s") % {"day": names[0]}
    sentence = ngettext("every %(n)s week: %(days)s", "every %(n)s weeks: %(days)s", interval)
    return sentence % {"n": digits(interval), "days": formats.joined(names)}


def _monthly(rule: Rule) -> str:
    names = every_day()
    by_day = sorted(rule.days, key=lambda pair: pair[1])
    groups = []
    for day, pairs in groupby(by_day, key=lambda pair: pair[1]):
        which = formats.joined([_ordinal(number) for number, _day in sorted(pairs, key=lambda pair: pair[0] % 10)])
        groups.append(_("%(ordinal)s %(day)s") % {"ordinal": which, "day": names[day]})
    if rule.interval == 1:
        return _("%(days)s of the month") % {"days": formats.joined(groups)}
    sentence = ngettext("every %(n)s month: %(days)s", "every %(n)s months: %(days)s", rule.interval)
    return sentence % {"n": digits(rule.interval), "days": formats.joined(groups)}


def _season(months: Sequence[int]) -> str:
    names = formats.month_names()
    ordered = sorted(months)
    # A season over the turn of the year begins after the longest gap.
    if ordered[0] == 1 and ordered[-1] == 12 and len(ordered) < 12:
        start = max(range(1, len(ordered)), key=lambda number: ordered[number] - ordered[number - 1])
        ordered = ordered[start:] + ordered[:start]
    steps = {(after - before) % 12 for before, after in pairwise(ordered)}
    if len(ordered) > 2 and steps == {1}:
        return _("%(start)s to %(end)s") % {"start": names[ordered[0] - 1], "end": names[ordered[-1] - 1]}
    return formats.joined([names[month - 1] for month in ordered])


def _ordinal(number: int) -> str:
    return {
        1: pgettext("day of the month", "first"),
        2: pgettext("day of the month", "second"),
        3: pgettext("day of the month", "third"),
        4: pgettext("day of the month", "fourth"),
        5: pgettext("day of the month", "fifth"),
    }.get(number, pgettext("day of the month", "last"))


def every_day() -> list[str]:
    """Names of the weekdays, Monday first, as they stand after "every" or "first"."""
    return [
        pgettext("every", "Monday"),
        pgettext("every", "Tuesday"),
        pgettext("every", "Wednesday"),
        pgettext("every", "Thursday"),
        pgettext("every", "Friday"),
        pgettext("every", "Saturday"),
        pgettext("every", "Sunday"),
    ]


def every_day_short() -> list[str]:
    """The same, short, for several days in a row."""
    return [
        pgettext("every", "Mon"),
        pgettext("every", "Tue"),
        pgettext("every", "Wed"),
        pgettext("every", "Thu"),
        pgettext("every", "Fri"),
        pgettext("every", "Sat"),
        pgettext("every", "Sun"),
    ]
