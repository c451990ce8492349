"""What a curator does for one entry, and the log of it that nobody changes."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organisations.document import Contact
from organisations.models import ContactPerson, Decision, Editor, EntryNote, Mail
from organisations.services.labels import set_labels
from tests.factories import change
from tests.html import parse
from tests.organisations.associations.conftest import curator_for, now_of
from tests.organisations.curate.conftest import address
from tests.signing_in import signed_in


@pytest.fixture
def page(club):
    """The entry on the desk."""
    change(club, contacts=(Contact(name="Petra Beispiel", email="petra@x.example"),))
    return f"/curate/o/{club.slug}/"


@pytest.fixture
def person(page):
    """Its contact person, who was never asked."""
    return ContactPerson.objects.get()


def test_a_curator_s_check_makes_it_fresh_today_once(desk, club, page):
    for _twice in range(2):
        assert desk.post(page, {"action": "check"}).status_code == 302
    club.refresh_from_db()
    assert club.checked_on == timezone.localdate()
    assert [one.action for one in Decision.objects.all()] == ["entry:checked"]


def test_a_consent_is_written_down_with_text_day_and_way(desk, page, person):
    said = {"action": "consent", "person": person.pk, f"{person.pk}-text": "Name und Mail", f"{person.pk}-way": "paper"}
    future = (timezone.localdate() + timedelta(days=1)).isoformat()
    wrong = desk.post(page, said | {f"{person.pk}-on": future})
    assert wrong.status_code == 422 and "Name und Mail" in wrong.content.decode()
    assert desk.post(page, said | {f"{person.pk}-on": "1.10.2026"}).status_code == 302
    person.refresh_from_db()
    assert (person.consent_text, person.consent_way, person.consented_on.isoformat()) == (
        "Name und Mail",
        "paper",
        "2026-10-01",
    )
    assert Decision.objects.get().detail == {"person": str(person.pk), "on": "2026-10-01"}


def test_a_person_is_asked_by_mail_once_a_week(desk, page, person):
    for _twice in range(2):
        desk.post(page, {"action": "ask", "person": person.pk, "language": "de"})
    assert [mail.recipient for mail in Mail.objects.all()] == ["petra@x.example"]
    assert [one.action for one in Decision.objects.all()] == ["consent:asked"]


def test_trust_in_the_editors_is_a_setting_of_the_entry(desk, club, page):
    for wanted, stored in (("no", False), ("yes", True), ("", None), ("nonsense", None)):
        desk.post(page, {"action": "trust", "trust": wanted})
        club.refresh_from_db()
        assert club.editors_publish is stored
    assert Decision.objects.count() == 3


def test_the_access_of_an_editor_is_ended(desk, club, editor, page):
    assert "editor@verein.example" in desk.get(page).content.decode()
    desk.post(page, {"action": "revoke", "editor": editor.pk})
    assert not Editor.objects.active().exists()


@pytest.mark.parametrize(
    "given", [{}, {"action": "revoke", "editor": "x"}, {"action": "consent", "person": "1"}, {"action": "ask"}]
)
def test_nonsense_does_nothing(desk, page, given):
    assert desk.post(page, given).status_code in (200, 302)
    assert not Decision.objects.exists()


def test_the_history_shows_what_was_decided_and_brings_back_what_was_before(desk, club, proposed):
    desk.post(address(proposed), {"action": "rest"})
    history = f"/curate/o/{club.slug}/history/"
    newest = desk.get(history).context["past"].steps[0]
    assert (newest.number, newest.who, len(newest.lines)) == (2, "curator", 2)
    for number, website in ((1, ""), (2, "https://neu.example"), (77, "https://neu.example")):
        assert desk.post(history, {"number": number}).status_code == 302
        assert now_of(club).website == website
    assert Decision.objects.filter(action="entry:restored").count() == 2


def test_what_was_decided_stands_in_the_log_of_the_area(desk, other_desk, proposed):
    desk.post(address(proposed), {"action": "decide", "part-website": "yes", "part-phone": "no", "words": "Weil"})
    lines = desk.get("/curate/log/", headers={"accept-language": "de"}).context["log"].lines
    assert [(line.who, line.accepted, line.refused, line.reason) for line in lines] == [
        ("curator", ["Website"], ["Telefon"], "Weil")
    ]
    assert other_desk.get("/curate/log/").context["log"].lines == []
    assert desk.post("/curate/log/").status_code == 405


def test_not_even_a_superuser_changes_the_log(admin_user, desk, proposed):
    desk.post(address(proposed), {"action": "rest"})
    row, admin_client = Decision.objects.get(), signed_in(admin_user)
    base = "/admin/organisations/decision/"
    assert admin_client.get(f"{base}{row.pk}/change/").status_code == 200
    for path in (f"{base}add/", f"{base}{row.pk}/change/", f"{base}{row.pk}/delete/"):
        assert admin_client.post(path, {"actor": "x", "post": "yes"}).status_code == 403
    admin_client.post(base, {"action": "delete_selected", "_selected_action": row.pk, "post": "yes"})
    assert Decision.objects.get() == row


def test_the_keys_are_switched_off_and_on_again(desk, proposed):
    for wanted in (False, True):
        answer = desk.post("/curate/keys/", {"back": "/curate/queue/?kind=change"})
        assert answer.headers["Location"] == "/curate/queue/?kind=change"
        assert ("data-keys" in desk.get("/curate/queue/").content.decode()) is wanted
    assert desk.post("/curate/keys/", {"back": "//evil.example/"}).headers["Location"] == "/curate/queue/"


def test_the_history_asks_as_much_for_two_versions_as_for_many(desk, club):
    change(club, phone="0711 1")
    few = queries_of(desk, club)
    for number in range(2, 8):
        change(club, phone=f"0711 {number}")
    assert queries_of(desk, club) == few


def queries_of(desk, club) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert desk.get(f"/curate/o/{club.slug}/history/").status_code == 200
    return len(asked)


def test_labels_and_notes_are_kept_for_curators(desk, other_desk, club, curator):
    page = f"/curate/o/{club.slug}/"
    desk.post(page, {"action": "labels", "new": "Bitte anrufen"})
    desk.post(page, {"action": "note", "note": "Nicht vor 18 Uhr\n<b>"})
    text = desk.get(page).content.decode()
    assert "Bitte anrufen" in text and "Nicht vor 18 Uhr\n&lt;b&gt;" in text
    assert other_desk.post(page, {"action": "note", "note": "x"}).status_code == 403
    note = EntryNote.objects.get()
    signed_in(curator_for("zweite", "filderstadt")).post(page, {"action": "forget-note", "note": note.pk})
    assert EntryNote.objects.count() == 1
    desk.post(page, {"action": "forget-note", "note": note.pk})
    desk.post(page, {"action": "labels", "label": ["bitte ANRUFEN", "Zweites", "\0"], "new": ""})
    assert not EntryNote.objects.exists()
    assert set(club.labels.values_list("name", flat=True)) == {"Bitte anrufen", "Zweites"}
    assert club.number == 1


def test_a_label_that_somebody_put_on_meanwhile_stays(desk, club):
    page = f"/curate/o/{club.slug}/"
    set_labels(club.pk, ["Alt", "Weg"], by="user:1")
    fields = {field.get("value") for field in parse(desk.get(page).content.decode()).all("input[name=had]")}
    assert fields == {"Alt", "Weg"}
    set_labels(club.pk, ["Von Kollegin"], by="user:2")
    desk.post(page, {"action": "labels", "had": ["Alt", "Weg"], "label": ["Alt"], "new": "Neu"})
    assert set(club.labels.values_list("name", flat=True)) == {"Alt", "Von Kollegin", "Neu"}


def test_it_says_why_the_entry_needs_care(desk, club):
    change(club, topics=(), checked_on=None)
    asked = desk.get(f"/curate/o/{club.slug}/", headers={"accept-language": "de"}).context["desk"].needs
    assert asked == ["Unbestätigt", "Ohne Thema", "Ohne Übersetzung"]
