"""Whether the web addresses of public entries still answer: asked politely, judged slowly.

HEAD first, and GET where that is not answered well; never two requests to one host within PAUSE. An address that
fails is asked again every day, and is broken only when it failed several times over several days.
"""

import logging
import secrets
import time
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import idna
from django.db import connection, transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.encoding import iri_to_uri

from organisations.models import LinkState, Organisation, WebLink
from organisations.models.organisation import State
from organisations.outgoing import (
    DowngradeError,
    LeftAloneError,
    OutgoingError,
    RefusedError,
    TooLongError,
    fetch,
)

PAUSE = timedelta(seconds=10)  # between two requests to one host
WEEK, DAY, HOUR = timedelta(days=7), timedelta(days=1), timedelta(hours=1)
PATIENCE, TRIES = timedelta(days=3), 3  # so long and so often an address fails before it counts as broken
ASK_SECONDS = 10.0
REDIRECTS = 5
OFFLINE = 5  # so many hosts in a row without any answer: it is our own line
# Answers of hosts that are there but do not want to talk to programs, or not now: nothing is wrong with the address.
SHY = frozenset({401, 402, 403, 405, 406, 407, 418, 423, 425, 426, 429, 451, 503, 999})
logger = logging.getLogger(__name__)

_NEW = """
    INSERT INTO organisations_weblink
        (url, host, state, trouble, needs_get, failures, next_at)
    SELECT DISTINCT website, coalesce(substring(lower(website) FROM '^https?://([^/?#]+)'), ''), 'new', '', false, 0,
        now()
    FROM organisations_organisation WHERE website <> '' AND state = 'public' AND NOT sample
    ON CONFLICT (url) DO NOTHING
"""
_GONE = """
    DELETE FROM organisations_weblink WHERE NOT EXISTS (
        SELECT FROM organisations_organisation WHERE website = url AND state = 'public' AND NOT sample)
"""


@dataclass(frozen=True)
class Verdict:
    """What an address answered: whether it works (None: that cannot be said now), status of HTTP, code of a trouble."""

    works: bool | None
    status: int | None = None
    trouble: str = ""

    @property
    def is_silent(self) -> bool:
        """Whether there was no answer at all."""
        return self.trouble in ("unreachable", "slow")


def with_broken_links() -> Q:
    """Entries whose web address is broken."""
    return Q(website__in=WebLink.objects.filter(state=LinkState.BROKEN).values("url"))


def list_links() -> None:
    """Takes up addresses that came since, and drops those that no public entry names any more."""
    with connection.cursor() as cursor:
        cursor.execute(_NEW)
        cursor.execute(_GONE)


def check_links(seconds: float, *, allowed: Collection[str] | None = None) -> int:
    """Asks the addresses that are due for so long; how many were judged.

    `allowed`: as of `fetch`. If nobody at all answers it is our own line, and nothing is held against anybody.
    """
    end, found = time.monotonic() + seconds, list[tuple[WebLink, Verdict]]()
    while time.monotonic() < end and (link := _take_one()):
        found.append((link, ask(link.url, head=not link.needs_get, allowed=allowed)))
        if _is_offline(found):
            _wait([link.pk for link, _verdict in found])
            return 0
    for link, verdict in found:
        note_verdict(link, verdict)
    return len(found)


def ask(url: str, *, head: bool, allowed: Collection[str] | None = None) -> Verdict:
    """Asks an address once."""
    try:
        answer = fetch(
            as_ascii(url), head=head, read=False, allowed=allowed, seconds=ASK_SECONDS, redirects=REDIRECTS,
            headers={"Accept": "text/html,*/*;q=0.5"},
        )  # fmt: skip
    except DowngradeError:
        return Verdict(True)  # browsers follow
    except LeftAloneError:
        return Verdict(None)
    except RefusedError:
        return Verdict(False, trouble="refused")
    except TooLongError:
        return Verdict(False, trouble="slow")
    except (OutgoingError, UnicodeError):
        return Verdict(False, trouble="unreachable")
    return Verdict(answer.status < 400 or answer.status in SHY, answer.status)


def as_ascii(url: str) -> str:
    """The address as it goes over the wire: its host as browsers write it, by UTS 46. Raises UnicodeError."""
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise UnicodeError(str(error)) from None
    return iri_to_uri(urlunsplit(parts._replace(netloc=_ascii_host(parts.netloc))))


def _ascii_host(netloc: str) -> str:
    if netloc.isascii():
        return netloc.encode("idna").decode("ascii")  # raises for parts that are empty or too long, and changes nothing
    host, colon, port = netloc.partition(":")
    return f"{idna.encode(host, uts46=True).decode('ascii')}{colon}{port}"


def note_verdict(link: WebLink, verdict: Verdict, now: datetime | None = None) -> None:
    """Writes down what was found, and when to ask again."""
    now = now or timezone.now()
    if verdict.works is None:
        WebLink.objects.filter(pk=link.pk).update(next_at=now + HOUR)
        return
    if not verdict.works and not link.needs_get and verdict.trouble != "refused":
        WebLink.objects.filter(pk=link.pk).update(needs_get=True, next_at=now + PAUSE)
        return
    link.status, link.trouble, link.needs_get, link.checked_at = verdict.status, verdict.trouble, False, now
    if verdict.works:
        link.state, link.failures, link.failing_since, link.next_at = LinkState.WORKS, 0, None, now + WEEK
    else:
        link.failures, link.failing_since, link.next_at = link.failures + 1, link.failing_since or now, now + DAY
        late = link.failures >= TRIES and now - link.failing_since >= PATIENCE
        link.state = LinkState.BROKEN if late else LinkState.FAILING
    link.save(
        update_fields=["state", "status", "trouble", "needs_get", "failures", "failing_since", "checked_at", "next_at"]
    )


def ask_again(within: Q, url: str = "") -> int:
    """A person wants this address, or all of the entries that `within` holds for that are in trouble, asked now."""
    mine = in_trouble(within).values("website")
    links = WebLink.objects.filter(url__in=mine)
    return (links.filter(url=url) if url else links).update(next_at=timezone.now())


def _is_offline(found: list[tuple[WebLink, Verdict]]) -> bool:
    """Whether nobody answers, not even those who did the last time."""
    once_worked = sum(link.state == LinkState.WORKS for link, _verdict in found)
    return once_worked >= OFFLINE and all(verdict.is_silent for _link, verdict in found)


def _wait(asked: list[str]) -> None:
    """All addresses wait; those asked come back at another moment each, so that they do not meet again."""
    logger.warning("links are not checked for an hour: none of %s hosts answered", len(asked))
    later = timezone.now() + HOUR
    WebLink.objects.filter(next_at__lt=later).update(next_at=later)
    for url in asked:
        WebLink.objects.filter(pk=url).update(next_at=later + timedelta(seconds=secrets.randbelow(86_400)))


def _take_one() -> WebLink | None:
    """The address that has waited longest and whose host has had its rest; nobody else takes it for an hour."""
    now = timezone.now()
    resting = WebLink.objects.filter(asked_at__gt=now - PAUSE, asked_at__lte=now).values("host")
    due = WebLink.objects.filter(next_at__lte=now).exclude(host__in=resting)
    with transaction.atomic():
        link = due.order_by(F("next_at"), "url").select_for_update(skip_locked=True).first()
        if link:
            WebLink.objects.filter(pk=link.pk).update(asked_at=now, next_at=now + HOUR)
    return link


def in_trouble(within: Q, state: str = "") -> QuerySet[Any]:
    """Public entries (that `within` holds for) whose address fails or is broken (or in that state alone), the longest
    first; each with `link_state`, `link_status`, `link_trouble` and `failing_since`."""
    states = [state] if state else [LinkState.FAILING, LinkState.BROKEN]
    links = WebLink.objects.filter(state__in=states)
    mine = links.filter(url=OuterRef("website"))
    facts = {f"link_{name}": Subquery(mine.values(name)) for name in ("state", "status", "trouble")}
    rows = Organisation.objects.filter(within, state=State.PUBLIC, website__in=links.values("url"))
    rows = rows.annotate(failing_since=Subquery(mine.values("failing_since")), **facts)
    return rows.select_related("area").order_by("failing_since", "name", "pk")
