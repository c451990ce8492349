"""What somebody edits in a file that was taken out is taken over, and nothing else; what cannot be read is refused."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from organisations.curate.telling import pieces_of
from organisations.document import Committee, Language
from organisations.imports.mapping import mapping_for
from organisations.imports.planning import OUTSIDE, Outcome, Planned, Planner
from organisations.imports.reader import spooled
from organisations.models import Area, Organisation, Revision
from organisations.services.rows import load_document
from tests.factories import change
from tests.organisations.exports.trips import brought_back, edited, taken_out

pytestmark = pytest.mark.usefixtures("vocabulary")


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
            ("Gremium (genau)", "who: residents, everybody", "everybody"),
            ("Gremium (genau)", "citizenship: perhaps", "citizenship"),
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
        (outcome,) = report.outcomes
        assert outcome.action == "refused" and said in outcome.detail
        assert not any(piece.foreign for piece in pieces_of(outcome.detail))
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
