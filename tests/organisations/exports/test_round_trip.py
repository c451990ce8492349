"""What was taken out comes back: nothing changes, in every format, and no secret goes with it."""

import json
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from organisations.document import Contact, OrganisationDocument, Text
from organisations.exports.files import FORMATS
from organisations.exports.packing import packed, unpacked
from organisations.formulas import guard, unguard
from organisations.models import ExternalId, Organisation, Revision
from organisations.services.consent import record_consent, withdraw_consent
from organisations.services.publish import publish
from organisations.services.rows import load_document
from tests.factories import change, document, organisation, organisations, place
from tests.organisations.exports.trips import brought_back, edited, numbers, taken_out
from tests.organisations.forms.strategies import documents

pytestmark = pytest.mark.usefixtures("vocabulary")


@pytest.mark.parametrize("format", FORMATS)
def test_what_comes_back_unedited_changes_nothing(format, entry, tmp_path):
    """Whatever is in an entry, also what no import could read."""
    organisations(
        [document("-", website="http://münchen.example", places=(), languages=(), texts={}), document("=1+1")]
    )
    before = {one.pk: load_document(one.pk) for one in Organisation.objects.all()}
    report = brought_back(taken_out(tmp_path, format))
    assert report.counts() == {"new": 0, "changed": 0, "unchanged": 3, "refused": 0}, report.outcomes
    assert {id: load_document(id) for id in before} == before
    assert not ExternalId.objects.exists()


@settings(max_examples=12)
@given(made=documents(), format=st.sampled_from(list(FORMATS)))
def test_any_document_comes_back_unchanged(made, format, tmp_path_factory):
    Organisation.objects.all().delete()
    publish(made, base=0, author="test")
    report = brought_back(taken_out(tmp_path_factory.mktemp("out"), format, contacts=True))
    assert [outcome.action for outcome in report.outcomes] == ["unchanged"], report.outcomes
    assert Revision.objects.count() == 1


TEXTS = st.text(st.sampled_from("=+-@\t'|;\",\n <&>_x0041ä€م‌") | st.characters(codec="utf-8"), max_size=20)


@settings(max_examples=300)
@given(TEXTS)
def test_a_guarded_text_is_no_formula_and_comes_back(text):
    assert unguard(guard(text)) == text
    assert not guard(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@settings(max_examples=25)
@given(st.lists(TEXTS.map(lambda text: " ".join(text.split())), min_size=1, max_size=5))
def test_cells_that_could_be_formulas_stand_harmless_in_every_spreadsheet_and_are_read_as_they_were(texts):
    from tests.organisations.imports.files import rows_of as read

    texts = ["".join(letter for letter in text if letter.isprintable()) for text in texts]
    for format in ("csv", "xlsx", "ods"):
        path = Path(f"/tmp/cells-{next(numbers)}.{format}")
        path.write_bytes(
            b"".join(FORMATS[format].write(["Name", "Ort"], [{"Name": "x", "Ort": text} for text in texts]))
        )
        try:
            found = [unguard(row.values.get("Ort", "")) for row in read(path)]
        finally:
            path.unlink()
        assert [one.strip() for one in found] == [text.strip() for text in texts], format


@settings(max_examples=200)
@given(st.lists(st.lists(TEXTS.map(str.strip), min_size=1, max_size=4), max_size=4))
def test_fields_of_a_cell_come_back(lines):
    plain = [list(line) for line in lines]
    wanted = [line for line in plain if any(line)]
    for line in wanted:
        while not line[-1]:
            line.pop()
    assert list(unpacked(packed(plain))) == wanted


class TestSecrets:
    """What never leaves, and what never comes back."""

    PERSON = Contact(name="Petra Beispiel", role="Vorsitz", phone="0711 55", email="petra@person.example")

    def text(self, folder: Path, contacts: bool) -> str:
        return taken_out(folder, "csv", contacts).read_text(encoding="utf-8-sig")

    def test_persons_leave_with_consent_and_only_where_they_are_wanted(self, tmp_path):
        organisation("Chor", contacts=(self.PERSON, silent := Contact(name="Stille Person", email="s@person.example")))
        assert "Petra" not in self.text(tmp_path, True)
        record_consent([self.PERSON.id], text="x", way="mail")
        assert "Petra Beispiel" in self.text(tmp_path, True) and "Petra" not in self.text(tmp_path, False)
        assert "Stille" not in self.text(tmp_path, True) and silent.email not in self.text(tmp_path, True)
        withdraw_consent([self.PERSON.id])
        assert "Petra" not in self.text(tmp_path, True)

    def test_a_person_who_withdrew_does_not_come_back_with_a_file(self, tmp_path):
        chor = organisation("Chor", contacts=(self.PERSON,))
        record_consent([self.PERSON.id], text="x", way="mail")
        path = edited(taken_out(tmp_path, "csv", contacts=True), Telefon="0711 3")
        change(chor, contacts=())
        assert brought_back(path).counts()["changed"] == 1
        assert load_document(chor.pk).contacts == ()

    def test_of_a_private_address_only_the_town_leaves(self, tmp_path):
        home = place(private=True, name="Bei Muster", street="Geheimweg 7", public_point=(9.25, 48.64))
        organisation("Chor", places=(home, replace(home, id=place().id)))
        for format in ("csv", "geojson"):
            text = taken_out(tmp_path, format).read_text(encoding="utf-8-sig")
            assert "Geheimweg" not in text and "Muster" not in text and "70794" not in text and "48.6" not in text
            assert "Filderstadt" in text

    def test_an_address_that_became_private_is_not_made_public_again(self, tmp_path):
        chor = organisation("Chor")
        path = edited(taken_out(tmp_path, "csv"), Straße="Weg 99", Telefon="0711 3")
        now = load_document(chor.pk).places[0]
        change(chor, places=(replace(now, private=True),))
        brought_back(path)
        after = load_document(chor.pk).places[0]
        assert after.private and after.address.street == "Musterweg 4"


def test_an_export_of_another_site_is_an_import_like_any_other(entry, tmp_path):
    path = taken_out(tmp_path, "geojson")
    features = json.loads(path.read_text(encoding="utf-8"))
    assert features["features"][0]["id"] == str(entry.pk)
    Organisation.objects.all().delete()
    assert brought_back(path).counts()["new"] == 1
    made: OrganisationDocument = load_document(Organisation.objects.get().pk)
    assert made.languages[0].note == "Frau B." and len(made.meetings) == 2 and made.topics[0] == "football"
    assert made.texts["ar"] == Text("قصير")


def test_a_workbook_is_read_by_others(entry, tmp_path):
    sheet = openpyxl.load_workbook(taken_out(tmp_path, "xlsx")).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][:3] == ["ID", "MIT-Fassung", "Name"] and rows[1][2] == "Verein mit allem"
    assert sheet.freeze_panes == "A2"
