"""What was taken out comes back: nothing changes, in every format; what somebody edits in the file does."""

import csv
import io
import itertools
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from organisations.document import Committee, Contact, Language, OrganisationDocument, Text
from organisations.exports.entries import columns_of, rows_of
from organisations.exports.files import FORMATS
from organisations.exports.packing import packed, unpacked
from organisations.formulas import guard, unguard
from organisations.imports.mapping import mapping_for
from organisations.imports.planning import OUTSIDE, Outcome, Planned, Planner
from organisations.imports.reader import spooled
from organisations.imports.run import Report, run_import
from organisations.models import Area, ExternalId, Organisation, Revision
from organisations.services.consent import record_consent, withdraw_consent
from organisations.services.publish import publish
from organisations.services.rows import load_document
from tests.factories import change, document, organisation, organisations, place
from tests.organisations.forms.strategies import documents

pytestmark = pytest.mark.usefixtures("vocabulary")
numbers = itertools.count()


def taken_out(folder: Path, format: str, contacts: bool = False) -> Path:
    """All entries as a file."""
    entries = Organisation.objects.all()
    columns = columns_of(entries, contacts)
    rows = rows_of(list(entries.order_by("pk").values_list("pk", flat=True)), columns)
    path = folder / f"{next(numbers)}.{format}"
    path.write_bytes(b"".join(FORMATS[format].write(columns.heads, rows)))
    return path


def brought_back(path: Path, **options: Any) -> Report:
    """The file imported."""
    return run_import(path, source="export", **options)


def edited(path: Path, **cells: str) -> Path:
    """A CSV file with other cells in its only row; names with `_` for a blank."""
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig")), delimiter=";"))
    for head, text in cells.items():
        rows[1][rows[0].index(head.replace("_", " "))] = guard(text)
    with path.open("w", encoding="utf-8-sig", newline="") as handle:
        csv.writer(handle, delimiter=";").writerows(rows)
    return path


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


class TestEdits:
    """A cell that somebody changed in the file is taken over, and nothing else."""

    def test_one_cell_changes_one_field(self, entry, tmp_path):
        before = load_document(entry.pk)
        report = brought_back(edited(taken_out(tmp_path, "csv"), Zielgruppe="Kinder", Website="https://neu.example"))
        assert [(one.action, one.detail) for one in report.outcomes] == [("changed", "website, audience")]
        after = load_document(entry.pk)
        assert after.texts["de"].audience == "Kinder" and after.website == "https://neu.example"
        assert replace(after, website=before.website, texts=before.texts) == before

    def test_the_same_file_again_changes_nothing(self, entry, tmp_path):
        path = edited(taken_out(tmp_path, "csv"), Zielgruppe="Kinder")
        brought_back(path)
        assert brought_back(path).counts()["unchanged"] == 1
        assert Revision.objects.filter(organisation=entry).count() == 2

    def test_what_somebody_changed_here_meanwhile_stays(self, entry, tmp_path):
        path = edited(taken_out(tmp_path, "csv"), Name="Aus der Datei", Telefon="0711 99")
        change(entry, name="Von Hand")
        report = brought_back(path)
        assert report.outcomes[0].notes == ("name stays as it was changed here",)
        after = load_document(entry.pk)
        assert (after.name, after.phone) == ("Von Hand", "0711 99")

    def test_parts_with_several_values(self, entry, tmp_path):
        path = edited(
            taken_out(tmp_path, "csv"),
            **{
                "Sprachzusagen (genau)": "uk | certain_days | MO,FR | 2026-10-01 | Olena",
                "Treffzeiten (genau)": "FREQ=WEEKLY;BYDAY=FR | 2026-02-06 | 17:30 | title de: Offen \\| für alle",
                "Weitere Orte (genau)": "name: Neue Halle | street: Weg 7 | postcode: 70794 | town: Filderstadt",
                "Kurzbeschreibung (ar)": "جديد",
                "Offene Angebote (genau)": "seat | 2030-01-31 | age_from: 18 | title de: Ein Sitz",
                "Gremium (genau)": "who: residents, young | citizenship: no | note de: Abends",
            },
        )
        private = load_document(entry.pk).places[1]
        assert brought_back(path).counts()["changed"] == 1
        after = load_document(entry.pk)
        assert after.languages == (Language("uk", "certain_days", (0, 4), "Olena", date(2026, 10, 1)),)
        assert [(one.rrule, one.title) for one in after.meetings] == [
            ("FREQ=WEEKLY;BYDAY=FR", {"de": "Offen | für alle"})
        ]
        (opening,) = after.openings
        assert (opening.kind, opening.until, opening.age_from) == ("seat", date(2030, 1, 31), 18)
        assert opening.title == {"de": "Ein Sitz"}
        assert after.committee == Committee(who=("residents", "young"), citizenship="no", note={"de": "Abends"})
        assert after.places[1] == private, "a private place is not changed by a file"
        assert (after.texts["ar"].summary, after.texts["ar"].origin) == ("جديد", "human")

    def test_another_public_place_is_added_and_found_on_the_map_of_areas(self, entry, tmp_path):
        cell = "private | town: Filderstadt\nname: Neue Halle | postcode: 73760 | town: Ostfildern | wheelchair: yes"
        brought_back(edited(taken_out(tmp_path, "csv"), **{"Weitere Orte (genau)": cell}))
        added = load_document(entry.pk).places[2]
        assert (added.address.name, added.address.area, added.wheelchair) == ("Neue Halle", "ostfildern", "yes")

    @pytest.mark.parametrize(
        ("head", "text", "said"),
        [
            ("Sprachzusagen (genau)", "ar | perhaps", "ar | perhaps"),
            ("Treffzeiten (genau)", "jeden Dienstag", "jeden Dienstag"),
            ("Treffzeiten (genau)", "FREQ=DAILY | 2026-01-01 | 18:00", "weekly or monthly"),
            ("Weitere Orte (genau)", "irgendwo: ja", "irgendwo"),
            ("Offene Angebote (genau)", "platz | 2030-01-31", "platz"),
            ("Offene Angebote (genau)", "seat | morgen", "morgen"),
            ("Offene Angebote (genau)", "seat | 9999-12-31", "at most ten years away"),
            ("Offene Angebote (genau)", "seat | 2030-01-31 | farbe: rot", "farbe"),
            ("Gremium (genau)", "wer: alle", "wer"),
            *(("Gremium (genau)", word, word) for word in ("x", "{}", "[]", "null", "-", "how", "note d")),
            ("Gremium (genau)", "who: residents,", "who"),
            ("Gremium (genau)", "citizenship: no | how:", "how"),
            ("Gremium (genau)", "citizenship: {}", "{}"),
            ("Gremium (genau)", "citizenship: no |", "cut off at its end"),
            ("Gremium (genau)", "note de: Abends\\", "cut off at its end"),
            ("Offene Angebote (genau)", "seat | 2030-01-31 | german", "german"),
            ("Offene Angebote (genau)", "seat | 2030-01-31 | title de:", "title de"),
            ("Offene Angebote (genau)", "seat | 2030-01-31 |", "cut off at its end"),
            ("Treffzeiten (genau)", "FREQ=WEEKLY;BYDAY=FR | 2026-02-06 | 17:30-", "no time of day"),
            ("Treffzeiten (genau)", "FREQ=WEEKLY;BYDAY=FR | 2026-02-06 | 17:30-19", "no time of day"),
            ("Treffzeiten (genau)", "FREQ=WEEKLY;BYDAY=FR | | 17:30", "no day"),
            ("Treffzeiten (genau)", "FREQ=WEEKLY;BYDAY=FR | 2026-02-06 | 17:30 | except: 2026-05-01,", "no day"),
            ("Treffzeiten (genau)", "FREQ=WEEKLY;BYDAY=FR | 2026-02-06 | 17:30 | title de:", "title de"),
            ("Weitere Orte (genau)", "town: X | point: 999, 0", "999, 0"),
            ("MIT-Fassung", "77", "version 77"),
            ("MIT-Fassung", "", "without its version"),
        ],
    )
    def test_what_cannot_be_read_refuses_the_row_with_a_sentence(self, head, text, said, entry, tmp_path):
        report = brought_back(edited(taken_out(tmp_path, "csv"), **{head: text}))
        assert report.outcomes[0].action == "refused" and said in report.outcomes[0].detail
        assert entry.revisions.count() == 1

    def test_an_empty_cell_of_a_committee_takes_its_facts_away(self, entry, tmp_path):
        change(entry, committee=Committee(citizenship="no"))
        assert brought_back(edited(taken_out(tmp_path, "csv"), **{"Gremium (genau)": ""})).counts()["changed"] == 1
        assert load_document(entry.pk).committee == Committee()

    def test_a_row_of_an_older_version_only_brings_what_was_edited(self, entry, tmp_path):
        path = edited(taken_out(tmp_path, "csv"), Telefon="0711 99")
        change(entry, topics=("choir",), german="fluent")
        brought_back(path)
        after = load_document(entry.pk)
        assert (after.topics, after.german, after.phone) == (("choir",), "fluent", "0711 99")


class TestPlanning:
    """What the import in the browser can ask for besides."""

    def planned(self, path: Path, **asked: Any) -> Planned | Outcome:
        with spooled(path) as spool:
            rows = list(spool)
            planner = Planner(mapping_for(spool.format, spool.columns), "export", "public", **asked)
        entries, refused = planner.read(rows)
        return refused[0] if refused else planner.plan(entries)[0]

    def test_edits_can_replace_what_somebody_changed_here_and_nothing_else_does(self, entry, tmp_path):
        path = edited(taken_out(tmp_path, "csv"), Telefon="0711 99")
        change(entry, name="Von Hand", phone="0711 11", german="fluent")
        found = self.planned(path, overwrite=None)
        assert isinstance(found, Planned) and found.result
        made = found.result.document
        assert (made.name, made.phone, made.german) == ("Von Hand", "0711 99", "fluent")

    def test_entries_outside_of_a_curators_areas_are_refused_unread(self, entry, tmp_path):
        found = self.planned(taken_out(tmp_path, "csv"), areas=[Area.objects.get(slug="ostfildern").pk])
        assert isinstance(found, Outcome) and found.detail == OUTSIDE

    def test_without_the_column_of_the_version_no_entry_comes_a_second_time(self, entry, tmp_path):
        path = taken_out(tmp_path, "csv")
        path.write_text(path.read_text(encoding="utf-8-sig").replace("MIT-Fassung", "Nummer"), encoding="utf-8")
        assert brought_back(path).outcomes[0].action == "refused" and Organisation.objects.count() == 1


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
