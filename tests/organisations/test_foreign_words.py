"""Words of another language in a page: each is marked with its language and keeps its own direction."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from organisations.document import Contact, Cost, FirstVisit, Language, Step, Text
from organisations.services.consent import record_consent
from tests import factories
from tests.html import Element, parse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabulary")]
SOON = date.today() - timedelta(days=10)
PERSON = Contact(name="Petra Beispiel", role="Übungsleitung", languages=("ar",))
GERMAN = [
    "Beispielverein",
    "Wir spielen ohne Liga.",
    "Erster Absatz.",
    "Für alle ab 14.",
    "Turnstunde",
    "Nicht in den Ferien.",
    "Samir ist da.",
    "Petra Beispiel",
    "Übungsleitung",
    "Haltestelle Mitte",
    "Sporthalle Wiese",
    "Nebenhalle",
    "Musterweg 4",
    "Bernhausen",
    "70794 Filderstadt",
]


@pytest.fixture
def german_entry() -> None:
    """An entry with German words wherever there can be some."""
    hall = factories.place(primary=True, name="Sporthalle Wiese")
    other = factories.place(name="Nebenhalle")
    factories.organisation(
        texts={"de": Text("Wir spielen ohne Liga.", "Erster Absatz.", "Für alle ab 14.")},
        languages=(Language("ar", "always", note="Samir ist da.", checked_on=SOON),),
        places=(hall, other),
        meetings=(
            replace(
                factories.meeting(), title={"de": "Turnstunde"}, note={"de": "Nicht in den Ferien."}, place=other.id
            ),
        ),
        contacts=(PERSON,),
        first_visit=FirstVisit(
            when="early", person=PERSON.id, cost=Cost("free"), way=(Step("bus", "Haltestelle Mitte", "812"),)
        ),
    )
    record_consent([PERSON.id], text="Ja", way="letter")


def pieces(element: Element, lang: str = "", apart: bool = False) -> Iterator[tuple[str, str, bool]]:
    """Every text below with the language it is marked with, and whether its direction is kept apart from the page's."""
    lang = element.get("lang") or lang
    if element.tag not in ("html", "script", "template"):
        apart = apart or element.tag in ("bdi", "text") or element.get("dir") is not None
    for child in element.children:
        if not isinstance(child, str):
            if child.tag not in ("script", "template", "title"):
                yield from pieces(child, lang, apart)
        elif child.strip():
            yield child, lang, apart


def found(client: Client, path: str, words: list[str]) -> dict[str, set[tuple[str, bool]]]:
    """How each of the words stands in a page: language and whether it is kept apart, wherever it occurs."""
    answer = client.get(path)
    assert answer.status_code == 200
    texts = list(pieces(parse(answer.content.decode()).one("main")))
    return {
        word: {(lang, apart) for text, lang, apart in texts if word in text}
        for word in words
        if any(word in text for text, *_ in texts)
    }


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize(
    ("path", "missing"),
    [
        ("o/beispielverein/", set()),
        ("?area=bernhausen&language=ar", {*GERMAN[1:4], *GERMAN[5:13], GERMAN[14]}),
        ("sheet/?area=bernhausen", {*GERMAN[1:4], *GERMAN[5:13], GERMAN[14]}),
        ("shortlist/?id=beispielverein", {*GERMAN[1:4], *GERMAN[5:13], GERMAN[14]}),
    ],
    ids=["entry", "list", "wall sheet", "shortlist"],
)
def test_german_words_in_another_page_are_marked_and_keep_their_direction(
    client: Client, german_entry: Any, language: str, path: str, missing: set[str]
) -> None:
    shown = found(client, f"/{language}/{path}", GERMAN)
    assert set(GERMAN) - set(shown) <= missing
    assert all(how == {("de", True)} for how in shown.values()), shown


@pytest.mark.parametrize("language", ["ar", "en"])
def test_so_they_are_on_the_sheet_of_the_first_visit(client: Client, german_entry: Any, language: str) -> None:
    shown = found(client, f"/{language}/o/beispielverein/first-visit/", GERMAN)
    assert {"Beispielverein", "Turnstunde", "Petra Beispiel", "Haltestelle Mitte", "Sporthalle Wiese"} <= set(shown)
    assert all(how == {("de", True)} for how in shown.values()), shown


def test_words_of_a_third_language_are_marked_with_theirs(client: Client) -> None:
    factories.organisation(
        "Клуб", language="uk", texts={"uk": Text("Граємо.")}, meetings=(factories.meeting(title={"uk": "Тренування"}),)
    )
    (path,) = {link.get("href") for link in parse(client.get("/ar/").content.decode()).all("#cards h2 a")}
    for address in ("/ar/", str(path)):
        assert set().union(*found(client, address, ["Клуб", "Тренування"]).values()) == {("uk", True)}


def test_a_title_in_the_readers_language_is_part_of_the_sentence(client: Client) -> None:
    factories.organisation(meetings=(factories.meeting(title={"de": "Turnstunde", "en": "Gymnastics"}),))
    (gymnastics,) = found(client, "/en/o/beispielverein/", ["Gymnastics"]).values()
    assert gymnastics == {("", False)}
