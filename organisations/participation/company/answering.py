"""The page on which a mentor says yes or no to one request, and finds the plan afterwards."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organisations.editing.forms import foreign
from organisations.forms.fields import DayField, HourField, WordsField
from organisations.forms.rows import Fields
from organisations.forms.widgets import Tick, a_day, an_hour, line
from organisations.own_page import site_of
from organisations.participation.company import after, facts, proposing
from organisations.participation.company.report import ReportFields, fitting, passed_on
from organisations.participation.models import AccompanimentState, Proposal, ProposalState, Side
from organisations.public_forms.pages import rendered, telling_nobody

LATEST_DAYS = 60
LONGEST_POINT = 300


class YesFields(Fields):
    """When and where the two meet, and what the newcomer may have of the mentor. `about`: the mentor."""

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

    def prepare(self) -> None:
        """No question about a number that there is not."""
        if not self.about.phone:
            del self.fields["share_phone"]

    def clean_point(self) -> str:
        """Not too long."""
        return fitting(self.cleaned_data["point"], LONGEST_POINT)

    def clean(self) -> dict[str, Any]:
        """A moment that is still to come, and soon."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("day") and data.get("hour"):
            at, now = self.meets_at, timezone.now()
            if at <= now:
                self.add_error("day", gettext("This time is over. Please choose a later one."))
            elif at > now + timedelta(days=LATEST_DAYS):
                sentence = gettext("Please choose a day within the next %(n)s days.") % {"n": LATEST_DAYS}
                self.add_error("day", sentence)
        return data

    @property
    def meets_at(self) -> datetime:
        """The moment, in local time."""
        return timezone.make_aware(datetime.combine(self.cleaned_data["day"], self.cleaned_data["hour"]))

    @property
    def faults(self) -> list[tuple[str, str]]:
        """What is wrong, with the id of its field."""
        found = [(self[name].auto_id, str(one)) for name in self.fields for one in self.errors.get(name, ())]
        return found if self.is_bound else []


@dataclass(frozen=True)
class AnswerPage:
    """One proposal behind its secret."""

    request: HttpRequest
    proposal: Proposal
    token: str

    @property
    def state(self) -> str:
        """waiting, accepted, declined, or over: whatever else has become of it."""
        proposal, asked = self.proposal, self.proposal.accompaniment
        if asked.erased_at or asked.state in (AccompanimentState.WITHDRAWN, AccompanimentState.STOPPED):
            return "over"
        if proposal.state == ProposalState.WAITING:
            return "waiting" if proposal.expires_at > timezone.now() else "over"
        return proposal.state if proposal.state in (ProposalState.ACCEPTED, ProposalState.DECLINED) else "over"

    def page(self, status: int = 200, **more: Any) -> HttpResponse:
        """What is asked. `more`: `notice`, `form`, `report`."""
        asked, state = self.proposal.accompaniment, self.state
        context = facts.shared(asked) | {
            "proposal": self.proposal,
            "state": state,
            "past": state == "accepted" and (asked.ended_at is not None or after.is_over(asked)),
            "until": facts.moment(self.proposal.expires_at),
            "reported": "reported" in self.request.GET,
            "lines": facts.wanted(asked) if state in ("waiting", "accepted") else [],
            "newcomer": facts.person(asked) if state == asked.state == "accepted" else [],
            "form": YesFields(about=self.proposal.mentor),
            "report": ReportFields(),
        }
        if state == "over" and status == 200:
            status = 410
        return telling_nobody(rendered(self.request, "participation/company/answer.html", context | more, status))

    def sent(self, form: QueryDict) -> HttpResponse:
        """A button was pressed."""
        if notice := foreign(self.request):
            return self.page(400, notice=notice)
        acts = {"yes": self._yes, "no": self._no, "report": self._report}
        act = acts.get(form.get("act", ""))
        return act(form) if act else self.page(400)

    def _yes(self, form: QueryDict) -> HttpResponse:
        if self.state != "waiting":
            return self._on() if self.state == "accepted" else self.page(409)
        fields = YesFields(form, about=self.proposal.mentor)
        if not fields.is_valid():
            return self.page(400, form=fields)
        data = fields.cleaned_data
        try:
            proposing.accept(
                self.proposal, meets_at=fields.meets_at, meeting_point=data["point"],
                share_email=data["share_email"], share_phone=data.get("share_phone", False), site=site_of(self.request),
            )  # fmt: skip
        except proposing.TooLate:
            self.proposal.refresh_from_db()
            return self._on() if self.state == "accepted" else self.page(409)
        return self._on()

    def _no(self, form: QueryDict) -> HttpResponse:
        if self.state == "waiting":
            try:
                proposing.decline(self.proposal)
            except proposing.TooLate:
                self.proposal.refresh_from_db()
                return self.page(409)
        if self.state == "accepted":  # a yes in another window: a no may not go under
            sentence = gettext("Can you not come after all? Please write to us at once, so that nobody waits in vain.")
            return self.page(409, notice=sentence)
        return self._on() if self.state != "over" else self.page(409)

    def _report(self, form: QueryDict) -> HttpResponse:
        if self.state != "accepted":
            return self.page(400)
        if report := passed_on(form, self.proposal.accompaniment, Side.MENTOR, site_of(self.request)):
            return self.page(400, report=report)
        return self._on("?reported=1")

    def _on(self, query: str = "") -> HttpResponse:
        return HttpResponseRedirect(reverse("company-answer", args=[self.token]) + query)
