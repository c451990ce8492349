"""Sheets of paper are typed in by curators: with their day and language, and for an entry its suggestions."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from organisations.models import Editor, Mail, Suggestion
from organisations.participation.models import Answers
from organisations.participation.questions import offers
from organisations.services.ownership import add_editor
from tests.factories import change
from tests.html import parse
from tests.organisations.associations.conftest import club, curator_for, editor  # noqa: F401
from tests.participation.drafting import LIST, PAPER, TYPE, question_desk  # noqa: F401
from tests.signing_in import signed_in


def ticket(desk, path=TYPE):
    return parse(desk.get(path).content.decode()).one("input[name=ticket]").get("value")


def test_a_sheet_is_typed_in_with_its_version_language_and_day(desk, today):
    day = today - timedelta(days=10)
    form = {
        "ticket": ticket(desk), "q.part": "yes", "q.found": ["map"], "area": "filderstadt", "sheet-language": "ar",
        "sheet-day": f"{day.day}.{day.month}.{day.year}",
    }  # fmt: skip
    answer = desk.post(f"{TYPE}?version=1", form)
    assert answer.headers["Location"] == f"{TYPE}?version=1&in=ar"
    assert desk.post(f"{TYPE}?version=1", form).status_code == 302
    kept = Answers.objects.get()
    assert (kept.way, kept.language, kept.day, kept.version.number) == ("paper", "ar", day, 1)
    assert kept.values == {"part": "yes", "found": ["map"]}


@pytest.mark.parametrize("changed", [{"sheet-language": "ar"}, {"sheet-day": "yesterday"}])
def test_a_sheet_sent_again_with_another_language_or_day_is_asked_about(desk, today, changed):
    day = today - timedelta(days=1)
    changed = {name: f"{day:%d.%m.%Y}" if value == "yesterday" else value for name, value in changed.items()}
    form = {"ticket": ticket(desk), "q.part": "yes", "sheet-language": "de", "sheet-day": ""}
    assert [desk.post(TYPE, form).status_code for _turn in range(2)] == [302, 302]
    again = desk.post(TYPE, form | changed)
    assert again.status_code == 422 and "This form was sent before" in again.content.decode()
    fresh = parse(again.content.decode()).one("input[name=ticket]").get("value")
    assert desk.post(TYPE, form | changed | {"ticket": fresh}).status_code == 302
    assert Answers.objects.count() == 2


def test_an_entry_typed_when_a_sheet_is_sent_again_gets_its_suggestions(desk, club):  # noqa: F811
    change(club, flags=())
    form = {"ticket": ticket(desk, PAPER), "q.open": ["trial-visit"], "sheet-language": "de"}
    desk.post(PAPER, form)
    assert offers.offered(club.pk) == []
    assert desk.post(PAPER, form | {"sheet-entry": club.slug}).status_code == 302
    assert [offer.field for offer in offers.offered(club.pk)] == ["flags.trial-visit"]
    assert Answers.objects.count() == 1


@pytest.mark.parametrize("typed", ["/de/o/{}/", "{}", "https://mit.example/ar/o/{}/?topic=sport"])
def test_a_sheet_of_an_association_becomes_suggestions_for_its_entry(desk, club, typed):  # noqa: F811
    change(club, flags=())
    form = {"ticket": ticket(desk, PAPER), "q.kind": "club", "q.open": ["trial-visit"], "sheet-language": "de"}
    assert desk.post(PAPER, form | {"sheet-entry": typed.format(club.slug)}).status_code == 302
    kept, suggestion = Answers.objects.get(), Suggestion.objects.get(author="questionnaire")
    assert (kept.way, suggestion.organisation_id) == ("paper", club.pk)
    assert [offer.field for offer in offers.offered(club.pk)] == ["flags.trial-visit"]


def test_the_editors_of_the_entry_are_told_by_mail_what_a_sheet_has_brought(desk, club, editor):  # noqa: F811
    silent = add_editor(club.pk, "silent@verein.example", added_by="test")
    Editor.objects.filter(pk=silent.pk).update(unsubscribed_at=timezone.now())
    change(club, flags=())
    form = {"ticket": ticket(desk, PAPER), "q.open": ["trial-visit"], "sheet-language": "de", "sheet-entry": club.slug}
    desk.post(PAPER, form)
    mail = Mail.objects.get()
    assert (mail.recipient, mail.subject) == (editor.email, "Vorschläge für Ihren Eintrag: Bunter Ball")
    link = re.search(r"http://testserver/de/edit/\S+", mail.text)
    assert link and "Trial" not in mail.text
    desk.post(PAPER, form)  # sent twice
    assert Mail.objects.count() == 1


def test_a_sheet_that_is_corrected_is_told_once_and_one_that_says_nothing_new_is_not(desk, club, editor):  # noqa: F811
    change(club, flags=())
    first = {"ticket": ticket(desk, PAPER), "q.open": ["trial-visit"], "sheet-language": "de", "sheet-entry": club.slug}
    desk.post(PAPER, first)
    again = desk.post(PAPER, first | {"q.open": ["trial-visit", "families"]})
    fields = parse(again.content.decode())
    beside = {name: fields.one(f"input[name={name}]").get("value") for name in ("ticket", "before")}
    desk.post(PAPER, first | {"q.open": ["trial-visit", "families"]} | beside)
    assert Suggestion.objects.waiting().count() == 1 and Mail.objects.count() == 1
    change(club, flags=("trial-visit",))
    desk.post(PAPER, first | {"ticket": ticket(desk, PAPER), "q.open": ["trial-visit"]})
    assert Mail.objects.count() == 1


def test_a_sheet_for_no_entry_of_the_curators_areas_comes_back(desk, club):  # noqa: F811
    foreign = signed_in(curator_for("foreign", "ostfildern"), Client(HTTP_ACCEPT_LANGUAGE="en"))
    for client, typed in ((desk, "no-such-entry"), (desk, "https://[x"), (foreign, club.slug)):
        form = {"ticket": ticket(client, PAPER), "q.open": ["trial-visit"], "sheet-language": "de"}
        answer = client.post(PAPER, form | {"sheet-entry": typed})
        assert answer.status_code == 422 and "no public entry of your areas" in answer.content.decode()
    assert not Answers.objects.exists() and not Suggestion.objects.exists()


def test_sheets_of_newcomers_ask_for_no_entry(desk):
    assert "sheet-entry" in desk.get(PAPER).content.decode()
    assert "sheet-entry" not in desk.get(TYPE).content.decode()


@pytest.mark.parametrize(
    "wrong", [{"sheet-day": "1.1.2099"}, {"sheet-day": "1.1.2006"}, {"sheet-language": "xx"}, {"q.part": ""}]
)
def test_a_sheet_with_faults_comes_back_as_typed(desk, wrong):
    form = {"ticket": ticket(desk), "q.part": "yes", "sheet-language": "de", "sheet-day": "", "area": "filderstadt"}
    answer = desk.post(TYPE, form | wrong)
    assert answer.status_code == 422 and not Answers.objects.exists()
    assert parse(answer.content.decode()).one("input[value=filderstadt]").get("checked") is not None


def test_the_list_says_how_many_forms_there_are(desk):
    desk.post(f"{TYPE}?version=1", {"ticket": ticket(desk), "q.part": "yes", "sheet-language": "de"})
    assert "1 filled form" in desk.get(LIST).content.decode()
