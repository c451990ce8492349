"""Fixtures: an entry to go to, the curators' mailbox and desk."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from organisations.models import Organisation
from organisations.participation.models import Accompaniment, Mentor
from tests.factories import organisation, place
from tests.participation.accompanying import asked, proposed
from tests.participation.mentoring import mentor
from tests.signing_in import signed_in

TEAM = "team@stadt.example"  # the curators' mailbox


@pytest.fixture
def club(settings: Any, vocabulary: None) -> Organisation:
    """An entry; what needs curators reaches `TEAM`."""
    settings.CURATORS_EMAIL = TEAM
    return organisation("Bunter Ball", places=(place(),))


@pytest.fixture
def root(db: Any) -> User:
    """A superuser, who decides everywhere."""
    return User.objects.create_superuser("root", "root@stadt.example")


@pytest.fixture
def desk(root: User) -> Client:
    """The superuser's browser."""
    return signed_in(root)


@pytest.fixture
def anna(vocabulary: None) -> Mentor:
    """A mentor who can come at any time."""
    return mentor(name="Annabella")


@pytest.fixture
def request_of(client: Client, club: Organisation) -> tuple[Accompaniment, str]:
    """A request for company, and the path of its page."""
    return asked(client, club)


@pytest.fixture
def path(anna: Mentor, request_of: tuple[Accompaniment, str]) -> str:
    """The path of the page on which the mentor says yes or no to it."""
    return proposed(request_of[0], anna)
