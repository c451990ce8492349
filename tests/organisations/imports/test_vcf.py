"""Contact cards: those of bodies and of people in them, old and new versions of the format."""

from pathlib import Path

import pytest

from tests.organisations.imports.files import rows_of

CLUB = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:urn:1\r\nFN:Chor Muster e.V.\r\nORG:Chor Muster e.V.\r\nTEL;TYPE=WORK:0711 1\r\n"
)


def read(folder: Path, text: str, encoding: str = "utf-8") -> list[dict[str, str]]:
    path = folder / "clubs.vcf"
    path.write_bytes(text.encode(encoding))
    return [dict(row.values) for row in rows_of(path)]


def test_a_card_of_a_body_is_an_entry(tmp_path):
    more = (
        "ADR;TYPE=WORK:;Halle;Schulstr. 3;Filderstadt;;70794;\r\nGEO:48.66;9.22\r\nNOTE:Wir singen\\, oft.\\nGern.\r\n"
    )
    (row,) = read(tmp_path, f"{CLUB}{more}URL:https://chor.example\r\nCATEGORIES:Chor,Musik\r\nEND:VCARD\r\n")
    assert row == {
        "Name": "Chor Muster e.V.", "Telefon": "0711 1", "Website": "https://chor.example", "Treffpunkt": "Halle",
        "Straße": "Schulstr. 3", "Ort": "Filderstadt", "PLZ": "70794", "Beschreibung": "Wir singen, oft.\nGern.",
        "Thema": "Chor,Musik", "Lat": "48.66", "Lon": "9.22",
    }  # fmt: skip


def test_a_card_of_a_person_in_a_body_is_that_bodys_and_the_number_is_the_persons(tmp_path):
    card = "BEGIN:VCARD\nVERSION:4.0\nFN:Erika Muster\nORG:Chor Muster;Alt\nTITLE:Vorsitz\nTEL:tel:+49-711-1\n"
    (row,) = read(tmp_path, f"{card}EMAIL:e@x.example\nEND:VCARD\n")
    assert row == {
        "Name": "Chor Muster", "Ansprechperson": "Erika Muster", "Funktion": "Vorsitz",
        "Telefon Ansprechperson": "+49-711-1", "E-Mail Ansprechperson": "e@x.example",
    }  # fmt: skip


def test_long_lines_go_on_after_a_blank_and_pictures_are_left_out(tmp_path):
    photo = "PHOTO;ENCODING=b:AAAA\r\n " + "B" * 70 + "\r\n"
    (row,) = read(tmp_path, f"{CLUB}{photo}NOTE:Wir si\r\n ngen.\r\nEND:VCARD\r\n")
    assert row["Beschreibung"] == "Wir singen."


def test_old_cards_with_encoded_letters_are_read(tmp_path):
    card = "BEGIN:VCARD\r\nVERSION:2.1\r\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Fu=C3=9Fball=\r\nverein\r\n"
    assert read(tmp_path, f"{card}END:VCARD\r\n")[0]["Name"] == "Fußballverein"


@pytest.mark.parametrize("charset", ["unicode_escape", "idna", "unheard"])
def test_cards_with_odd_letters_are_read_without_them(charset, tmp_path):
    card = f"BEGIN:VCARD\nFN;CHARSET={charset};ENCODING=QUOTED-PRINTABLE:Ch=00or=5Cud800\nEND:VCARD\n"
    name = read(tmp_path, card)[0]["Name"]
    assert name.startswith("Chor") and name.encode() and "\0" not in name


def test_several_cards_stand_in_one_file(tmp_path):
    assert len(read(tmp_path, f"{CLUB}END:VCARD\r\n" * 3, encoding="cp1252")) == 3


PERSON = (
    "BEGIN:VCARD\nVERSION:3.0\nFN:Erika Privat\nTEL;TYPE=CELL:0171 2345678\nEMAIL;TYPE=HOME:erika@privat.example\n"
    "ADR;TYPE=HOME:;;Wohnweg 1;Filderstadt;;70794;\n"
)


def test_a_card_without_an_organisation_gives_nothing_as_public_but_what_it_calls_work(tmp_path):
    (row,) = read(tmp_path, f"{PERSON}TEL;TYPE=WORK,VOICE:0711 5\nTEL;WORK;CELL:0172 1\nEND:VCARD\n")
    assert row == {
        "Name": "Erika Privat", "Ansprechperson": "Erika Privat", "Telefon": "0711 5",
        "Telefon Ansprechperson": "0171 2345678", "E-Mail Ansprechperson": "erika@privat.example",
        "Straße": "Wohnweg 1", "Ort": "Filderstadt", "PLZ": "70794", "Privat": "ja",
    }  # fmt: skip


def test_the_home_of_somebody_in_a_body_is_private_too(tmp_path):
    (row,) = read(tmp_path, f"{PERSON}ORG:Chor Muster\nEND:VCARD\n")
    assert (row["Name"], row["Privat"]) == ("Chor Muster", "ja")
    (row,) = read(tmp_path, f"{PERSON}ORG:Chor Muster\nADR;TYPE=WORK:;;Halle 2;Filderstadt;;70794;\nEND:VCARD\n")
    assert (row["Straße"], "Privat" in row) == ("Halle 2", False)
