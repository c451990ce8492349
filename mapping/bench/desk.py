"""How long the pages of the curators' desk take with many entries: as a superuser, whom nothing is hidden from."""

import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.urls import URLPattern, reverse
from django.utils import timezone
from rich.table import Table

from mapping.bench.client import Client
from organisations.accounts.factor import mark
from organisations.curate.urls import urlpatterns
from organisations.models import (
    DuplicatePair,
    Editor,
    LinkState,
    Mail,
    MailState,
    Organisation,
    Suggestion,
    SuggestionKind,
    WebLink,
    Wish,
)
from organisations.participation.desk.urls import urlpatterns as of_participation
from organisations.services.counting import count
from organisations.services.duplicate_pairs import find_pairs
from organisations.services.links import list_links
from organisations.services.suggestions import Sender, ask

GOAL = 300  # milliseconds of the server for each page, at 50,000 entries
WAITING, EDITORS, MAILS, DAYS = 300, 5_000, 20_000, 365
TABLES = ("topic", "gaps")
SOME = ("topic=sport&language=ar", "kind=committee&area={area}", "q=verein")


@dataclass(frozen=True)
class Timing:
    """A page with its times in milliseconds and the size of its answer."""

    path: str
    times: tuple[float, ...]
    size: int

    @property
    def middle(self) -> float:
        """The median."""
        return median(self.times)

    @property
    def slow(self) -> float:
        """The 95th percentile (nearest rank)."""
        return sorted(self.times)[max(0, math.ceil(len(self.times) * 0.95) - 1)]


def furnish() -> None:
    """What a region of that size has on its desk: editors, suggestions, mails, links in trouble, wishes, duplicates."""
    if Editor.objects.exists():
        return
    entries = list(Organisation.objects.filter(state="public").order_by("pk")[:EDITORS])
    Editor.objects.bulk_create(
        Editor(organisation=one, email=f"e{number}@verein.example", name="Erika", added_by="bench")
        for number, one in enumerate(entries)
    )
    for number, one in enumerate(entries[:WAITING]):
        ask(
            SuggestionKind.REPORT,
            one.pk,
            sender=Sender(language="de", key=f"bench {number}"),
            notes={"about": "Falsch"},
        )
    now = timezone.now()
    Mail.objects.bulk_create(
        Mail(
            purpose="reminder", recipient=f"e{number}@verein.example", language="de", subject="x",
            header_id=f"<{number}@bench>", state=MailState.SENT, next_at=now,
        )
        for number in range(MAILS)
    )  # fmt: skip
    list_links()
    find_pairs()
    some = list(WebLink.objects.order_by("url").values_list("pk", flat=True))[::50]
    WebLink.objects.filter(pk__in=some).update(
        state=LinkState.BROKEN, status=404, failing_since=now - timedelta(days=5)
    )
    day = timezone.localdate()
    Wish.objects.bulk_create(
        Wish(day=day - timedelta(days=back), asked=f"language={code}&topic={topic}", count=back % 7 + 1)
        for back in range(DAYS) for code in ("ar", "tr", "uk") for topic in ("football", "music", "sewing")
    )  # fmt: skip
    count()


def signed_in() -> str:
    """The cookie of a superuser in whose session the second factor is proven."""
    user, _made = User.objects.get_or_create(username="bench", defaults={"is_staff": True, "is_superuser": True})
    session = SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    mark(session, user)
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def paths(area: str) -> tuple[list[str], list[str]]:
    """The pages of the desk, the list of entries with some filters too; and the names of those that are left out
    because nothing is known of what their address names."""
    found: list[str] = []
    left: list[str] = []
    for pattern in (*urlpatterns, *of_participation):
        known = pattern in urlpatterns or not pattern.pattern.converters  # of taking part nothing is furnished
        named = [path for path in _paths_of(pattern) if path] if known else []
        (found if named else left).extend(named or [str(pattern.name)])
    lists = [path for path in found if path.endswith("/entries/")]
    return [*found, *(f"{path}?{query.format(area=area)}" for path in lists for query in SOME)], left


def measure(port: int, cookie: str, path: str, rounds: int) -> Timing | None:
    """The times of a page; None if it is none to look at (only forms are sent there, or it leads elsewhere)."""
    client = Client(port, cookie)
    try:
        answer = client.get(path)
        if answer.status != 200:
            return None
        times = []
        for _ in range(rounds):
            began = time.perf_counter()
            client.get(path)
            times.append((time.perf_counter() - began) * 1_000)
        return Timing(path, tuple(times), len(answer.body))
    finally:
        client.close()


def as_table(timings: Sequence[Timing], title: str) -> Table:
    """The figures, the slowest first."""
    table = Table(title=title, title_justify="left")
    table.add_column("page", overflow="fold")
    for heading in ("p50 ms", "p95 ms", "kB", f"under {GOAL}"):
        table.add_column(heading, justify="right")
    for one in sorted(timings, key=lambda timing: -timing.middle):
        good = "yes" if one.middle < GOAL else "no"
        table.add_row(one.path, f"{one.middle:.0f}", f"{one.slow:.0f}", f"{one.size / 1_000:.0f}", good)
    return table


def _paths_of(pattern: URLPattern) -> Iterator[str]:
    converters = pattern.pattern.converters
    known: dict[str, Callable[[], Any]] = {"slug": _slug, "id": _suggestion}
    if not converters:
        yield reverse(pattern.name)
    elif pattern.name == "curate-duplicate":
        yield from (
            reverse(pattern.name, args=[pk]) for pk in DuplicatePair.objects.open().values_list("pk", flat=True)[:1]
        )
    elif pattern.name == "curate-table":
        yield from (reverse(pattern.name, args=[name]) for name in TABLES)
    elif (set(converters) <= set(known) and "queue" in str(pattern.pattern)) or set(converters) == {"slug"}:
        yield reverse(pattern.name, kwargs={name: known[name]() for name in converters})


def _slug() -> str:
    return Organisation.objects.filter(state="public").order_by("pk").values_list("slug", flat=True)[0]


def _suggestion() -> UUID:
    return Suggestion.objects.waiting().values_list("pk", flat=True)[0]
