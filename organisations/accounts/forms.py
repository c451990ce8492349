"""The forms of signing in, in our words; a code of an app works once."""

from collections.abc import Callable
from typing import Any

from allauth.account.forms import ConfirmLoginCodeForm, LoginForm, RequestLoginCodeForm
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, AuthenticateWebAuthnForm, ReauthenticateWebAuthnForm
from django import forms
from django.core.exceptions import ValidationError
from django.db import DatabaseError
from django.utils.translation import gettext_lazy as _

from organisations.accounts.once import use_once
from organisations.text import written

CODE = {"autocomplete": "one-time-code", "autocapitalize": "off", "spellcheck": "false", "dir": "ltr"}


class SignIn(LoginForm):
    """Name and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.CharField(
            label=_("Mail address or user name"),
            max_length=254,
            widget=forms.TextInput({"autocomplete": "username", "autocapitalize": "off", "spellcheck": "false"}),
        )
        self.fields["password"].label = _("Password")
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs = {"autocomplete": "current-password"}
        self.order_fields(["login", "password"])
        _shown_as_written(self)


class AskForCode(RequestLoginCodeForm):
    """The address to which a code goes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("Mail address")
        self.fields["email"].widget.attrs = {"type": "email", "autocomplete": "email"}
        _shown_as_written(self)


class MailedCode(ConfirmLoginCodeForm):
    """The code from the mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _as_code(self, _("Code from the mail"))


class SetUpApp(ActivateTOTPForm):
    """The first code of an app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _as_code(self, _("Code that the app shows"))


class _Once:
    """A code of an app works once, whichever process of the server takes it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _as_code(self, _("Code from the app, or a recovery code"))

    def clean_code(self) -> str:
        """The code, if it is right and was not used before."""
        code: str = super().clean_code()  # type: ignore[misc]
        authenticator: Authenticator = self.authenticator  # type: ignore[attr-defined]
        if authenticator.type == Authenticator.Type.TOTP and not use_once(authenticator, code):
            raise get_adapter().validation_error("incorrect_code")
        return code


class SecondFactor(_Once, AuthenticateForm):
    """The second step of signing in."""


class OnceMore(_Once, ReauthenticateForm):
    """The second factor again, before something of the account is changed."""


class AnswerField(forms.JSONField):
    """What a browser sent of a security key. Raises ValidationError for whatever is no JSON, too deep included."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> Any:
        """The answer as it was sent."""
        return _checked(lambda: super(AnswerField, self).to_python(value))

    def bound_data(self, data: Any, initial: Any) -> str:
        """An answer that was refused is not shown again."""
        return ""


class _WithKey:
    """A form with an answer of a security key, which may be anything: the libraries' parsers stumble over much."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"] = AnswerField()  # type: ignore[attr-defined]


class AddKey(_WithKey, AddWebAuthnForm):
    """A new security key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the key")
        self.fields["name"].max_length = 60
        _shown_as_written(self)

    def clean(self) -> Any:
        """The key, if its answer is sound and fits the question."""
        return _checked(super().clean)


class KeyAsFactor(_WithKey, AuthenticateWebAuthnForm):
    """A security key as the second step of signing in."""

    def clean_credential(self) -> Any:
        """The key that answered rightly."""
        return _checked(super().clean_credential)


class KeyOnceMore(_WithKey, ReauthenticateWebAuthnForm):
    """A security key, before something of the account is changed."""

    def clean_credential(self) -> Any:
        """The key that answered rightly."""
        return _checked(super().clean_credential)


def _checked(parse: Callable[[], Any]) -> Any:
    """What `parse` gives; ValidationError for whatever it stumbles over, but for an error of the database."""
    try:
        return parse()
    except (ValidationError, DatabaseError):
        raise
    except Exception as error:
        raise get_adapter().validation_error("incorrect_code") from error


def _as_code(form: Any, label: Any) -> None:
    form.fields["code"].label = label
    form.fields["code"].max_length = 40
    form.fields["code"].widget.attrs = dict(CODE)
    _shown_as_written(form)


def _shown_as_written(form: Any) -> None:
    """What was typed comes back without characters that nobody types, such as those that turn the rest round."""
    for field in form.fields.values():
        if isinstance(field, forms.CharField) and not isinstance(field, forms.JSONField):
            field.bound_data = _as_written  # type: ignore[method-assign, assignment]


def _as_written(data: Any, _initial: Any) -> Any:
    return written(data) if isinstance(data, str) else data
