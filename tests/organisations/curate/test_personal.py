"""What is known of a person, given out and erased (GDPR Art. 15, 17); the history stays readable without them."""

import json

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone

from organisations.document import Contact
from organisations.models import (
    ContactDetails,
    ContactPerson,
    CuratorRole,
    Decision,
    Editor,
    Mail,
    Revision,
    Suggestion,
)
from organisations.models.suggestion import SuggestionKind
from organisations.outbox.outline import Block, Outline, put_out
from organisations.participation.models import Message
from organisations.services.caring import agreed
from organisations.services.labels import note_down
from organisations.services.person_data import Whom
from organisations.services.suggestions import ask
from tests.factories import change
from tests.organisations.associations.conftest import sender

PATH = "/curate/personal-data/"
WHO = "petra@x.example"
SAID = ("Petra Beispiel", WHO, "0711 987654", "petra hat das gesagt")


@pytest.fixture
def office(desk, curator):
    CuratorRole.objects.filter(user=curator.user).update(everywhere=True)
    return desk


@pytest.fixture
def petra(club, curator):
    """Contact person, editor, sender of a claim and of a message, recipient of a mail, in several versions."""
    change(club, contacts=(Contact(name="Petra Beispiel", email=WHO, phone="0711 987654"),))
    person = ContactPerson.objects.get()
    agreed(person, text="Petra Beispiel darf stehen", way="paper", on=timezone.localdate(), author=curator.author)
    Editor.objects.create(organisation=club, email=WHO.upper(), name="Petra Beispiel", added_by="test")
    ask(SuggestionKind.CLAIM, club.pk, sender=sender(email=WHO, name="Petra Beispiel"), proof="petra hat das gesagt")
    put_out(Outline("de", "An Petra Beispiel", (Block("Liebe Petra Beispiel"),)), WHO, purpose="link")
    Message.objects.create(
        organisation=club, language="de", email=WHO, name="Petra Beispiel", consent="x", status_hash=b"a" * 32,
        answer_hash=b"b" * 32, touched_at=timezone.now(),
    )  # fmt: skip
    note_down(club.pk, f"Frau {WHO} ruft zurück", author=curator.author)
    change(club, phone="0711 1")


def everything():
    """All bytes of all tables, but for the sessions and what the log of jobs says."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table != "django_session":
                cursor.execute(f'SELECT t::text FROM "{table}" t')
                found += [row[0] for row in cursor.fetchall()]
    return "\n".join(found)


def erases(client, whom=WHO, sure="1"):
    keys = [one.get("value") for one in _page(client.post(PATH, {"whom": whom})).all("input[name=key]")]
    return client.post(PATH, {"whom": whom, "key": keys, "action": "erase", "sure": sure})


def _page(answer):
    from tests.html import parse

    return parse(answer.content.decode())


def test_a_curator_of_one_area_asks_for_nobody(desk, petra):
    assert desk.get(PATH).status_code == 403
    assert desk.post(PATH, {"whom": WHO, "action": "export"}).status_code == 403


def test_all_that_is_known_is_given_out_as_a_file(office, petra):
    answer = office.post(PATH, {"whom": WHO, "action": "export"})
    known = json.loads(answer.content)
    assert set(known) == {"contacts", "editors", "suggestions", "mails", "messages", "notes"}
    assert known["contacts"][0]["consent_text"] == "Petra Beispiel darf stehen"
    assert known["suggestions"][0]["proof"] == "petra hat das gesagt"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "no-store" in answer.headers["Cache-Control"]
    noted = Decision.objects.get(action="person:exported")
    assert WHO not in json.dumps(noted.detail)


def test_a_person_is_found_by_number_too(office, petra):
    known = json.loads(office.post(PATH, {"whom": "+49 711 98 76 54", "action": "export"}).content)
    assert set(known) == {"contacts"}


def test_a_number_in_a_note_is_found_in_whatever_way_it_is_written(office, club, curator):
    note_down(club.pk, "Mobil 0170/33 44-556, abends", author=curator.author)
    note_down(club.pk, "Treffen am 12.03. um 18:00", author=curator.author)
    known = json.loads(office.post(PATH, {"whom": "+49 170 3344556", "action": "export"}).content)
    assert [row["text"] for row in known["notes"]] == ["Mobil 0170/33 44-556, abends"]


def test_nothing_of_an_erased_person_is_left_in_any_table(office, petra, club):
    before = everything()
    assert all(word in before for word in SAID)
    assert erases(office).status_code == 302
    after = everything()
    assert [word for word in SAID if word.lower() in after.lower()] == []
    assert Decision.objects.filter(action="person:erased").count() == 1


def test_the_history_stays_readable_without_the_person(office, petra, club, curator):
    numbers = Revision.objects.filter(organisation=club).count()
    erases(office)
    assert Revision.objects.filter(organisation=club).count() == numbers + 1
    assert office.get(f"/curate/o/{club.slug}/history/").status_code == 200
    assert office.get(f"/curate/o/{club.slug}/").status_code == 200
    assert office.get("/curate/log/").status_code == 200


def test_only_what_is_ticked_is_erased(office, petra):
    editor = Editor.objects.get(name="Petra Beispiel")
    office.post(PATH, {"whom": WHO, "key": [f"editors:{editor.pk}"], "action": "erase", "sure": "1"})
    assert not Editor.objects.filter(name="Petra Beispiel").exists()
    assert Suggestion.objects.get().email == WHO and Mail.objects.filter(recipient=WHO).exists()


def test_the_row_of_somebody_else_is_not_erased_by_its_key(office, petra, editor):
    office.post(PATH, {"whom": WHO, "key": [f"editors:{editor.pk}"], "action": "erase", "sure": "1"})
    assert Editor.objects.get(pk=editor.pk).email == editor.email


def test_without_the_second_tick_nothing_is_erased(office, petra):
    answer = erases(office, sure="")
    assert answer.status_code == 422
    assert ContactDetails.objects.filter(email=WHO).exists()


@pytest.mark.parametrize("typed", ["", "x", "@", "a@b", "123", "<script>", "\0", "1" * 300, "a" * 300 + "@x.example"])
def test_what_is_neither_address_nor_number_comes_back_with_a_sentence(office, typed):
    assert office.post(PATH, {"whom": typed}).status_code == 422
    assert Whom.parse(typed) is None


def test_accounts_of_the_staff_are_shown_and_not_erased(office, curator):
    assert erases(office, curator.user.email).status_code == 422
    assert User.objects.filter(email=curator.user.email).exists()


def test_without_the_second_tick_the_page_says_so_where_it_is_and_keeps_what_was_ticked(office, petra):
    editor = Editor.objects.get(name="Petra Beispiel")
    form = {"whom": WHO, "key": [f"editors:{editor.pk}"], "action": "erase"}
    page = _page(office.post(PATH, form))
    sure = page.one("input[name=sure]")
    assert sure.get("autofocus") is not None and sure.get("aria-invalid") == "true"
    assert page.one(f"#{sure.get('aria-describedby')}").get("role") == "alert"
    boxes = page.all("input[name=key]")
    assert [one.get("value") for one in boxes if one.get("checked") is not None] == form["key"] and len(boxes) > 1


def test_a_contact_of_whom_only_the_name_is_known_is_found_and_erased(office, club):
    made = change(club, contacts=(Contact(name="Nurname Beispielsen", role="Kasse"),))
    assert made
    page = _page(office.post(PATH, {"whom": "Nurname Beispielsen"}))
    keys = [one.get("value") for one in page.all("input[name=key]")]
    assert (
        office.post(PATH, {"whom": "Nurname Beispielsen", "key": keys, "action": "erase", "sure": "1"}).status_code
        == 302
    )
    assert "Nurname" not in everything()
