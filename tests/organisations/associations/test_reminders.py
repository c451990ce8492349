"""Reminders: a mail after a year, again after one and two months; for each person one a month, with all entries."""

import re
from datetime import timedelta

import pytest
from dateutil.relativedelta import relativedelta
from django.core.management import CommandError, call_command
from django.utils import timezone

from organisations.models import Editor, Mail, Organisation, Reminder, SuggestionKind
from organisations.services import ownership
from organisations.services.editing import confirm
from organisations.services.listing import refresh_listings
from organisations.services.reminders import due_editors, rehearse, remind
from organisations.services.suggestions import ask
from organisations.services.unsubscribing import unsubscribe
from tests.factories import organisation
from tests.organisations.associations.conftest import SITE, secret_of, sender

pytestmark = pytest.mark.django_db
ERIKA = "erika@verein.example"


def overdue(name: str = "Bunter Ball", months: int = 13, **values: object) -> Organisation:
    """A public entry that was last checked so long ago."""
    return organisation(name, checked_on=timezone.localdate() - relativedelta(months=months), **values)


def edited_by(entry: Organisation, email: str = ERIKA, **values: str) -> Editor:
    return ownership.add_editor(entry.pk, email, added_by="test", **values)


def a_month_passes() -> None:
    rows: list[Reminder | Mail] = [*Reminder.objects.all(), *Mail.objects.all()]
    for row in rows:
        row.created_at -= relativedelta(months=1)
        row.save(update_fields=["created_at"])


def reminders() -> list[tuple[str, int]]:
    """To whom mails went by now, and how many links are in each, the oldest first."""
    mails = Mail.objects.filter(purpose="reminder").order_by("created_at", "id")
    return [(mail.recipient, mail.text.count("?do=right")) for mail in mails]


def steps() -> list[int]:
    return list(Reminder.objects.order_by("created_at", "id").values_list("step", flat=True))


@pytest.mark.parametrize(("days", "count"), [(0, 0), (1, 1)])
def test_an_editor_is_reminded_a_year_after_the_last_check(vocabulary, days, count):
    entry = organisation("Verein", checked_on=timezone.localdate() - relativedelta(months=12) - timedelta(days=days))
    edited_by(entry)
    assert len(remind(site=SITE)) == count


def test_the_mail_holds_three_working_links_an_entry_and_changes_nothing(vocabulary):
    entry = overdue()
    edited_by(entry)
    remind(site=SITE)
    mail = Mail.objects.get()
    found = re.findall(rf"{SITE}/de/edit/([\w-]{{43}})/\?do=(\w+)", mail.text)
    assert [act for _secret, act in found] == ["right", "change", "gone"]
    for secret, act in found:
        link = ownership.link_of(secret)
        assert link and link.editor.organisation == entry
        assert f"/de/edit/{secret}/?do={act}" in mail.html
    assert mail.unsubscribe in mail.text
    assert Organisation.objects.get().number == 1


def test_a_second_run_sends_nothing(vocabulary):
    edited_by(overdue())
    assert [len(remind(site=SITE)) for _ in range(3)] == [1, 0, 0]


def test_it_is_sent_again_after_one_and_two_months_and_then_no_more(vocabulary):
    edited_by(overdue())
    for _month in range(5):
        remind(site=SITE)
        a_month_passes()
    assert (reminders(), steps()) == ([(ERIKA, 1)] * 3, [1, 2, 3])


def test_confirming_ends_the_reminders_until_the_next_year(vocabulary):
    entry = overdue()
    edited_by(entry)
    remind(site=SITE)
    a_month_passes()
    confirm(entry.pk, author="test")
    assert remind(site=SITE) == []
    a_month_passes()
    Organisation.objects.update(checked_on=timezone.localdate() - relativedelta(months=12, days=3))
    refresh_listings([entry.pk])
    remind(site=SITE)
    assert steps() == [1, 1]


def test_a_person_gets_one_mail_with_all_entries_however_the_address_is_written(vocabulary):
    edited_by(overdue("Eins", 14))
    edited_by(overdue("Zwei", 13), ERIKA.upper())
    remind(site=SITE)
    assert reminders() == [(ERIKA, 2)]


def test_an_entry_that_becomes_due_meanwhile_waits_for_the_mail_of_the_next_month(vocabulary):
    edited_by(overdue("Eins"))
    remind(site=SITE)
    edited_by(overdue("Zwei"))
    assert remind(site=SITE) == []
    a_month_passes()
    remind(site=SITE)
    assert reminders() == [(ERIKA, 1), (ERIKA, 2)]
    assert sorted(steps()) == [1, 1, 2]


def test_all_editors_of_an_entry_are_reminded_each_in_their_language(vocabulary):
    entry = overdue()
    edited_by(entry)
    edited_by(entry, "amir@verein.example", language="ar")
    remind(site=SITE)
    assert sorted(Mail.objects.values_list("recipient", "language")) == [("amir@verein.example", "ar"), (ERIKA, "de")]
    mail = Mail.objects.get(language="ar")
    assert f"{SITE}/ar/edit/" in mail.text and f"{SITE}/ar/unsubscribe/" in mail.unsubscribe
    assert 'dir="rtl"' in mail.html


def test_the_address_on_file_is_asked_where_an_entry_has_no_editor(vocabulary):
    overdue(email="info@verein.example")
    remind(site=SITE)
    assert reminders() == [("info@verein.example", 1)]
    assert Editor.objects.get().added_by == "address on file"


def test_and_where_no_mail_reaches_any_editor(vocabulary):
    entry = overdue(email="info@verein.example")
    edited_by(entry)
    Editor.objects.update(bounced_at=timezone.now())
    remind(site=SITE)
    assert reminders() == [("info@verein.example", 1)]


def test_but_not_if_that_address_wants_no_reminders_of_another_entry(vocabulary):
    other = edited_by(organisation("Anderer"), "info@verein.example")
    unsubscribe(other)
    overdue(email="Info@verein.example")
    assert remind(site=SITE) == []
    assert Editor.objects.count() == 1


@pytest.mark.parametrize("why", ["revoked_at", "bounced_at", "unsubscribed_at"])
def test_nobody_is_reminded_who_is_revoked_unreachable_or_unsubscribed(vocabulary, why):
    edited_by(overdue())
    Editor.objects.update(**{why: timezone.now()})
    assert remind(site=SITE) == []


@pytest.mark.parametrize("state", ["draft", "archived", "rejected"])
def test_nobody_is_reminded_of_what_is_not_public(vocabulary, state):
    edited_by(overdue(state=state))
    assert remind(site=SITE) == []


def test_nobody_is_reminded_of_an_example_entry_or_of_one_that_has_ended(vocabulary):
    edited_by(overdue("Beispiel", sample=True))
    edited_by(overdue("Zu Ende", ends_on=timezone.localdate() - timedelta(days=1)))
    assert remind(site=SITE) == []


def test_an_entry_that_was_never_checked_is_asked_about_a_year_after_it_became_public(vocabulary):
    entry = organisation("Importiert", checked_on=None)
    edited_by(entry)
    assert remind(site=SITE) == []
    Organisation.objects.update(published_on=timezone.localdate() - relativedelta(months=13))
    refresh_listings([entry.pk])
    assert len(remind(site=SITE)) == 1


def test_an_entry_that_is_hidden_already_is_asked_about_too(vocabulary):
    edited_by(overdue(months=30))
    assert len(remind(site=SITE)) == 1


def test_who_said_that_it_is_gone_is_asked_no_more_while_a_curator_decides(vocabulary):
    entry = overdue()
    edited_by(entry)
    ask(SuggestionKind.REMOVAL, entry.pk, sender=sender())
    assert remind(site=SITE) == []


def test_a_day_has_a_limit_and_the_oldest_come_first(vocabulary, settings):
    settings.REMINDERS_A_DAY = 2
    for number, months in enumerate((13, 20, 16)):
        edited_by(overdue(f"Verein {number}", months), f"p{number}@x.example")
    remind(site=SITE)
    remind(site=SITE)
    assert [address for address, _links in reminders()] == ["p1@x.example", "p2@x.example"]
    Mail.objects.update(created_at=timezone.now() - timedelta(days=1))
    remind(site=SITE)
    assert ("p0@x.example", 1) in reminders()


def test_no_mails_at_all_with_a_limit_of_none(vocabulary, settings):
    settings.REMINDERS_A_DAY = 0
    overdue(email="info@verein.example")
    assert remind(site=SITE) == []
    assert not Editor.objects.exists()


def test_a_rehearsal_says_what_would_go_and_leaves_nothing(vocabulary, settings):
    settings.REMINDERS_A_DAY = 1
    overdue("Eins", 14, email="info@verein.example")
    edited_by(overdue("Zwei"))
    done, waiting = rehearse(site=SITE)
    assert ([one.address for one in done], waiting) == (["info@verein.example"], 1)
    assert not (Mail.objects.exists() or Reminder.objects.exists())
    assert Editor.objects.count() == 1


def test_the_command_prints_no_address(vocabulary, settings, capsys):
    settings.SITE_URL = SITE
    edited_by(overdue())
    for option in ("--dry-run", None):
        call_command("send_reminders", *filter(None, [option]))
        said = capsys.readouterr().out
        assert "e...@v...example\tBunter Ball (mail 1 of 3)" in said
        assert "erika" not in said
    assert len(reminders()) == 1


def test_the_command_needs_the_address_of_the_site(vocabulary, settings):
    settings.SITE_URL = ""
    with pytest.raises(CommandError, match="SITE_URL"):
        call_command("send_reminders")


def test_who_is_due_takes_the_same_number_of_queries_for_any_number(vocabulary, django_assert_max_num_queries):
    for number in range(6):
        edited_by(overdue(f"Verein {number}"), f"p{number}@x.example")
    with django_assert_max_num_queries(1):
        assert len(list(due_editors())) == 6


def test_a_link_of_a_reminder_ends_when_the_editor_is_revoked(vocabulary):
    editor = edited_by(overdue())
    remind(site=SITE)
    address = re.findall(rf"{SITE}/de/edit/[\w-]+/", Mail.objects.get().text)[0]
    ownership.revoke(editor, author="test")
    assert ownership.link_of(secret_of(address)) is None
