"""No form says "du" in German: neither our own fields and checks nor those of Django and of the sign-in."""

import pkgutil
import re
from collections import defaultdict
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from django import forms
from django.core import validators
from django.core.exceptions import ValidationError
from django.utils.translation import override

import organisations
from organisations.accounts.adapter import AccountAdapter, FactorAdapter
from organisations.curate.people import InvitationForm

INFORMAL = re.compile(
    r"\b(gib|wähle|lade|prüfe|nutze|benutze|stelle sicher|versuche es|du|dich|dir|dein\w*|hast|bist|kannst|musst)\b",
    re.IGNORECASE,
)
ASKED = ("too_many_login_attempts", "rate_limited", "incorrect_code", "username_password_mismatch")  # of the adapters


def below(kind: type[Any]) -> Iterator[Any]:
    for one in kind.__subclasses__():
        yield one
        yield from below(one)


def said(message: Any) -> str:
    """A message in the active language, with something for its values."""
    return " ".join(ValidationError(message, params=defaultdict(lambda: 2)).messages)


@pytest.fixture(scope="module", autouse=True)
def all_forms():
    for module in pkgutil.walk_packages(organisations.__path__, "organisations."):
        if "migrations" not in module.name and ".management." not in module.name:
            import_module(module.name)


def messages() -> Iterator[tuple[str, Any]]:
    for field in below(forms.Field):
        yield from ((field.__name__, message) for message in getattr(field, "default_error_messages", {}).values())
    for form in below(forms.BaseForm):
        if form.__module__.startswith("organisations"):
            fields = getattr(form, "base_fields", {}).values()
            yield from ((form.__name__, message) for field in fields for message in field.error_messages.values())
            checks = (check for field in fields for check in field.validators)
            yield from ((form.__name__, check.message) for check in checks if hasattr(check, "message"))
    for check in (validators.EmailValidator, validators.URLValidator, *below(validators.BaseValidator)):
        yield check.__name__, check.message
    for adapter in (AccountAdapter, FactorAdapter):
        yield from (
            (adapter.__name__, adapter.error_messages[name]) for name in ASKED if name in adapter.error_messages
        )


def test_no_field_and_no_check_says_du():
    with override("de"):
        assert {(name, told) for name, message in messages() if INFORMAL.search(told := said(message))} == set()


def test_a_mail_address_that_is_none_is_refused_politely():
    with override("de"):
        form = InvitationForm({"email": "nobody"})
        sentence = str(form.errors["email"][0])
        assert "Bitte" in sentence and not INFORMAL.search(sentence)
