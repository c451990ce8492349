"""The curators' query: the public grammar and their own parameters, over entries of any state in their areas."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organisations.curate import reasons
from organisations.curate.view import DeskQuery, found
from organisations.models import Attention, EntryLabel, ExternalId, Label, Organisation, Reason, Revision, WebLink
from organisations.services.ownership import add_editor
from organisations.services.suggestions import suggest_change
from tests.factories import Text, change, document, organisation, organisations, place
from tests.organisations.associations.conftest import changed, sender

TODAY = timezone.localdate()


@pytest.fixture
def root(db: None) -> User:
    """Somebody who decides everywhere."""
    return User.objects.create_superuser("root", "root@example.org")


@pytest.fixture
def entries(vocabulary: None) -> None:
    """Four entries of Filderstadt in four states, and one of Ostfildern."""
    nowhere = place(None, street="", postcode="", town="Ostfildern", area="ostfildern")
    organisations(
        [
            document("Ball", checked_on=TODAY, email="ball@x.example"),
            document("Chor", state="draft", topics=(), checked_on=None, languages=()),
            document("Archiv", state="archived", checked_on=date(2020, 1, 1)),
            document("Nein", state="rejected", places=(place(None),)),
            document("Fern", area="ostfildern", places=(nowhere,), texts={"de": Text("Hallo"), "ar": Text("مرحبا")}),
        ]
    )


def names(user: Any, query: str) -> list[str]:
    """The names of the entries that a query finds, in its order."""
    asked, problems = DeskQuery.from_querydict(QueryDict(query))
    assert not problems
    answer = found(asked, user)
    rows = [listing.name for listing in answer.listings()]
    assert len(rows) == answer.count == answer.organisations().count()
    return rows


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("", ["Archiv", "Ball", "Chor", "Fern", "Nein"]),
        ("state=draft&state=archived", ["Archiv", "Chor"]),
        ("q=chor", ["Chor"]),
        ("q=Chur", []),
        ("topic=football&language=ar&state=public", ["Ball", "Fern"]),
        ("area=filderstadt", ["Archiv", "Ball", "Chor", "Nein"]),
        ("day=TU&bbox=9,48,10,49&state=draft", ["Chor"]),
        ("reason=topic", ["Chor"]),
        ("reason=place", ["Fern"]),
        ("reason=topic&reason=place", ["Chor", "Fern"]),
        ("reason=translation&state=public", ["Ball"]),
        ("age=fresh&state=public", ["Ball", "Fern"]),
        ("age=unchecked", ["Chor"]),
        ("age=unconfirmed", ["Archiv"]),
        ("editor=address", ["Ball"]),
        ("editor=none&state=draft", ["Chor"]),
        ("source=-&state=draft", ["Chor"]),
        ("source=liste", []),
        ("near=48.67,9.22&radius=5&sort=distance&state=public", ["Ball"]),
        ("sort=checked&state=public", ["Ball", "Fern"]),
        ("changed=7&by=test&state=draft", ["Chor"]),
        ("by=user:1", []),
    ],
)
def test_every_parameter_asks_for_what_it_says(root, entries, query, wanted):
    assert names(root, query) == wanted


def test_labels_sources_and_editors_are_asked_for(root, entries):
    ball, chor = (Organisation.objects.get(name=name) for name in ("Ball", "Chor"))
    EntryLabel.objects.create(organisation=ball, label=Label.objects.create(name="Anrufen"), by="user:1")
    ExternalId.objects.create(organisation=chor, source="liste 1", value="1", revision=1)
    add_editor(chor.pk, "chor@x.example", added_by="test")
    assert names(root, "label=anrufen") == ["Ball"]
    assert names(root, "source=liste+1") == ["Chor"]
    assert names(root, "editor=has") == ["Chor"]


def test_what_was_changed_last_comes_first(root, entries):
    change(Organisation.objects.get(name="Fern"), phone="0711 1")
    assert names(root, "sort=changed&state=public&state=draft")[0] == "Fern"


def test_a_curator_finds_only_entries_of_their_areas(entries, curator, other_curator):
    assert names(other_curator.user, "") == ["Fern"]
    assert names(curator.user, "") == ["Archiv", "Ball", "Chor", "Nein"]
    assert names(User.objects.create_user("nobody"), "") == []
    role = curator.user.curator_role
    role.areas.clear()
    assert names(User.objects.get(pk=curator.user.pk), "") == []


def test_each_reason_counts_what_it_lists(root, curator, entries):
    ball = Organisation.objects.get(name="Ball")
    suggest_change(changed(ball, phone="0711 1"), base=1, sender=sender())
    where = ball.locations.get()
    assert where.address
    Attention.objects.create(organisation=ball, location=where, address=where.address, reason=Reason.NO_HIT)
    Organisation.objects.filter(pk=ball.pk).update(website="https://x.example/")
    WebLink.objects.create(url="https://x.example/", host="x.example", state="broken", next_at=timezone.now())
    for user in (root, curator.user):
        for number in reasons.numbers(user):
            if not number.reason.condition:
                continue  # counts something else than entries
            assert number.count == len(names(user, f"reason={number.reason.name}")), number.reason.name
    counts = {number.reason.name: number.count for number in reasons.numbers(root)}
    assert counts.pop("unconfirmed") == 0 and counts.pop("translation") == 2
    assert [counts.pop(name) for name in ("duplicate", "missing", "refused", "company", "mentors")] == [0] * 5
    assert counts == dict.fromkeys(["waiting", "place", "topic", "geocoding", "links"], 1)


def test_a_private_address_is_a_place(root, entries):
    organisation("Daheim", places=(place(None, private=True),))
    assert names(root, "reason=place") == ["Fern"]


def test_reasons_are_counted_with_as_many_queries_for_one_entry_as_for_many(root, entries):
    reasons.numbers(root)
    with CaptureQueriesContext(connection) as few:
        reasons.numbers(root)
    organisations([document(f"Verein {n}") for n in range(20)])
    with CaptureQueriesContext(connection) as many:
        reasons.numbers(root)
    assert len(few) == len(many) <= 6


@pytest.mark.parametrize("name", ["state", "reason", "editor", "age", "changed", "source", "label", "by", "topic"])
def test_nonsense_is_named_and_left_out(root, entries, name):
    for value in ("\0", "x" * 120, "\ud800"):
        values = QueryDict(mutable=True)
        values.setlist(name, [value])
        asked, problems = DeskQuery.from_querydict(values)
        assert [problem.parameter for problem in problems] == [name]
        assert asked.is_empty and found(asked, root).count == 5


def test_a_query_survives_its_own_address(root):
    text = "topic=football&state=draft&state=public&reason=place&label=A+%26+B&editor=has&changed=7&sort=changed&page=2"
    asked = DeskQuery.from_querystring(text)
    assert DeskQuery.from_querystring(asked.to_querystring()) == asked
    assert asked.without("state", "draft").state == ("public",)
    assert asked.without("changed").changed is None
    assert asked.without("topic").public.topic == ()
    assert asked.on_page(3).to_querystring().endswith("page=3")


def test_the_index_of_changes_is_there(db):
    assert "revision_created" in {index.name for index in Revision._meta.indexes}
