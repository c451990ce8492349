"""Two entries that are one: what merging them and taking it back is tried with."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from organisations.document import Contact, Language, Text
from organisations.models import (
    ContactPerson,
    CuratorRole,
    Editor,
    EditorLink,
    ExternalId,
    Organisation,
    Suggestion,
)
from organisations.services.consent import record_consent
from organisations.services.duplicate_pairs import pair_by_hand
from organisations.services.ownership import add_editor
from organisations.services.rows import load_document
from tests.factories import HARTHAUSEN, change, organisation, place

PERSON = Contact(name="Petra Beispiel", role="Vorsitz", email="petra@x.example")


@pytest.fixture
def kept(vocabulary) -> Organisation:
    """A public entry, checked long ago, that has an editor."""
    entry = organisation("Bunter Ball", phone="0711 1", checked_on=date(2025, 1, 1), topics=("football",))
    add_editor(entry.pk, "both@verein.example", added_by="test")
    return entry


@pytest.fixture
def gone(kept) -> Organisation:
    """The same once more, checked later: with another place, a person who agreed, editors, a source."""
    entry = organisation(
        "Bunter Ball e.V.",
        phone="0711 2",
        website="https://ball.example",
        topics=("chess",),
        texts={"ar": Text(summary="كرة")},
        languages=(Language("tr", "always"),),
        places=(place(HARTHAUSEN, street="Weg 9", private=True),),
        contacts=(PERSON,),
        checked_on=date(2026, 10, 1),
    )
    record_consent([PERSON.id], text="ja", way="paper")
    for address in ("both@verein.example", "nur@verein.example"):
        add_editor(entry.pk, address, added_by="test")
    seen = {"place": str(load_document(entry.pk).places[0].id)}
    ExternalId.objects.create(organisation=entry, source="stadt", value="17", revision=1, seen=seen)
    change(entry, name="Bunter Ball Filder")  # so that it has an old slug
    return entry


@pytest.fixture
def page(curator_client: Client, kept, gone) -> str:
    """The two side by side."""
    pair = pair_by_hand(kept, gone, user=CuratorRole.objects.get().user)
    return f"/curate/duplicates/{pair.pk}/"


def form_of(client: Client, page: str, **chosen: str) -> dict[str, Any]:
    """The form of the page as a browser sends it."""
    found = client.get(page).context["compared"]
    form = {one.name: one.chosen for one in found.rows}
    form |= {f"number-{fact['side']}": str(fact["entry"].number) for fact in found.entries}
    return form | {"keep": found.keep, "action": "merge"} | chosen


def merged(client: Client, page: str, **chosen: str) -> Any:
    """The two merged, the first one going on."""
    answer = client.post(page, form_of(client, page, **({"keep": "first"} | chosen)))
    assert answer.status_code == 302, answer.content.decode()
    return answer


def state_of(*entries: Organisation) -> Any:
    """All that a merge touches, but for history."""
    ids = [entry.pk for entry in entries]
    return (
        [load_document(id) for id in ids],
        sorted(Editor.objects.active().filter(organisation__in=ids).values_list("organisation", "email")),
        sorted(EditorLink.objects.values_list("editor__organisation", "pk")),
        sorted(ExternalId.objects.values_list("organisation", "value", "seen__place")),
        sorted(ContactPerson.objects.values_list("organisation", "pk", "consented_on")),
        sorted(Suggestion.objects.values_list("organisation", "state", "base")),
    )
