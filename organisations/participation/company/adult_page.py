"""The page of the adult who answers for somebody under 18: where it stands, the plan, and stopping it."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse

from organisations.editing.forms import foreign
from organisations.own_page import site_of
from organisations.participation.company import facts, safety
from organisations.participation.company.calls import ADULT
from organisations.participation.company.ending import RUNNING, is_over
from organisations.participation.models import Accompaniment, AccompanimentState
from organisations.public_forms.pages import rendered, telling_nobody


@dataclass(frozen=True)
class AdultPage:
    """One request behind the adult's secret."""

    request: HttpRequest
    asked: Accompaniment
    token: str

    def page(self, status: int = 200, **more: Any) -> HttpResponse:
        """Where it stands. `more`: `notice`."""
        asked = self.asked
        proposal = facts.accepted_of(asked)
        runs = asked.state in RUNNING and not is_over(asked)
        context = facts.shared(asked) | {
            "plan": facts.plan(asked, others=True),
            "runs": runs,
            "agreed": runs and asked.state == AccompanimentState.ACCEPTED,
            "stopped": asked.state == AccompanimentState.STOPPED,
            "lines": facts.for_adult(asked),
            "companion": facts.companion(proposal) if proposal else [],
        }
        return telling_nobody(rendered(self.request, "participation/company/adult.html", context | more, status))

    def sent(self, form: QueryDict) -> HttpResponse:
        """The button was pressed; twice is once."""
        if notice := foreign(self.request):
            return self.page(400, notice=notice)
        if form.get("act") != "stop":
            return self.page(400)
        runs = not is_over(self.asked)
        if (runs and safety.stop(self.asked, by=ADULT, site=site_of(self.request))) or self._stopped:
            return HttpResponseRedirect(reverse("company-adult", args=[self.token]))
        return self.page(409)

    @property
    def _stopped(self) -> bool:
        return self.asked.state == AccompanimentState.STOPPED
