"""Imports in the browser: whose they are, what a curator sees and chooses, hostile files."""

from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from organisations.models import Batch, ExternalId, ImportPiece, ImportRun, ImportSource, Organisation
from tests.conftest import DEEP
from tests.factories import organisation
from tests.organisations.imports.hostile_files import FILES
from tests.organisations.imports.staged import worked
from tests.organisations.imports.town import CHOIR, HEADER, changed, document, edit
from tests.signing_in import signed_in

PICKED = (
    "bomb.xlsx", "liar.xlsx", "clubs.xlsx", "bomb.ods", "laughs.ods", "endless.vcf", "deep.geojson",
    "laughs.osm", "empty.csv", "packed.csv", "line.csv", "said.osm.pbf",
)  # fmt: skip


@pytest.fixture
def desk(curator):
    return signed_in(curator.user, Client(headers={"accept-language": "en"}))


@pytest.fixture
def root_desk(admin_user):
    return signed_in(admin_user, Client(headers={"accept-language": "en"}))


def upload(desk: Client, content: str | bytes, name: str = "town.csv", headers: Any = None, **said: str):
    data = content.encode() if isinstance(content, str) else content
    form = {"file": SimpleUploadedFile(name, data), "source": "", "name": "town", "state": "public", **said}
    return desk.post("/curate/import/", form, headers=headers)


def read(desk: Client, *rows: str, header: str = HEADER) -> str:
    """A table that was uploaded and read; the address of the import."""
    answer = upload(desk, "\n".join([header, *rows]))
    assert answer.status_code == 302, answer.content.decode()
    worked()
    return str(answer.headers["Location"])


def compared(desk: Client, *rows: str, header: str = HEADER, **said: str) -> str:
    return as_guessed(desk, read(desk, *rows, header=header), **said)


def as_guessed(desk: Client, page: str, **said: str) -> str:
    """The file compared with the guesses about its columns, but for what is `said`."""
    guessed = desk.get(f"{page}columns/").context["columns"]
    desk.post(f"{page}columns/", {row["field"]: row["target"] for row in guessed.rows} | said)
    worked()
    return page


def text(desk: Client, path: str) -> str:
    return " ".join(desk.get(path).content.decode().split())


def chosen(desk: Client, page: str, **more: object):
    """What the form of the page says when nothing is touched."""
    rows = desk.get(page).context["rows"].lines
    form = {"row": [one.row.pk for one in rows], "take": [one.row.pk for one in rows if one.row.chosen]}
    return desk.post(page, {**form, "action": "import", **more})


def chosen_blindly(desk: Client, page: str):
    """The import button, without a look at the page."""
    return desk.post(page, {"action": "import"})


def test_a_file_is_read_compared_imported_and_taken_back(desk):
    page = read(desk, CHOIR)
    assert "Say what the columns mean" in text(desk, page)
    page = compared(desk, CHOIR)
    assert "This is what would happen" in text(desk, page) and 'data-chosen="1"' in text(desk, page)
    assert "Türkisch" in text(desk, page) or "Turkish" in text(desk, page)
    chosen(desk, page)
    assert "Entries are imported" in text(desk, page)
    worked()
    assert document().state == "public"
    work = ImportRun.objects.latest("created_at").work
    assert work and "Take it back" in text(desk, page)
    desk.post(f"/curate/work/{work.pk}/", {"action": "undo"})
    worked()
    assert document().state == "archived"
    assert "This was taken back" in text(desk, page)


def test_what_the_columns_mean_is_said_once_for_a_source(desk):
    page = compared(desk, "Die Eulen;Bernhausen;Sonnenweg 1", header="Spalte A;Ort;Weg", c0="name", c2="street")
    assert "Die Eulen" in text(desk, page)
    again = read(desk, "Die Eulen;Bernhausen;Sonnenweg 1", header="Spalte A;Ort;Weg")
    assert [row["target"] for row in desk.get(f"{again}columns/").context["columns"].rows] == ["name", "town", "street"]


def test_without_a_name_there_is_nothing_to_compare(desk):
    page = read(desk, "a;b", header="X;Y")
    answer = desk.post(f"{page}columns/", {"c0": "town", "c1": "nonsense"})
    assert answer.status_code == 422 and "which column holds the name" in answer.content.decode()
    assert ImportRun.objects.get().phase == "columns"


def test_an_unknown_word_is_decided_once(desk):
    page = compared(desk, changed(CHOIR, Sparte="Gesang, Unfug, Quatsch"))
    assert "3 unknown words" in text(desk, page)
    words = desk.get(f"{page}words/").context["words"]
    form: dict[str, Any] = {"n": [row["n"] for row in words.rows]}
    for row in words.rows:
        form |= {f"target{row['n']}": row["target"], f"word{row['n']}": row["word"]}
    n = {row["word"]: row["n"] for row in words.rows}
    choir = next(name for _target, names in words.lists for name in names if "hoir" in name)
    form |= {f"is{n['Gesang']}": choir, f"skip{n['Unfug']}": "on", f"is{n['Quatsch']}": "?"}
    shown = desk.post(f"{page}words/", form).context["words"].rows
    assert [row["word"] for row in shown if row["problem"]] == ["Quatsch"]
    assert [row["typed"] for row in shown if row["word"] == "Quatsch"] == ["?"]
    assert ImportSource.objects.get().mapping["values"]["topic"] == {"Gesang": "choir", "Unfug": None}
    desk.post(f"{page}words/", form | {f"is{n['Quatsch']}": ""})
    worked()
    assert [word for _, word, _ in ImportRun.objects.get().unknown] == ["Quatsch"]


def test_rows_are_left_out_and_hand_made_changes_replaced_as_the_curator_says(desk):
    chosen(desk, compared(desk, CHOIR))
    worked()
    edit(lambda entry: replace(entry, phone="0711 11"))
    page = compared(desk, changed(CHOIR, Telefon="0711 99"), "9;Zweiter;;70794;Filderstadt;;;;;;;;;")
    (line, *_) = desk.get(f"{page}?rows=kept").context["rows"].lines
    assert [(one.label, one.before, one.after) for one in line.kept] == [("Telephone", "0711 11", "0711 99")]
    assert "Different here, and stays so unless you replace it:" in text(desk, page) and not line.row.overwrite
    row = ImportRun.objects.latest("created_at").rows.get(kept=True)
    desk.post(page, {"row": [row.pk], "take": [row.pk], "over": [row.pk], "action": "save"})
    desk.post(f"{page}?rows=new", {"action": "none"})
    desk.post(page, {"action": "import"})
    worked()
    assert document().phone == "0711 99"
    assert not Organisation.objects.filter(name="Zweiter").exists()


def test_a_row_can_be_said_to_be_an_entry_that_is_there(desk):
    there = organisation("Chor Muster", phone="0711 23125001", email="", places=())
    page = compared(desk, CHOIR)
    assert "Chor Muster</bdi></a> · " in text(desk, page) and "· same name" in text(desk, page)
    row = ImportRun.objects.latest("created_at").rows.get()
    desk.post(page, {"row": [row.pk], "take": [], f"is{row.pk}": str(there.pk), "action": "save"})
    assert "info@chor.example" in text(desk, page)
    chosen(desk, page, **{f"is{row.pk}": str(there.pk)})
    worked()
    assert Organisation.objects.get().email == "info@chor.example"


def test_nobody_makes_a_row_an_entry_of_another_area(desk):
    there = organisation("Chor Muster", phone="0711 23125001", area="ostfildern", places=())
    page = compared(desk, CHOIR)
    row = ImportRun.objects.latest("created_at").rows.get()
    desk.post(page, {"row": [row.pk], f"is{row.pk}": str(there.pk), "action": "save"})
    row.refresh_from_db()
    assert (row.linked, row.entry) == (False, None)


def test_the_button_says_what_would_happen_when_no_row_is_chosen(desk):
    page = compared(desk, CHOIR)
    desk.post(page, {"action": "none"})
    assert 'data-chosen="0"' in text(desk, page) and 'value="import"' in text(desk, page)
    chosen(desk, page, take=[ImportRun.objects.get().rows.get().pk])
    worked()
    again = compared(desk, CHOIR)
    assert "There is nothing to import" in text(desk, again) and 'value="import"' not in text(desk, again)
    assert "Nothing is chosen." in desk.post(again, {"action": "import"}, follow=True).content.decode()


def test_a_file_that_changes_marks_alone_says_so(desk):
    chosen(desk, compared(desk, CHOIR))
    worked()
    page = str(upload(desk, f"{HEADER}\n{CHOIR.replace('1;Chor', '2;Chor')};x", whole="on").headers["Location"])
    worked()
    as_guessed(desk, page)
    assert "Change 1 mark “missing in its source”" in text(desk, page)
    desk.post(page, {"action": "import"})
    worked()
    assert ExternalId.objects.exclude(missing_since=None).exists()


def test_imports_belong_to_who_began_them(desk, other_desk, root_desk):
    page = compared(desk, CHOIR)
    for path in (page, f"{page}columns/", f"{page}words/"):
        assert (other_desk.get(path).status_code, root_desk.get(path).status_code) == (404, 200)
    assert other_desk.post(page, {"action": "forget"}).status_code == 404
    assert page not in other_desk.get("/curate/import/").content.decode()


def test_a_table_of_many_rows_asks_as_much_as_one_of_few(desk):
    def asked(*rows: str) -> int:
        page = compared(desk, *rows)
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(page).status_code == 200
        return len(queries)

    asked(CHOIR)
    many = [f"{n};Verein {n};Weg {n};70794;Filderstadt;;;;;;;;;" for n in range(60)]
    assert asked(many[0]) == asked(*many)


def test_nobody_gives_a_file_to_the_source_of_somebody_else(desk, other_desk):
    read(desk, CHOIR)
    answer = upload(other_desk, "Name\nChor\n", headers={"accept-language": "en"})
    assert answer.status_code == 422 and "A source of somebody else is called so" in answer.content.decode()
    assert "town" not in other_desk.get("/curate/import/").content.decode().split("Earlier")[0]


def test_the_file_can_be_deleted_before_its_time(desk):
    page = compared(desk, CHOIR)
    desk.post(page, {"action": "forget"})
    assert not ImportPiece.objects.exists()
    run = ImportRun.objects.get()  # no samples of the columns either
    assert (run.forgotten, run.columns, run.unknown) == (True, [], [])
    assert "are deleted" in text(desk, page)
    assert desk.get(f"{page}columns/").status_code == 404


@pytest.mark.django_db(transaction=False)
def test_a_hostile_file_is_refused_with_a_sentence_and_changes_nothing(desk, tmp_path):
    wanted = [one for one in FILES if not one[0].startswith(("big", "zeros")) and (DEEP or one[0] in PICKED)]
    for name, make, sentence in wanted:
        make(tmp_path / name)
        answer = upload(desk, (tmp_path / name).read_bytes(), name)
        if answer.status_code == 302:
            worked()
            run = ImportRun.objects.latest("created_at")
            if run.phase == "columns":  # only its names are missing
                assert name == "nameless.osm"
                continue
            assert (run.phase, sentence in run.error) == ("refused", True), (name, run.error)
            assert "Nothing was changed" in text(desk, answer.headers["Location"])
        else:
            assert answer.status_code == 422 and "field-error" in answer.content.decode(), name
    assert not Organisation.objects.exists() and not Batch.objects.exists()


def test_a_file_that_is_too_large_or_of_another_kind_is_refused_at_once(desk, settings):
    settings.IMPORT_MAX_MB = 1
    answer = upload(desk, b"Name;Ort\n" + b"x" * 3_000_000)
    assert answer.status_code == 422 and "The file has 3.1 MB; at most 1 MB are read." in answer.content.decode()
    answer = upload(desk, b"MZ", "virus.exe")
    assert answer.status_code == 422 and "Files of this kind cannot be imported" in answer.content.decode()
    assert not ImportRun.objects.exists()


def test_nobody_else_gives_us_files(desk, club):
    answer = desk.post("/curate/queue/", {"file": SimpleUploadedFile("a.csv", b"x" * 100)})
    assert answer.status_code == 405
    request = Client().post("/curate/import/", {"file": SimpleUploadedFile("a.csv", b"x" * 100)}).wsgi_request
    assert not request.FILES
