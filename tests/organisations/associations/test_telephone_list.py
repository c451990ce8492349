"""The telephone list: entries whose people answered three mails not at all, or whom no mail reaches."""

import pytest
from dateutil.relativedelta import relativedelta
from django.core.management import call_command
from django.utils import timezone

from organisations.document import Contact
from organisations.models import Area, Editor
from organisations.scope import within
from organisations.services.consent import record_consent
from organisations.services.editing import confirm
from organisations.services.reminders import remind
from organisations.services.telephone_list import telephone_list
from tests.factories import organisation
from tests.organisations.associations.conftest import SITE, curator_for, now_of
from tests.organisations.associations.test_reminders import a_month_passes, edited_by, overdue

pytestmark = pytest.mark.django_db


def names() -> list[str]:
    return [entry.name for entry in telephone_list()]


def test_an_entry_is_called_a_month_after_the_third_mail_until_somebody_confirms_it(vocabulary):
    entry = overdue("Still")
    edited_by(entry)
    for _month in range(3):
        remind(site=SITE)
        assert names() == []
        a_month_passes()
    assert names() == ["Still"]
    confirm(entry.pk, author="test")
    assert names() == []


@pytest.mark.parametrize("why", [None, "bounced_at", "unsubscribed_at", "revoked_at"])
def test_an_entry_whom_no_mail_reaches_is_called_at_once(vocabulary, why):
    edited_by(overdue("Mit Adresse"), "gut@x.example")
    entry = overdue("Ohne Adresse")
    if why:
        editor = edited_by(entry)
        Editor.objects.filter(pk=editor.pk).update(**{why: timezone.now()})
    assert names() == ["Ohne Adresse"]


def test_one_with_an_address_on_file_is_written_to_first(vocabulary):
    overdue("Neu", email="info@verein.example")
    assert names() == []
    remind(site=SITE)
    assert names() == []
    Editor.objects.update(bounced_at=timezone.now())
    assert names() == ["Neu"]


def test_what_was_checked_is_called_by_nobody(vocabulary):
    organisation("Frisch", checked_on=timezone.localdate() - relativedelta(months=11))
    assert names() == []


def test_the_oldest_comes_first_and_a_curator_may_see_those_of_their_areas_alone(vocabulary):
    overdue("Jünger", 13)
    overdue("Älter", 20)
    overdue("Anderswo", 30, area="ostfildern", places=())
    assert names() == ["Anderswo", "Älter", "Jünger"]
    curator = curator_for("curator", "filderstadt")
    assert [entry.name for entry in telephone_list(within(curator))] == ["Älter", "Jünger"]


def test_the_command_prints_since_when_name_area_and_telephone(vocabulary, capsys):
    own = overdue("Eigene Nummer", 15, phone="0711 1234567")
    shown = overdue("Person", 14, contacts=(Contact(name="Farah", phone="0711 7654321"),))
    overdue("Verborgen", 13, contacts=(Contact(name="Erika", phone="0711 99999"),))
    record_consent([now_of(shown).contacts[0].id], text="Ja", way="mail")
    call_command("telephone_list")
    lines = capsys.readouterr().out.splitlines()
    town = Area.objects.get(slug="bernhausen").name
    assert lines[0].split("\t") == [str(own.checked_on), "Eigene Nummer", town, "0711 1234567"]
    assert [line.split("\t")[-1] for line in lines[1:3]] == ["0711 7654321", ""]
    assert lines[3] == "3 to call."


def test_it_is_one_query_for_any_number_of_entries(vocabulary, django_assert_num_queries):
    for number in range(5):
        overdue(f"Verein {number}")
    with django_assert_num_queries(1):
        assert [entry.area.name for entry in telephone_list() if entry.area]
