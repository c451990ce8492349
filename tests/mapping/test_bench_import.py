"""`manage.py bench_import`: its table, the forms it sends, and what it says."""

import csv

import pytest
from django.core.management.base import CommandError

from mapping.bench.forms import Page, values_of
from mapping.bench.importing import HEADER, Stages, led, write_table
from mapping.management.commands.bench_import import as_table
from organisations.imports.headers import target_of


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle, delimiter=";"))


def test_the_table_changes_as_a_source_does(tmp_path):
    write_table(tmp_path / "one.csv", 200)
    write_table(tmp_path / "two.csv", 200, changed=True)
    before = {row["ID"]: row for row in rows_of(tmp_path / "one.csv")}
    after = {row["ID"]: row for row in rows_of(tmp_path / "two.csv")}
    assert (len(before), len({row["Name"] for row in before.values()}), set(before) - set(after)) == (
        200, 200, {"99", "199"},
    )  # fmt: skip
    assert sum(before[id] != row for id, row in after.items()) == 20


def test_every_column_is_guessed():
    assert all(map(target_of, HEADER))


def test_a_form_is_sent_as_it_stands():
    page = """<form><input type="hidden" name="a" value="1"><input name="b" value="&amp;"><input type="file" name="f">
      <input type="checkbox" name="c" value="x" checked><input type="checkbox" name="c" value="y">
      <select name="d"><option value="1">1</option><option value="2" selected>2</option></select>
      <select name="e"><option value="first">1</option><option value="2">2</option></select>
      <button name="act" value="go">Go</button></form>"""
    assert values_of(page) == [("a", "1"), ("b", "&"), ("c", "x"), ("d", "2"), ("e", "first")]


def test_a_form_that_is_refused_ends_the_measurement():
    assert led(Page(302, "/there/", "")) == "/there/"
    with pytest.raises(CommandError, match="422"):
        led(Page(422, "", "No."))


def test_what_is_too_slow_is_said():
    table = as_table(Stages({"read": 1.0}, {"table": 299.0, "words": 300.0}), "x")
    assert [list(column.cells) for column in table.columns][2:] == [
        ["table", "words"], ["299", "300"], ["yes", "no"],
    ]  # fmt: skip
