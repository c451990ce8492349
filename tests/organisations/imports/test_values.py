"""Single cells."""

import pytest

from organisations.imports import values


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("  Chor \t Harthausen ", "Chor Harthausen"),
        ("Turn &amp; Sport", "Turn & Sport"),
        ("Turn &amp;amp; Sport", "Turn &amp; Sport"),
        ("Caf&eacute; &#8222;Welt&#8220;", "Café „Welt“"),
        ("k. A.", ""),
        ("keine Angabe", ""),
        ("n/a", ""),
        ("–", ""),
        ('="01067"', "01067"),
        ("'+49 711 1", "+49 711 1"),
        ("Chor\x00\x07\u202e", "Chor"),
        ("Na so was", "Na so was"),
    ],
)
def test_a_cell_is_cleaned(raw: str, cleaned: str) -> None:
    assert values.text(raw) == cleaned


def test_long_texts_keep_their_lines_and_lose_simple_markup() -> None:
    assert (
        values.text("<p>Wir singen.</p><b>Immer</b> &lt;3<br/>montags", lines=True) == "Wir singen.\nImmer <3\nmontags"
    )


@pytest.mark.parametrize("raw", ["=HYPERLINK(1)", "FuÃŸball", "MÃ¶hringen", "â€žWeltâ€œ", "Fu\ufffdball"])
def test_formulas_and_broken_letters_are_refused(raw: str) -> None:
    with pytest.raises(ValueError, match=r"holds a formula|wrong encoding"):
        values.text(raw)


@pytest.mark.parametrize("word", ["São Paulo", "GROẞE STRAẞE", "Škoda", "ÃO"])
def test_foreign_letters_are_no_broken_ones(word: str) -> None:
    assert values.text(word) == word


@pytest.mark.parametrize(
    "cell",
    [
        "keine öffentliche Anschrift",
        "Keine öffentliche Adresse!",
        "nicht öffentlich",
        "auf Anfrage",
        "Adresse auf Anfrage",
        "nach Vereinbarung",
        "privat",
        "Privat (bei Familie M.)",
        "Privatadresse",
        "on request",
        "not public",
        "wird nicht veröffentlicht",
    ],
)
def test_an_address_that_is_not_public_is_recognised(cell: str) -> None:
    assert values.is_private(cell)


@pytest.mark.parametrize("cell", ["Privatweg 3", "Schulstraße 3", "Am Öffentlichen Garten 1", "Anfragestraße", ""])
def test_a_street_is_no_private_address(cell: str) -> None:
    assert not values.is_private(cell)


@pytest.mark.parametrize(
    ("latitude", "longitude", "point"),
    [
        ("48.65", "9.21", (9.21, 48.65)),
        ("48,65", "9,21", (9.21, 48.65)),
        ("48,65° N", "9,21° O", (9.21, 48.65)),
        ("-33.9", "151.2", (151.2, -33.9)),
        ("33.9 S", "18.4 E", (18.4, -33.9)),
        ("", "", None),
        ("0", "0", None),
        ("0,0", "0.000", None),
    ],
)
def test_coordinates_as_text_become_a_point_and_nothing_becomes_none(
    latitude: str, longitude: str, point: tuple[float, float] | None
) -> None:
    assert values.point(latitude, longitude) == point


@pytest.mark.parametrize(
    ("latitude", "longitude", "reason"),
    [
        ("48.65", "", "only one of latitude and longitude"),
        ("9.21", "48.65", "look swapped"),
        ("91", "9.2", "not on the globe"),
        ("48.6", "181", "not on the globe"),
        ("4865000", "921000", "no number of degrees"),
        ("5390", "3513", "not on the globe"),
        ("48.650.000", "9.2", "no number of degrees"),
        ("nan", "9.2", "no number of degrees"),
        ("4,8E+01", "9.2", "no number of degrees"),
        ("Filderstadt", "9.2", "no number of degrees"),
    ],
)
def test_coordinates_that_make_no_sense_are_refused(latitude: str, longitude: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        values.point(latitude, longitude)


@pytest.mark.parametrize(
    "cell",
    ["48.65, 9.21", "48.65,9.21", "48,65; 9,21", "48,65 9,21", "48,65, 9,21", "(48.65, 9.21)", "POINT(9.21 48.65)"],
)
def test_two_coordinates_in_one_cell_are_split(cell: str) -> None:
    assert values.point(*values.pair(cell)) == (9.21, 48.65)


@pytest.mark.parametrize("cell", ["48.65", "48,65,9,21", "a b c", ""])
def test_a_cell_without_two_coordinates_is_refused(cell: str) -> None:
    with pytest.raises(ValueError, match=r"no pair of coordinates|no number of degrees|only one"):
        values.point(*values.pair(cell))


@pytest.mark.parametrize(
    ("cell", "postcode"),
    [("70794", "70794"), ("D-70794", "70794"), ("D 70794", "70794"), ("A-1010", "1010"), ("CH 8001", "8001")],
)
def test_postcodes_are_read(cell: str, postcode: str) -> None:
    assert values.postcode(cell) == postcode


@pytest.mark.parametrize("cell", ["Filderstadt", "7079", "707941", "70 794", "info@a.example"])
def test_what_is_no_postcode_is_refused(cell: str) -> None:
    with pytest.raises(ValueError, match="is no postcode"):
        values.postcode(cell)


@pytest.mark.parametrize(
    "cell", ["3", "3a", "3 a", "3-5", "3/1", "12 1/2", "10a-c", "7+9", "5 (Hinterhaus)", "12, 2. OG"]
)
def test_house_numbers_are_read(cell: str) -> None:
    assert values.house_number(cell) == cell


@pytest.mark.parametrize(
    "cell", ["2024-05-03", "0711 23", "1. Vorsitz", "Schulstraße", "70794 Filderstadt", "info@a.example"]
)
def test_what_is_no_house_number_is_refused(cell: str) -> None:
    with pytest.raises(ValueError, match="is no house number"):
        values.house_number(cell)


@pytest.mark.parametrize(
    ("cell", "phone"),
    [
        ("0711 23125 001", "0711 23125 001"),
        ("(0711) 23125-001", "0711 23125-001"),
        ("+49 (0)711 23125001", "+49 711 23125001"),
        ("Tel.: 0711/23125001", "0711/23125001"),
        ("0711 23125001, 0711 23125002", "0711 23125001"),
        ("0711 – 23125001 (abends)", "0711 - 23125001"),
    ],
)
def test_telephone_numbers_are_read(cell: str, phone: str) -> None:
    assert values.phone(cell) == phone


@pytest.mark.parametrize("cell", ["Frau Muster", "4.97112E+11", "1", "info@a.example"])
def test_what_is_no_telephone_number_is_refused(cell: str) -> None:
    with pytest.raises(ValueError, match=r"telephone number|shortened"):
        values.phone(cell)


@pytest.mark.parametrize(
    ("cell", "email"),
    [
        ("info@chor.example", "info@chor.example"),
        ("mailto:info@chor.example", "info@chor.example"),
        ("info (at) chor.example", "info@chor.example"),
        ("info[at]chor[punkt]example", "info@chor.example"),
        ("info@chor.example; vorstand@chor.example", "info@chor.example"),
        ("Chor <info@chor.example>", "info@chor.example"),
    ],
)
def test_email_addresses_are_read(cell: str, email: str) -> None:
    assert values.email(cell) == email


@pytest.mark.parametrize("cell", ["0711 23125001", "www.chor.example", "info@chor,example", "@chor"])
def test_what_is_no_email_address_is_refused(cell: str) -> None:
    with pytest.raises(ValueError, match="is no e-mail address"):
        values.email(cell)


@pytest.mark.parametrize(
    ("cell", "website"),
    [
        ("www.chor.example", "https://www.chor.example"),
        ("http://chor.example/wir?a=1", "http://chor.example/wir?a=1"),
        ("HTTPS://chor.example", "https://chor.example"),
        ("chor-möhringen.example, facebook.example/chor", "https://chor-möhringen.example"),
    ],
)
def test_web_addresses_are_read(cell: str, website: str) -> None:
    assert values.website(cell) == website


@pytest.mark.parametrize(
    "cell", ["javascript:alert(1)", "ftp://chor.example", "70794", "Filderstadt", "info@chor.example"]
)
def test_what_is_no_web_address_is_refused(cell: str) -> None:
    with pytest.raises(ValueError, match="is no web address"):
        values.website(cell)
