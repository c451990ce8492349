"""The texts of an entry in other languages: written by people beside the original, outdated by part."""

import pytest
from django.test import Client

from organisations.document import Text
from organisations.models import Organisation
from organisations.translations import age_of
from tests.factories import change
from tests.organisations.associations.conftest import now_of
from tests.organisations.associations.pages import Keeper, page, words
from tests.organisations.associations.translating import GERMAN, german_keeper, presses, writes  # noqa: F401


def test_a_text_in_another_language_is_public_at_once_and_a_persons(keeper: Keeper, club: Organisation) -> None:
    assert writes(keeper, summary="Граємо без ліги.").status_code == 302
    assert now_of(club).texts["uk"] == Text(summary="Граємо без ліги.")
    shown = words(Client().get(f"/uk/o/{club.slug}/"))
    assert "Граємо без ліги." in shown


def test_the_form_shows_the_original_beside_it(keeper: Keeper) -> None:
    shown = keeper.sees("edit/texts/?to=uk")
    assert GERMAN.summary in shown and GERMAN.audience in shown


def test_only_the_part_whose_original_changed_is_outdated(keeper: Keeper, club: Organisation) -> None:
    writes(keeper, summary="Граємо без ліги.", description="Раді всім.", audience="Усі")
    assert "Up to date" in keeper.sees("edit/texts/")
    change(club, texts={**now_of(club).texts, "de": Text(GERMAN.summary, "Jetzt anders.", GERMAN.audience)})
    age = age_of(now_of(club), "uk")
    assert age and age.changed == ("description",) and age.outdated
    shown = keeper.sees("edit/texts/")
    assert "Outdated: Description" in shown and "Summary" not in shown


def test_an_outdated_text_that_still_fits_is_said_to_be_right(keeper: Keeper, club: Organisation) -> None:
    writes(keeper, summary="Граємо без ліги.")
    change(club, texts={**now_of(club).texts, "de": Text("Wir spielen noch immer ohne Liga.")})
    assert "Outdated" in keeper.sees("edit/texts/")
    presses(keeper, "read")
    assert "Outdated" not in keeper.sees("edit/texts/")
    assert now_of(club).texts["uk"].summary == "Граємо без ліги."


@pytest.mark.parametrize("to", ["", "xx-", "xx", "de", "<script>", "a" * 99, "\u202e"])
def test_what_is_no_other_language_shows_all_languages(keeper: Keeper, to: str) -> None:
    answer = keeper.client.get(keeper.path("edit/texts/"), {"to": to})
    assert answer.status_code == 200
    assert page(answer).all("#to")
    assert keeper.client.post(keeper.path("edit/texts/"), {"to": to, "step": "save"}).status_code == 200
