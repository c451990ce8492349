"""Names that say which section of a club an entry is: no duplicate of the club, nor of another section."""

from collections.abc import Sequence

import pytest

from organisations.likeness import Known, reasons_of
from organisations.section_names import Name
from organisations.services.duplicate_pairs import find_pairs
from organisations.services.duplicates import candidates
from tests.factories import document, organisation


def why(one: str, other: str) -> Sequence[str]:
    """Why two entries of these names, with one telephone, may be one."""
    mine, theirs = (Known(Name.of(name, {"harthausen", "filderstadt"})) for name in (one, other))
    assert reasons_of(mine, theirs, {"phone"}) == reasons_of(theirs, mine, {"phone"})
    return reasons_of(mine, theirs, {"phone"})


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


@pytest.mark.usefixtures("vocabulary")
def test_neither_the_search_nor_a_new_entry_pairs_a_section_with_its_club():
    same = {"phone": "0711 123456", "email": "info@tsv.example"}
    for name in ("TSV Musterhausen e. V.", "TSV Musterhausen - Tennis", "TSV Musterhausen Abteilung Handball"):
        organisation(name, **same)
    assert find_pairs() == 0
    assert candidates(document("TSV Musterhausen, Sparte Judo", **same)) == []
    assert len(candidates(document("TSV Musterhausen, Abt. Tennis", **same))) == 1
