"""Sources on the desk: who may use one, deleting one, and files that leave none behind."""

from typing import Any

import pytest
from django.test import Client

from organisations.curate.imports.start import sources_of
from organisations.imports.deleting import SourceBusy, delete_source
from organisations.imports.sources import fetch_soon
from organisations.imports.uploads import SourceGone, keep_file
from organisations.models import Decision, ExternalId, ImportRun, ImportSource, Organisation, Work
from organisations.services.batches import undo_batch
from tests.organisations.associations.conftest import curator_for
from tests.organisations.curate.test_import import as_guessed, chosen, compared, read, root_desk, text, upload
from tests.organisations.imports.staged import worked
from tests.organisations.imports.town import BAND, CHOIR, HEADER
from tests.signing_in import signed_in

__all__ = ["root_desk"]
TABLE = f"{HEADER}\n{CHOIR}"


@pytest.fixture
def desk(curator: Any) -> Client:
    """An English browser of the curator of Filderstadt."""
    return signed_in(curator.user, Client(headers={"accept-language": "en"}))


def imported(desk: Client, *rows: str, **said: str) -> Work:
    """The work of an import of these rows."""
    answer = upload(desk, "\n".join([HEADER, *rows]), **said)
    worked()
    chosen(desk, as_guessed(desk, str(answer.headers["Location"])))
    worked()
    work = ImportRun.objects.latest("created_at").work
    assert work
    return work


def source_page() -> str:
    return f"/curate/sources/{ImportSource.objects.get(name='town').pk}/"


class TestDeleting:
    """A source that is wanted no more."""

    def test_a_question_is_asked_and_then_the_source_and_its_files_are_gone(self, desk):
        imported(desk, CHOIR)
        assert "Yes, delete this source" in text(desk, source_page())
        page = desk.post(source_page(), {"action": "delete"}, follow=True)
        assert "The source is deleted." in page.content.decode() and "Nothing yet." in page.content.decode()
        assert not ImportSource.objects.exists() and not ImportRun.objects.exists()
        assert Decision.objects.get(action="import:source").detail == {"source": "town"}

    def test_what_it_brought_stays_with_its_history_and_can_be_taken_back(self, desk, curator):
        work = imported(desk, CHOIR)
        desk.post(source_page(), {"action": "delete"})
        entry = Organisation.objects.get()
        assert (entry.state, entry.revisions.count()) == ("public", 1)
        shown = text(desk, f"/curate/work/{work.pk}/")
        assert "Take it back" in shown and "To the import" not in shown
        desk.post(f"/curate/work/{work.pk}/", {"action": "undo"})
        worked()
        assert Organisation.objects.get().state == "archived"

    def test_nothing_is_missing_in_it_any_more_and_undoing_and_redoing_marks_nothing(self, root_desk, admin_user):
        imported(root_desk, CHOIR, BAND)
        batch = imported(root_desk, CHOIR, whole="on").batch
        assert batch and ExternalId.objects.exclude(missing_since=None).count() == 1
        root_desk.post(source_page(), {"action": "delete"})
        assert not ExternalId.objects.exclude(missing_since=None).exists()
        undone = undo_batch(batch, by=admin_user)
        assert undone.batch and undo_batch(undone.batch, by=admin_user).marks == 0
        assert not ExternalId.objects.exclude(missing_since=None).exists()

    def test_a_source_of_the_same_name_knows_its_entries_again(self, desk):
        imported(desk, CHOIR)
        desk.post(source_page(), {"action": "delete"})
        compared(desk, CHOIR)
        assert ImportRun.objects.get().rows.get().action == "unchanged"

    def test_not_while_its_file_is_read_or_an_import_of_it_is_taken_back(self, desk):
        work = imported(desk, CHOIR)
        upload(desk, f"{HEADER}\n{BAND}")
        for _busy in ("read", "taken back"):
            page = desk.post(source_page(), {"action": "delete"}, follow=True)
            assert "Work on this is not over yet." in page.content.decode()
            assert ImportSource.objects.exists()
            worked()
            desk.post(f"/curate/work/{work.pk}/", {"action": "undo"})
        worked()
        desk.post(source_page(), {"action": "delete"})
        assert not ImportSource.objects.exists()

    def test_not_while_it_is_fetched(self, curator):
        one = ImportSource.objects.create(name="town", by=curator.user, address="http://127.0.0.1/", form="csv")
        fetch_soon(one, by=curator.user)
        with pytest.raises(SourceBusy):
            delete_source(one, by=curator.user)
        worked()
        delete_source(one, by=curator.user)
        assert not ImportSource.objects.exists()

    def test_forms_about_what_is_gone_do_no_harm(self, desk, curator):
        page = compared(desk, CHOIR)
        one, address = ImportSource.objects.get(), source_page()
        desk.post(address, {"action": "delete"})
        assert desk.post(address, {"action": "delete"}).status_code == 404
        assert desk.post(page, {"action": "import"}).status_code == 404
        assert "Select a valid choice" in upload(desk, TABLE, source=str(one.pk)).content.decode()
        with pytest.raises(SourceGone):
            keep_file(one, by=curator.user, name="a.csv", content=[b"x"])


class TestSharing:
    """Who may give files to a source, set it up and delete it."""

    def test_two_curators_of_one_area_use_one_source(self, desk):
        read(desk, CHOIR)
        second = signed_in(curator_for("second", "filderstadt"), Client(headers={"accept-language": "en"}))
        assert imported(second, CHOIR, BAND).state == "done"
        assert ImportSource.objects.count() == 1
        assert second.get(source_page()).status_code == 200
        assert {run.by.username for run in ImportRun.objects.all() if run.by} == {"curator", "second"}

    def test_a_curator_of_more_areas_uses_it_and_one_of_fewer_does_not(self, curator):
        more, fewer = curator_for("more", "filderstadt", "ostfildern"), curator_for("fewer", "bernhausen")
        ImportSource.objects.create(name="town", by=curator.user, address="https://x.example/")
        ImportSource.objects.create(name="both", by=more, address="https://x.example/")
        assert [names(user) for user in (curator.user, more, fewer)] == [["town"], ["both", "town"], []]

    def test_a_source_of_the_administration_is_used_by_who_decides_on_all_its_entries(self, root_desk, curator):
        imported(root_desk, CHOIR)
        assert names(curator.user) == ["town"]
        imported(root_desk, CHOIR, BAND)
        assert names(curator.user) == []

    def test_the_list_leads_only_to_what_may_be_opened(self, desk, other_desk):
        read(desk, CHOIR)
        assert source_page() in text(desk, "/curate/sources/")
        shown = text(other_desk, "/curate/sources/")
        assert source_page() not in shown and "town" in shown


def names(user: Any) -> list[str]:
    """The sources that a user may use."""
    return list(sources_of(user).values_list("name", flat=True))


class TestRefusedFiles:
    """A file that cannot be read leaves no source behind."""

    BROKEN = b"Name;Ort\n" + b"x" * 1_000_001

    def test_a_source_is_there_when_its_first_file_was_read(self, desk):
        page = str(upload(desk, self.BROKEN).headers["Location"])
        worked()
        assert "The file cannot be imported" in text(desk, page)
        assert "Nothing yet." in text(desk, "/curate/sources/")
        assert "town</option>" not in text(desk, "/curate/import/")
        read(desk, CHOIR)
        assert "town" in text(desk, "/curate/sources/")

    def test_it_goes_with_the_last_refused_file(self, desk):
        pages = [str(upload(desk, self.BROKEN + more).headers["Location"]) for more in (b"", b"x")]
        worked()
        desk.post(pages[0], {"action": "forget"})
        assert ImportSource.objects.exists()
        desk.post(pages[1], {"action": "forget"})
        assert not ImportSource.objects.exists() and not ImportRun.objects.exists()

    def test_a_source_with_other_files_stays_when_a_refused_one_is_deleted(self, desk):
        read(desk, CHOIR)
        page = str(upload(desk, self.BROKEN).headers["Location"])
        worked()
        desk.post(page, {"action": "forget"})
        assert ImportSource.objects.exists() and ImportRun.objects.count() == 2

    def test_nobody_keeps_a_name_with_a_refused_file(self, desk, other_desk, other_curator):
        upload(desk, self.BROKEN)
        worked()
        assert upload(other_desk, TABLE).status_code == 302
        assert ImportSource.objects.get().by == other_curator.user
