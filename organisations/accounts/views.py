"""The pages of the staff's accounts that are not allauth's own, or do more than those."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.forms import SetPasswordForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods
from django.views.generic.edit import FormView

from organisations.accounts import factor
from organisations.accounts.once import use_once
from organisations.permissions import VISITOR, allow
from organisations.services.curators import accept, invited_by


@allow(VISITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Shows an invitation, which changes nothing; its button wakes the account up and signs in to set up the rest."""
    accepted = request.method == "POST"
    user = accept(secret) if accepted else invited_by(secret)
    if user is None or not accepted:
        page = "account/invitation.html" if user else "account/invitation_over.html"
        shown = render(request, page, {"invited": user}, status=200 if user else 410)
        shown.headers["Referrer-Policy"] = "strict-origin"  # the path is the secret; the form's check needs the origin
        return shown
    logout(request)
    record_authentication(request, user, "invitation")
    return perform_login(request, user, redirect_url=str(reverse_lazy("mfa_index")))  # type: ignore[no-any-return]


class _SetsUp:
    """Setting up a second factor proves it in this session, and ends the others, which have not proven it."""

    request: Any

    def form_valid(self, form: Any) -> HttpResponse:
        """As allauth does, then the proof."""
        response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        newest = Authenticator.objects.filter(user=self.request.user).exclude(type="recovery_codes").latest("pk")
        if "code" in form.cleaned_data:
            use_once(newest, form.cleaned_data["code"])
        factor.prove(self.request, newest)
        factor.end_sessions(self.request.user, but=self.request.session.session_key)
        return response


class _TakesAway:
    """Taking a second factor away ends the other sessions; without any factor left this one must set up a new one."""

    request: Any

    def form_valid(self, form: Any) -> HttpResponse:
        """As allauth does, then the end."""
        response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        factor.end_sessions(self.request.user, but=self.request.session.session_key)
        if not Authenticator.objects.filter(user=self.request.user).exists():
            factor.give_up(self.request)
        return response


class SetUpApp(_SetsUp, ActivateTOTPView):
    """An authenticator app is set up."""


class RemoveApp(_TakesAway, DeactivateTOTPView):
    """The authenticator app is removed."""


class AddKey(_SetsUp, AddWebAuthnView):
    """A security key is added."""


class RemoveKey(_TakesAway, RemoveWebAuthnView):
    """A security key is removed."""

    success_url = reverse_lazy("mfa_index")


@method_decorator(reauthentication_required(app="allauth.mfa"), name="dispatch")
class Password(FormView):  # type: ignore[type-arg]
    """A password, for the first time or a new one. The former one need not be known: the second factor was proven."""

    form_class = SetPasswordForm
    template_name = "account/password.html"
    success_url = reverse_lazy("mfa_index")
    extra_context = {"title": _("Password")}

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form is that of the user who is signed in."""
        return {**super().get_form_kwargs(), "user": self.request.user}

    def form_valid(self, form: Any) -> HttpResponse:
        """Sets the password; other sessions of the user end with the former one."""
        user = form.save()
        update_session_auth_hash(self.request, user)
        get_adapter().send_notification_mail("account/email/password_changed", user)
        messages.success(self.request, gettext("The password was changed."))
        return redirect(str(self.success_url))
