"""The reminder as it travels: to a mail server on loopback, in both parts, with the headers that mail programs need."""

import re
from datetime import timedelta

import pytest
from django.conf import settings as site_settings
from django.utils import timezone

from organisations import tasks
from organisations.models import Editor, EditorLink, Mail, MailState, Suggestion, SuggestionKind, SuggestionState
from organisations.outbox.outline import html_lang
from organisations.outbox.reminder import Asked, still_right
from organisations.services.ownership import new_link
from organisations.services.reminders import remind
from organisations.services.retention import carry_out
from organisations.services.suggestions import ask
from tests.html import parse
from tests.organisations.associations.conftest import SITE, sender
from tests.organisations.associations.test_reminders import ERIKA, edited_by, overdue, reminders
from tests.participation.conftest import mail_server  # noqa: F401  a fixture
from tests.participation.mailing import deliver
from tests.participation.smtp import MailServer, part

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def post(mail_server: MailServer) -> MailServer:  # noqa: F811
    """The mail server of the site."""
    return mail_server


def test_the_mail_has_both_parts_and_one_click_unsubscribing(vocabulary, post):
    edited_by(overdue("Chor & Band"))
    edited_by(overdue("Zweiter", 30))
    remind(site=SITE)
    id = Mail.objects.get().header_id
    deliver()
    (mail,) = post.mails()
    assert (post.taken[0].rcpt_tos, post.taken[0].mail_from) == ([ERIKA], "ruecklaeufer@stadt.example")
    assert (mail["Message-ID"], mail["Content-Language"], mail["Auto-Submitted"]) == (id, "de", "auto-generated")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    stopping = mail["List-Unsubscribe"].strip()  # so long that it stands in a line of its own
    assert re.fullmatch(rf"<{SITE}/de/unsubscribe/[\w:-]+/>", stopping)
    page = parse(part(mail, "html"))
    assert [name.text for name in page.all("h2")] == ["Zweiter", "Chor & Band"]
    links = [link.get("href") or "" for link in page.all("a")]
    assert [link.rpartition("=")[2] for link in links[:6]] == ["right", "change", "gone"] * 2
    plain = part(mail, "plain")
    assert all(link in plain for link in links)
    assert stopping.strip("<>") == links[-1]
    assert {link.startswith(SITE) for link in links} == {True}


def test_what_was_mailed_is_emptied_and_its_links_are_nowhere_in_clear(vocabulary, post):
    edited_by(overdue())
    remind(site=SITE)
    deliver()
    mail = Mail.objects.get()
    assert (mail.state, mail.text, mail.html, mail.unsubscribe) == (MailState.SENT, "", "", "")


@pytest.mark.parametrize(("behaviour", "out_of_reach"), [("rcpt 550 nobody", True), ("data 554 spam", False)])
def test_a_mail_server_that_knows_nobody_there_silences_the_editor(vocabulary, post, behaviour, out_of_reach):
    edited_by(overdue())
    remind(site=SITE)
    post.behaviour = behaviour
    deliver()
    assert Mail.objects.get().state == MailState.FAILED
    assert Editor.objects.exclude(bounced_at=None).exists() is out_of_reach


@pytest.mark.parametrize("language", [code for code, _name in site_settings.LANGUAGES])
@pytest.mark.parametrize("count", [1, 2, 5])
def test_it_can_be_written_in_every_language_for_any_number_of_entries(language, count):
    today, link = timezone.localdate(), "https://x.example/e/"
    entries = [Asked(f"Verein {n}", today if n else None, None if n else today, link) for n in range(count)]
    outline = still_right(entries, language, "https://x.example/u/")
    assert outline.plain().count("?do=gone") == count
    assert "%(" not in outline.plain() + outline.subject
    assert parse(outline.html()).one("html").get("lang") == html_lang(language)


def test_every_night_links_senders_and_recipients_of_long_ago_are_forgotten(vocabulary):
    editor = edited_by(overdue())
    new_link(editor, SITE)
    remind(site=SITE)
    ask(SuggestionKind.REPORT, editor.organisation_id, sender=sender(email="who@x.example"), notes={"about": "Falsch"})
    long_ago = timezone.now() - timedelta(days=100)
    EditorLink.objects.update(expires_at=long_ago)
    Suggestion.objects.update(state=SuggestionState.ACCEPTED, decided_at=long_ago)
    Mail.objects.update(state=MailState.SENT, created_at=long_ago)
    carry_out()
    assert not EditorLink.objects.exists()
    assert (Suggestion.objects.get().email, Mail.objects.get().recipient) == ("", "")


def test_the_job_reads_the_mailbox_first_and_writes_nothing_without_an_address_of_the_site(
    vocabulary, settings, tmp_path, caplog
):
    edited_by(overdue())
    settings.SITE_URL, settings.BOUNCE_MAILBOX = "", str(tmp_path / "missing")
    tasks._send_reminders()
    assert "SITE_URL" in caplog.text and "BOUNCE_MAILBOX" in caplog.text
    assert reminders() == []
    settings.SITE_URL = SITE
    tasks._send_reminders()
    assert reminders() == [(ERIKA, 1)]
    assert "erika" not in caplog.text
