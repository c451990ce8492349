"""Texts drafted by a machine: marked until a person has read them, harmless, and nothing where no server is."""

import json
from typing import Any

import pytest
from django.test import Client

from organisations.models import Organisation
from tests.organisations.associations.conftest import now_of
from tests.organisations.associations.pages import Keeper, words
from tests.organisations.associations.translating import Translator, german_keeper, presses, running_translator, writes  # noqa: F401


def test_a_machine_draft_is_marked_until_a_person_has_read_it(
    keeper: Keeper, club: Organisation, translator: Translator
) -> None:
    shown = words(presses(keeper, "draft"))
    text = now_of(club).texts["uk"]
    assert (text.origin, text.summary) == ("machine", "[uk] Wir spielen ohne Liga.")
    assert "A machine wrote this" in shown
    assert translator.asked[0]["source"] == "de" and translator.asked[0]["api_key"] == "key-of-the-site"
    public = words(Client().get(f"/en/o/{club.slug}/"))
    assert "key-of-the-site" not in public
    presses(keeper, "read")
    assert now_of(club).texts["uk"].origin == "human"


def test_whoever_changes_a_draft_makes_it_a_persons(keeper: Keeper, club: Organisation, translator: Translator) -> None:
    presses(keeper, "draft")
    writes(keeper, summary="Граємо без ліги.")
    text = now_of(club).texts["uk"]
    assert (text.origin, text.summary) == ("human", "Граємо без ліги.")
    assert text.description.startswith("[uk]")


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (500, b"{}"),
        (403, b'{"error": "key"}'),
        (200, b"<html>"),
        (200, b"[]"),
        (200, b'{"translatedText": "one"}'),
        (200, b'{"translatedText": ["one"]}'),
        (200, b'{"translatedText": [1, 2, 3]}'),
        (200, b"[" * 100_000),
        (200, b"x" * 1_100_000),
    ],
)
def test_a_server_that_has_no_translation_changes_nothing(
    keeper: Keeper, club: Organisation, translator: Translator, status: int, answer: bytes
) -> None:
    translator.status, translator.answer = status, answer
    shown = presses(keeper, "draft")
    assert shown.status_code == 503 and "no machine draft" in words(shown)
    assert "uk" not in now_of(club).texts


def test_a_draft_is_made_harmless_and_short_enough(keeper: Keeper, club: Organisation, translator: Translator) -> None:
    long = "слово " * 100
    translator.answer = json.dumps({"translatedText": [long, "a\u202eb\0c\n\nnext", "<b>x</b>"]}).encode()
    presses(keeper, "draft")
    text = now_of(club).texts["uk"]
    assert len(text.summary) <= 200 and text.summary.endswith("…")
    assert text.description == "abc\n\nnext"
    assert "<b>x</b>" not in Client().get(f"/uk/o/{club.slug}/").content.decode()


def test_without_a_server_nothing_of_it_is_shown_or_asked(keeper: Keeper, club: Organisation, settings: Any) -> None:
    settings.TRANSLATE_URL = ""
    assert "machine" not in keeper.sees("edit/texts/?to=uk")
    presses(keeper, "draft")
    assert "uk" not in now_of(club).texts
    assert "translate the public texts" not in words(Client().get("/en/privacy/"))


def test_the_privacy_page_names_the_server(vocabulary: None, settings: Any) -> None:
    settings.TRANSLATE_URL = "https://translate.example/"
    assert "translate.example" in words(Client().get("/en/privacy/"))
