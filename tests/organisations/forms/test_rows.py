"""Rows are added and removed with and without JavaScript, and nothing typed is lost on the way."""

import pytest

from organisations.document import Language
from organisations.forms.entry import EntryForm, section_form
from tests.factories import document
from tests.organisations.forms.browser import opened, page, posted, sent

pytestmark = pytest.mark.usefixtures("vocabulary")


def three():
    codes = ("ar", "fa", "tr")
    return document(languages=tuple(Language(code, "always", note=code) for code in codes))


def test_a_button_adds_an_empty_row_and_saves_nothing():
    found = sent("languages", three(), row="add:languages", languages__0__note="neu getippt")
    assert found.is_row_step
    assert not found.is_valid()
    assert found.document == found.before
    shown = page(found)
    assert len(shown.all("[data-row]")) == 4
    assert shown.one("[name=languages-0-note]").get("value") == "neu getippt"
    assert not shown.all("[aria-invalid]")


def test_a_button_removes_a_row_and_the_later_ones_move_up():
    found = sent("languages", three(), row="remove:languages:1")
    again = section_form("languages", found.before, posted(found), language="de")
    assert again.is_valid(), again.errors
    assert [one.code for one in again.document.languages] == ["ar", "tr"]
    assert [one.note for one in again.document.languages] == ["ar", "tr"]


def test_empty_rows_are_no_rows():
    first = sent("languages", three(), row="add:languages")
    found = section_form("languages", first.before, posted(first), language="de")
    assert found.is_valid(), found.errors
    assert found.document == found.before


def test_rows_that_a_script_left_out_are_removed():
    data = posted(opened("languages", three()))
    for name in list(data):
        if name.startswith("languages-1-"):
            del data[name]
    found = section_form("languages", three(), data, language="de")
    assert found.is_valid(), found.errors
    assert [one.code for one in found.document.languages] == ["ar", "tr"]


@pytest.mark.parametrize(
    "step", ["add:nothing", "remove:languages", "add:languages:1", "drop:languages:1", "x" * 999, ""]
)
def test_what_no_button_asks_is_no_step(step):
    assert not sent("languages", three(), row=step).is_row_step


def test_a_row_that_is_not_there_cannot_be_removed():
    found = sent("languages", three(), row="remove:languages:99")
    assert found.is_row_step
    assert len(page(found).all("[data-row]")) == 3


def test_a_step_in_one_section_keeps_what_was_typed_in_the_others():
    keys = ("about", "languages")
    data = posted(
        EntryForm(three(), keys=keys), about__name="Halb getippt", about__email="kein at", row="add:languages"
    )
    found = EntryForm(three(), data, keys)
    assert found.is_row_step
    assert not found.is_valid()
    shown = page(found)
    assert shown.one("[name=about-name]").get("value") == "Halb getippt"
    assert found.errors == []


def test_the_first_button_of_a_form_with_rows_removes_nothing():
    buttons = page(opened("languages", three())).all("button")
    assert buttons[0].get("name") is None


def test_a_form_that_does_not_say_how_many_rows_it_has_changes_nothing():
    data = posted(opened("languages", three()))
    for data["languages-count"] in ["", "x", "-1", "1e9", "9" * 30, "٣"]:
        found = section_form("languages", three(), data, language="de")
        assert not found.is_valid()
        assert found.errors
        assert found.document == found.before
    assert len(page(found).all("[data-row]")) == 3


def test_a_form_that_did_not_arrive_as_a_whole_changes_nothing():
    found = sent("about", three(), **{"about__end": None})
    assert not found.is_valid()
    assert found.errors[0][0] == "section-about"


def test_far_too_many_rows_are_refused_with_a_sentence():
    found = sent("languages", three(), languages__count="10000")
    assert not found.is_valid()
    assert "40" in found.errors[0][1]
    assert len(page(found).all("[data-row]")) <= 60
