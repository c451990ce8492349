"""Filling the scratch database: migrations, vocabularies, areas, and the entries through `publish_many`."""

import multiprocessing
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed

from django.conf import settings
from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.core.management import call_command
from django.db import connection

from mapping.bench.land import AREAS, Settlement, land
from mapping.bench.process import begin
from mapping.bench.scratch import environment
from mapping.bench.synthetic import CHUNK, DAY, agreed, entry
from organisations.models import Area, DataVersion, Listing
from organisations.services.consent import record_consent
from organisations.services.listing import refresh_all_listings
from organisations.services.publish import Change, publish_many
from organisations.services.vocabularies import load_vocabularies
from organisations.services.words import refresh_words, words_are_outdated
from organisations.vocabulary import forget_vocabulary

ALONE = 2_000  # up to so many entries a second process costs more than it saves
Progress = Callable[[int], None]  # so many entries are in


def prepare_database() -> None:
    """Tables, vocabularies and areas; a database that was kept is brought to what this release expects."""
    call_command("migrate", interactive=False, verbosity=0)
    load_vocabularies(settings.BASE_DIR / "fixtures" / "vocabularies.json")
    if not Area.objects.exists():
        Area.objects.bulk_create(_area(one) for one in land().settlements[:AREAS])
        DataVersion.increase(vocabulary=True)
    forget_vocabulary()
    if DataVersion.objects.get().listing_form != Listing.FORM and refresh_all_listings():
        clean_up()


def clean_up() -> None:
    """What autovacuum does in time: no dead rows, and statistics for the planner."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")


def load_entries(name: str, entries: int, progress: Progress) -> tuple[int, float]:
    """Publish entries 0 to `entries` - 1, in several processes if there are cores; their number and the seconds."""
    began = time.perf_counter()
    processes = min(os.cpu_count() or 1, 8) if entries > ALONE else 1
    starts = range(0, entries, CHUNK)
    if processes == 1:
        for start in starts:
            progress(publish_slice(start, min(start + CHUNK, entries)))
    else:
        for done in _in_processes(name, processes, [(start, min(start + CHUNK, entries)) for start in starts]):
            progress(done)
    seconds = time.perf_counter() - began
    clean_up()
    return processes, seconds


def list_words() -> None:
    """The list that misspelt words are corrected by, which the queue makes where a worker runs."""
    if words_are_outdated():
        refresh_words()
        clean_up()


def publish_slice(start: int, stop: int) -> int:
    """Publish entries `start` to `stop` - 1 in one transaction, with the consents of contact persons."""
    documents = [entry(number) for number in range(start, stop)]
    publish_many([Change(document) for document in documents], author="bench", reason="Synthetic entries")
    people = [person for document in documents for person in agreed(document)]
    record_consent(people, text="Synthetic: this person is invented.", way="bench", on=DAY)
    return len(documents)


def _in_processes(name: str, processes: int, slices: list[tuple[int, int]]) -> Iterator[int]:
    spawn = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(processes, spawn, initializer=begin, initargs=(environment(name),))
    try:
        for future in as_completed([pool.submit(publish_slice, *one) for one in slices]):
            yield future.result()
    finally:
        pool.shutdown(cancel_futures=True)


def _area(one: Settlement) -> Area:
    outline = MultiPolygon(Polygon(one.outline()), srid=settings.SRID)
    return Area(
        slug=one.slug,
        ags=f"99{one.rank:06d}",
        name=one.name,
        kind=Area.Kind.MUNICIPALITY,
        outline=outline,
        centre=Point(*one.middle, srid=settings.SRID),
        postcodes=[one.postcode],
        in_region=True,
        source="synthetic",
    )
