"""The history page: who, when and what in words; one press restores, one more undoes that."""

import re

import pytest

from organisations.document import Contact
from organisations.models import Editor, Organisation, Suggestion
from organisations.services.erasing import erase_person
from tests.factories import change
from tests.organisations.associations.conftest import now_of
from tests.organisations.associations.pages import Keeper, page, words


@pytest.fixture
def keeper(club: Organisation, editor: Editor) -> Keeper:
    """The editor, with the entry open."""
    found = Keeper(club)
    found.opens(editor)
    return found


def restores(keeper: Keeper, number: int, **more: str) -> str:
    answer = keeper.client.post(keeper.path("history/"), {"number": str(number), **more})
    assert answer.status_code == 302
    return words(keeper.client.get(answer.headers["Location"]))


def test_it_says_who_did_what_without_naming_anybody(keeper: Keeper, club: Organisation) -> None:
    keeper.sends("times", {"meetings-0-starts_at": "19:30"})
    keeper.presses("right")
    shown = keeper.sees("history/")
    assert "An editor · Changed" in shown and "An editor · Everything was confirmed as right" in shown
    assert "Erika" not in shown and "verein.example" not in shown
    answer = page(keeper.client.get(keeper.path("history/")))
    new, old = ([one.text for one in answer.all(tag)] for tag in ("ins", "del"))
    assert any("19:30" in text for text in new) and any("18:00" in text for text in old)


def test_a_version_is_restored_with_one_press_and_that_is_undone_with_another(
    keeper: Keeper, club: Organisation
) -> None:
    keeper.sends("times", {"meetings-0-starts_at": "19:30"})
    shown = restores(keeper, 1)
    assert now_of(club).meetings[0].starts_at.hour == 18
    assert "Version 1 is public again" in shown
    assert restores(keeper, 2)
    assert now_of(club).meetings[0].starts_at.hour == 19


def test_a_restored_name_waits_for_a_curator(keeper: Keeper, club: Organisation) -> None:
    change(club, name="Neuer Name", phone="0711 123456")
    assert "waits for the people" in restores(keeper, 1)
    assert (now_of(club).name, now_of(club).phone) == ("Neuer Name", "")
    assert Suggestion.objects.waiting().count() == 1


def test_the_version_of_today_is_like_that_already(keeper: Keeper, club: Organisation) -> None:
    assert "like that already" in restores(keeper, 1)


@pytest.mark.parametrize("number", ["", "0", "-1", "999", "x", "1" * 50, "²", "1.5"])
def test_a_version_that_is_none_changes_nothing(keeper: Keeper, club: Organisation, number: str) -> None:
    answer = keeper.client.post(keeper.path("history/"), {"number": number})
    assert answer.status_code == 400
    club.refresh_from_db()
    assert club.number == 1


def test_pages_hold_twenty_versions(keeper: Keeper, club: Organisation) -> None:
    for number in range(25):
        change(club, phone=f"0711 12345{number}")
    first = page(keeper.client.get(keeper.path("history/")))
    assert len(first.all(".edit-step")) == 20
    older = page(keeper.client.get(keeper.path("history/") + "?before=7"))
    assert [step.get("id") for step in older.all(".edit-step")][-1] == "version-1"
    assert len(older.all(".edit-step")) == 6


def test_an_erased_person_stands_in_no_version(keeper: Keeper, club: Organisation) -> None:
    change(club, contacts=(Contact(name="Weggegangen", phone="0711 4711"),))
    change(club, phone="0711 1")
    person = now_of(club).contacts[0].id
    assert "Weggegangen" in keeper.sees("history/")
    erase_person(person, author="test")
    assert not re.search("Weggegangen|4711", keeper.sees("history/"))


def test_a_page_costs_as_many_queries_for_many_versions_as_for_few(
    keeper: Keeper, club: Organisation, django_assert_max_num_queries: object
) -> None:
    for number in range(12):
        change(club, phone=f"0711 12345{number}")
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        keeper.sees("history/")
