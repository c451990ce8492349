"""The words of offers and committees in other languages: written where all texts are, outdated offer by offer."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from organisations.document import Committee, Opening
from organisations.models import Organisation
from organisations.openings.translated import outdated, pieces_of
from tests.factories import change
from tests.organisations.associations.conftest import now_of
from tests.organisations.associations.pages import Keeper, page
from tests.organisations.associations.translating import Translator, german_keeper, presses, running_translator, writes  # noqa: F401


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
