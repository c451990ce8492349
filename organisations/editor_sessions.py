"""Which editor stands behind a request: a cookie of two hours for one entry, given by the button behind a link."""

from uuid import UUID

from django.http import HttpRequest, HttpResponseBase

from organisations import link_sessions
from organisations.models import EditorSession, Organisation, SlugRedirect
from organisations.models.organisation import State
from organisations.services.ownership import session_of


def cookie_name(organisation: UUID) -> str:
    """The cookie of one entry, so that somebody who looks after two can edit both at once."""
    return link_sessions.cookie_name(_name(organisation))


def editor_session(request: HttpRequest) -> EditorSession | None:
    """The session for the entry in the request's address, whatever the entry's state; None without one."""
    slug = request.resolver_match.kwargs.get("slug") if request.resolver_match else None
    if not slug or not any("edit-" in name for name in request.COOKIES):
        return None
    if not hasattr(request, "_editor_session"):
        entry = organisation_of(slug)
        secret = request.COOKIES.get(cookie_name(entry.pk), "") if entry else ""
        request._editor_session = session_of(secret, entry.pk) if entry and secret else None  # type: ignore[attr-defined]
    found: EditorSession | None = request._editor_session  # type: ignore[attr-defined]
    return found


def organisation_of(slug: str) -> Organisation | None:
    """The entry that has, or had, this slug; public or not."""
    found = Organisation.objects.filter(slug=slug).first()
    if found is None or found.state == State.ARCHIVED:  # one that was merged into another leads there
        moved = SlugRedirect.objects.filter(slug=slug).select_related("organisation").first()
        return moved.organisation if moved else found
    return found


def give_cookie(response: HttpResponseBase, organisation: UUID, secret: str) -> None:
    """Lets this browser edit the entry."""
    link_sessions.give_cookie(response, _name(organisation), secret)


def take_cookie(response: HttpResponseBase, organisation: UUID) -> None:
    """The browser forgets it."""
    link_sessions.take_cookie(response, _name(organisation))


def _name(organisation: UUID) -> str:
    return f"edit-{organisation.hex[-10:]}"
