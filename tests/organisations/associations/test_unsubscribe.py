"""No more reminders: by one tap of a person, or of the mail program; nothing by opening the link."""

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from organisations.models import Editor, Mail
from organisations.services.ownership import send_links
from organisations.services.reminders import remind
from tests.factories import organisation
from tests.html import parse
from tests.organisations.associations.conftest import SITE
from tests.organisations.associations.test_reminders import ERIKA, edited_by, overdue

pytestmark = pytest.mark.django_db


@pytest.fixture
def path(vocabulary: None) -> str:
    """The path of the link in a reminder."""
    edited_by(overdue())
    remind(site=SITE)
    return urlsplit(Mail.objects.get().unsubscribe).path


def stopped() -> bool:
    return Editor.objects.filter(email=ERIKA).exclude(unsubscribed_at=None).exists()


def test_opening_the_link_changes_nothing_and_shows_one_button(client, path):
    for _ in range(2):
        assert client.head(path).status_code == 200
        page = client.get(path)
    assert not stopped()
    assert len(parse(page.content.decode()).all("main button")) == 1
    assert (page["Referrer-Policy"], page["Cache-Control"]) == ("no-referrer", "no-store")
    assert not page.cookies


def test_the_button_stops_reminders_and_another_wants_them_again(client, path):
    assert client.post(path).status_code == 200
    assert stopped()
    assert client.get(path).content.decode().count('name="again"') == 1
    client.post(path, {"again": "1"})
    assert not stopped()


def test_a_mail_program_stops_them_by_one_click_from_anywhere_without_any_form(client: Any, path):
    outside = Client(
        enforce_csrf_checks=True, headers={"origin": "https://mail.example", "sec-fetch-site": "cross-site"}
    )
    answer = outside.post(path, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
    assert (answer.status_code, stopped()) == (200, True)


def test_it_holds_for_all_entries_of_the_address_and_for_nobody_else(client, path):
    edited_by(organisation("Zweiter"), ERIKA.upper())
    other = edited_by(organisation("Dritter"), "amir@verein.example")
    client.post(path)
    assert list(Editor.objects.filter(unsubscribed_at=None)) == [other]


def test_the_link_holds_no_address_and_nothing_that_lets_anybody_in(path):
    assert "erika" not in path.lower() and "verein" not in path
    editing = re.findall(r"/edit/([\w-]+)/", Mail.objects.get().text)
    assert not [secret for secret in editing if secret in path]


@pytest.mark.parametrize("token", ["x", "A" * 43, "0" * 32 + ":" + "A" * 43, "%00", "a:b:c", "\u202e"])
def test_a_wrong_link_leads_to_a_calm_page_with_a_way_on(client, vocabulary, token):
    for ask in (client.get, client.post):
        answer = ask(f"/de/unsubscribe/{token}/")
        assert answer.status_code in (400, 404)
    if answer.status_code == 404:
        assert "/de/contact/" in answer.content.decode()


def test_a_link_of_somebody_else_is_not_made_by_changing_the_number(client, path):
    other = edited_by(organisation("Zweiter"), "amir@verein.example")
    signature = path.rstrip("/").rpartition(":")[2]
    assert client.post(f"/de/unsubscribe/{other.pk.hex}:{signature}/").status_code == 404
    assert not Editor.objects.exclude(unsubscribed_at=None).exists()


def test_other_mails_still_come(client, path):
    client.post(path)
    assert send_links(ERIKA, language="de", site=SITE) == 1
