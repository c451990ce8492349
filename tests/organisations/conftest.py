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
    """An English browser in which the superuser is signed in."""
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(superuser)
    return client
