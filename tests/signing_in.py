"""Signing in as staff in tests: at once with the mark of a second factor, or as a person does it."""

import base64
import hmac
import re
import struct
import time
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from organisations.accounts import factor
from organisations.models import Mail, RateCounter

STEP = 30
SIGN_IN, CODE, CONFIRM, FACTOR, ACCOUNT = (
    "/accounts/login/", "/accounts/code/", "/accounts/code/confirm/", "/accounts/factor/", "/accounts/",
)  # fmt: skip
PASSWORD = "a long password"


def signed_in(user: User, client: Client | None = None) -> Client:
    """A browser in which this user is signed in, the second factor proven."""
    browser = client or Client()
    browser.force_login(user)
    session = browser.session
    factor.mark(session, user)
    session.save()
    return browser


def session_cookie(user: User) -> dict[str, str]:
    """The same as a cookie, for browsers and other processes: name and value."""
    return {"name": settings.SESSION_COOKIE_NAME, "value": str(signed_in(user).session.session_key)}


def totp(secret: str, steps: int = 0) -> str:
    """The code that an app shows (RFC 6238), so many steps of time from now."""
    counter = struct.pack(">Q", int(time.time()) // STEP + steps)
    digest = hmac.digest(base64.b32decode(secret), counter, "sha1")
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


def set_up_app(browser: Any) -> str:
    """The set-up of an app, from its page to the recovery codes; returns the secret."""
    browser.get("/accounts/app/")
    secret: str = browser.session["mfa.totp.secret"]
    answer = browser.post("/accounts/app/", {"code": totp(secret)})
    assert answer.headers.get("Location") == "/accounts/recovery-codes/", answer.content.decode()
    return secret


def attempt(client: Client, password: str = PASSWORD, name: str = "root", address: str = "203.0.113.1") -> Any:
    """The first step with a password, from an address."""
    return client.post(SIGN_IN, {"login": name, "password": password, "next": "/admin/"}, REMOTE_ADDR=address)


def mailed_code(client: Client, email: str = "root@example.org") -> str:
    """Asks for a code and reads it in the mail."""
    assert client.post(CODE, {"email": email}).headers["Location"] == CONFIRM
    return str(re.findall(r"^\d{6}$", Mail.objects.latest("created_at").text, re.MULTILINE)[0])


def time_passes() -> None:
    """All present spans of the limiter are over."""
    RateCounter.objects.update(ends_at=timezone.now() - timedelta(hours=2))
