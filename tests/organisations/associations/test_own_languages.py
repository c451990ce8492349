"""The texts of an entry in other languages: written by people, drafted by a machine, outdated by part."""

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from organisations.document import Committee, Opening, Text
from organisations.models import Editor, Organisation
from organisations.openings.translated import outdated, pieces_of
from organisations.outgoing import breaker
from organisations.translations import age_of
from tests.factories import change
from tests.organisations.associations.conftest import now_of
from tests.organisations.associations.pages import Keeper, page, words

GERMAN = Text(summary="Wir spielen ohne Liga.", description="Wer neu ist, ist willkommen.", audience="Alle")


class Translator:
    """A server as LibreTranslate's: its words are those asked for, with the language before them."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.status, self.answer = 200, b""
        translator = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                translator.asked.append(asked)
                body = (
                    translator.answer
                    or json.dumps({"translatedText": [f"[{asked['target']}] {text}" for text in asked["q"]]}).encode()
                )
                self.send_response(translator.status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: object) -> None:
                """No noise."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def translator(settings: Any) -> Iterator[Translator]:
    """The operator's translation server."""
    found = Translator()
    settings.TRANSLATE_URL, settings.TRANSLATE_KEY = found.url, "key-of-the-site"
    breaker.__init__(failures=5, seconds=30)  # type: ignore[misc]
    yield found
    found.server.shutdown()
    found.server.server_close()


@pytest.fixture
def keeper(club: Organisation, editor: Editor) -> Keeper:
    """The editor of a club with three texts in German."""
    change(club, texts={"de": GERMAN})
    found = Keeper(club)
    found.opens(editor)
    return found


def presses(keeper: Keeper, step: str, to: str = "uk") -> Any:
    return keeper.client.post(keeper.path(f"edit/texts/?to={to}"), {"step": step}, follow=True)


def writes(keeper: Keeper, to: str = "uk", **texts: str) -> Any:
    return keeper.sends(f"texts/?to={to}", {f"texts-{name}": text for name, text in texts.items()})


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


@pytest.mark.parametrize("to", ["", "xx-", "xx", "de", "<script>", "a" * 99, "\u202e"])
def test_what_is_no_other_language_shows_all_languages(keeper: Keeper, to: str) -> None:
    answer = keeper.client.get(keeper.path("edit/texts/"), {"to": to})
    assert answer.status_code == 200
    assert page(answer).all("#to")
    assert keeper.client.post(keeper.path("edit/texts/"), {"to": to, "step": "save"}).status_code == 200


# What is offered -----------------------------------------------------------------------------------------------------


@pytest.fixture
def offer(keeper: Keeper, club: Organisation) -> Opening:
    """A free seat in German; an offer that is over stands beside it."""
    day = timezone.localdate()
    seat = Opening("seat", day, title={"de": "Beirat"}, text={"de": "Erste Zeile.\n\nZweite."})
    over = Opening("trial", day - timedelta(days=1), title={"de": "Vorbei"})
    change(club, openings=(seat, over), committee=Committee(note={"de": "Zweimal im Jahr"}))
    return seat


def retitled(club: Organisation, title: str) -> None:
    """The German title of the offer becomes another."""
    first, *others = now_of(club).openings
    change(club, openings=(replace(first, title={**first.title, "de": title}), *others))


def test_the_words_of_offers_are_written_where_all_texts_are(
    keeper: Keeper, club: Organisation, offer: Opening
) -> None:
    note = page(Client().get(f"/ar/o/{club.slug}/")).one(".committee [lang=de]")
    assert (note.text, note.get("dir")) == ("Zweimal im Jahr", "ltr")
    shown = keeper.sees("edit/texts/?to=ar")
    assert "Beirat" in shown and "Zweite." in shown and "Zweimal im Jahr" in shown and "Vorbei" not in shown
    name = f"offer-{offer.id}"
    assert writes(keeper, "ar", **{f"{name}-title": "مجلس", "offer-note": "مرتين"}).status_code == 302
    saved = now_of(club)
    assert saved.openings[0] == replace(offer, title={"de": "Beirat", "ar": "مجلس"})
    assert (saved.committee.note["ar"], saved.openings[1].title) == ("مرتين", {"de": "Vorbei"})
    assert "ar" not in saved.texts
    assert "Beirat" in keeper.sees("edit/") and "مجلس" not in keeper.sees("edit/")
    public = page(Client().get(f"/ar/o/{club.slug}/"))
    title, text = public.one(".opening-title"), public.one(".openings-list [lang=de]")
    assert (title.text, title.get("lang")) == ("مجلس", None)
    assert (text.text.split()[0], text.get("dir")) == ("Erste", "ltr")


def test_words_of_an_offer_that_are_emptied_are_gone(keeper: Keeper, club: Organisation, offer: Opening) -> None:
    name = f"offer-{offer.id}-title"
    writes(keeper, "ar", **{name: "مجلس"})
    writes(keeper, "ar", **{name: ""})
    assert now_of(club).openings[0] == offer


def test_what_of_an_offer_is_missing_or_outdated_is_said(keeper: Keeper, club: Organisation, offer: Opening) -> None:
    writes(keeper, "uk", summary="Граємо", description="Раді", audience="Усі", **{f"offer-{offer.id}-title": "Рада"})
    shown = keeper.sees("edit/texts/")
    assert "Missing: Free seat (\u2068Beirat\u2069) and How does one take part?" in shown and "Outdated" not in shown
    retitled(club, "Jugendbeirat")
    assert "Outdated: Free seat (\u2068Jugendbeirat\u2069)" in keeper.sees("edit/texts/")
    assert "The original has changed since: Free seat" in keeper.sees("edit/texts/?to=uk")
    writes(keeper, "uk", **{f"offer-{offer.id}-title": "Молодіжна рада"})
    assert "Outdated" not in keeper.sees("edit/texts/")


def test_words_of_an_offer_that_still_fit_are_said_to_be_right(
    keeper: Keeper, club: Organisation, offer: Opening
) -> None:
    writes(keeper, "uk", summary="Граємо", **{f"offer-{offer.id}-title": "Рада"})
    retitled(club, "Rat")
    assert "Outdated: Free seat" in keeper.sees("edit/texts/")
    presses(keeper, "read")
    assert "Outdated" not in keeper.sees("edit/texts/")
    retitled(club, "Ganz anders")
    assert "Outdated: Free seat" in keeper.sees("edit/texts/")


def test_words_of_an_offer_are_said_to_be_right_where_the_entry_has_no_text(
    keeper: Keeper, club: Organisation, offer: Opening
) -> None:
    writes(keeper, "ar", **{f"offer-{offer.id}-title": "مجلس"})
    retitled(club, "Rat")
    assert "Outdated: Free seat" in keeper.sees("edit/texts/")
    presses(keeper, "read", "ar")
    assert "Outdated" not in keeper.sees("edit/texts/") and "ar" not in now_of(club).texts
    assert "A translation was read and is right" in keeper.sees("history/")
    retitled(club, "Ganz anders")
    assert "Outdated: Free seat" in keeper.sees("edit/texts/")


def test_what_is_outdated_is_found_in_one_query_however_long_the_history_is(
    keeper: Keeper, club: Organisation, offer: Opening, django_assert_num_queries: Any
) -> None:
    writes(keeper, "ar", **{f"offer-{offer.id}-title": "مجلس"})
    retitled(club, "Rat")
    for number in range(60):
        change(club, phone=f"0711 {number:05}")
    now = now_of(club)
    with django_assert_num_queries(1) as asked:
        old = outdated(now, pieces_of(now, timezone.localdate()))
    assert old == {"ar": [(str(offer.id), "title")]}
    with connection.cursor() as cursor:
        cursor.execute(asked.captured_queries[0]["sql"])
        assert len(cursor.fetchall()) == 4  # nothing, an offer, its translation, another title: no telephone number


def test_a_machine_draft_leaves_the_words_of_offers_to_people(
    keeper: Keeper, club: Organisation, offer: Opening, translator: Translator
) -> None:
    presses(keeper, "draft")
    assert now_of(club).openings[0] == offer and "Missing: Free seat" in keeper.sees("edit/texts/")


def test_words_of_an_offer_that_are_too_long_are_refused_at_their_field(
    keeper: Keeper, club: Organisation, offer: Opening
) -> None:
    name = f"offer-{offer.id}-title"
    answer = writes(keeper, "ar", **{name: "م" * 121})
    assert answer.status_code == 400
    assert page(answer).one(f"[name=texts-{name}]").get("value") == "م" * 121
    assert page(answer).one("#errors a").get("href") == f"#id_texts-{name}"
    assert now_of(club).openings[0] == offer
