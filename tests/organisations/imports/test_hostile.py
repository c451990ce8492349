"""Hostile and broken files through the real command, in a process whose memory is measured."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings as django_settings
from django.db import connection

from organisations.curate.telling import pieces_of
from organisations.models import Batch, ExternalId, Listing, Organisation, Revision
from tests.organisations.imports.files import csv_file, feature, geojson_file, xlsx_file
from tests.organisations.imports.hostile_files import FILES, SLOW, Case, osm, tangle

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("vocabulary")]
MOST_MEMORY = 500  # MB
# What may be told in English alone: the words of zipfile, of expat, of libosmium.
PARSERS = re.compile(
    r"Bad CRC-32 for |mismatched tag: |XML parsing error |xml file nested |XML entities |PBF error: |end of buffer "
)


def environment() -> dict[str, str]:
    """Where a process of its own finds the test's database."""
    database = connection.settings_dict
    place = f"{quote(database['USER'])}:{quote(database['PASSWORD'])}@{database['HOST']}:{database['PORT']}"
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": f"postgres://{place}/{database['NAME']}",
    }


def measured(files: Iterable[Path]) -> list[dict[str, Any]]:
    """What the command said of each file, and what it cost."""
    command = [sys.executable, "-m", "tests.organisations.imports.measured", *map(str, files)]
    done = subprocess.run(
        command, cwd=django_settings.BASE_DIR, env=environment(), capture_output=True, text=True, check=True
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def refused(cases: Sequence[Case], folder: Path) -> None:
    """Makes the files, imports them and looks at what was said, at the memory and at the database."""
    for name, make, _ in cases:
        make(folder / name)
    for (name, _, sentence), found in zip(cases, measured(folder / name for name, _, _ in cases), strict=True):
        assert not found["failed"], (name, found)
        assert sentence in found["refused"], (name, found)
        assert found["refused"].startswith(name) and "\n" not in found["refused"], (name, found)
        foreign = [piece.text for piece in pieces_of(found["refused"]) if piece.foreign]
        assert all(PARSERS.match(words) for words in foreign), (name, foreign)
        assert found["memory"] < MOST_MEMORY, (name, found)
        print(name, found["memory"], "MB", found["seconds"], "s")
    assert not Organisation.objects.exists()
    assert not Batch.objects.exists()


def test_a_hostile_file_is_refused_with_a_sentence_and_little_memory(tmp_path: Path) -> None:
    refused(FILES, tmp_path)


@pytest.mark.deep
def test_a_file_that_would_take_all_memory_is_refused(tmp_path: Path) -> None:
    refused(SLOW, tmp_path)


FORMULAS = """=HYPERLINK("http://evil.example";"Chor");Aich
Chor Eins;=1+1
"=cmd|' /C calc'!A0";Aich
+Plus e.V.;Aich
-Minus e.V.;Aich
@Tanz e.V.;Aich
+cmd|x;Aich
@SUM(1);Aich
Chor Zwei;Aich
"""


def test_a_formula_is_never_worked_out_and_never_kept_as_one(tmp_path: Path) -> None:
    rows = [
        ["Name", "Ort"],
        ["=1+1", "Aich"],
        ["Chor Drei", '=WEBSERVICE("http://evil.example")'],
        ["Chor Vier", "Aich"],
    ]
    files = [csv_file(tmp_path, "Name;Ort\n" + FORMULAS), xlsx_file(tmp_path, rows)]
    text, book = measured(files)
    assert "line 2 │ refused" in text["report"] and "column 'Name' holds a formula" in text["report"]
    assert "line 3 │ refused" in text["report"] and "column 'Ort' holds a formula" in text["report"]
    assert "cell A2 holds a formula; copy its value" in book["report"]
    assert "cell B3 holds a formula; copy its value" in book["report"]
    names = set(Organisation.objects.values_list("name", flat=True))
    assert names == {"+Plus e.V.", "-Minus e.V.", "Chor Zwei", "Chor Vier"}


def test_a_place_beyond_the_poles_refuses_its_row_and_no_other(tmp_path: Path) -> None:
    away = [("Pol", (9, 95)), ("Datum", (181, 48)), ("Viel", (1e308, 48)), ("Hier", (9.2197, 48.679))]
    rows = "".join(f"{name};{point[1]};{point[0]}\n" for name, point in away)
    features = [feature({"type": "Point", "coordinates": list(point)}, name=name) for name, point in away]
    (tmp_path / "pole.osm").write_bytes(osm("club", "name", where='lat="95" lon="9"'))
    files = [csv_file(tmp_path, "Name;Lat;Lon\n" + rows), geojson_file(tmp_path, features, name="p.geojson")]
    text, shapes, node = measured([*files, tmp_path / "pole.osm"])
    assert "latitude 95, longitude 9: not on the globe" in text["report"]
    assert "longitude 9, latitude 95 is not on the globe" in shapes["report"]
    for found in (text, shapes):
        assert "4 rows: 1 new, 0 changed, 0 unchanged, 3 refused." in found["report"]
    assert "its position is not in the file" in node["report"] or node["refused"].startswith("pole.osm")
    assert set(Organisation.objects.values_list("name", flat=True)) == {"Hier"}


def test_a_tangle_is_given_a_point_without_being_repaired(tmp_path: Path) -> None:
    shape = {"type": "Polygon", "coordinates": [tangle(20_000)]}
    many = {"type": "MultiPolygon", "coordinates": [[tangle(3)] for _ in range(5_000)]}
    path = geojson_file(tmp_path, [feature(shape, name="Knäuel"), feature(many, name="Viele")], name="tangle.geojson")
    (found,) = measured([path])
    assert "2 rows: 2 new" in found["report"], found
    assert found["memory"] < MOST_MEMORY and found["seconds"] < 60


ROWS = 1_200
BATCH = 500  # rows of one transaction


def state() -> tuple[Any, ...]:
    """All that an import leaves behind, without the ids that differ from run to run."""
    entries = Organisation.objects.order_by("name").values_list("name", "state", "number", "slug", "area__slug")
    ids = ExternalId.objects.order_by("value").values_list("source", "value", "revision", "organisation__name", "seen")
    listings = Listing.objects.order_by("slug").values_list("slug", "name", "point", "areas", "words")
    revisions = Revision.objects.order_by("organisation__name").values_list("organisation__name", "number", "author")
    plain = [(*row[:4], {key: mark for key, mark in row[4].items() if key not in {"place", "contact"}}) for row in ids]
    return list(entries), plain, list(listings), list(revisions)


def test_an_import_that_is_killed_leaves_whole_batches_and_goes_on(tmp_path: Path) -> None:
    rows = "".join(f"{n};Verein {n:04};70794;Filderstadt;48,6{n:04};9,2{n:04}\n" for n in range(ROWS))
    path = csv_file(tmp_path, "ID;Name;PLZ;Ort;Lat;Lon\n" + rows)
    command = [sys.executable, "manage.py", "import_organisations", str(path), "--source", "town"]
    process = subprocess.Popen(command, cwd=django_settings.BASE_DIR, env=environment(), stdout=subprocess.DEVNULL)
    end = time.monotonic() + 120
    while not Organisation.objects.exists():
        assert process.poll() is None and time.monotonic() < end, "nothing was imported"
        time.sleep(0.02)
    process.kill()
    process.wait()
    done = Organisation.objects.count()
    assert done in {BATCH, 2 * BATCH}  # and not yet the last one
    assert Listing.objects.count() == Revision.objects.count() == ExternalId.objects.count() == done
    again = subprocess.run(command, cwd=django_settings.BASE_DIR, env=environment(), capture_output=True, text=True)
    assert again.returncode == 0, again.stderr
    assert f"{ROWS} rows: {ROWS - done} new, 0 changed, {done} unchanged, 0 refused." in again.stdout
    resumed = state()
    Organisation.objects.all().delete()
    ExternalId.objects.all().delete()
    assert not Listing.objects.exists()
    subprocess.run(command, cwd=django_settings.BASE_DIR, env=environment(), capture_output=True, check=True)
    assert state() == resumed


def test_a_file_with_nothing_but_bad_rows_is_reported_in_short(tmp_path: Path) -> None:
    (found,) = measured([csv_file(tmp_path, "Name;PLZ\n" + "x;abc\n" * 5_000)])
    assert "… and 4000 more refused (--all shows them)" in found["report"]
    assert "5000 rows: 0 new, 0 changed, 0 unchanged, 5000 refused." in found["report"]
    assert found["memory"] < MOST_MEMORY


def test_the_command_itself_ends_with_one_line_and_a_status(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "\n\n")
    command = [sys.executable, "manage.py", "import_organisations", str(path)]
    done = subprocess.run(command, cwd=django_settings.BASE_DIR, env=environment(), capture_output=True, text=True)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert (
        done.stderr.splitlines()[-1] == "CommandError: clubs.csv has no header: none of the first 20 rows can be read."
    )


def test_a_file_of_which_no_geometry_can_be_used_says_so_of_each_feature(tmp_path: Path) -> None:
    broken = [{"type": "Point", "coordinates": [None, None]}, {"type": ["Point"], "coordinates": [9.2, 48.6]}]
    (found,) = measured([geojson_file(tmp_path, [feature(shape, name="Chor", topic="choir") for shape in broken])])
    assert "feature 1 │ refused" in found["report"] and "not a pair of numbers" in found["report"]
    assert "feature 2 │ refused" in found["report"] and "unknown type" in found["report"]
