"""Requests for company on the desk: a list by state and age, and a page for each with what a curator may do."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from organisations.curate.views.found import curator_of
from organisations.curate.views.queue import around
from organisations.own_page import site_of
from organisations.participation.company import proposing, safety
from organisations.participation.company.by_hand import AdultNotCalled, Against, NotPossible, Outdated, Shown
from organisations.participation.desk import calling
from organisations.participation.desk.care import OnePage, Requests, requests_of
from organisations.participation.desk.figures import Figures
from organisations.participation.mentors.care import mentors_of
from organisations.participation.models import Accompaniment, AccompanimentState, Mentor, ProposalState
from organisations.permissions import CURATOR, allow

NOT_NOW = _("This is not possible any more. The page shows what is so now.")
REFUSED = {
    AdultNotCalled: _("Please call the adult first: nobody is asked before the adult has agreed."),
    Against: _("Something speaks against this mentor. To ask all the same, please tick the box at the name."),
    Outdated: _(
        "Meanwhile another mentor was asked, or one has answered. Nothing was changed; the page shows what is so now."
    ),
}


@allow(CURATOR)
@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """All requests of this curator's areas, the oldest that waits first."""
    shown = Requests.parse(request.user, request.GET)
    return render(
        request, "curate/company/list.html", around(request) | {"requests": shown, "figures": Figures(request.user)}
    )


@allow(CURATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, id: UUID) -> HttpResponse:
    """One request: what is wanted, whom it was proposed to and why, who else could come along, the end at once."""
    row = _request_of(request, id)
    if request.method != "POST":
        return _page(request, row)
    if refusal := _refusal(request, row):
        messages.error(request, refusal)
        return _page(request, _request_of(request, id), status=409)
    messages.success(request, _("Done."))
    there = requests_of(request.user).filter(pk=id).exists()  # or it was there for this alone
    return redirect("curate-company", id) if there else redirect("curate-participation")


def _refusal(request: HttpRequest, row: Accompaniment) -> Any:
    """Does what the button says; else why not, in a sentence."""
    act = request.POST.get("action", "")
    if act == "stop":
        over = _("This has ended already: there is nothing to stop. Nothing was changed.")
        return "" if _stopped(request, row) else over
    if act == "end":
        return "" if _ended(request, row) else NOT_NOW
    if act == "seen":
        safety.seen_to(row)
        return ""
    if act == "called":
        return "" if calling.called(row, request.POST) else NOT_NOW
    return _not_asked(request, row, request.POST.get("mentor", "")) if act == "assign" else NOT_NOW


def _stopped(request: HttpRequest, row: Accompaniment) -> bool:
    """Stops it; False if it had ended otherwise before. Pressed twice it is done."""
    stopped = safety.stop(row, by=curator_of(request).author, site=site_of(request))
    return stopped or row.state == AccompanimentState.STOPPED


def _ended(request: HttpRequest, row: Accompaniment) -> bool:
    """Ends it after the visit; False if that is not possible. Pressed twice it is done."""
    ended = safety.end_after(row, by=curator_of(request).author)
    return ended or (row.state == AccompanimentState.ENDED and bool(row.stopped_by))


def _not_asked(request: HttpRequest, row: Accompaniment, id: str) -> Any:
    """Asks the mentor whom the curator has chosen; else why not, in a sentence. Pressed twice it is done."""
    try:
        mentor = Mentor.objects.available().filter(pk=UUID(id), pk__in=mentors_of(request.user)).first()
        if mentor is None:
            return NOT_NOW
        despite = frozenset(request.POST.get("despite", "").split(","))
        shown = Shown(request.POST.get("standing", ""), despite)
        proposing.assign(row, mentor, by=curator_of(request).author, site=site_of(request), shown=shown)
    except ValueError:
        return NOT_NOW
    except NotPossible as refused:
        done = row.proposals.filter(mentor=UUID(id), state=ProposalState.WAITING).exists()
        return "" if done else REFUSED.get(type(refused), NOT_NOW)
    return ""


def _request_of(request: HttpRequest, id: UUID) -> Accompaniment:
    """The request. Raises Http404, PermissionDenied for one of other areas."""
    found = requests_of(request.user).filter(pk=id).first()
    if found is not None:
        return found
    if Accompaniment.objects.filter(pk=id, erased_at=None).exists():
        raise PermissionDenied
    raise Http404


def _page(request: HttpRequest, row: Any, status: int = 200) -> HttpResponse:
    context = around(request) | {"one": OnePage(row, request.user)}
    return render(request, "curate/company/one.html", context, status=status)
