"""The second factor within a session: proven, just proven, given up; and the end of a user's other sessions.

allauth writes into the session by which ways its user proved to be themselves; `mfa` is the second factor.
"""

import time
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.http import HttpRequest

WAYS = "account_authentication_methods"  # allauth's keys in the session
WAYS_OF = "account_authentication_methods_user"
FACTOR = "mfa"


def is_proven(request: HttpRequest, *, within: float | None = None) -> bool:
    """Whether the second factor was proven in this session within so many seconds (none: the length of a session).

    A clock that was set back proves nothing wrong: moments to come count.
    """
    limit = settings.SESSION_COOKIE_AGE if within is None else within
    return any(time.time() - moment <= limit for moment in _proofs(request))


def prove(request: HttpRequest, authenticator: Any) -> None:
    """Notes that the user has just proven the factor they set up."""
    from allauth.account.internal.flows.login import record_authentication

    record_authentication(request, request.user, FACTOR, id=authenticator.pk, type=authenticator.type)


def give_up(request: HttpRequest) -> None:
    """The session has no second factor any more: its user must set up a new one before anything else."""
    request.session[WAYS] = [way for way in request.session.get(WAYS, []) if way.get("method") != FACTOR]


def mark(session: Any, user: Any) -> None:
    """Writes the mark of a proven second factor into a session, as a sign-in does."""
    session[WAYS] = [{"method": FACTOR, "at": time.time()}]
    session[WAYS_OF] = str(user.pk)


def end_sessions(user: Any, *, but: str | None = None) -> int:
    """Ends all sessions of a user but the one with this key; returns how many ended."""
    found = [session for session in Session.objects.all() if session.get_decoded().get(SESSION_KEY) == str(user.pk)]
    ended = [session.delete() for session in found if session.session_key != but]
    return len(ended)


def _proofs(request: HttpRequest) -> Iterator[float]:
    session, user = getattr(request, "session", None), getattr(request, "user", None)
    if session is None or user is None or session.get(WAYS_OF) != str(user.pk):
        return
    for way in session.get(WAYS, []):
        if way.get("method") == FACTOR:
            yield float(way.get("at", 0))
