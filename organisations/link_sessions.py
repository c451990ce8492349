"""Links in mails that let somebody in, and the sessions behind their buttons: what editors and mentors have in common.

A link works for a month and as often as needed, a session for two hours; the database knows only digests of both.
"""

from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.utils import timezone

from organisations.models.secret_links import LinkSession, SecretLink
from organisations.secret_links import digest, new_secret

LINK_DAYS = 30
SESSION = timedelta(hours=2)
Link = TypeVar("Link", bound=SecretLink)
Session = TypeVar("Session", bound=LinkSession)


def make_link(kind: type[Link], **whose: Any) -> str:
    """A fresh link of that kind; its secret. Older ones stay good."""
    secret = new_secret()
    expires_at = timezone.now() + timedelta(days=LINK_DAYS)
    kind._default_manager.create(secret_hash=digest(secret), expires_at=expires_at, **whose)
    return secret


def find_link(rows: QuerySet[Link], secret: str) -> Link | None:
    """The one of these links with that secret, if it is neither over nor revoked."""
    return rows.filter(expires_at__gt=timezone.now(), revoked_at=None, secret_hash=digest(secret)).first()


def make_session(kind: type[Session], link: SecretLink, **whose: Any) -> tuple[Session, str]:
    """Two hours, after the button behind the link was pressed; with the secret for the cookie."""
    now, secret = timezone.now(), new_secret()
    session = kind._default_manager.create(link=link, secret_hash=digest(secret), expires_at=now + SESSION, **whose)
    type(link)._default_manager.filter(pk=link.pk).update(used_at=now)
    return session, secret


def find_session(rows: QuerySet[Session], secret: str) -> Session | None:
    """The one of these sessions with that secret, if it is neither over nor its link revoked."""
    good = rows.filter(expires_at__gt=timezone.now(), link__revoked_at=None)
    return good.filter(secret_hash=digest(secret)).first()


def forget_over(links: QuerySet[Link], sessions: QuerySet[Session], now: datetime | None = None) -> int:
    """Deletes sessions that are over, and links that are so since a month; returns of how many links."""
    now = now or timezone.now()
    sessions.filter(expires_at__lt=now).delete()
    gone: dict[str, int] = links.filter(expires_at__lt=now - timedelta(days=LINK_DAYS)).delete()[1]
    return gone.get(links.model._meta.label, 0)


def cookie_name(name: str) -> str:
    """A cookie that no other site and no subdomain can set."""
    return f"{'__Host-' if settings.HTTPS else ''}{name}"


def give_cookie(response: HttpResponseBase, name: str, secret: str) -> None:
    """Lets this browser in for as long as the session lasts."""
    seconds = int(SESSION.total_seconds())
    response.set_cookie(
        cookie_name(name), secret, max_age=seconds, secure=settings.HTTPS, httponly=True, samesite="Lax"
    )


def take_cookie(response: HttpResponseBase, name: str) -> None:
    """The browser forgets it."""
    response.set_cookie(cookie_name(name), "", max_age=0, secure=settings.HTTPS, httponly=True, samesite="Lax")
