"""Entries that may be one: found by what they have in common, and decided on by the curator of both."""

import tracemalloc
from collections.abc import Sequence
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from organisations.document import Contact
from organisations.likeness import likeness
from organisations.models import Area, CuratorRole, Decision, DuplicatePair, ExternalId, Organisation, PairState
from organisations.section_names import core_of
from organisations.services import pair_blocks
from organisations.services.duplicate_pairs import find_pairs, pair_by_hand, pairs_are_outdated, with_open_pairs
from tests.factories import HARTHAUSEN, change, document, organisation, organisations, place

pytestmark = pytest.mark.usefixtures("vocabulary")
AWAY = (place(HARTHAUSEN, street="Weg 9", area="harthausen"),)


def pairs() -> list[tuple[str, str, Sequence[str]]]:
    """The open pairs by name, with why."""
    find_pairs()
    rows = DuplicatePair.objects.open().select_related("first", "second").order_by("-score", "id")
    return [(row.first.name, row.second.name, row.reasons) for row in rows]


def two(name: str = "Chor Harmonie", other: str = "Ganz Anderes", mine: Any = None, theirs: Any = None) -> list[Any]:
    """The pairs among two entries that stand in different places."""
    organisation(name, **(mine or {}))
    organisation(other, **({"places": AWAY} | (theirs or {})))
    return pairs()


def test_one_name_with_and_without_its_legal_form_is_one_entry():
    ((_one, _other, why),) = two("Bunter Ball e. V.", "Bunter Ball")
    assert why == ["same_name"]


def test_a_slip_of_the_pen_in_any_word_is_found():
    assert two("Schachfreunde Bernhausen Springer", "Schachfreunde Bernhausen Sprinter")


@pytest.mark.parametrize(
    ("value", "again", "why"),
    [
        ({"phone": "+49 711 123456"}, {"phone": "0711/12 34 56"}, "phone"),
        ({"email": "Vorstand@Verein.example"}, {"email": "vorstand@verein.example"}, "email"),
        ({"website": "http://verein.example/kontakt"}, {"website": "https://www.verein.example"}, "website"),
        ({"contacts": (Contact(phone="0711 998877"),)}, {"contacts": (Contact(phone="0711/998877"),)}, "person"),
    ],
)  # fmt: skip
def test_what_reaches_both_makes_them_possible_duplicates(value, again, why):
    ((_one, _other, reasons),) = two(mine=value, theirs=again)
    assert why in reasons


def test_alike_names_at_one_place_are_found_and_other_names_there_are_not():
    organisation("Tanzgruppe Sonnenschein")
    organisation("Tanzgruppe Sonnenstrahl")
    organisation("Chor Harmonie")
    assert [(one, other) for one, other, _why in pairs()] == [("Tanzgruppe Sonnenschein", "Tanzgruppe Sonnenstrahl")]


def test_entries_in_the_middle_of_their_town_are_never_all_held_in_memory(monkeypatch):
    """A list that places everything in the middle of its town makes very many pairs that are near each other."""
    monkeypatch.setattr(pair_blocks, "FETCHED", 50)
    organisations([document(f"Verein Ort {number}") for number in range(90)])  # 4,005 pairs
    find_pairs()
    tracemalloc.start()
    try:
        find_pairs()
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()
    assert not DuplicatePair.objects.exists()


def test_the_same_name_in_the_sources_is_found_whatever_the_entries_are_called_here():
    for number, name in enumerate(("Chor Harmonie", "Ganz Anderes")):
        entry = organisation(name, places=(place((9.2 + number / 50, 48.66)),))
        ExternalId.objects.create(
            organisation=entry, source=f"s{number}", value=str(number), revision=1, seen={"name": "c0ffee11"}
        )
    ((_one, _other, why),) = pairs()
    assert why == ["source"]


def test_a_host_or_number_of_many_entries_pairs_nobody():
    town = {"website": "https://stadt.example/", "phone": "0711 70030"}
    names = "Ahorn Birke Chor Drachen Esel Fuchs".split()
    organisations([document(name, **town, places=(place((9 + n / 9, 48.6)),)) for n, name in enumerate(names)])
    organisation("Gans", website="https://www.facebook.com/gans")
    organisation("Huhn", website="https://de-de.facebook.com/huhn", places=AWAY)
    assert pairs() == []


def test_sections_of_one_club_are_no_duplicates():
    club = organisation("Sportverein", email="info@sv.example")
    for name in ("Sportverein Turnen", "Sportverein Turner"):
        organisation(name, parent=club.pk, email="info@sv.example")
    assert pairs() == []


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        ("TSV 1895 Bernhausen", "TSV 1898 Bernhausen", ""),
        ("Kirchenchor Bonlanden", "Posaunenchor Bonlanden", ""),
        ("Bunter Ball", "Bunter Bal", "same_name"),
        ("Bunte Ballspieler", "Bunter Ball", "name"),
    ],
)
def test_numbers_and_words_beside_a_town_tell_names_apart(one, other, how):
    assert likeness(core_of(one), core_of(other)) == how


def test_far_away_a_name_alone_says_nothing():
    assert two("Kirchenchor", "Kirchenchor", theirs={"places": (place((8.0, 49.9)),)}) == []


def test_only_entries_that_are_or_may_become_public_are_paired():
    organisation("Bunter Ball", state="archived")
    organisation("Bunter Ball", state="rejected")
    organisation("Bunter Ball", state="draft")
    entry = organisation("Bunter Ball")
    assert len(pairs()) == 1
    assert Organisation.objects.filter(with_open_pairs()).count() == 2
    change(entry, state="archived")
    assert pairs() == []


def test_pairs_come_and_go_with_the_entries_and_are_outdated_by_a_publication():
    one = organisation("Bunter Ball")
    organisation("Bunter Ball", places=AWAY)
    assert len(pairs()) == 1 and not pairs_are_outdated()
    change(one, name="Roter Würfel")
    assert pairs_are_outdated() and pairs() == []


# The desk


@pytest.fixture
def pair(vocabulary) -> DuplicatePair:
    """Two entries of Filderstadt with one name."""
    organisation("Bunter Ball")
    organisation("Bunter Ball e.V.", places=AWAY)
    find_pairs()
    return DuplicatePair.objects.get()


def test_not_a_duplicate_is_remembered_and_can_be_taken_back(curator_client: Client, pair):
    page = f"/curate/duplicates/{pair.pk}/"
    assert curator_client.post("/curate/duplicates/", {"pair": pair.pk}).status_code == 302
    assert pairs() == []
    assert "Not a duplicate" in curator_client.get("/curate/duplicates/?state=distinct").content.decode()
    change(pair.first, email="a@b.example")
    assert pairs() == []
    curator_client.post(page, {"action": "reopen"})
    assert len(pairs()) == 1
    assert set(Decision.objects.values_list("action", flat=True)) == {"pair:distinct", "pair:reopened"}


def test_the_list_is_filtered_and_shows_pairs_of_the_own_areas_alone(curator_client: Client, pair):
    for query, there in (
        ("", True),
        ("?q=ball", True),
        ("?q=zug", False),
        ("?reason=phone", False),
        ("?level=very", False),
    ):
        assert ("Bunter Ball e.V." in curator_client.get(f"/curate/duplicates/{query}").content.decode()) is there, (
            query
        )
    change(pair.second, places=(), area="ostfildern")
    assert "Bunter Ball e.V." not in curator_client.get("/curate/duplicates/").content.decode()
    for answer in (
        curator_client.get(f"/curate/duplicates/{pair.pk}/"),
        curator_client.post("/curate/duplicates/", {"pair": pair.pk}),
    ):
        assert answer.status_code == 403
    CuratorRole.objects.get().areas.add(Area.objects.get(slug="ostfildern"))
    assert curator_client.get(f"/curate/duplicates/{pair.pk}/").status_code == 200


def test_any_two_entries_are_put_side_by_side(curator_client: Client):
    one, other = organisation("Chor Harmonie"), organisation("Roter Würfel")
    given = {"one": f"https://karte.example/de/o/{one.slug}/", "other": other.slug}
    answer = curator_client.post("/curate/duplicates/compare/", given)
    made = DuplicatePair.objects.get()
    assert answer.headers["Location"] == f"/curate/duplicates/{made.pk}/"
    assert len(pairs()) == 1  # no search takes it away


def compared(client: Client, one: str, other: str) -> Any:
    return client.post("/curate/duplicates/compare/", {"one": one, "other": other})


def test_two_entries_are_named_by_their_names_and_where_that_is_not_enough_one_chooses(curator_client: Client):
    entries = [organisation(name) for name in ("Café Zusammen", "Café Zusammen", "Chor Harmonie")]
    assert compared(curator_client, "chor HARMONIE", entries[0].slug + "/").status_code == 302
    asked = compared(curator_client, "cafe zusammen", "harmonie")
    assert asked.status_code == 422 and asked.context["two"].other.entry == entries[2]
    choices = dict(asked.context["two"].one.choices)
    assert list(choices) == [entry.slug for entry in entries[:2]] and len(set(choices.values())) == 2
    assert compared(curator_client, f"/{entries[1].slug}/", "harmonie").status_code == 302


@pytest.mark.parametrize(
    ("one", "other", "wrong"),
    [
        ("", "", [True, True]),
        ("Chor Harmonie", "nirgends", [False, True]),
        ("http://[", "a\0b%00%ff", [True, True]),
        ("Chor Harmonie", "chor-harmonie", [False, False]),
        ("Fremd", "Chor Harmonie", [True, False]),
    ],
)
def test_what_was_typed_stands_there_again_with_what_is_wrong(curator_client: Client, one, other, wrong):
    organisation("Chor Harmonie")
    organisation("Fremder Verein", area="ostfildern", places=())
    answer = compared(curator_client, one, other)
    two = answer.context["two"]
    assert answer.status_code == 422 and [bool(side.error) for side in two.sides] == wrong
    assert two.is_one is (wrong == [False, False])
    assert [side.text for side in two.sides] == [
        one,
        other,
    ] and '<details class="entry-more" open' in answer.content.decode()


def test_after_a_pair_the_next_one_is_in_sight(curator_client: Client):
    organisations([document("Bunter Ball", places=(place((9.2, 48.65 + n / 900)),)) for n in range(3)])
    find_pairs()
    ids = [line.pair.pk for line in curator_client.get("/curate/duplicates/").context["found"].lines]
    page = "/curate/duplicates/?q=ball"
    assert curator_client.post(page, {"pair": ids[0]}).headers["Location"] == f"{page}#pair-{ids[1]}"
    assert curator_client.post(page, {"pair": ids[2]}).headers["Location"] == f"{page}#pair-{ids[1]}"
    assert curator_client.post(page, {"pair": ids[1]}).headers["Location"] == page


@pytest.mark.parametrize("given", [{"pair": "x"}, {"pair": "999"}, {}])
def test_a_pair_that_is_not_there_is_not_found(curator_client: Client, given):
    assert curator_client.post("/curate/duplicates/", given).status_code == 404


def test_the_list_asks_as_much_for_two_pairs_as_for_many(curator_client: Client, pair):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert curator_client.get("/curate/duplicates/").status_code == 200
        return len(queries)

    few = asked()
    organisations([document("Bunter Ball", places=(place((9.2, 48.65 + n / 900)),)) for n in range(3)])
    assert len(pairs()) > 5
    assert asked() == few


def test_a_pair_by_hand_is_the_one_that_was_found(curator_client: Client, pair):
    user = CuratorRole.objects.get().user
    assert pair_by_hand(pair.second, pair.first, user=user).pk == pair.pk
    assert pair.state == PairState.OPEN
