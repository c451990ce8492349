"""Sources that are fetched again by a timetable: an address, how often, and what becomes of what changed there."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from organisations.imports.uploads import PIECE, keep_file
from organisations.models import Every, ImportSource, Work
from organisations.outgoing import OutgoingError, fetch
from organisations.services import work as works
from organisations.services.work import Runner, WorkFailed

FETCH = "import-fetch"
MOST_MB = 30  # of a file that is fetched, or IMPORT_MAX_MB if that is less: it is held in memory
SECONDS = 120
REDIRECTS = 5
KINDS = ("csv", "xlsx", "ods", "geojson", "vcf", "osm", "osm.pbf")
GONE = gettext_noop("The source is no longer there, or has no address any more.")
NOT_THERE = gettext_noop("The address answered with status %(status)s.")
NOT_FETCHED = gettext_noop("The address could not be fetched: %(reason)s")
_AFTER = {Every.DAY: timedelta(days=1), Every.WEEK: timedelta(days=7), Every.MONTH: timedelta(days=30)}


def next_time(every: str, now: datetime) -> datetime | None:
    """When a source that is fetched now is to be fetched again; None: never."""
    return now + _AFTER[Every(every)] if every else None


def due_sources(now: datetime | None = None) -> int:
    """Has the queue fetch the sources whose time has come; returns how many."""
    now = now or timezone.now()
    count = 0
    with transaction.atomic():
        due = ImportSource.objects.select_for_update(skip_locked=True).filter(next_at__lte=now).exclude(address="")
        for source in due:
            source.next_at = next_time(source.every, now)
            source.save(update_fields=["next_at"])
            fetch_soon(source, by=source.by)
            count += 1
    return count


@transaction.atomic
def fetch_soon(source: ImportSource, *, by: Any) -> Work:
    """Has the queue fetch the source, whatever its timetable says; once, however often somebody asks before it is."""
    ImportSource.objects.select_for_update(no_key=True).get(pk=source.pk)
    asked = Work.objects.unfinished().filter(kind=FETCH, by=by, stop=False, params__source=source.pk).first()
    return asked or works.start(FETCH, by=by, params={"source": source.pk}, title=source.name)


def _fetch(work: Work) -> None:
    """Fetches the file; if it is another than last time it goes through all stages of an import by itself."""
    source = ImportSource.objects.select_related("by").filter(pk=work.params.get("source")).exclude(address="").first()
    if source is None:
        raise WorkFailed(GONE)
    body = _content(source)
    digest = hashlib.sha256(body).hexdigest()
    source.fetched_at, source.error = timezone.now(), ""
    work.total = work.done = 1
    work.result = {"bytes": len(body), "same": digest == source.digest}
    if digest != source.digest:
        source.digest = digest
        pieces = (body[start : start + PIECE] for start in range(0, len(body), PIECE))
        name = f"{source.name[:100]}.{source.form}"
        run = keep_file(source, by=source.by, name=name, content=pieces, whole=True, rule=source.rule)
        work.result["run"] = str(run.pk)
    source.save(update_fields=["fetched_at", "error", "digest"])


def _content(source: ImportSource) -> bytes:
    most = min(MOST_MB, settings.IMPORT_MAX_MB) * 1_000_000
    try:
        reply = fetch(source.address, max_bytes=most, seconds=SECONDS, redirects=REDIRECTS)
    except OutgoingError as error:
        raise WorkFailed(NOT_FETCHED % {"reason": error}) from None
    if reply.status != 200:
        raise WorkFailed(NOT_THERE % {"status": reply.status})
    return reply.body


def _fetch_ended(work: Work) -> None:
    if error := work.result.get("error"):
        ImportSource.objects.filter(pk=work.params.get("source")).update(error=str(error)[:500])


works.RUNNERS[FETCH] = Runner(_("Fetching a source"), _fetch, _fetch_ended, "curate/imports/_fetched.html")
