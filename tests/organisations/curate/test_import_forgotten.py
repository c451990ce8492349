"""A file that is forgotten leaves none of its words: no row, no sample, and no sentence that quotes it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from organisations.imports import stages
from organisations.imports.uploads import FORGOTTEN, KEPT_DAYS, forget_old_files
from organisations.models import ImportPiece, ImportRun, ImportSource, Rule, Work
from organisations.services import person_data
from organisations.services.person_data import Whom
from tests.organisations.curate.test_import import desk, read, text
from tests.organisations.curate.test_personal import everything
from tests.organisations.imports.staged import worked

__all__ = ["desk"]
WORD = f"w{uuid4().hex[:12]}"


@pytest.fixture
def refused(desk, curator) -> str:
    """A file of a source that goes by itself; it was refused with a sentence that quotes it."""
    page = read(desk, "x;petra@x.example", header=f"{WORD};Kontakt")
    ImportRun.objects.update(rule=Rule.QUEUE)
    stages.begin(ImportRun.objects.get(), stages.PLAN, by=curator.user)
    worked()
    for said in (
        ImportRun.objects.get().error,
        ImportSource.objects.get().error,
        last_work().result["error"],
    ):
        assert WORD in said
    return page


def last_work() -> Work:
    return Work.objects.latest("created_at")


def by_button(desk, page):
    desk.post(page, {"action": "forget"})


def by_retention(desk, page):
    forget_old_files(timezone.now() + timedelta(days=KEPT_DAYS, minutes=1))


def by_erasing(desk, page):
    whom = Whom(email="petra@x.example")
    (key,) = [row.key for place, rows in person_data.found_of(whom) if place.name == "imports" for row in rows]
    person_data.erase(whom, [f"imports:{key}"], author="user:1")


def by_a_later_release(desk, page):
    """The release before has forgotten the file, but not what quotes it."""
    ImportRun.objects.update(forgotten=True, columns=[])
    ImportPiece.objects.all().delete()
    ImportRun.objects.get().rows.all().delete()
    forget_old_files()


@pytest.mark.parametrize("forgets", [by_button, by_retention, by_erasing, by_a_later_release])
def test_no_sentence_quotes_a_file_that_is_forgotten(desk, refused, forgets):
    forgets(desk, refused)
    assert WORD not in everything()
    assert ImportRun.objects.get().error == ImportSource.objects.get().error == FORGOTTEN
    assert FORGOTTEN in text(desk, f"/curate/work/{Work.objects.latest('created_at').pk}/")


def test_a_sentence_that_quotes_nothing_stays(desk, refused):
    ImportRun.objects.update(error=stages.NOBODY)
    by_retention(desk, refused)
    assert ImportRun.objects.get().error == stages.NOBODY
