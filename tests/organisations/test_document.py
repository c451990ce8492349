"""Documents survive being stored and read, and merge by their parts."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from organisations.document import Contact, Language, OrganisationDocument, Text
from organisations.merging import difference, merge
from organisations.models import Address, Revision
from organisations.services.publish import StaleBase, publish
from organisations.services.rows import documents_of, load_document
from organisations.validation import InvalidDocument
from tests.factories import HARTHAUSEN, change, document, meeting, organisation, place

pytestmark = pytest.mark.usefixtures("vocabulary")


def full() -> OrganisationDocument:
    """A document with every field filled."""
    where = place(name="Halle", wheelchair="limited", primary=True)
    return document(
        "Voller Verein",
        texts={"de": Text("Kurz", "Lang", "Für alle"), "ar": Text("قصير", origin="machine")},
        languages=(Language("uk", "certain_days", (1, 3), "dienstags", date(2026, 5, 4)),),
        places=(where, place(HARTHAUSEN, private=True, public_point=(9.25, 48.64))),
        contacts=(Contact(name="Petra Beispiel", role="Vorsitz", languages=("de",), phone="030 23125 001"),),
        meetings=(meeting("FREQ=MONTHLY;BYDAY=-1FR", place=where.id, exceptions=(date(2026, 12, 25),)),),
        website="https://voll.example/",
        phone="030 23125 000",
        email="voll@verein.example",
        closed_from=date(2026, 12, 20),
        closed_until=date(2027, 1, 6),
        ends_on=date(2030, 1, 1),
    )


def test_document_read_back_equals_the_published_one() -> None:
    made = full()
    publish(made, base=0, author="test")
    assert load_document(made.id) == replace(made, flags=tuple(sorted(made.flags)))


def test_document_of_a_revision_equals_the_published_one() -> None:
    made = full()
    revision = publish(made, base=0, author="test")
    assert revision
    assert documents_of([revision]) == [load_document(made.id)]


def test_revision_holds_addresses_and_contacts_by_reference_only() -> None:
    revision = publish(full(), base=0, author="test")
    assert revision
    text = str(Revision.objects.get(pk=revision.pk).document)
    for secret in ("Petra Beispiel", "030 23125 001", "Musterweg", "70794", "9.257"):
        assert secret not in text


def test_publishing_the_same_document_again_makes_no_revision() -> None:
    entry = organisation()
    assert publish(load_document(entry.pk), base=1, author="test") is None
    assert Revision.objects.count() == 1


def test_stale_base_is_refused_and_names_the_present_revision() -> None:
    entry = organisation()
    change(entry, name="Neuer Name")
    with pytest.raises(StaleBase) as refused:
        publish(replace(load_document(entry.pk), phone="030 23125 999"), base=1, author="test")
    assert refused.value.number == 2


def test_old_revision_of_an_address_comes_back_with_its_values() -> None:
    entry = organisation()
    old = load_document(entry.pk).places[0]
    change(entry, places=(replace(old, address=replace(old.address, street="Neue Straße 9")),))
    first = documents_of([Revision.objects.get(organisation=entry, number=1)])[0]
    assert first.places[0].address.street == "Musterweg 4"
    publish(first, base=2, author="test")
    assert load_document(entry.pk).places[0].address.street == "Musterweg 4"
    assert Address.objects.count() == 2


def test_old_revision_never_makes_a_private_address_public_again() -> None:
    entry = organisation()
    old = load_document(entry.pk).places[0]
    change(entry, places=(replace(old, private=True),))
    first = documents_of([Revision.objects.get(organisation=entry, number=1)])[0]
    assert first.places[0].private


def test_erased_contact_is_missing_in_every_revision() -> None:
    made = full()
    revision = publish(made, base=0, author="test")
    assert revision
    load_document(made.id)
    from organisations.models import ContactDetails

    ContactDetails.objects.all().delete()
    assert documents_of([revision])[0].contacts == ()


def test_place_of_another_organisation_cannot_be_taken_over() -> None:
    entry = organisation()
    stolen = load_document(entry.pk).places[0]
    with pytest.raises(InvalidDocument):
        organisation("Dieb", places=(stolen,))


@pytest.mark.parametrize(
    ("values", "part"),
    [
        ({"name": ""}, "name"),
        ({"name": "a\u202eb"}, "name"),
        ({"topics": ("nothing",)}, "topics"),
        ({"website": "javascript:alert(1)"}, "website"),
        ({"email": "not an address"}, "email"),
        ({"phone": "call me"}, "phone"),
        ({"places": (place((0.0, 0.0)),)}, "places"),
        ({"places": (place((9.2, 148.0)),)}, "places"),
        ({"meetings": (meeting("FREQ=SECONDLY"),)}, "meetings"),
        ({"texts": {"de": Text(summary="x" * 201)}}, "texts.de.summary"),
        ({"area": "atlantis"}, "area"),
        ({"checked_on": timezone.localdate() + timedelta(days=2)}, "checked_on"),
        ({"languages": (Language("ar", "always", checked_on=date(9999, 12, 31)),)}, "languages"),
    ],
)
def test_faulty_document_is_refused_with_the_part_that_is_wrong(values: dict[str, Any], part: str) -> None:
    with pytest.raises(InvalidDocument) as refused:
        organisation(**{"name": "Fehlerhaft", **values})
    assert any(fault.part.endswith(part) for fault in refused.value.faults)


def test_merge_takes_both_sides_where_they_changed_different_parts() -> None:
    base = full()
    ours = replace(base, phone="030 23125 111", texts={**base.texts, "en": Text("Short")})
    theirs = replace(base, name="Anders", texts={**base.texts, "de": replace(base.texts["de"], summary="Neu")})
    merged, conflicts = merge(base, ours, theirs)
    assert conflicts == []
    assert (merged.name, merged.phone) == ("Anders", "030 23125 111")
    assert (merged.texts["de"].summary, merged.texts["en"].summary) == ("Neu", "Short")


def test_merge_keeps_theirs_and_names_the_conflict_where_both_changed_a_part() -> None:
    base = full()
    merged, conflicts = merge(base, replace(base, name="Unser"), replace(base, name="Ihrer"))
    assert merged.name == "Ihrer"
    assert [(c.key, c.base, c.ours, c.theirs) for c in conflicts] == [(("name",), base.name, "Unser", "Ihrer")]


def test_difference_names_the_changed_parts_only() -> None:
    base = full()
    changed = replace(base, german="none", languages=())
    assert [c.key for c in difference(base, changed)] == [("german",), ("languages", "uk")]
