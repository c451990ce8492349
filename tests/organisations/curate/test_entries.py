"""The list of entries: what it shows, its columns, pages and saved views, and that it never breaks."""

import html
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext

from organisations.curate.neighbours import Neighbours, neighbours
from organisations.curate.table import COLUMNS, PAGE
from organisations.curate.view import OWN
from organisations.curate.views.found import slug_in
from organisations.models import Organisation, SavedView
from organisations.services.labels import set_labels
from organisations.services.ownership import add_editor
from tests.factories import change, document, organisation, organisations
from tests.organisations.associations.conftest import curator_for
from tests.project import hostile
from tests.signing_in import signed_in

LIST = "/curate/entries/"
ALL_COLUMNS = "&".join(f"col={name}" for name in COLUMNS)
GERMAN = {"headers": {"accept-language": "de"}}


@pytest.fixture
def entries(club) -> None:
    """A draft beside the public club, and an entry of another curator's area."""
    organisation("Entwurf", state="draft", topics=(), checked_on=None)
    organisation("Fremd", area="ostfildern", places=())


def shown(answer) -> list[str]:
    """The names of the rows."""
    return [row.listing.name for row in answer.context["table"].rows]


def test_it_shows_entries_of_every_state_in_the_curator_s_areas(desk, other_desk, entries):
    answer = desk.get(LIST, **GERMAN)
    assert shown(answer) == ["Bunter Ball", "Entwurf"]
    assert "Entwurf</span>" in answer.content.decode()
    assert shown(other_desk.get(LIST)) == ["Fremd"]


def test_columns_are_chosen_and_kept_in_every_link(desk, club, entries):
    add_editor(club.pk, "e@x.example", added_by="test")
    set_labels(club.pk, ["Anrufen"], by="user:1")
    page = desk.get(f"{LIST}?state=public&{ALL_COLUMNS}", **GERMAN)
    row = page.context["table"].rows[0]
    assert (row.editors, row.labels, row.sources, row.changed[1]) == (1, ["Anrufen"], [], "Der Betreiber")
    assert "vorstand@verein.example" in page.content.decode()
    usual = desk.get(f"{LIST}?state=public").content.decode()
    assert "vorstand@verein.example" not in usual
    assert f"/curate/entries/?{ALL_COLUMNS}" in page.content.decode().replace("&amp;", "&")


def test_it_is_read_page_by_page(desk, vocabulary):
    organisations([document(f"Verein {n:03}") for n in range(PAGE + 3)])
    assert len(shown(desk.get(LIST))) == PAGE
    assert shown(desk.get(f"{LIST}?page=2")) == ["Verein 050", "Verein 051", "Verein 052"]
    assert shown(desk.get(f"{LIST}?page=9999"))[-1] == "Verein 052"


def test_it_asks_as_much_for_one_entry_as_for_fifty(desk, club):
    few = queries(desk, f"{LIST}?{ALL_COLUMNS}")
    organisations([document(f"Verein {n}") for n in range(PAGE)])
    assert queries(desk, f"{LIST}?{ALL_COLUMNS}") == few
    assert queries(desk, "/curate/") <= 34


def queries(client: Client, address: str) -> int:
    """How many statements an address asks; the first time is not counted, as the vocabulary is read once."""
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_a_view_is_kept_under_a_name_and_replaced_only_if_that_is_said(desk, curator, entries):
    desk.post("/curate/views/", {"name": " Meine ", "query": "state=draft"})
    other = {"name": "meine", "query": "state=public&col=state&page=2"}
    refused = desk.post("/curate/views/", other | {"shared": "1"})
    assert refused.status_code == 409 and SavedView.objects.get().query == "state=draft"
    page = refused.content.decode()
    assert 'value="meine"' in page and 'name="replace"' in page and "autofocus" in page
    assert desk.post("/curate/views/", {"name": "Meine", "query": "state=draft", "shared": "1"}).status_code == 302
    assert SavedView.objects.get().shared  # the same list may be kept anew
    answer = desk.post("/curate/views/", other | {"replace": "1"})
    view = SavedView.objects.get()
    assert (view.name, view.owner, view.shared) == ("meine", curator.user, False)
    assert answer.headers["Location"] == f"{LIST}?state=public&page=2&col=state"
    kept = desk.get(LIST).context["views"]
    assert shown(desk.get(kept[0].url)) == ["Bunter Ball"]
    assert desk.get(kept[0].url).context["views"][0].shown


def test_only_a_shared_view_is_seen_by_others_and_only_its_owner_forgets_it(desk, vocabulary, club):
    other = signed_in(curator_for("zweite", "filderstadt"))
    desk.post("/curate/views/", {"name": "Nur ich", "query": ""})
    desk.post("/curate/views/", {"name": "Alle", "query": "state=draft", "shared": "1"})
    assert [view.view.name for view in other.get(LIST).context["views"]] == ["Alle"]
    for view in SavedView.objects.all():
        other.post(f"/curate/views/{view.pk}/forget/")
    assert SavedView.objects.count() == 2
    for view in SavedView.objects.all():
        desk.post(f"/curate/views/{view.pk}/forget/")
    assert not SavedView.objects.exists()


@pytest.mark.parametrize("name", ["", "\0", "x" * 500, "\u202e"])
def test_a_view_with_a_useless_name_breaks_nothing(desk, club, name):
    assert desk.post("/curate/views/", {"name": name, "query": "\0&x=%ff" + "y" * 9_000}).status_code == 302
    assert SavedView.objects.count() == (len(name) > 100)


def test_what_cannot_be_used_is_said_and_left_out(desk, entries):
    page = desk.get(f"{LIST}?state=nonsense&utm=1", **GERMAN)
    assert len(page.context["table"].notes) == 2 and len(shown(page)) == 2


def test_every_parameter_of_the_desk_has_hostile_company():
    assert set(hostile.GOOD_AT_THE_DESK) == {*OWN, "sort", "col"}


def test_hostile_queries_are_answered_calmly(desk, entries):
    good = {**hostile.GOOD, **hostile.GOOD_AT_THE_DESK}
    for one in hostile.requests([LIST, "/curate/map/"], 120, good=good):
        assert desk.get(one.address).status_code in (200, 400), one.address


def test_the_map_gives_single_entries_and_beyond_some_hundred_counts_by_freshness(desk, entries, monkeypatch):
    asked = "/curate/map/?bbox=9,48,10,49&zoom=10"
    point = desk.get(f"{asked}&state=public").json()["points"][0]
    assert (point["name"], point["age"]) == ("Bunter Ball", "fresh")
    organisations([document("Alt", checked_on=date(2024, 1, 1)), document("Nie", checked_on=None)])
    monkeypatch.setattr("mapping.views.desk_map.POINTS_AT_MOST", 2)
    cells = desk.get(f"{asked}&state=public").json()["cells"]
    assert [(cell["count"], cell["ageing"], cell["unconfirmed"]) for cell in cells] == [(3, 0, 2)]
    assert desk.get(f"{asked}&state=x").status_code == 400
    assert desk.get(asked).headers["Cache-Control"] == "no-store, private"


def around(query: str, entry: Organisation, user: Any) -> Neighbours:
    """What stands around an entry opened by an address with that query string."""
    found = neighbours(QueryDict(query), entry.pk, user)
    assert found
    return found


def test_an_entry_leads_back_to_its_list_and_on_to_its_neighbours(desk, curator, vocabulary):
    organisations([document(f"Verein {n:03}", state="draft") for n in range(PAGE + 2)])
    entries = list(Organisation.objects.order_by("name"))
    page = desk.get(f"{LIST}?state=draft&col=state").content.decode()
    link = html.unescape(page.split(f'href="/curate/o/{entries[PAGE - 1].slug}/')[1].split('"')[0])
    found = around(link[1:], entries[PAGE - 1], curator.user)
    assert found.back == f"{LIST}?state=draft&col=state"
    assert found.before.startswith(f"/curate/o/{entries[PAGE - 2].slug}/?")
    after = around(found.after.partition("?")[2], entries[PAGE], curator.user)
    assert after.back == f"{LIST}?state=draft&page=2&col=state"
    assert found.after.startswith(f"/curate/o/{entries[PAGE].slug}/?") and found.query == link
    change(entries[PAGE], state="archived")  # done: it leaves the list, and the one behind it moves up
    again = around(after.query[1:], entries[PAGE], curator.user)
    assert (slug_in(again.before), slug_in(again.after)) == (entries[PAGE - 1].slug, entries[PAGE + 1].slug)


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"at": "1"},
        {"from": "\0", "at": "x"},
        {"from": "state=x", "at": "99999999"},
        {"from": "q&" * 3_000, "at": "7"},
    ],
)
def test_an_odd_list_leads_nowhere_odd(curator, club, given):
    found = neighbours(given, club.pk, curator.user)
    assert found is None or (found.back.startswith(LIST) and not found.before and not found.after)
