"""`manage.py prepare`, the one command behind script/server."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from organisations.models import Organisation, Word
from organisations.participation.models import Module


@pytest.fixture(autouse=True)
def static_root(settings: Any, tmp_path: Path) -> Path:
    """A place of this test's own for the collected files."""
    settings.STATIC_ROOT = tmp_path / "static"
    return tmp_path / "static"


def prepare(*options: str) -> str:
    """What the command says."""
    out = StringIO()
    call_command("prepare", *options, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_an_empty_database_gets_the_sample_entries_only_when_asked() -> None:
    prepare()
    assert not Organisation.objects.exists()
    assert {one.published_at for one in Module.objects.all()} == {None}  # a curator reads them first
    Module.objects.all().delete()
    prepare("--sample-data")
    assert Module.objects.exists() and not Module.objects.filter(published_at=None).exists()
    assert Organisation.objects.count() >= 160
    assert Word.objects.filter(word="fussball").exists()


@pytest.mark.django_db
def test_a_second_run_collects_no_static_files_until_one_of_them_changes(static_root: Path, settings: Any) -> None:
    extra = static_root.parent / "extra"
    extra.mkdir()
    (extra / "trial.css").write_text("a {}")
    settings.STATICFILES_DIRS = [extra]
    assert "copied" in prepare()
    assert "copied" not in prepare()
    (extra / "trial.css").write_text("a { color: red }")
    assert "copied" in prepare()
