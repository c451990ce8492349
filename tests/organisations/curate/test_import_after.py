"""What a curator finds around an import: the row of the headings, words decided anew, what came of it, the way back."""

from typing import Any

import pytest
from django.test import Client

from organisations.models import ImportRun, ImportSource, Organisation
from tests.factories import organisation
from tests.organisations.curate.test_import import as_guessed, chosen, compared, read, text, upload
from tests.organisations.imports.files import xlsx_file
from tests.organisations.imports.staged import worked
from tests.organisations.imports.town import BAND, CHOIR, changed
from tests.signing_in import signed_in


@pytest.fixture
def desk(curator):
    return signed_in(curator.user, Client(headers={"accept-language": "en"}))


def lines(desk: Client, page: str) -> list[Any]:
    return list(desk.get(page).context["rows"].lines)


def imported(desk: Client, *rows: str, **said: str) -> str:
    """An import of these rows; its page."""
    page = compared(desk, *rows)
    ImportSource.objects.update(**said)
    chosen(desk, page)
    worked()
    return page


class TestTheRowOfTheHeadings:
    """Guessed, unless a curator says which one it is."""

    def test_names_of_groups_above_the_headings_are_no_headings(self, desk, tmp_path):
        table = [["Verein", "", "Kontakt", "Anschrift"], ["Name", "Thema", "Telefon", "PLZ"], ["Chor", "", "", "70794"]]
        page = str(upload(desk, xlsx_file(tmp_path, table).read_bytes(), "groups.xlsx").headers["Location"])
        worked()
        assert [row["name"] for row in desk.get(f"{page}columns/").context["columns"].rows] == table[1]

    def test_another_row_can_be_said_and_is_kept_for_the_source(self, desk):
        rows = ("Vorstand;Telefon", "Die Eulen;0711 1")
        page = read(desk, *rows, header="Verein;Telefon")
        assert 'name="header"' in text(desk, f"{page}columns/")
        assert desk.post(f"{page}columns/", {"c0": "name", "header": "2"}).headers["Location"] == page
        worked()
        columns = desk.get(f"{page}columns/").context["columns"]
        assert [row["name"] for row in columns.rows] == ["Vorstand", "Telefon"]
        again = read(desk, *rows, "Der Uhu;0711 2", header="Verein;Telefon")
        assert [row["name"] for row in desk.get(f"{again}columns/").context["columns"].rows] == ["Vorstand", "Telefon"]

    @pytest.mark.parametrize("said", ["0", "21", "-1", "x", "9" * 400, "20"])
    def test_a_row_that_there_is_not_changes_nothing(self, desk, said):
        page = read(desk, CHOIR)
        desk.post(f"{page}columns/", {"c1": "name", "header": said})
        worked()
        assert "Name" in [column["name"] for column in ImportRun.objects.get().columns]


class TestWords:
    """What was decided about words can be seen and decided anew."""

    @pytest.fixture
    def page(self, desk):
        """Both words are decided, the first one wrongly."""
        page = compared(desk, changed(CHOIR, Sparte="Gesang, Unfug"))
        rows = desk.get(f"{page}words/").context["words"].rows
        form: dict[str, Any] = {"n": [row["n"] for row in rows]}
        for row in rows:
            form |= {f"target{row['n']}": row["target"], f"word{row['n']}": row["word"]}
        n = {row["word"]: row["n"] for row in rows}
        desk.post(f"{page}words/", form | {f"is{n['Gesang']}": "band", f"skip{n['Unfug']}": "on"})
        worked()
        return page

    def test_a_decision_can_be_changed_on_the_page_of_the_words(self, desk, page):
        assert "What words were decided to mean" in text(desk, page)
        rows = {row["word"]: row for row in desk.get(f"{page}words/").context["words"].rows}
        assert (rows["Gesang"]["typed"] != "", rows["Unfug"]["means_nothing"]) == (True, True)
        n = rows["Gesang"]["n"]
        form = {"n": [n], f"target{n}": "topic", f"word{n}": "Gesang", f"is{n}": ""}
        desk.post(f"{page}words/", form | {f"is{n}": "choir"})
        assert ImportSource.objects.get().mapping["values"]["topic"]["Gesang"] == "choir"
        worked()
        desk.post(f"{page}words/", form)
        worked()
        assert [word for _target, word, _rows in ImportRun.objects.get().unknown] == ["Gesang"]

    def test_a_decision_can_be_taken_back_on_the_page_of_the_source(self, desk, page):
        source = f"/curate/sources/{ImportSource.objects.get().pk}/"
        assert "Gesang" in text(desk, source) and "means nothing" in text(desk, source)
        desk.post(source, {"target": "topic", "word": "Gesang"})
        assert ImportSource.objects.get().mapping["values"]["topic"] == {"Unfug": None}

    def test_a_word_within_a_name_is_guessed_and_one_that_fits_nothing_is_not(self, desk):
        page = compared(desk, changed(CHOIR, Sparte="Chöre, Xyzzy"))
        first, second = desk.get(f"{page}words/").content.decode().split('list="list-topic"')[1:]
        assert first.startswith(' value="Choir"') and second.startswith(' value=""')

    def test_where_there_are_no_words_there_is_nothing_to_save(self, desk):
        page = compared(desk, CHOIR)
        shown = text(desk, f"{page}words/")
        assert "Nothing here." in shown and "Save and compare again" not in shown


class TestAfterAnImport:
    """What came of it leads on, and can be taken back."""

    def test_rows_lead_to_their_entries_and_those_not_taken_say_so(self, desk):
        page = compared(desk, CHOIR, "2;Zweiter;;70794;Filderstadt;;;;;;;;;")
        first, second = lines(desk, page)
        desk.post(page, {"row": [first.row.pk, second.row.pk], "take": [first.row.pk], "action": "import"})
        worked()
        first, second = lines(desk, page)
        assert (first.left_out, second.left_out) == (False, True) and "Not taken" in text(desk, page)
        assert f"/curate/o/{Organisation.objects.get().slug}/" in text(desk, page)

    def test_new_drafts_and_the_entries_of_the_source_are_one_click_away(self, desk):
        page = imported(desk, CHOIR, state="draft")
        address = "/curate/entries/?state=draft&amp;source=town"
        assert address in text(desk, page)
        assert desk.get(address.replace("&amp;", "&")).context["table"].count == 1
        assert "/curate/entries/?state=public&amp;state=draft&amp;source=town" in text(desk, "/curate/sources/")

    def test_it_can_be_taken_back_from_its_page_when_its_file_is_gone_and_the_list_says_so(self, desk):
        page = imported(desk, CHOIR)
        desk.post(page, {"action": "forget"})
        assert "Take it back" in text(desk, page) and "<b>taken back</b>" not in text(desk, "/curate/import/")
        work = ImportRun.objects.get().work
        assert work
        desk.post(f"/curate/work/{work.pk}/", {"action": "undo"})
        worked()
        assert "This was taken back" in text(desk, page)
        assert "<b>taken back</b>" in text(desk, "/curate/import/")

    def test_a_source_without_an_address_is_not_said_to_be_fetched(self, desk):
        compared(desk, CHOIR)
        shown = text(desk, f"/curate/sources/{ImportSource.objects.get().pk}/")
        assert "It has no address" in shown and "The file at the address" not in shown


def test_entries_of_one_name_can_be_told_apart_where_a_row_is_one_of_them(desk):
    there = [organisation("Café Zusammen", phone="0711 23125001", places=()) for _ in range(2)]
    page = compared(desk, changed(CHOIR, Name="Café Zusammen"))
    (line,) = lines(desk, page)
    shown = [f"{one.entry.name} · {one.where}" for one in line.candidates]
    assert len(shown) == len(set(shown)) == 2 and all(one.slug in " ".join(shown) for one in there)
    assert all(f">{one}</option>" in text(desk, page) for one in shown)


def test_two_rows_of_one_file_for_one_club_say_so_and_the_second_is_not_chosen(desk):
    twin = changed(CHOIR, ID="9", Name="CHOR MUSTER", Telefon="")
    other = changed(CHOIR, ID="8", Name="Chor Muster 1900", EMail="")
    page = compared(desk, CHOIR, changed(BAND, PLZ="70794", Ort="Filderstadt"), twin, other)
    found = lines(desk, page)
    assert [line.row.chosen for line in found] == [True, True, False, False]
    assert text(desk, page).count("may be the same as line 2 of this file") == 2
    assert [line.row.name for line in lines(desk, f"{page}?rows=alike")] == ["CHOR MUSTER", "Chor Muster 1900"]


def test_the_dry_run_of_a_file_that_lost_its_letters_chooses_none_of_its_rows(desk):
    page = compared(desk, changed(CHOIR, Beschreibung="????? ???????"), changed(CHOIR, ID="5", Name="???? ??????"))
    assert [(line.row.action, line.row.chosen) for line in lines(desk, page)] == [("refused", False)] * 2
    assert "save the file anew as CSV UTF-8" in text(desk, page)


def test_headings_of_a_table_are_found_as_the_columns_say(desk):
    page = as_guessed(desk, read(desk, "Chor;Zahlt nicht.", header="Name;Bemerkung"))
    assert "Zahlt nicht" not in text(desk, page)


@pytest.mark.usefixtures("vocabulary")
def test_who_decides_everywhere_sees_drafts_that_a_row_may_be_the_same_as(admin_user):
    desk = signed_in(admin_user, Client(headers={"accept-language": "en"}))
    there = organisation("Chor Muster", phone="0711 23125001", places=(), state="draft")
    page = compared(desk, CHOIR)
    assert [one.entry for one in lines(desk, page)[0].candidates] == [there]
