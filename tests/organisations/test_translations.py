"""Translations of an entry's prose say who made them, when, and whether the original has changed since."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from organisations.document import Text
from organisations.models import Revision
from organisations.services.rows import load_document
from organisations.translations import age_of
from tests.factories import change, organisation
from tests.html import parse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabulary")]
TEXTS = {
    "de": Text("Wir spielen.", "Jeden Tag."),
    "en": Text("We play.", "Every day."),
    "ar": Text("نلعب", origin="machine"),
}


def page(client: Client, language: str) -> str:
    return parse(client.get(f"/{language}/o/beispielverein/").content.decode()).one("main").text


def test_a_translation_says_when_it_was_made(client):
    organisation(texts=TEXTS)
    assert "Translated on" in page(client, "en")
    assert "The original text has changed since." not in page(client, "en")


def test_a_translation_is_outdated_when_the_original_changed_and_not_when_anything_else_did(client):
    entry = organisation(texts=TEXTS)
    change(entry, phone="0711 123456")
    assert "has changed since" not in page(client, "en")
    change(entry, texts={**load_document(entry.pk).texts, "de": Text("Wir tanzen.", "Jeden Tag.", made_from=0)})
    assert "The original text has changed since." in page(client, "en")


def test_a_new_translation_is_of_today_again(client):
    entry = organisation(texts=TEXTS)
    now = load_document(entry.pk).texts
    change(entry, texts={**now, "de": replace(now["de"], summary="Wir tanzen.")})
    change(entry, texts={**load_document(entry.pk).texts, "en": Text("We dance.", "Every day.")})
    age = age_of(load_document(entry.pk), "en")
    assert age is not None and not age.outdated


def test_the_original_asks_nothing_and_says_nothing(client):
    organisation(texts=TEXTS)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert "Translated" not in page(client, "de")
    assert not [query for query in asked if "organisations_revision" in query["sql"]]


def test_a_translation_whose_revision_is_gone_stands_without_an_age(client):
    entry = organisation(texts=TEXTS)
    Revision.objects.filter(organisation=entry).delete()
    assert age_of(load_document(entry.pk), "en") is None
    assert "We play." in page(client, "en")


def test_a_machine_is_named(client):
    organisation(texts={"de": Text("Wir spielen."), "en": Text("We play.", origin="machine")})
    assert "Translated by a machine on" in page(client, "en")
