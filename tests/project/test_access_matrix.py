"""The access matrix: every URL, every method, everybody, every kind of entry, against the committed table."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.conftest import DEEP
from tests.factories import organisation
from tests.project import asking
from tests.project.asking import Answers, Asked
from tests.project.planting import plant
from tests.project.town import ACTORS, Town, new_town

TABLE = Path(__file__).with_name("access_matrix.txt")
OUTSIDERS = ("visitor", "editor", "other-ed", "ex-ed", "ex-staff")  # of the staff's pages
OPEN_TO_ALL = ("accounts/login/", "accounts/logout/", "accounts/code/", "accounts/code/confirm/", "accounts/factor/",
               "accounts/invitation/<str:secret>/", "admin/login/", "admin/logout/")  # fmt: skip


@dataclass(frozen=True)
class Row:
    """A line of the table: the answers by actor, a letter a method."""

    route: str
    things: list[str]
    answers: dict[str, str]

    @property
    def is_staffs(self) -> bool:
        """Whether the address is one of the staff's."""
        return self.route.startswith(("curate/", "admin/", "accounts/")) and self.route not in OPEN_TO_ALL


def committed() -> list[str]:
    """The lines of the table, without comments and with single blanks."""
    lines = [" ".join(line.split()) for line in TABLE.read_text("utf-8").splitlines()]
    return [line for line in lines if line and not line.startswith("#")]


def table() -> Iterator[Row]:
    """The rows of the table."""
    for line in committed():
        route, things, *answers = line.split()
        found = answers if answers[0] != "everybody:" else [answers[1]] * len(ACTORS)
        yield Row(route, things.split(","), dict(zip(ACTORS, found, strict=True)))


def answers(town: Town, one: Asked, table: dict[tuple[str, str], Answers], faults: list[str]) -> Answers:
    """What everybody gets there. Without --deep as the table has it, unless an answer to what is asked then differs."""
    known = table.get((one.route or "/", one.thing or "-"))
    if known and not DEEP and asking.agree(asking.cells(town, one, faults, few=True), known):
        return known
    return asking.cells(town, one, faults)


def test_everybody_gets_at_every_address_what_the_table_says(vocabulary: None, settings: Any) -> None:
    settings.API_REQUESTS_A_MINUTE = 0
    logging.disable(logging.CRITICAL)
    try:
        town, faults = new_town(), list[str]()
        plant(organisation("Verein mit Geheimnissen"))
        known = {(row.route, thing): tuple(row.answers.values()) for row in table() for thing in row.things}
        rows = [(one, answers(town, one, known, faults)) for one in asking.examples(town, faults)]
        rows += [(one, asking.cells(town, one, faults, ("GET", "POST"))) for one in asking.admin_examples(town)]
    finally:
        logging.disable(logging.NOTSET)
    found, lines = asking.lines(rows), committed()
    new = [line for line in found if " ".join(line.split()) not in lines]
    over = sorted(set(lines) - {" ".join(line.split()) for line in found})
    told = "\n".join(["", "Take out of tests/project/access_matrix.txt:", *over, "Add, if it is meant so:", *new])
    assert not new and not over and not faults, "\n".join([told, *faults])


def test_no_line_stands_in_the_table_twice() -> None:
    assert len(committed()) == len(set(committed()))


def test_head_gets_what_get_gets() -> None:
    wrong = [row.route for row in table() for signs in row.answers.values() if len(signs) > 2 and signs[0] != signs[1]]
    assert wrong == []


def test_who_is_not_of_the_staff_is_led_to_the_sign_in_from_every_page_of_the_staff() -> None:
    rows = [row for row in table() if row.is_staffs]
    assert len(rows) > 50
    assert [(row.route, one) for row in rows for one in OUTSIDERS if row.answers[one][0] != "L"] == []
    assert [(row.route, one) for row in rows for one in OUTSIDERS if set(row.answers[one]) - set("Lx-")] == []


def test_staff_without_a_second_factor_reach_their_account_and_nothing_else() -> None:
    for row in table():
        if row.is_staffs and not row.route.startswith("accounts/"):
            assert set(row.answers["no-factor"]) <= {"F", "L"}, row.route


def test_who_was_an_editor_or_of_the_staff_is_a_visitor() -> None:
    assert [
        row.route for row in table() for ex in ("ex-ed", "ex-staff") if row.answers[ex] != row.answers["visitor"]
    ] == []


def test_an_editor_is_a_visitor_at_every_entry_but_their_own() -> None:
    for row in table():
        if "foreign" in row.things:
            assert row.answers["editor"] == row.answers["visitor"], row.route
        if {"own", "draft", "archived"} & set(row.things):
            assert row.answers["other-ed"] == row.answers["visitor"], row.route


def test_a_curator_is_refused_at_every_entry_of_another_area() -> None:
    refused = set("x0")
    seen = 0
    for row in table():
        if not row.route.startswith("curate/"):
            continue
        for actor, others in {"curator": {"foreign"}, "other-cur": {"own", "draft", "archived"}}.items():
            if others & set(row.things):
                assert set(row.answers[actor]) <= refused | {"-"}, (row.route, actor)
                assert row.answers[actor][0] in refused, (row.route, actor)
                seen += 1
    assert seen > 5


def test_the_raw_data_are_for_superusers() -> None:
    for row in table():
        if row.route.startswith("admin/") and row.is_staffs:
            assert {row.answers[one] for one in ("curator", "other-cur")} <= {"x" * len(row.answers["curator"])}, (
                row.route
            )
