"""The log of what was decided: at which hour, by whom, what it was about."""

from datetime import UTC, datetime

import pytest
from django.utils import translation

from organisations.ids import new_id
from organisations.models import (
    Batch,
    CuratorRole,
    Decision,
    Export,
    ImportRun,
    ImportSource,
    Mail,
    Organisation,
    RetentionRun,
    Revision,
    Work,
)
from organisations.services import work as works
from organisations.services.ownership import add_editor
from organisations.services.retention import rules
from organisations.services.staff import hand_over
from tests.html import parse
from tests.organisations.associations.conftest import curator_for
from tests.organisations.curate.test_bulk import BULK, done, drafts, taken_back

__all__ = ["drafts"]
ENGLISH = {"headers": {"accept-language": "en"}}
LATE = datetime(2026, 7, 31, 22, 5, tzinfo=UTC)  # in Berlin it is the first of August, five past midnight


def shown(client, path):
    """What the page says, in English."""
    return " ".join(parse(client.get(path, **ENGLISH).content.decode()).one("main").text.split())


@pytest.fixture
def everywhere(curator):
    """The curator of the desk decides everywhere."""
    CuratorRole.objects.filter(user=curator.user).update(everywhere=True)


class TestHours:
    def test_every_page_tells_the_hour_that_the_clocks_at_the_site_show(self, desk, club, everywhere):
        Decision.objects.create(actor="user:1", action="entry:checked", organisation=club)
        Export.objects.create(actor="user:1", format="csv", entries=1, contacts=False)
        Mail.objects.create(purpose="reminder", recipient="a@b.example", language="de", next_at=LATE, subject="x")
        RetentionRun.objects.update_or_create(rule=rules()[0].name, defaults={"ran_at": LATE, "count": 1})
        Decision.objects.update(at=LATE)
        Export.objects.update(at=LATE)
        Mail.objects.update(created_at=LATE)
        Revision.objects.update(created_at=LATE)
        pages = ("log/", "export/", "mails/", "retention/", f"o/{club.slug}/history/")
        for page in pages:
            text = shown(desk, f"/curate/{page}")
            hour = "" if page == "retention/" else ", 00:05"  # long ago: the day alone
            assert f"1 August 2026{hour}" in text.replace("\u00a0", " "), page
            assert "22:05" not in text, page
        for row in (Decision.objects.get(), Export.objects.get(), Batch(source="x", created_at=LATE)):
            assert "2026-08-01 00:05" in str(row)


def lines(client):
    """What the log says: what was done, to what, to how many entries."""
    log = client.get("/curate/log/").context["log"]
    with translation.override("en"):
        return [(one.what, one.about, one.entries) for one in log.lines]


def changes(client):
    """What the desk says was done."""
    today = client.get("/curate/").context["today"]
    with translation.override("en"):
        return [one.what for one in today.changes]


class TestWhatIsWrittenDown:
    def test_what_was_done_to_many_entries_with_how_many(self, desk, drafts):
        done(desk, act="publish")
        done(desk, act="topic-on", value="chess")
        done(desk, act="label-on", value="wichtig")
        assert lines(desk) == [
            ("Put a label on: wichtig", "", 3),
            ("Add a topic: Chess", "", 3),
            ("Publish", "", 3),
        ]

    def test_what_changed_nothing_is_no_line(self, desk, drafts):
        desk.post(BULK, {"which": "all", "act": "publish", "do": "1", "work": str(new_id())})
        Organisation.objects.update(state="public")
        works.go_on(60)
        assert Work.objects.get().state == "done" and lines(desk) == []

    def test_mails_that_ask_for_confirmation(self, desk, club):
        add_editor(club.pk, "wir@verein.example", added_by="test")
        done(desk, act="ask")
        assert lines(desk) == [("Ask for confirmation", "", 1)]

    def test_taking_back_and_bringing_back_again_are_told_apart(self, desk, drafts):
        work = done(desk, act="publish")
        taken_back(desk, work)
        undo = Work.objects.latest("created_at")
        page = shown(desk, f"/curate/work/{undo.pk}/")
        assert "Bring it back again" in page and "Off the map" not in page, "drafts never were on the map"
        taken_back(desk, undo)
        assert lines(desk)[:2] == [("Batch brought back again", "Publish", 3), ("Batch taken back", "Publish", 3)]
        again = shown(desk, f"/curate/work/{Work.objects.latest('created_at').pk}/")
        assert again.count("Bring it back again") == 1, "its title alone; the button takes it back"
        assert "Take it back" in again
        taken_back(desk, Work.objects.latest("created_at"))
        assert lines(desk)[0] == ("Batch taken back", "Publish", 3)
        assert changes(desk)[:3] == ["Taken back: Publish", "Brought back again: Publish", "Taken back: Publish"]

    def test_labels_taken_back(self, desk, drafts):
        taken_back(desk, done(desk, act="label-on", value="wichtig"))
        assert lines(desk)[0] == ("Batch taken back", "Put a label on", 3)

    def test_the_desk_says_that_something_was_taken_back(self, desk, drafts):
        work = done(desk, act="publish")
        taken_back(desk, work)
        taken_back(desk, Work.objects.latest("created_at"))
        assert changes(desk)[:3] == ["Brought back again: Publish", "Taken back: Publish", "Publish"]

    def test_an_invitation_with_whom_and_by_whom(self, desk, curator, everywhere):
        desk.post("/curate/people/", {"email": "neu@stadt.example", "name": "Nina Neu", "areas": ["filderstadt"]})
        assert lines(desk) == [("Invitation sent", "Nina Neu", 0)]
        assert Decision.objects.get().actor == f"user:{curator.user.pk}"

    def test_from_whom_to_whom_work_was_handed_over(self, desk, curator, everywhere):
        giver, taker = curator_for("gerda", "filderstadt"), curator_for("theo", "filderstadt")
        curator.user.refresh_from_db()
        hand_over(giver, taker, by=type(giver).objects.get(pk=curator.user.pk))
        assert lines(desk) == [("Work handed over, account switched off", "from gerda to theo", 0)]

    def test_publishing_a_draft_is_something_in_its_history(self, desk, drafts):
        done(desk, act="publish")
        done(desk, act="archive")
        page = shown(desk, f"/curate/o/{drafts[0].slug}/history/")
        assert "Put on the map" in page and "Taken off the map" in page
        assert "Nothing that is seen was changed" not in page

    def test_who_decides_on_one_area_sees_what_they_did_and_nothing_of_others(self, desk, other_desk, drafts):
        done(desk, act="publish")
        assert len(lines(desk)) == 1 and lines(other_desk) == []

    def test_an_import_with_its_source_its_file_and_how_many(self, desk, everywhere):
        run = ImportRun.objects.create(source=ImportSource.objects.create(name="Liste"), file="vereine.csv")
        detail = {"source": "Liste", "run": str(run.pk), "new": 3, "changed": 2, "unchanged": 7}
        Decision.objects.create(actor="import", action="import:run", detail=detail)
        assert lines(desk) == [("Entries imported", "Liste · vereine.csv", 5)]

    def test_a_merge_is_named_on_the_desk(self, desk, club, curator):
        batch = Batch.objects.create(source="merge", author=f"user:{curator.user.pk}")
        Revision.objects.filter(organisation=club).update(batch=batch, author=f"user:{curator.user.pk}")
        assert changes(desk) == ["Merged entries"]
