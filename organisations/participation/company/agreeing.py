"""The form with which a mentor says when and where the two meet, and what the newcomer may have of the mentor."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organisations import formats
from organisations.detail import EntryPage
from organisations.forms.fields import DayField, HourField, WordsField
from organisations.forms.rows import Fields
from organisations.forms.section import errors_of
from organisations.forms.widgets import Tick, a_day, an_hour, line
from organisations.participation import week
from organisations.participation.company import entry_facts
from organisations.participation.company.report import fitting
from organisations.participation.models import Accompaniment, Mentor
from organisations.participation.phrases import listed
from organisations.public_forms.pages import language_now
from organisations.sentences import digits

LATEST_DAYS = 60
SOON_HOURS = 12  # who reads mails in the evening does not learn of a meeting before that
LONGEST_POINT = 300


@dataclass(frozen=True)
class Visit:
    """Who says it, to which request, and the entry of the group as long as it is public."""

    mentor: Mentor
    asked: Accompaniment
    entry: EntryPage | None


class YesFields(Fields):
    """When and where the two meet, and what the newcomer may have of the mentor. `about`: the Visit.

    A moment that does not suit the newcomer or the group is agreed on only if the mentor says so once more: `doubts`
    are the sentences about it, `sure` the value of the box that stands beside them then.
    """

    day = DayField(widget=a_day(), label=_("On which day?"))
    hour = HourField(widget=an_hour(), label=_("At what time do you meet?"))
    point = WordsField(
        widget=line(), label=_("Where do you meet?"),
        help_text=_("A place that everybody finds, such as a stop or the entrance. Not at somebody’s home."),
    )  # fmt: skip
    share_email = forms.BooleanField(required=False, widget=Tick, label=_("The newcomer may have my mail address."))
    share_phone = forms.BooleanField(
        required=False, widget=Tick, label=_("The newcomer may have my telephone number.")
    )  # fmt: skip

    at: datetime | None = None  # the moment that was typed
    doubts: tuple[str, ...] = ()

    def prepare(self) -> None:
        """No question about a number that there is not."""
        if not self.about.mentor.phone:
            del self.fields["share_phone"]

    def clean_point(self) -> str:
        """Not too long."""
        return fitting(self.cleaned_data["point"], LONGEST_POINT)

    def clean(self) -> dict[str, Any]:
        """A moment that is still to come, and soon, while the curators' yes to the mentor holds."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("day") and data.get("hour"):
            self.at = timezone.make_aware(datetime.combine(data["day"], data["hour"]))
            if wrong := self._wrong(self.at, data["day"]):
                self.add_error("day", wrong)
            elif self.at != self.about.asked.meets_at:
                self.doubts = tuple(self._doubts(self.at, data["day"]))
                if self.doubts and self.data.get("sure") != self.sure:
                    self.add_error("day", list(self.doubts))
        return data

    def _wrong(self, at: datetime, day: date) -> str:
        """Why nobody can meet then; empty if they can."""
        now, last = timezone.now(), self.about.mentor.expires_on
        if at <= now:
            return gettext("This time is over. Please choose a later one.")
        if at > now + timedelta(days=LATEST_DAYS):
            return gettext("Please choose a day within the next %(n)s days.") % {"n": digits(LATEST_DAYS)}
        if last and last < day:
            sentence = gettext("You are a mentor until %(date)s. Please choose a day until then.")
            return sentence % {"date": formats.long_date(last)}
        return ""

    def _doubts(self, at: datetime, day: date) -> list[str]:
        """What speaks against that moment."""
        found, language = [], language_now()
        times, entry = self.about.asked.times, self.about.entry
        if at < timezone.now() + timedelta(hours=SOON_HOURS):
            sentence = gettext("That is in less than %(n)s hours: the newcomer may not read it in time.")
            found.append(sentence % {"n": digits(SOON_HOURS)})
        if not week.holds(times, timezone.localtime(at)):
            sentence = gettext("The newcomer has named other times: %(times)s.")
            found.append(sentence % {"times": listed(week.told(times), language)})
        if entry and not entry_facts.meets_on(entry, day):
            sentence = gettext("The group does not meet on this day. It meets: %(times)s.")
            found.append(sentence % {"times": " · ".join(entry_facts.times_of(entry))})
        return found

    @property
    def sure(self) -> str:
        """What the box says: that moment, and no other one."""
        return self.at.isoformat() if self.at else ""

    @property
    def is_sure(self) -> bool:
        """Whether the box is ticked for the moment that was typed."""
        return bool(self.doubts) and self.data.get("sure") == self.sure

    @property
    def plan(self) -> dict[str, Any]:
        """The plan as the services take it; also one that is not valid because its time is over."""
        data = self.cleaned_data
        return {
            "meets_at": self.at, "meeting_point": data.get("point", ""), "share_email": data.get("share_email", False),
            "share_phone": data.get("share_phone", False),
        }  # fmt: skip

    @property
    def faults(self) -> list[tuple[str, str]]:
        """What is wrong, with the id of its field."""
        return list(errors_of(self)) if self.is_bound else []
