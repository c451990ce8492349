"""Every column that can hold the name, address or number of a person is found by who asks for it, or is excused here.

Planted is a word of its own in every secret field (`tests/project/planting.py`); asked for is every address and number.
"""

import json
import re
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from organisations.models import Organisation
from organisations.services import person_data
from organisations.services.person_data import Whom
from tests.factories import organisation
from tests.project.planting import canary, plant
from tests.project.secret_fields import SECRET

PERSONAL = re.compile(r"e?mail|phone|mobile|(^|_)names?$|address|recipient|sender|contact|reply|adult|person|street")
# Fields with such a name that no person stands in, or that another place answers for; why.
EXCUSED = {
    "organisations.Address.name": "of a place such as a hall; a private address has none that is shown",
    "organisations.Address.street": "of an organisation: it is looked up and changed in the entry",
    "organisations.Area.name": "of a town",
    "organisations.GermanLevel.names": "a word of the vocabulary",
    "organisations.GermanLevel.short_names": "a word of the vocabulary",
    "organisations.ImportRow.name": "of an entry; the row itself is found by its text (`raw`)",
    "organisations.ImportSource.name": "of a source",
    "organisations.ImportSource.address": "where a file comes from on the web",
    "organisations.Label.name": "a word of the desk",
    "organisations.Listing.name": "of an entry, made from Organisation",
    "organisations.Listing.sort_name": "of an entry, made from Organisation",
    "organisations.OpennessFlag.names": "a word of the vocabulary",
    "organisations.SavedView.name": "of a list of the desk",
    "organisations.Topic.names": "a word of the vocabulary",
    "organisations.Topic.short_names": "a word of the vocabulary",
    "participation.Accompaniment.call_adult": "a code: what a curator still has to say by telephone",
    "participation.Accompaniment.addressee": "of an entry; part of what is given out all the same",
    "participation.Attachment.name": "of a file that curators put up for everybody",
    "participation.Message.addressee": "of an entry; part of what is given out all the same",
}
# Public of an entry, so not planted: asked for below by values of their own.
OF_ENTRY = {
    "organisations.ContactDetails": ("name", "email", "phone"),
    "organisations.Organisation": ("name", "email", "phone"),
}


def personal_fields() -> set[str]:
    """Text fields of both apps with such a name."""
    texts = (models.CharField, models.TextField, models.JSONField)
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in ("organisations", "participation")
        for field in model._meta.concrete_fields
        if isinstance(field, texts) and not field.is_relation and PERSONAL.search(field.name)
    }


def number_of(index: int) -> str:
    """A telephone number that nobody else has."""
    return f"+4971198{index:05d}"


def plant_numbers(made: dict[str, Any]) -> dict[str, str]:
    """Numbers into the fields that hold some; by the field."""
    found: dict[str, str] = {}
    for label, row in made.items():
        for field in row._meta.concrete_fields:
            if field.name == "phone" and not field.is_relation:
                found[f"{label}.phone"] = number_of(len(found))
                type(row)._base_manager.filter(pk=row.pk).update(phone=found[f"{label}.phone"])
    return found


@pytest.fixture
def entry(vocabulary: None) -> Organisation:
    """A public entry with an address, a number and a contact person of its own."""
    from organisations.document import Contact

    person = Contact(name="kanarieC", email="kontakt@person.example", phone=number_of(77_777))
    return organisation("kanarieO", email="verein@person.example", phone=number_of(88_888), contacts=(person,))


def test_whoever_asks_is_shown_every_column_with_a_name_an_address_or_a_number(entry: Organisation) -> None:
    made = plant(entry)
    numbers = plant_numbers(made)
    emails = {f"{canary(field)}@person.example" for field in _fields_of(made) if field.rpartition(".")[2] != "phone"}
    asked = [Whom(email=email) for email in (*emails, "kontakt@person.example", "verein@person.example")]
    asked += [Whom(phone=number) for number in (*numbers.values(), number_of(77_777), number_of(88_888))]
    places = [found for whom in asked for found in person_data.found_of(whom)]
    told = json.dumps([dict(row.values) for _place, rows in places for row in rows], default=str)
    words = {field: numbers.get(field) or canary(field) for field in _fields_of(made)}
    words |= {f"{label}.{name}": word for label, names in OF_ENTRY.items() for name, word in zip(
        names, _public_words(label), strict=True)}  # fmt: skip
    missing = {field for field in personal_fields() - set(EXCUSED) if field not in words or words[field] not in told}
    assert missing == set()


def _fields_of(made: dict[str, Any]) -> list[str]:
    return [f"{label}.{name}" for label in made for name in SECRET[label].split()]


def _public_words(label: str) -> tuple[str, str, str]:
    if label.endswith("ContactDetails"):
        return "kanarieC", "kontakt@person.example", number_of(77_777)
    return "kanarieO", "verein@person.example", number_of(88_888)


def test_every_excuse_is_of_a_field_there_is_and_needs_one() -> None:
    assert set(EXCUSED) - personal_fields() == set()
    assert all(EXCUSED.values())
