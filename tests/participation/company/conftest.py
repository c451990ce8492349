"""Fixtures: an entry to go to, the curators' mailbox and desk."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from organisations.models import Organisation
from tests.factories import organisation, place
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
