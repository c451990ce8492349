"""Asking for a person finds them in the texts of entries and in files too, however they are written and kept there."""

import json
from dataclasses import replace
from datetime import date, time
from typing import Any
from uuid import uuid4

import pytest

from organisations.document import Language, Meeting, Text
from organisations.imports.storing import store_rows
from organisations.models import CuratorRole, Editor, EntryNote, ImportRow, ImportRun, ImportSource
from organisations.services import person_data
from organisations.services.labels import note_down
from organisations.services.person_data import Whom
from organisations.services.suggestions import suggest_change
from tests.factories import change, place
from tests.html import parse
from tests.organisations.associations.conftest import now_of, sender

PATH = "/curate/personal-data/"
WHO = f"p{uuid4().hex[:10]}@x.example"


@pytest.fixture
def office(desk, curator):
    CuratorRole.objects.filter(user=curator.user).update(everywhere=True)
    return desk


def found(place: str, **whom: str) -> list[person_data.Found]:
    places = {found.name: rows for found, rows in person_data.found_of(Whom(**whom))}
    return places.get(place, [])


def asked(office, whom, language="de"):
    return parse(office.post(PATH, {"whom": whom}, headers={"accept-language": language}).content.decode())


def links(page) -> list[str]:
    return [one.get("href") for one in page.all(".desk-found-row a")]


@pytest.mark.parametrize("part", ["summary", "description", "audience"])
@pytest.mark.parametrize("code", ["de", "ar"])
def test_an_address_in_a_public_text_is_found_in_every_language(club, part, code):
    words: dict[str, Any] = {part: f"Fragen an „{WHO.upper()}“.\nBis bald"}
    change(club, texts={"de": Text(summary="x"), code: Text(**words)})
    (one,) = found("texts", email=WHO)
    assert one.address == f"/curate/o/{club.slug}/"
    assert one.values["texts"] == [f"Fragen an „{WHO.upper()}“.\nBis bald"]


def test_an_address_in_notes_of_times_and_languages_is_found(club):
    time_of_it = Meeting("FREQ=WEEKLY;BYDAY=MO", date(2026, 1, 5), time(18), note={"de": f"Bei {WHO}"})
    change(club, meetings=(time_of_it,))
    assert len(found("texts", email=WHO)) == 1
    change(club, meetings=(), languages=(Language("tr", "always", note=WHO),))
    assert len(found("texts", email=WHO)) == 1


def test_what_an_earlier_version_says_is_found_and_leads_there(office, club):
    change(club, texts={"de": Text(description=f"Fragen an {WHO}")})
    there = now_number(club)
    change(club, texts={"de": Text(description="Fragen an den Vorstand")})
    page = asked(office, WHO)
    assert links(page) == [f"/curate/o/{club.slug}/history/?before={there + 1}"]
    assert office.get(links(page)[0]).status_code == 200


def now_number(club) -> int:
    club.refresh_from_db()
    return int(club.number)


def test_the_page_says_in_which_part_it_stands(office, club):
    change(club, texts={"de": Text(description=f"Fragen an {WHO}")})
    assert "Description" in asked(office, WHO, "en").one(".desk-found-row").text


def test_a_longer_address_is_not_that_of_somebody_else(club):
    change(club, texts={"de": Text(description=f"an jo{WHO}, {WHO}.org und {WHO}x")})
    assert found("texts", email=WHO) == []


def test_a_number_in_a_text_is_found_in_whatever_way_it_is_written(club):
    change(club, texts={"de": Text(description="Ruf an: 0170/33 44-556, abends")})
    assert len(found("texts", phone="+49 170 3344556")) == 1
    assert found("texts", phone="+49 170 3344557") == []


@pytest.mark.parametrize("typed", ["Gänseblümchenstraße 7", "gänseblümchenstrasse 7", "GÄNSEBLÜMCHENSTRASSE 7"])
def test_a_street_is_found_in_texts_and_among_private_places(office, club, typed):
    change(club, texts={"de": Text(description="Wir treffen uns Gänseblümchenstraße\n7")})
    assert len(found("texts", words=typed)) == 1
    assert links(asked(office, typed)) == [f"/curate/o/{club.slug}/"]
    change(club, places=(place(street="Gänseblümchenstraße 7", private=True),))
    assert [one.key for one in found("entries", words=typed)] == [str(club.pk)]


def test_the_texts_of_what_others_suggest_are_looked_through(office, club):
    wanted = replace(now_of(club), texts={"de": Text(description=f"an {WHO}")})
    suggest_change(wanted, base=now_number(club), sender=sender())
    (one,) = found("proposed", email=WHO)
    assert one.address.startswith("/curate/queue/")


def file_with(cells: dict[str, str]) -> ImportRun:
    """A file of one row, kept as an import keeps it."""

    class Rows:
        columns = tuple(cells)
        lines = (json.dumps(["line 2", cells, "", None, ""]),)

    run = ImportRun.objects.create(source=ImportSource.objects.get_or_create(name="Liste")[0], file="liste.csv")
    rows: Any = Rows()
    store_rows(run, rows)
    return run


@pytest.mark.parametrize(
    "said", ["jürgen@x.example", "JÜRGEN@x.example", "an „jürgen@x.example“", "a\njürgen@x.example"]
)
def test_an_address_with_umlauts_is_found_in_the_rows_of_a_file(vocabulary, said):
    run = file_with({"Kontakt": said})
    assert [one.key for one in found("imports", email="Jürgen@x.example")] == [str(run.pk)]
    assert found("imports", email="rgen@x.example") == []


@pytest.mark.parametrize(
    "cells",
    [
        {"Leitung": "Jürgen Müßig"},
        {"Leitung": "MÜSSIG,  jürgen"},
        {"Vorname": "Jürgen", "Nachname": "Müßig"},
        {"Leitung": "Ju\u0308rgen Mu\u0308ßig"},
    ],
)
def test_a_name_with_umlauts_is_found_in_the_rows_of_a_file(office, vocabulary, cells):
    run = file_with(cells)
    assert links(asked(office, "Jürgen Müßig")) == [f"/curate/import/{run.pk}/"]


def test_odd_signs_in_a_file_hinder_no_search(vocabulary):
    run = file_with({"x": 'a\\"b\0', "y": "\ud800", "Leitung": "Олена Шевченко"})
    assert [one.key for one in found("imports", words="олена шевченко")] == [str(run.pk)]


def test_of_a_name_only_what_is_ticked_is_given_out_and_erased(office, club, curator):
    mine, other = note_down(club.pk, "Olga Überall rief an", author="user:1"), Editor.objects.create(
        organisation=club, email="o@x.example", name="Olga Überall", added_by="test"
    )  # fmt: skip
    page = asked(office, "olga überall")
    assert all(one.get("checked") is None for one in page.all("input[name=key]"))
    form = {"whom": "olga überall", "key": [f"notes:{mine.pk}"], "sure": "1"}
    known = json.loads(office.post(PATH, form | {"action": "export"}).content)
    assert list(known) == ["notes"]
    assert office.post(PATH, {"whom": "olga überall", "action": "export"}).status_code == 200
    office.post(PATH, form | {"action": "erase"})
    assert not EntryNote.objects.exists() and Editor.objects.get(pk=other.pk).name == "Olga Überall"


@pytest.mark.parametrize("typed", ["Ann", "12 x", "a<b>cdef", "Anna*", "x" * 120])
def test_words_that_say_too_little_come_back_with_a_sentence(office, typed):
    assert office.post(PATH, {"whom": typed}).status_code == 422


def test_nobody_without_a_number_is_found_by_a_name(office, club):
    Editor.objects.create(organisation=club, email="o@x.example", name="Olga", added_by="test")
    assert person_data.found_of(Whom(words="Jemand Anderes")) == []
    assert not ImportRow.objects.exists()
