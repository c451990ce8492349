"""What is offered, in the document of an entry: kept in revisions, merged, joined and checked."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from organisations.comparing import BOTH, FIRST, Side
from organisations.document import Committee, from_json, to_json
from organisations.joining import joined
from organisations.merging import difference, merge
from organisations.models import Revision
from organisations.services.publish import publish
from organisations.services.rows import documents_of, load_document
from organisations.validation import faults
from organisations.vocabulary import vocabulary as terms
from tests.factories import document, organisation
from tests.organisations.offering import opening

pytestmark = pytest.mark.usefixtures("vocabulary")


def test_openings_are_kept_with_their_ids_and_stand_in_the_revision() -> None:
    one = opening(german="none", age_from=6, answer="come", text={"de": "Zeile\n\nZeile"})
    facts = Committee(("young", "parents"), "no", "elected", "", {"de": "Zwei Jahre."})
    entry = organisation("Rat", openings=(one, opening("guest")), committee=facts)
    now = load_document(entry.pk)
    assert (now.openings[0], now.committee) == (one, facts)
    assert documents_of([Revision.objects.get(organisation=entry)])[0].openings == now.openings


def test_a_revision_from_before_there_were_openings_is_read() -> None:
    entry = organisation("Rat")
    revision = Revision.objects.get(organisation=entry)
    del revision.document["openings"], revision.document["committee"]
    old = documents_of([revision])[0]
    assert (old.openings, old.committee) == ((), Committee())
    assert difference(old, load_document(entry.pk)) == []
    made = replace(document(places=(), openings=(opening(),)), contacts=())
    assert from_json(to_json(made), lambda *_: None, lambda *_: None).openings == made.openings


def test_two_people_change_different_openings_and_both_stay() -> None:
    seat, guest = opening("seat"), opening("guest")
    base = document(openings=(seat, guest))
    ours = replace(base, openings=(replace(seat, german="none"), guest))
    theirs = replace(base, openings=(seat,), committee=Committee(how="apply"))
    merged, conflicts = merge(base, ours, theirs)
    assert (merged.openings, conflicts) == ((replace(seat, german="none"),), [])
    assert merged.committee.how == "apply"


def test_of_two_entries_that_become_one_the_openings_of_both_can_be_kept() -> None:
    mine, theirs = opening("seat"), opening("trial")
    first, second = document(openings=(mine,)), document("Doppelt", openings=(theirs,))
    made = joined(Side(first), Side(second), FIRST, {"openings": BOTH}).document
    assert made.openings == (mine, theirs)


@pytest.mark.parametrize(
    ("values", "part"),
    [
        ({"kind": "throne"}, "kind"),
        ({"german": "a1"}, "german"),
        ({"answer": "shout"}, "answer"),
        ({"title": {"de": "x" * 121}}, "title"),
        ({"title": {"Deutsch!": "x"}}, "title"),
        ({"text": {"de": "a\u202eb"}}, "text"),
        ({"age_from": 20, "age_to": 10}, "age_from"),
        ({"age_to": 130}, "age_from"),
        ({"until": date.min}, "until"),
        ({"until": date(1999, 12, 31)}, "until"),
        ({"until": timezone.localdate() + timedelta(days=3_654)}, "until"),
        ({"until": date.max}, "until"),
    ],
)
def test_an_opening_that_makes_no_sense_is_refused(values: dict[str, Any], part: str) -> None:
    found = faults(document(openings=(replace(opening(), **values),)), terms())
    assert [(fault.part, fault.row) for fault in found] == [(f"openings.{part}", 0)]


def test_facts_of_a_committee_that_nobody_knows_are_refused() -> None:
    found = faults(document(committee=Committee(("kings", "parents"), "perhaps", "inherited", "?")), terms())
    assert [fault.part.partition(".")[2] for fault in found] == ["citizenship", "how", "public", "who"]


def test_an_entry_with_an_opening_that_is_over_can_still_be_published() -> None:
    entry = organisation("Rat", openings=(opening(days=-400),))
    again = replace(load_document(entry.pk), website="https://rat.example/")
    assert publish(again, base=entry.number, author="test") is not None
