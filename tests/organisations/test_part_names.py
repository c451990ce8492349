"""Every fault of a document names the part it is about as people call it, not as the program does."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from organisations.faults import Fault, InvalidDocument
from organisations.services.publish import Change, publish_many
from tests.factories import document

FILES = ("organisations/validation.py", "organisations/openings/faults.py", "organisations/services/store.py")
NAMED = re.compile(r"(?:Fault|check_code|check_choice|_past)\(\s*\"([a-z_.]+)\"")
MADE = "texts.de.summary texts.ar.description first_visit.when first_visit.bring places.street contacts.email".split()


def parts() -> list[str]:
    """The parts that the checks name in their texts, and some whose names they put together."""
    found = {part for file in FILES for part in NAMED.findall((Path(settings.BASE_DIR) / file).read_text())}
    return sorted({*found, *MADE})


@pytest.mark.parametrize("part", parts())
@pytest.mark.parametrize("language", ["de", "en"])
def test_a_part_is_named_in_words(part, language):
    with translation.override(language):
        told = InvalidDocument([Fault(part, "A name is needed.")]).translated
    named = told.partition(":")[0]
    assert not re.fullmatch(r"[a-z_.]+", named), named


def test_there_are_parts_to_look_at():
    assert len(parts()) > 20


def test_of_several_entries_each_fault_names_its_own(vocabulary):
    documents = [document("Chor"), document("Band", website="x")]
    with pytest.raises(InvalidDocument) as refused, translation.override("en"):
        publish_many([Change(one, 0) for one in documents], author="test")
    assert str(refused.value) == "Band: website: The address must begin with http:// or https://."
    with translation.override("de"):
        assert refused.value.translated.startswith("Band: Website: Die Adresse")
