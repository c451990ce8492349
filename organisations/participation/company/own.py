"""A newcomer's own page of a request: where it stands, the plan, taking it back, saying that something is wrong."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse

from organisations.editing.forms import foreign
from organisations.own_page import site_of
from organisations.participation.company import asking, facts
from organisations.participation.company.ending import is_off, is_over
from organisations.participation.company.report import ReportFields, passed_on
from organisations.participation.models import Accompaniment, AccompanimentState, Side
from organisations.public_forms.pages import rendered, telling_nobody


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
        context = facts.shared(asked) | {
            "state": self._state(),
            "off": is_off(asked),
            "running": not asked.erased_at and asked.state in asking.RUNNING,
            "again": "again" in self.request.GET,
            "reported": "reported" in self.request.GET,
            "companion": companion,
            "introduction": proposal.mentor.introduction if proposal and companion else "",
            "lines": facts.filled_in(asked),
            "report": ReportFields(),
        }
        return telling_nobody(rendered(self.request, "participation/company/status.html", context | more, status))

    def _state(self) -> str:
        """That of the request; `past` when the visit is over. What is erased and still there was taken back."""
        asked = self.asked
        if asked.erased_at:
            return AccompanimentState.WITHDRAWN
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
        if act != "report" or self.asked.erased_at:
            return self.page(400)
        if report := passed_on(form, self.asked, Side.NEWCOMER, site_of(self.request)):
            return self.page(400, report=report)
        return HttpResponseRedirect(reverse("company", args=[self.token]) + "?reported=1")
