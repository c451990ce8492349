"""The newcomer's page of a plan that does not hold any more: that nobody comes, and where to say what was wrong."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse

from organisations.editing.forms import foreign
from organisations.own_page import site_of
from organisations.participation.company.keeping import is_emptied, was_taken_back
from organisations.participation.company.report import ReportFields, is_report, not_taken, passed_on
from organisations.participation.models import Accompaniment, Side
from organisations.public_forms.pages import rendered, telling_nobody


@dataclass(frozen=True)
class OffPage:
    """One request behind the link to its former plan."""

    request: HttpRequest
    asked: Accompaniment
    token: str

    def page(self, status: int = 410, **more: Any) -> HttpResponse:
        """That the visit is called off, or that the newcomer has taken it back. `more`: `notice`, `report`."""
        erased = self.asked.erased_at is not None or is_emptied(self.asked)
        context = {
            "erased": erased and not was_taken_back(self.asked),
            "withdrawn": was_taken_back(self.asked),
            "reported": self.request.GET.get("reported", ""),
            "report": ReportFields(),
        }
        return telling_nobody(rendered(self.request, "participation/company/off.html", context | more, status))

    def sent(self, form: QueryDict) -> HttpResponse:
        """The form that was open meanwhile, that after the visit too: what was wrong is passed on all the same."""
        if notice := foreign(self.request):
            return self.page(400, notice=notice)
        if not is_report(form):
            return self.page(400, report=not_taken(form))
        report = passed_on(form, self.asked, Side.NEWCOMER, site_of(self.request))
        if isinstance(report, ReportFields):
            return self.page(report.status, report=report)
        return HttpResponseRedirect(reverse("company-after", args=[self.token]) + report)
