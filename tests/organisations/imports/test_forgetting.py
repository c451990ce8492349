"""Files of imports go away, and with them what they said of persons."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from organisations.imports.uploads import KEPT_DAYS, forget_old_files
from organisations.models import ImportPiece, ImportRow, ImportRun, Organisation
from organisations.services.person_data import Whom, found_of
from tests.organisations.imports.staged import compared, imported
from tests.organisations.imports.town import BAND, CHOIR

pytestmark = pytest.mark.usefixtures("vocabulary")


@pytest.fixture
def root(admin_user: User) -> User:
    """A curator who decides everywhere."""
    return admin_user


def test_files_and_rows_go_away_after_some_days(root):
    run = imported(compared(root, CHOIR))
    assert forget_old_files() == 0
    assert forget_old_files(timezone.now() + timedelta(days=KEPT_DAYS, minutes=1)) == 1
    assert not ImportPiece.objects.exists() and not ImportRow.objects.exists()
    assert ImportRun.objects.get(pk=run.pk).forgotten and Organisation.objects.exists()


def test_what_a_file_says_of_a_person_is_told_to_them_and_erased_with_the_file(root):
    run = compared(root, CHOIR, BAND)
    for whom in (Whom(email="INFO@chor.example"), Whom(phone="+49 711 23125001")):
        (found,) = [found for place, found in found_of(whom) if place.name == "imports"]
        assert "Chor Muster e.V." in str(found[0].values)
    (place,) = [place for place, _ in found_of(Whom(email="info@chor.example")) if place.name == "imports"]
    assert place.erase and place.erase([str(run.pk)], "user:1") == 1
    assert not ImportRow.objects.exists() and not ImportPiece.objects.exists()
    assert ImportRun.objects.get(pk=run.pk).columns == []


def test_samples_of_columns_that_name_a_person_are_told_and_erased_without_their_rows_too(root):
    run = compared(root, CHOIR, BAND)
    ImportRow.objects.all().delete()
    for whom in (Whom(email="INFO@chor.example"), Whom(phone="+49 711 23125001")):
        (place, found) = next((place, found) for place, found in found_of(whom) if place.name == "imports")
        assert len(found[0].values["samples"]) == 1
    assert place.erase and place.erase([str(run.pk)], "user:1") == 1
    assert "imports" not in {place.name for place, _ in found_of(Whom(phone="+49 711 23125001"))}
