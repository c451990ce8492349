"""The people of the desk: a page for all, one for each; every act is a POST."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from organisations.curate.people import HandingOver, InvitationForm, People, RoleForm, person, role_form, successors
from organisations.curate.views.queue import desk
from organisations.forms.rows import harmless
from organisations.own_page import site_of
from organisations.permissions import CURATOR, allow
from organisations.scope import decides_everywhere
from organisations.services import curators, staff

# What comes back: nothing if it is done, a form with faults, or a page that asks once more.
Act = Callable[[HttpRequest, User], RoleForm | HttpResponse | None]


@allow(CURATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest) -> HttpResponse:
    """All accounts; POST invites somebody. For who decides everywhere."""
    _refuse_others(request)
    form = InvitationForm(harmless(request.POST) if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _invited(request, form):
        return redirect("curate-people")
    status = 422 if form.is_bound else 200
    return render(request, "curate/people.html", desk(request) | {"people": People(), "form": form}, status=status)


@allow(CURATOR)
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def account(request: HttpRequest, id: int) -> HttpResponse:
    """One account, its role, and what can be done with it."""
    _refuse_others(request)
    shown = person(id, held=request.method == "POST")
    if shown is None:
        return _gone(request)
    act = ACTS.get(request.POST.get("action", "")) if request.method == "POST" else None
    form = act(request, shown.user) if act else None
    if isinstance(form, HttpResponse):
        return form
    if request.method == "POST" and form is None:
        return redirect("curate-person", id) if person(id) else redirect("curate-people")
    context = {
        "person": shown,
        "form": form or role_form(shown.user),
        "mine": staff.may_manage(_user(request), shown.user),
        "successors": successors(shown.user),
    }
    return render(request, "curate/person.html", desk(request) | context, status=422 if form else 200)


def _gone(request: HttpRequest) -> HttpResponse:
    """There is no such account, or no more: a form may come too late."""
    if request.method != "POST":
        raise Http404
    messages.error(request, _("This account is no longer there; somebody else was faster."))
    return redirect("curate-people")


def _refuse_others(request: HttpRequest) -> None:
    if not decides_everywhere(request.user):
        raise PermissionDenied


def _author(request: HttpRequest) -> str:
    """How decisions name the curator."""
    return f"user:{_user(request).pk}"


def _user(request: HttpRequest) -> User:
    user: Any = request.user
    return cast("User", user)


def _invited(request: HttpRequest, form: InvitationForm) -> bool:
    """Invites; False with a sentence at the field if the address has an account."""
    email, name = form.cleaned_data["email"], form.cleaned_data["name"]
    known = curators.of_address(email)
    try:
        if known and not staff.may_manage(_user(request), known):
            raise curators.HasAccount(email)
        language = get_language() or ""
        curators.invite(email, name=name, **form.chosen, site=site_of(request), language=language, by=_author(request))
    except curators.HasAccount:
        form.add_error("email", _("This address has an account already."))
        return False
    messages.success(request, _("An invitation to %(who)s is on its way.") % {"who": email})
    return True


def _role(request: HttpRequest, user: User) -> RoleForm | None:
    form = RoleForm(harmless(request.POST))
    if not form.is_valid():
        return form
    staff.change_role(user, **form.chosen, by=_user(request))
    messages.success(request, _("Saved."))
    return None


def _off(request: HttpRequest, user: User) -> None:
    staff.switch(user, False, by=_user(request))
    messages.success(request, _("The account is switched off, and its sessions have ended."))


def _on(request: HttpRequest, user: User) -> None:
    try:
        staff.switch(user, True, by=_user(request))
        messages.success(request, _("The account is switched on again."))
    except staff.NotAllowed:
        messages.error(request, _("This person never came in and needs a new invitation."))


def _again(request: HttpRequest, user: User) -> None:
    try:
        language = get_language() or ""
        curators.send_invitation(user, site=site_of(request), language=language, by=_author(request))
        messages.success(request, _("An invitation to %(who)s is on its way.") % {"who": user.email})
    except curators.HasAccount:
        messages.error(request, _("This address has an account already."))


def _withdraw(request: HttpRequest, user: User) -> None:
    try:
        staff.withdraw(user, by=_user(request))
        messages.success(request, _("The invitation is withdrawn; its link opens nothing any more."))
    except staff.NotAllowed:
        messages.error(request, _("The invitation was accepted meanwhile. You can switch the account off."))


def _factor(request: HttpRequest, user: User) -> None:
    staff.reset_factor(user, by=_user(request))
    messages.success(request, _("%(who)s sets up a new second factor next time.") % {"who": user.email})


def _hand_over(request: HttpRequest, user: User) -> HttpResponse | None:
    """Asks first, with all that would go over."""
    chosen = request.POST.get("to", "")
    if chosen not in dict(successors(user)):
        messages.error(request, _("Please choose who takes the work over."))
        return None
    taker = User.objects.get(pk=int(chosen))
    if "do" not in request.POST:
        return render(request, "curate/hand_over.html", desk(request) | {"handing": HandingOver(user, taker)})
    staff.hand_over(user, taker, by=_user(request), areas="own-areas" not in request.POST)
    messages.success(request, _("The work is handed over, and the account is switched off."))
    return None


def _allowed(act: Act) -> Act:
    """Only on accounts that this person may change."""

    def guarded(request: HttpRequest, user: User) -> RoleForm | HttpResponse | None:
        if not staff.may_manage(_user(request), user):
            raise PermissionDenied
        return act(request, user)

    return guarded


ACTS: dict[str, Act] = {
    name: _allowed(act)
    for name, act in {
        "role": _role, "off": _off, "on": _on, "again": _again, "withdraw": _withdraw, "factor": _factor,
        "hand-over": _hand_over,
    }.items()
}  # fmt: skip
