"""When they meet: weekdays, hours, how often, in which months; no rule of a calendar is ever seen."""

import hashlib
from dataclasses import replace
from datetime import date, time
from typing import Any
from uuid import UUID

from django import forms
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organisations.document import Meeting, OrganisationDocument
from organisations.forms import choices
from organisations.forms.fields import DayField, DaysField, HourField, WordsField
from organisations.forms.rows import Fields, Kind
from organisations.forms.rules import KEEP, WEEKLY, NoPattern, RuleFields, fields_of_rule, rule_of_fields
from organisations.forms.section import SectionForm
from organisations.forms.values import words_of
from organisations.forms.widgets import Picks, a_day, an_hour, line
from organisations.recurrence import parse_rule
from organisations.times import rule_text
from organisations.validation import Fault

LONGEST_HOURS = 16  # what seems to take longer is a slip: 18:00 to 17:00


class MeetingRow(Fields):
    """A recurring time. `was`: which time of the entry it is, so that what is not shown of it stays."""

    was = forms.CharField(required=False, widget=forms.HiddenInput)
    title = WordsField(
        required=False, widget=line(), label=_("What is it?"), help_text=_("For example: training, choir practice.")
    )
    days = forms.TypedMultipleChoiceField(
        required=True, coerce=int, choices=choices.weekdays, widget=Picks, label=_("On which days?")
    )
    repeat = forms.ChoiceField(initial=WEEKLY, label=_("How often?"))
    starts_at = HourField(required=True, widget=an_hour(), label=_("From what time?"))
    ends_at = HourField(required=False, widget=an_hour(), label=_("Until what time?"))
    place = forms.ChoiceField(required=False, label=_("Where?"))
    months = forms.TypedMultipleChoiceField(
        required=False,
        coerce=int,
        choices=choices.months,
        widget=Picks,
        label=_("Only in these months"),
        help_text=_("Leave it empty if it is so all year."),
    )
    starts_on = DayField(
        required=False,
        widget=a_day(),
        label=_("First day"),
        help_text=_("For every second week: a day on which it takes place."),
    )
    until = DayField(required=False, widget=a_day(), label=_("Last day"), help_text=_("Leave it empty if it goes on."))
    off = DaysField(
        required=False,
        widget=line(inputmode="numeric"),
        label=_("It does not take place on"),
        help_text=_("Several days with commas between them: 24.12.2026, 31.12.2026."),
    )
    off_day = DayField(required=False, widget=a_day(), label=_("One more day on which it does not take place"))
    note = WordsField(required=False, widget=line(), label=_("Note"), help_text=_("For example: please ring the bell."))

    def prepare(self) -> None:
        """Places; a pattern that no choice says is one more choice, in words."""
        shown: OrganisationDocument = self.about.shown
        self.fields["place"].choices = choices.places(shown)  # type: ignore[attr-defined]
        self.fields["repeat"].choices = choices.REPEATS  # type: ignore[attr-defined]
        was = self.data.get(self.add_prefix("was")) if self.is_bound else self.initial.get("was", "")
        self.before = next((meeting for meeting in shown.meetings if mark_of(meeting) == was), None)
        if self.before and fields_of_rule(self.before.rrule).repeat == KEEP:
            rule = replace(parse_rule(self.before.rrule), until=None, months=())
            kept = (KEEP, rule_text(rule))
            self.fields["repeat"].choices = [kept, *choices.REPEATS]  # type: ignore[attr-defined]
        for name in ("title", "note"):
            self.fields[name].widget.attrs["lang"] = self.about.language

    @property
    def is_special(self) -> bool:
        """Whether something is filled in that is folded away at first."""
        return any(self[name].value() for name in ("months", "until", "off", "off_day", "note")) or bool(
            self.errors and not set(self.errors).isdisjoint(("months", "starts_on", "until", "off", "off_day", "note"))
        )

    def clean(self) -> dict[str, Any]:
        """With the rule."""
        typed = super().clean() or {}
        if not self.errors:
            self._check_order(typed)
        if self.errors:
            return typed
        days, months = tuple(sorted(set(typed["days"]))), tuple(sorted(set(typed["months"])))
        fields = RuleFields(typed["repeat"], days, months, typed["until"])
        try:
            typed["rrule"] = rule_of_fields(fields, self.before.rrule if self.before else "")
        except NoPattern:
            self.add_error("repeat", gettext("You chose other days. Please choose how often it takes place on them."))
        return typed

    def _check_order(self, typed: dict[str, Any]) -> None:
        """What was typed must be able to take place; what stood there before is left in peace."""
        was = _values(self.before, self.about.language) if self.before else {}

        def is_new(*names: str) -> bool:
            return any(_typed_as(typed[name]) != _typed_as(was.get(name)) for name in names)

        if is_new("starts_on", "until") and (sentence := _never(typed["starts_on"], typed["until"])):
            self.add_error("until", sentence)
        if is_new("starts_at", "ends_at") and (sentence := backwards(typed["starts_at"], typed["ends_at"])):
            self.add_error("ends_at", sentence)


def _never(first: date | None, last: date | None) -> str:
    """What is wrong with a first and a last day; empty if nothing is."""
    if last is None or last >= (first or timezone.localdate()):
        return ""
    return gettext("The last day is before the first day.") if first else gettext("This day is over.")


def backwards(start: time, end: time | None) -> str:
    """What is wrong with the hours of a beginning and an end; empty if nothing is.

    A night may lie between them, hardly a day.
    """
    hours = ((end.hour - start.hour) * 60 + end.minute - start.minute) % (24 * 60) / 60 if end else 1
    return gettext("The end is before the beginning.") if not 0 < hours <= LONGEST_HOURS else ""


class TimesForm(SectionForm):
    """The section "times"."""

    key = "times"
    kind = Kind("meetings", MeetingRow, _("Time"), _("Add a time"), "days")

    def row_values(self) -> list[dict[str, Any]]:
        """The times as they stand."""
        return [_values(meeting, self.about.language) for meeting in self.about.shown.meetings]

    def replaced(self, document: OrganisationDocument) -> OrganisationDocument:
        """The times that were typed."""
        assert self.rows is not None  # noqa: S101
        places = {place.id for place in document.places}
        meetings = (
            _meeting(getattr(form, "before", None), form.cleaned_data, self.about.language, places)
            for form in self.rows.filled
        )
        return replace(document, meetings=tuple(meetings))

    def field_of(self, fault: Fault) -> BoundField | str | None:
        """The field in its row."""
        assert self.rows is not None  # noqa: S101
        if fault.part.split(".")[0] != "meetings":
            return None
        part = fault.part.replace("exceptions", "off")
        return self.row_field(replace(fault, part=part), self.rows.filled)


def mark_of(meeting: Meeting) -> str:
    """A short mark by which a time is known again: times have no ids."""
    words = (sorted(meeting.title.items()), sorted(meeting.note.items()))
    rest = (meeting.rrule, meeting.starts_on, meeting.starts_at, meeting.ends_at, meeting.place, meeting.exceptions)
    return hashlib.blake2b(repr((words, rest)).encode(), digest_size=9).hexdigest()


def _values(meeting: Meeting, language: str) -> dict[str, Any]:
    rule = fields_of_rule(meeting.rrule)
    return {
        "was": mark_of(meeting),
        "title": meeting.title.get(language, ""),
        "note": meeting.note.get(language, ""),
        "days": list(rule.days),
        "repeat": rule.repeat,
        "months": list(rule.months),
        "until": rule.until,
        "starts_on": meeting.starts_on,
        "starts_at": meeting.starts_at,
        "ends_at": meeting.ends_at,
        "place": str(meeting.place or ""),
        "off": meeting.exceptions,
    }


def _meeting(before: Meeting | None, typed: dict[str, Any], language: str, places: set[UUID]) -> Meeting:
    """The time; seconds, words in other languages and the order of exceptions stay where nothing else was typed."""
    place = UUID(typed["place"]) if typed["place"] else None
    off = tuple(dict.fromkeys([*typed["off"], *filter(None, [typed["off_day"]])]))
    made = Meeting(
        rrule=typed["rrule"],
        starts_on=typed["starts_on"] or (before.starts_on if before else timezone.localdate()),
        starts_at=typed["starts_at"],
        ends_at=typed["ends_at"],
        title=words_of(before.title if before else {}, language, typed["title"]),
        note=words_of(before.note if before else {}, language, typed["note"]),
        place=place if place in places else None,
        exceptions=off,
    )
    if before is None:
        return made
    same = {
        name: getattr(before, name)
        for name in ("starts_at", "ends_at")
        if _minutes(getattr(before, name)) == _minutes(getattr(made, name))
    }
    if set(off) == set(before.exceptions):
        same["exceptions"] = before.exceptions
    return replace(made, **same)


def _typed_as(value: Any) -> Any:
    """The value without what no field shows: seconds."""
    return _minutes(value) if isinstance(value, time) else value


def _minutes(at: Any) -> str:
    return at.strftime("%H:%M") if at else ""
