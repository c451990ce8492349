"""A sheet of an association that is sent once more proposes nothing again that was decided in between."""

import pytest
from django.test import Client

from organisations.document import FirstVisit
from organisations.models import Suggestion
from organisations.participation.models import Answers
from organisations.participation.questions import offers
from organisations.services.deciding import reject
from organisations.services.rows import load_document
from tests.factories import change
from tests.html import parse
from tests.organisations.associations.conftest import club, curator, curator_for, editor  # noqa: F401
from tests.participation.questions import load
from tests.signing_in import signed_in

PAPER = "/curate/questionnaires/associations/type/"
SAID = {"q.open": ["trial-visit", "families"], "q.german": "little", "q.languages": ["ar"], "sheet-language": "de"}
ALL = {"flags.trial-visit", "flags.families", "german", "languages.ar"}


@pytest.fixture
def desk(club):  # noqa: F811
    load(open=False)
    change(club, flags=(), languages=(), german="", first_visit=FirstVisit())
    return signed_in(curator_for("desk", "filderstadt"), Client(HTTP_ACCEPT_LANGUAGE="en"))


@pytest.fixture
def sheet(desk, club):  # noqa: F811
    """The form of a sheet with its ticket, filled in."""
    return SAID | {"sheet-entry": club.slug} | hidden(desk.get(PAPER))


def hidden(answer):
    """Its ticket, and those it had before."""
    inputs = parse(answer.content.decode()).all("input[type=hidden]")
    ticket = next(one.get("value") for one in inputs if one.get("name") == "ticket")
    return {"ticket": ticket, "before": [one.get("value") for one in inputs if one.get("name") == "before"]}


def corrected(desk, sheet, **changed):
    """The same sheet sent with something else in it, and once more, as the page asks."""
    again = desk.post(PAPER, sheet | changed)
    assert again.status_code == 422 and "This form was sent before" in again.content.decode()
    sheet = sheet | changed | hidden(again)
    assert desk.post(PAPER, sheet).status_code == 302
    return sheet


def offered(club):  # noqa: F811
    return {offer.field for offer in offers.offered(club.pk)}


def test_a_sheet_sent_twice_is_kept_and_proposed_once(desk, sheet, club):  # noqa: F811
    assert [desk.post(PAPER, sheet).status_code for _turn in range(3)] == [302, 302, 302]
    assert Answers.objects.count() == Suggestion.objects.count() == 1 and offered(club) == ALL


def test_what_an_editor_has_refused_or_taken_is_not_proposed_again_by_the_same_sheet(desk, sheet, club, editor):  # noqa: F811
    desk.post(PAPER, sheet)
    offers.refuse(editor, "flags.trial-visit")
    offers.accept(editor, "german")
    desk.post(PAPER, sheet)
    assert offered(club) == {"flags.families", "languages.ar"}
    for part in ("flags.families", "languages.ar"):
        offers.refuse(editor, part)
    desk.post(PAPER, sheet)
    assert offered(club) == set() and Suggestion.objects.count() == 1


def test_a_corrected_sheet_proposes_what_was_refused_only_if_it_says_something_else(desk, sheet, club, editor):  # noqa: F811
    desk.post(PAPER, sheet)
    for part in ("flags.trial-visit", "german", "languages.ar"):
        offers.refuse(editor, part)
    sheet = corrected(desk, sheet, **{"q.german": "none"})
    assert offered(club) == {"flags.families", "german"}
    offers.accept(editor, "german")
    assert load_document(club.pk).german == "none"
    corrected(desk, sheet, **{"q.watch": "yes"})
    assert offered(club) == {"flags.families", "first_visit.watch"}


def test_what_was_refused_before_two_corrections_is_not_forgotten(desk, sheet, club, editor):  # noqa: F811
    desk.post(PAPER, sheet)
    offers.refuse(editor, "german")
    sheet = corrected(desk, sheet, **{"q.german": "none"})
    corrected(desk, sheet, **{"q.german": "little"})
    assert offered(club) == ALL - {"german"}


def test_what_a_curator_has_refused_is_not_proposed_again_either(desk, sheet, club, curator):  # noqa: F811
    desk.post(PAPER, sheet)
    reject(Suggestion.objects.get().pk, curator=curator, reason="unknown")
    corrected(desk, sheet, **{"q.watch": "yes"})
    assert offered(club) == {"first_visit.watch"}


def test_another_sheet_may_propose_again_what_was_refused(desk, sheet, club, editor):  # noqa: F811
    desk.post(PAPER, sheet)
    offers.refuse(editor, "german")
    desk.post(PAPER, sheet | hidden(desk.get(PAPER)))
    assert "german" in offered(club)


def test_the_tickets_of_a_sheet_come_back_with_a_faulty_one_and_odd_ones_are_left_out(desk, sheet, editor, club):  # noqa: F811
    desk.post(PAPER, sheet)
    offers.refuse(editor, "german")
    again = desk.post(PAPER, sheet | {"q.watch": "yes"})
    late = hidden(again) | {"before": [*hidden(again)["before"], "x", "\0", "x" * 9000]}
    faulty = desk.post(PAPER, sheet | late | {"sheet-day": "1.1.2099", "q.watch": "yes"})
    assert faulty.status_code == 422 and len(hidden(faulty)["before"]) == 1
    assert desk.post(PAPER, sheet | {"q.watch": "yes"} | hidden(faulty)).status_code == 302
    assert offered(club) == ALL - {"german"} | {"first_visit.watch"}
