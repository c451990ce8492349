"""Mentors on the desk: a list, and a page for each with what is decided about them."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from organisations.curate.views.found import curator_of
from organisations.curate.views.queue import around
from organisations.curate.words import names_of
from organisations.forms.rows import Fields, harmless
from organisations.models import Mail
from organisations.participation.desk.late import late_visits
from organisations.participation.desk.mentor_forms import approval_form, talk_form
from organisations.participation.mentors import approval, care, summary
from organisations.participation.mentors.approval import NotPossible
from organisations.participation.mentors.services import PURPOSES
from organisations.participation.models import Mentor
from organisations.permissions import CURATOR, allow

LACKS = {
    "state": _("This is not possible now: somebody else decided meanwhile, or the address is not confirmed."),
    "talk": _("Please note the day of the talk first."),
    "agreement": _("Please note when the agreement was signed."),
    "training": _("Please note when the training was done."),
    "day": _("Please choose a day within the next two years."),
}

# Of what a mentor has filled in: the questions of the form speak to the mentor.
LABELS = {
    "email": _("Mail address"), "phone": _("Telephone"), "languages": _("Languages"), "areas": _("Areas"),
    "times": _("Times"), "topics": _("Topics"), "gender": _("Woman or man"), "capacity": _("How many at a time"),
    "homes": _("At home in these groups"), "introduction": _("In their own words"),
}  # fmt: skip


@allow(CURATOR)
@require_safe
def mentors(request: HttpRequest) -> HttpResponse:
    """All mentors of this curator's areas, who needs care first."""
    shown = care.Mentors.parse(request.user, request.GET)
    return render(request, "curate/mentors/list.html", around(request) | {"mentors": shown})


@allow(CURATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def mentor(request: HttpRequest, id: UUID) -> HttpResponse:
    """One mentor: what was offered, what the talk has brought, and the buttons."""
    row = _mentor_of(request, id)
    sent = harmless(request.POST)
    act = sent.get("action", "")
    talk = talk_form(row, sent if act == "talk" else None)
    until = approval_form(row, sent if act == "approve" else None)
    if act and _done(request, act, row, talk, until):
        return redirect("curate-mentor", id)
    context = {"row": row, "talk": talk, "until": until, **_told(request, row)}
    return render(request, "curate/mentors/one.html", around(request) | context, status=422 if act else 200)


def _done(request: HttpRequest, act: str, row: Mentor, talk: Any, until: Any) -> bool:
    """Carries out what a button says; False, with a sentence on the page or at the form, if that is not possible."""
    id, curator = row.pk, curator_of(request)
    shown: Fields = talk if act == "talk" else until
    if shown.is_bound and not shown.is_valid():
        return False
    acts: dict[str, Callable[[], None]] = {
        "talk": lambda: approval.note_talk(id, talk.talk, curator=curator),
        "approve": lambda: approval.approve(id, until.cleaned_data["until"], curator=curator),
        "hold": lambda: approval.hold(id, curator=curator),
        "release": lambda: approval.release(id, curator=curator),
        "end": lambda: approval.end(id, curator=curator),
    }
    if act not in acts:
        return False
    try:
        acts[act]()
    except NotPossible as lack:
        if shown.is_bound:
            shown.add_error(None, str(LACKS[lack.why]))
        else:
            messages.error(request, LACKS[lack.why])
        return False
    messages.success(request, _("Saved."))
    return True


def _mentor_of(request: HttpRequest, id: UUID) -> Any:
    """The mentor with the load. Raises Http404, PermissionDenied for one of other areas."""
    found = care.with_load(Mentor.objects.filter(pk=id, erased_at=None)).first()
    if found is None:
        raise Http404
    if not care.mentors_of(request.user).filter(pk=id).exists():
        raise PermissionDenied
    return found


def _told(request: HttpRequest, row: Any) -> dict[str, Any]:
    """What the page says about a mentor."""
    came_back = Mail.objects.filter(purpose__in=PURPOSES, recipient__iexact=row.email, bounced_at__isnull=False)
    return {
        "lines": summary.lines(row, LABELS),
        "mark": care.mark_of(row, timezone.localdate()),
        "load": f"{row.load}/{row.capacity}",
        "lacks": [LACKS[code] for code in approval.all_lacking(row)],
        "approver": names_of([row.approved_by]).get(row.approved_by, "") if row.approved_by else "",
        "came_back": came_back.exists(),
        "left_before": care.left_before(row),
        "late": late_visits(request.user, row),
    }
