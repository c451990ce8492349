"""A newcomer's own page of a request: where it stands, the plan, taking it back, saying that something is wrong."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse

from organisations.editing.forms import foreign
from organisations.own_page import site_of
from organisations.participation.company import asking, calls, facts, other_time, planning, reported
from organisations.participation.company.ending import RUNNING, is_off, is_over
from organisations.participation.company.home import at_home
from organisations.participation.company.keeping import is_emptied, was_taken_back
from organisations.participation.company.other_time import OtherTimeFields
from organisations.participation.company.report import ReportFields, passed_on
from organisations.participation.models import Accompaniment, AccompanimentState, Proposal, Side
from organisations.public_forms.pages import rendered, telling_nobody

AGAIN = (AccompanimentState.NOBODY, *asking.OVER)  # then asking anew helps
AFTER = ("past", AccompanimentState.MET, AccompanimentState.ENDED)  # the visit, as far as is known


@dataclass(frozen=True)
class StatusPage:
    """One request behind its secret."""

    request: HttpRequest
    asked: Accompaniment
    token: str

    def page(self, status: int = 200, **more: Any) -> HttpResponse:
        """Where it stands. `more`: `notice`, `report`."""
        asked = self.asked
        proposal = facts.accepted_of(asked)
        companion = facts.companion(proposal) if proposal else []
        shared, state = facts.shared(asked), self._state()
        context = shared | {
            "state": state,
            "token": self.token,
            "by_adult": asked.stopped_by == calls.ADULT,
            "again_slug": shared["slug"] if state in AGAIN else "",
            "off": is_off(asked),
            "erased": self._erased,
            "waits": reported.waits(asked, Side.NEWCOMER),
            "adult_waits": self._adult_waits,
            "called": bool(asked.call_newcomer or asked.call_adult),
            "unhappy": facts.was_unhappy(asked, Side.NEWCOMER),
            "running": not self._erased and asked.state in RUNNING,
            "to_come": not self._erased and asked.state in RUNNING and state != "past",
            "over": asked.state in asking.OVER,
            "again": "again" in self.request.GET,
            "reported": self.request.GET.get("reported", ""),
            "companion": companion,
            "home": self._home(proposal, state),
            "introduction": proposal.mentor.introduction if proposal and companion else "",
            "lines": facts.filled_in(asked),
            "calls": not asked.email and bool(asked.phone) and state in (*RUNNING, "past"),
            "after": facts.questions_after(asked) if state in AFTER else "",
            "other": OtherTimeFields(initial={"times": asked.times}),
            "may_change": planning.may_change(asked),
            "apart": proposal is not None and not facts.are_in_touch(asked, proposal),
            "report": ReportFields(),
        }
        return telling_nobody(rendered(self.request, "participation/company/status.html", context | more, status))

    def _home(self, proposal: Proposal | None, state: str) -> str:
        """That the mentor stays there, as long as a newcomer may be glad of it."""
        glad = state in (AccompanimentState.ACCEPTED, *AFTER) and not facts.was_unhappy(self.asked, Side.NEWCOMER)
        return at_home(proposal) if proposal and glad else ""

    @property
    def _erased(self) -> bool:
        """Whether nothing of the newcomer is left, whatever is kept for curators."""
        return self.asked.erased_at is not None or is_emptied(self.asked)

    @property
    def _adult_waits(self) -> bool:
        """Whether the adult who was named is called before all is erased: who knows of it and has no mail address."""
        asked = self.asked
        if asked.state == AccompanimentState.WITHDRAWN:
            return asked.call_adult != ""
        knows = asked.minor and asked.adult_phone != "" and not asked.adult_email and not calls.is_first(asked)
        return knows and asked.state in RUNNING and not is_over(asked)

    def _state(self) -> str:
        """That of the request; `past` when the visit is over, `erased` if that was not because it was taken back."""
        asked = self.asked
        if self._erased:
            return AccompanimentState.WITHDRAWN if was_taken_back(asked) else "erased"
        if asked.state == AccompanimentState.ACCEPTED and is_over(asked):
            return "past"
        return asked.state

    def sent(self, form: QueryDict) -> HttpResponse:
        """A button was pressed."""
        if notice := foreign(self.request):
            return self.page(400, notice=notice)
        act = form.get("act", "")
        if act == "withdraw":
            asking.withdraw(self.asked)
            return HttpResponseRedirect(reverse("company", args=[self.token]))
        if act == "other":
            return other_time.sent(self.request, self.page, form, self.asked)
        if act != "report":
            return self.page(400)
        report = passed_on(form, self.asked, Side.NEWCOMER, site_of(self.request))
        if isinstance(report, ReportFields):
            return self.page(report.status, report=report)
        return HttpResponseRedirect(reverse("company", args=[self.token]) + report)
