"""The cast of the API's tests: a few entries that differ in what an answer may say of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from jsonschema import Draft202012Validator

from organisations.document import Contact, Language, Text
from organisations.models import Organisation
from organisations.services.consent import record_consent
from tests.factories import HARTHAUSEN, organisation, place

SECRETS = ["Geheimweg", "canary-street", "canary-draft", "canary-contact", "@"]


@dataclass(frozen=True)
class Cast:
    """football: everything public. women: private address. table: no place. music: three places. section: of football,
    closed now. draft: not public."""

    football: Organisation
    women: Organisation
    table: Organisation
    music: Organisation
    section: Organisation
    draft: Organisation


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    """Answers kept by the process belong to one test."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def cast(vocabulary: None, today: date) -> Cast:
    """Six entries in Filderstadt."""
    football = _football(today)
    return Cast(
        football=football,
        women=_women(),
        table=organisation(
            "Runder Tisch",
            kind="committee",
            topics=("round-table",),
            german="",
            area="filderstadt",
            places=(),
            languages=(),
        ),
        music=organisation(
            "Musikverein",
            topics=("band", "choir"),
            places=tuple(_three_places()),
            checked_on=today - timedelta(days=600),
        ),
        section=organisation(
            "Fußballverein Beispiel – Mädchen",
            parent=football.pk,
            closed_from=today - timedelta(days=3),
            closed_until=today + timedelta(days=3),
        ),
        draft=organisation("canary-draft", state="draft"),
    )


def _football(today: date) -> Organisation:
    agreed, silent = (
        Contact(name="Ali Beispiel", role="Trainer", languages=("ar",), phone="030 23125 001", email="a@b.example"),
        Contact(name="canary-contact", phone="030 23125 002"),
    )
    made = organisation(
        "Fußballverein Beispiel",
        checked_on=today - timedelta(days=10),
        contacts=(agreed, silent),
        website="https://fussball.example/",
        phone="030 23125 000",
        email="info@fussball.example",
        texts={"de": Text(summary="Wir spielen."), "en": Text(summary="We play.")},
    )
    record_consent([agreed.id], text="Ja", way="test", on=today)
    return made


def _women() -> Organisation:
    return organisation(
        "Frauentreff",
        kind="initiative",
        topics=("women",),
        flags=("childcare", "women-only"),
        german="none",
        languages=(Language("tr", "certain_days", days=(1, 3), note="Schreiben an tuesday@frauen.example"),),
        checked_on=None,
        texts={"de": Text(summary="Frauen unter sich.", description="Fragen an frauen@canary.example bitte.")},
        places=(place(private=True, street="Geheimweg canary-street", wheelchair="yes"),),
    )


def _three_places() -> Any:
    yield place(primary=True, name="Saal")
    yield place(HARTHAUSEN, area="harthausen", name="Halle", wheelchair="yes")
    yield place(None, area="bonlanden", name="Schule")


@pytest.fixture
def get(client: Any) -> Any:
    """GET below /api/v1: `get("listings", topic="sport")`; a list repeats the parameter."""

    def call(path: str, headers: dict[str, str] | None = None, **parameters: Any) -> Any:
        return client.get(f"/api/v1/{path}", parameters, headers=headers or {})

    return call


def fits(value: Any, shape: dict[str, Any]) -> None:
    """Fails with the first place where a value differs from its shape."""
    Draft202012Validator(shape).validate(value)
