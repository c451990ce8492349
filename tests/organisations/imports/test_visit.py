"""The first visit as columns of a file: codes or phrases; what is no answer refuses the row with the reason."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings

from organisations.document import Cost, FirstVisit, Step
from organisations.imports.run import run_import
from organisations.imports.visit import QUESTIONS, said, with_answers
from organisations.visit_phrases import CHOICES, LISTS
from tests.organisations.imports.rows import reason
from tests.organisations.imports.rows import said as row
from tests.organisations.imports.town import document, edit, run

HEADER = "ID;Name;PLZ;Ort;Erstbesuch Wann;Erstbesuch Mitbringen;Erstbesuch Kosten;Erstbesuch Weg"
CHOIR = "1;Chor Muster e.V.;70794;Filderstadt;early;drink, pen;2,50 €;bus 37: Rathaus | walk: 5"
VISIT = FirstVisit(
    when="early",
    bring=("drink", "pen"),
    cost=Cost("amount", cents=250),
    way=(Step("bus", "Rathaus", "37"), Step("walk", "5")),
)


def test_every_answer_has_a_column() -> None:
    assert set(QUESTIONS) == {f"visit_{name}" for name in (*CHOICES, *LISTS, "cost", "way")}


@pytest.mark.parametrize(
    ("column", "cell", "expected"),
    [
        ("Erstbesuch: wann", "by_appointment", "by_appointment"),
        ("First visit: when", "Please phone us before you come.", "call"),
        ("visit_when", "Bitte rufen Sie vorher an", "call"),
        ("visit_ask_for", "Alle, die da sind", "anyone"),
        ("visit_watch", "ja", "yes"),
        ("visit_wear", "sportswear; Feste Schuhe; socks", ["sportswear", "sturdy_shoes", "socks"]),
        ("visit_bring", "Etwas zu trinken|Your racket, if you have one", ["drink", "racket"]),
        ("visit_bring", "drink, drink", ["drink"]),
        ("visit_cost", "free", ["free", 1, 0]),
        ("visit_cost", "kostenlos", ["free", 1, 0]),
        ("visit_cost", "first_free: 3", ["first_free", 3, 0]),
        ("visit_cost", "amount: 3.5", ["amount", 1, 350]),
        ("visit_cost", "3,50 €", ["amount", 1, 350]),
        ("visit_cost", "5 Euro", ["amount", 1, 500]),
        ("visit_cost", "5,-", ["amount", 1, 500]),
        ("visit_way", "tram: Plieningen; floor 2", [["tram", "Plieningen", ""], ["floor", "2", ""]]),
        ("visit_way", "bus 37, 76: Schule: Mitte", [["bus", "Schule: Mitte", "37, 76"]]),
        ("visit_way", "Es gibt einen Aufzug.", [["lift", "", ""]]),
        ("visit_way", "", []),
        ("visit_watch", "", ""),
    ],
)
def test_an_answer_is_read_by_its_code_or_phrase(column: str, cell: str, expected: object) -> None:
    target = "visit_when" if "wann" in column or "when" in column else column
    assert row(**{"Name": "Chor", column: cell})[target] == expected


@pytest.mark.parametrize(
    ("column", "cell", "sentence"),
    [
        ("visit_when", "whenever", "'whenever', which is no answer to 'When can I come?'; known are any, early"),
        ("visit_wear", "socks, crown", "column 'visit_wear' holds 'crown', which is no answer"),
        ("visit_bring", "Mitgliedsausweis", "known are nothing, drink"),
        ("visit_watch", "vielleicht", "known are yes, no, ask"),
        ("visit_cost", "teuer", "known are free, first_free, amount"),
        ("visit_cost", "amount", "says no amount; write it as in 3,50 €"),
        ("visit_way", "rocket: Mond", "'rocket: Mond', which is no answer to 'How do I get there?'; known are bus"),
        ("visit_way", "room 3", "names stand behind a colon, as in room: Muster"),
    ],
)
def test_what_is_no_answer_refuses_the_row_with_the_reason(column: str, cell: str, sentence: str) -> None:
    assert sentence in reason(**{"Name": "Chor", column: cell})


def test_an_answer_becomes_a_field_and_comes_back_from_it() -> None:
    answers = said(VISIT)
    assert with_answers(FirstVisit(), answers) == VISIT
    assert said(with_answers(FirstVisit(), said(FirstVisit()))) == said(FirstVisit())


@pytest.mark.usefixtures("vocabulary")
class TestTheWholeImport:
    """Rows of a file to published entries."""

    def test_the_answers_are_published_and_a_second_run_changes_nothing(self, tmp_path: Path) -> None:
        run(tmp_path, CHOIR, header=HEADER)
        assert document().first_visit == VISIT
        assert run(tmp_path, CHOIR, header=HEADER).counts()["unchanged"] == 1

    def test_an_answer_that_was_changed_here_stays_and_the_others_follow_the_file(self, tmp_path: Path) -> None:
        run(tmp_path, CHOIR, header=HEADER)
        edit(lambda entry: replace(entry, first_visit=replace(entry.first_visit, when="call", watch="yes")))
        report = run(tmp_path, CHOIR.replace("early", "any").replace("2,50 €", ""), header=HEADER)
        assert document().first_visit == replace(VISIT, when="call", watch="yes", cost=Cost())
        assert report.outcomes[0].notes == ("visit_when stays as it was changed here",)

    def test_a_faulty_answer_refuses_its_row_alone(self, tmp_path: Path) -> None:
        rows = [CHOIR, "2;Band;70794;Filderstadt;sometimes;;;", "3;Theater;70794;Filderstadt;;;;walk: far"]
        report = run(tmp_path, *rows, header=HEADER)
        assert report.counts() == {"new": 1, "changed": 0, "unchanged": 0, "refused": 2}
        assert "'sometimes', which is no answer" in report.outcomes[1].detail
        assert "needs a number from 1 to 99" in report.outcomes[2].detail

    def test_the_template_is_imported_whole(self) -> None:
        report = run_import(settings.BASE_DIR / "fixtures" / "import-template.csv", source="template")
        assert (report.counts()["new"], report.unused, dict(report.unknown)) == (2, [], {})
        first, second = (document(outcome.name).first_visit for outcome in report.outcomes)
        assert (first.cost, first.wear, len(first.way)) == (
            Cost("first_free", visits=3),
            ("sportswear", "indoor_shoes"),
            3,
        )
        assert (second.when, second.bring, second.cost.cents) == ("by_appointment", ("drink", "food"), 250)
