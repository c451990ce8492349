"""Signing in as staff in tests, at once."""

from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client


def signed_in(user: User, client: Client | None = None) -> Client:
    """A browser in which this user is signed in."""
    browser = client or Client()
    browser.force_login(user)
    return browser


def session_cookie(user: User) -> dict[str, str]:
    """The same as a cookie, for browsers and other processes: name and value."""
    return {"name": settings.SESSION_COOKIE_NAME, "value": str(signed_in(user).session.session_key)}
