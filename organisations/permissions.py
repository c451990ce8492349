"""Who may call a view. Every view says so with `@allow(...)`; a system check refuses URLs whose view does not."""

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils.decorators import method_decorator

from organisations.accounts.factor import is_proven
from organisations.editor_sessions import editor_session

Target = TypeVar("Target", bound=Callable[..., Any])


class Actor(StrEnum):
    """Who stands behind a request."""

    VISITOR = "visitor"  # anybody, without any sign-in
    EDITOR = "editor"  # may edit the organisation in the address, by the link in a mail
    STAFF = "staff"  # signed in; without a second factor in this session they may set one up and nothing else
    CURATOR = "curator"  # staff with a second factor
    MENTOR = "mentor"  # accompanies newcomers
    SUPERUSER = "superuser"  # raw data; with a second factor


VISITOR, EDITOR, STAFF, CURATOR, MENTOR, SUPERUSER = Actor


_by_link: dict[Actor, Callable[[HttpRequest], object]] = {EDITOR: editor_session}


def recognise(actor: Actor, session: Callable[[HttpRequest], object]) -> None:
    """Says how an app's own people are known who came by a link; apps do so when they start."""
    _by_link[actor] = session


def allow(
    *actors: Actor, otherwise: Callable[[HttpRequest], HttpResponseBase] | None = None
) -> Callable[[Target], Target]:
    """Marks a view (function or class) as callable by `actors` and refuses everybody else with 403.

    `otherwise`: what those who are refused see instead. Raises ValueError when no actor is named.
    """
    if not actors:
        raise ValueError("allow() needs at least one actor.")
    allowed = frozenset(actors)

    def mark(view: Target) -> Target:
        if isinstance(view, type):
            # as_view() takes over the attributes of dispatch, so the mark reaches the URL's callable.
            return method_decorator(allow(*actors, otherwise=otherwise), name="dispatch")(view)

        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if VISITOR not in allowed and not allowed & actors_of(request):
                if otherwise is not None:
                    return otherwise(request)
                raise PermissionDenied
            answer: HttpResponseBase = view(request, *args, **kwargs)
            return answer

        guarded.allowed_actors = allowed  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return mark


def allowed_actors(view: object) -> frozenset[Actor]:
    """The actors a URL's view is marked with; empty when nobody marked it."""
    marked: frozenset[Actor] = getattr(view, "allowed_actors", frozenset())
    return marked


def actors_of(request: HttpRequest) -> frozenset[Actor]:
    """What the request's signed-in user is in this session, or who came by a link; everybody is a visitor."""
    came = {VISITOR, *(actor for actor, session in _by_link.items() if session(request))}
    user = getattr(request, "user", None)
    if user is None or not user.is_active or not user.is_staff:
        return frozenset(came)
    if not is_proven(request):
        return frozenset(came | {STAFF})
    return frozenset(came | {STAFF, CURATOR} | ({SUPERUSER} if user.is_superuser else set()))
