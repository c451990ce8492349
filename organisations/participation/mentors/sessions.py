"""Which mentor stands behind a request: a cookie of two hours, given by the button behind a link."""

from django.http import HttpRequest, HttpResponseBase

from organisations import link_sessions
from organisations.participation.mentors import services
from organisations.participation.models import MentorSession

COOKIE = "mentor"


def secret_of(request: HttpRequest) -> str:
    """The secret the browser brings."""
    return request.COOKIES.get(link_sessions.cookie_name(COOKIE), "")


def mentor_session(request: HttpRequest) -> MentorSession | None:
    """The session of the request; None without one. Asked once a request."""
    if not (secret := secret_of(request)):
        return None
    if not hasattr(request, "_mentor_session"):
        request._mentor_session = services.session_of(secret)  # type: ignore[attr-defined]
    found: MentorSession | None = request._mentor_session  # type: ignore[attr-defined]
    return found


def give_cookie(response: HttpResponseBase, secret: str) -> None:
    """Lets this browser in."""
    link_sessions.give_cookie(response, COOKIE, secret)


def take_cookie(response: HttpResponseBase) -> None:
    """The browser forgets it."""
    link_sessions.take_cookie(response, COOKIE)
