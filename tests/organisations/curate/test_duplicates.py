"""Entries that may be one: found by what they have in common, and decided on by the curator of both."""

import tracemalloc
from collections.abc import Sequence
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from organisations.document import Contact
from organisations.likeness import Known, likeness, reasons_of
from organisations.models import Area, CuratorRole, Decision, DuplicatePair, ExternalId, Organisation, PairState
from organisations.section_names import Name, core_of
from organisations.services import pair_blocks
from organisations.services.duplicate_pairs import find_pairs, pair_by_hand, pairs_are_outdated, with_open_pairs
from organisations.services.duplicates import candidates
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


def why(one: str, other: str) -> Sequence[str]:
    """Why two entries of these names, with one telephone, may be one."""
    known = [Known(Name.of(name, {"harthausen", "filderstadt"})) for name in (one, other)]
    assert reasons_of(*known, {"phone"}) == reasons_of(*reversed(known), {"phone"})
    return reasons_of(*known, {"phone"})


@pytest.mark.parametrize(
    "name",
    [
        "TSV Musterhausen - Tennis",
        "TSV Musterhausen e.V. – Jugend",
        "TSV Musterhausen e. V. Jugend",
        "TSV Musterhausen, Sparte Handball",
        "TSV Musterhausen Abt. Tennis",
        "Turn- und Sportverein Musterhausen - Ski und Snowboard",
        "TSV Musterhausen (Fußball)",
        "Schwimmabteilung des TSV Musterhausen",
        "Volleyball-Abteilung TSV Musterhausen",
        "Abteilung Volleyball im TSV Musterhausen",
    ],
)
@pytest.mark.parametrize("other", ["TSV Musterhausen", "TSV Musterhausen 1895 e. V.", "TSV Musterhausen - Judo"])
def test_a_section_by_its_name_is_no_duplicate_of_its_club_nor_of_another_section(name, other):
    assert why(name, other) == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Turn- u. Sportverein Musterhausen", "Turn- und Sportverein Musterhausen"),
        ("Turn- & Sportverein Musterhausen", "TSV Musterhausen e.V."),
        ("TSV Musterhausen - Tennis", "TSV Musterhausen Abt. Tennis"),
        ("TSV Musterhausen Tennis", "Tennisabteilung des TSV Musterhausen"),
        ("Musikverein Harthausen", "Musikverein, Harthausen"),
        ("Ev. Kirchengemeinde Harthausen", "Evangelische Kirchengemeinde Harthausen"),
    ],
)
def test_two_ways_to_write_a_name_make_the_same_name(one, other):
    assert why(one, other) == ("same_name", "phone")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("TSV Musterhausen, Turn- und Sportverein", "TSV Musterhausen"),
        ("Musikverein Musterstadt", "Musikverein Musterstadt - Harthausen"),
        ("Kulturverein Filum - Kunst für alle", "Kulturverein Filum"),
        ("Wanderverein Filder Nord - WFN", "Wanderverein Filder Nord"),
        ("Café Zusammen - Begegnungsort", "Café Zusammen"),
        ("TSV Musterhausen - Tennis", "Chor Harmonie"),
    ],
)
def test_mottos_places_and_abbreviations_behind_a_name_are_no_sections(one, other):
    assert "phone" in why(one, other)


def test_neither_the_search_nor_a_new_entry_pairs_a_section_with_its_club():
    same = {"phone": "0711 123456", "email": "info@tsv.example"}
    for name in ("TSV Musterhausen e. V.", "TSV Musterhausen - Tennis", "TSV Musterhausen Abteilung Handball"):
        organisation(name, **same)
    assert pairs() == []
    assert candidates(document("TSV Musterhausen, Sparte Judo", **same)) == []
    assert len(candidates(document("TSV Musterhausen, Abt. Tennis", **same))) == 1


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
    for nonsense in ({}, {"one": one.slug, "other": one.slug}, {"one": "http://[", "other": "a\0b%00%ff"}):
        assert curator_client.post("/curate/duplicates/compare/", nonsense).headers["Location"] == "/curate/duplicates/"


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
