"""Fixtures for the tests of the domain."""

import pytest
from django.contrib.auth.models import User
from django.test import Client


@pytest.fixture
def superuser(db: None) -> User:
    """An account with access to the raw data."""
    return User.objects.create_superuser("root", "root@example.org", "a long password")


@pytest.fixture
def admin(client: Client, superuser: User) -> Client:
    """A browser in which the superuser is signed in."""
    client.force_login(superuser)
    return client
