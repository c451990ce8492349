"""Changed terms and publications at the same time."""

import threading
import time

import pytest
from django.db import connection, connections, transaction

from organisations.models import DataVersion, Listing, Organisation, Topic
from organisations.services.terms import term_changed, vocabulary_changes
from tests.factories import organisation

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("vocabulary")]


def somebody_waits() -> bool:
    """Whether another connection waits for a row that is locked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid)"
                       " WHERE NOT l.granted AND a.datname = current_database()")  # fmt: skip
        return bool(cursor.fetchone()[0])


def test_a_changed_term_and_a_publication_never_wait_for_each_other() -> None:
    entry = organisation(topics=("football",))
    Topic.objects.filter(slug="football").update(names={"de": "Bolzerei"})

    def change() -> None:
        with vocabulary_changes():
            term_changed(Topic.objects.get(slug="football"))
        connections.close_all()

    other = threading.Thread(target=change)
    with transaction.atomic():  # as `publish` does: the entry first, the version last
        Organisation.objects.select_for_update().get(pk=entry.pk)
        other.start()
        end = time.monotonic() + 30
        while not somebody_waits():
            assert time.monotonic() < end, "the change did not wait for the entry"
            time.sleep(0.02)
        DataVersion.increase()
    other.join(30)
    assert "bolzerei" in Listing.objects.get().words
