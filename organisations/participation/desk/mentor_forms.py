"""What curators note about a mentor, and until when they approve."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organisations.forms.fields import DayField, ProseField
from organisations.forms.rows import Fields
from organisations.forms.widgets import a_day, prose
from organisations.participation.mentors.approval import USUAL_DAYS, Talk
from organisations.participation.models import Mentor

LONGEST_NOTES = 5_000
LONGEST_AGO = 3_653  # days: ten years


class TalkFields(Fields):
    """The talk, the agreement, the training."""

    talked_on = DayField(required=False, widget=a_day(), label=_("Day of the talk"))
    agreed_on = DayField(required=False, widget=a_day(), label=_("Agreement signed on"))
    trained_on = DayField(required=False, widget=a_day(), label=_("Training done on"))
    talk_notes = ProseField(
        required=False, max_length=LONGEST_NOTES, widget=prose(5), label=_("Notes"),
        help_text=_("For curators alone. The mentor can ask to see them."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Nothing of it lies in the future, or so far back that it is a slip."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("talked_on", "agreed_on", "trained_on"):
            if data.get(name) and data[name] > timezone.localdate():
                self.add_error(name, gettext("This day has not come yet."))
            elif data.get(name) and data[name] < timezone.localdate() - timedelta(days=LONGEST_AGO):
                self.add_error(name, gettext("Please choose a day within the last ten years."))
        return data

    @property
    def talk(self) -> Talk:
        """As the service takes it."""
        return Talk(**{name: self.cleaned_data[name] for name in self.fields})


class ApprovalFields(Fields):
    """The last day."""

    until = DayField(widget=a_day(), label=_("Approved until"), help_text=_("At most two years."))


def talk_form(mentor: Mentor, sent: Any = None) -> TalkFields:
    """What is noted."""
    return TalkFields(sent, initial={name: getattr(mentor, name) for name in TalkFields.base_fields})


def approval_form(mentor: Mentor, sent: Any = None) -> ApprovalFields:
    """The present last day, or that of a year from now on."""
    return ApprovalFields(sent, initial={"until": _proposed(mentor)})


def _proposed(mentor: Mentor) -> date:
    today = timezone.localdate()
    last = mentor.expires_on
    return last if last and last > today + timedelta(days=30) else today + timedelta(days=USUAL_DAYS)
