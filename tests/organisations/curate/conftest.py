"""The desk as a curator of Filderstadt and one of Ostfildern see it; the cast is that of the associations."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import translation

from organisations.models import Suggestion
from organisations.services.suggestions import suggest_change
from tests.organisations.associations.conftest import changed, club, curator, editor, other_curator, sender
from tests.organisations.curate.merging import gone, kept, page
from tests.participation.conftest import mail_server
from tests.signing_in import signed_in

__all__ = ["club", "curator", "editor", "gone", "kept", "mail_server", "other_curator", "page"]


@pytest.fixture
def english() -> Iterator[None]:
    """Words are English outside of pages too."""
    with translation.override("en"):
        yield


@pytest.fixture
def root(db: None) -> User:
    """Somebody who decides everywhere."""
    return User.objects.create_superuser("root", "root@example.org")


@pytest.fixture
def everywhere(root: User) -> Client:
    """An English browser of somebody who decides everywhere."""
    return signed_in(root, Client(HTTP_ACCEPT_LANGUAGE="en"))


@pytest.fixture
def desk(curator: Any) -> Client:
    """A browser in which the curator of Filderstadt is signed in."""
    return signed_in(curator.user)


@pytest.fixture
def other_desk(other_curator: Any) -> Client:
    """A browser in which the curator of Ostfildern is signed in."""
    return signed_in(other_curator.user)


@pytest.fixture
def proposed(club: Any) -> Suggestion:
    """A visitor's change of website and telephone, who reads Arabic and wants an answer."""
    wanted = changed(club, website="https://neu.example", phone="0711 1")
    return suggest_change(wanted, base=1, sender=sender(email="who@x.example"), notes={"about": "الهاتف خطأ"})


def address(suggestion: Suggestion) -> str:
    """The page of a suggestion."""
    return f"/curate/queue/{suggestion.pk}/"
