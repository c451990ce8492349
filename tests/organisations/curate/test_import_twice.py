"""Forms of an import that are sent twice, or too late."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, connections

from organisations.imports import stages
from organisations.imports.holding import NotNow
from organisations.models import ImportPiece, ImportRun, ImportSource, Organisation, Work
from tests.organisations.curate.test_import import chosen, chosen_blindly, compared, read, upload
from tests.organisations.imports.staged import worked
from tests.organisations.imports.town import CHOIR


def test_a_form_sent_twice_begins_a_stage_once(desk):
    page = read(desk, CHOIR)
    for _again in range(2):
        answer = desk.post(f"{page}columns/", {"c1": "name", "all-town": "Filderstadt"})
        assert answer.headers["Location"] == page
    worked()
    for _again in range(2):
        assert chosen_blindly(desk, page).headers["Location"] == page
    worked()
    assert chosen_blindly(desk, page).headers["Location"] == page
    assert desk.post(f"{page}words/", {"n": "0"}).headers["Location"] == page
    done = list(Work.objects.order_by("created_at").values_list("kind", "state"))
    assert done == [("import-read", "done"), ("import-plan", "done"), ("import-run", "done")]


def test_a_file_sent_twice_is_one_import_as_long_as_nobody_has_said_anything_about_it(desk):
    page = read(desk, CHOIR)
    assert read(desk, CHOIR) == page and ImportRun.objects.count() == 1
    assert read(desk, CHOIR.replace("Chor", "Klub")) != page  # as long, and another
    desk.post(f"{page}columns/", {"c1": "name", "all-town": "Filderstadt"})
    assert read(desk, CHOIR) != page
    assert ImportRun.objects.count() == ImportPiece.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_upload_one_file(desk):
    def click(_n: int) -> str:
        try:
            return str(upload(desk, "Name\nChor\n").headers["Location"])
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as threads:
        assert len(set(threads.map(click, range(4)))) == 1
    assert (ImportRun.objects.count(), Work.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_a_source_that_is_deleted_while_files_come_breaks_nothing(desk):
    page = read(desk, CHOIR)
    one = ImportSource.objects.get()
    acts: list[Callable[[], Any]] = [
        lambda: desk.post(f"/curate/sources/{one.pk}/", {"action": "delete"}),
        lambda: upload(desk, "Name\nChor\n", source=str(one.pk)),
        lambda: desk.post(f"{page}columns/", {"c1": "name", "all-town": "Filderstadt"}),
        lambda: desk.post(f"/curate/sources/{one.pk}/", {"state": "public", "rule": "queue"}),
        lambda: desk.post(page, {"action": "forget"}),
    ]

    def act(doing: Callable[[], Any]) -> int:
        try:
            return int(doing().status_code)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as threads:
        assert set(threads.map(act, [*acts, *reversed(acts)])) <= {302, 404, 422}
    worked()
    assert not ImportRun.objects.exclude(source__in=ImportSource.objects.all()).exists()


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_import_once(desk):
    compared(desk, CHOIR)
    run = ImportRun.objects.get()

    def click(_n: int) -> bool:
        try:
            stages.begin_import(ImportRun.objects.get(pk=run.pk), by=run.by)
        except NotNow:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(4) as threads:
        assert sum(threads.map(click, range(4))) == 1
    worked()
    assert Work.objects.filter(kind="import-run").count() == Organisation.objects.count() == 1


def test_nothing_is_chosen_or_deleted_while_the_queue_imports(desk):
    page = compared(desk, CHOIR)
    chosen(desk, page)
    row = ImportRun.objects.get().rows.get()
    desk.post(page, {"row": [row.pk], "action": "save"})
    desk.post(page, {"action": "forget"})
    row.refresh_from_db()
    assert row.chosen and ImportPiece.objects.exists()
