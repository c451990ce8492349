"""Accounts of the staff: invite, give areas, switch off. Who they were stays readable in the log of decisions."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from organisations.accounts.factor import end_sessions
from organisations.admin.base import AnyForm, StrictLookups
from organisations.admin.site import site
from organisations.models import CuratorRole
from organisations.own_page import site_of
from organisations.services.curators import HasAccount, is_waiting, of_address, reset_second_factor, send_invitation


class AccountForm(AnyForm):
    """An account; a new one has an address and sleeps until the invitation's link is used."""

    email = forms.EmailField(label=_("Mail address"), max_length=150)

    def clean_email(self) -> str:
        """One account for one address."""
        email: str = self.cleaned_data["email"]
        other = of_address(email)
        if other and other.pk != self.instance.pk:
            raise ValidationError(_("This address has an account already."))
        return email


class RoleInline(admin.StackedInline):  # type: ignore[type-arg]  # Django's classes take no parameters when the program runs
    """For which areas the curator decides."""

    model = CuratorRole
    autocomplete_fields = ["areas"]
    min_num = max_num = 1
    can_delete = False


@admin.register(User, site=site)
class AccountAdmin(StrictLookups):
    """Accounts of the staff."""

    form = AccountForm
    inlines = [RoleInline]
    list_display = ["email", "username", "first_name", "last_name", "is_active", "is_superuser", "last_login"]
    list_filter = ["is_active", "is_superuser"]
    search_fields = ["email", "username", "first_name", "last_name"]
    ordering = ["email"]
    actions = ["invite_again", "take_factors_away"]
    readonly_fields = ["username", "last_login"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A new account is switched on by its own link."""
        start = ["email", "first_name", "last_name", "is_superuser"]
        return [*start, "is_active", "username", "last_login"] if obj and not is_waiting(obj) else start

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Nobody locks themselves out."""
        own = ["is_active", "is_superuser"] if obj and obj.pk == request.user.pk else []
        return [*self.readonly_fields, *own]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Accounts are switched off, not deleted: decisions name them."""
        return False

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """A new account is staff, sleeps, and is called by its address."""
        if not change:
            obj.username, obj.is_staff, obj.is_active = obj.email, True, False
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """After account and role: the invitation, or the end of the sessions that knew the account as it was."""
        super().save_related(request, form, formsets, change)
        if not change:
            self._send(request, [form.instance])
        elif form.instance.pk != request.user.pk:
            end_sessions(form.instance)

    @admin.action(description=_("Send the invitation again"))
    def invite_again(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """A new link to those who have not used theirs."""
        self._send(request, list(queryset))

    @admin.action(description=_("Take the second factors away (they set up new ones)"))
    def take_factors_away(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """For those who lost telephone, key and recovery codes."""
        for user in queryset.exclude(pk=request.user.pk or 0):
            reset_second_factor(user)
            messages.success(request, gettext("%(who)s sets up a new second factor next time.") % {"who": user.email})

    def _send(self, request: HttpRequest, users: list[User]) -> None:
        for user in users:
            try:
                language = get_language() or settings.LANGUAGE_CODE
                send_invitation(user, site=site_of(request), language=language, by=f"user:{request.user.pk}")
                messages.success(request, gettext("An invitation to %(who)s is on its way.") % {"who": user.email})
            except HasAccount:
                messages.error(request, gettext("%(who)s has used the invitation already.") % {"who": user.email})
