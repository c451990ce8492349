"""Wishes nobody could meet and what is offered: who sees which, and the gaps between them."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from organisations.curate.statistics.board import Board
from organisations.curate.statistics.choice import Choice
from organisations.curate.statistics.wanted import Wishes
from organisations.services.counting import count
from tests.factories import document, organisations
from tests.organisations.associations.conftest import curator_for
from tests.organisations.curate.wishing import wish

pytestmark = pytest.mark.usefixtures("vocabulary", "english")
TODAY = timezone.localdate()


class TestWishes:
    def test_those_that_name_no_area_or_one_within_count(self):
        for asked in ("topic=chess", "topic=chess&area=bernhausen", "topic=chess&area=ostfildern", "area=08116077"):
            wish(asked)
        found = Wishes(Choice.parse({}, curator_for("clara", "filderstadt"))).filters
        assert {one.asked for one in found} == {"topic=chess", "topic=chess&area=bernhausen", "area=08116077"}

    def test_a_word_that_few_looked_for_is_not_shown_anywhere(self, everywhere):
        wish("q=erika muster", 2)
        wish("q=yoga", 2)
        wish("q=yoga", 1, TODAY - timedelta(days=3))
        page = everywhere.get("/curate/statistics/wishes/").content.decode()
        file = everywhere.get("/curate/statistics/words.csv").content.decode()
        assert "yoga" in page and "yoga" in file
        assert "erika" not in page + file and "1 such word is left out" in page

    def test_words_that_few_looked_for_are_not_said_to_be_none(self, everywhere):
        wish("q=erika muster", 2)
        page = everywhere.get("/curate/statistics/wishes/").content.decode()
        assert "No word was looked for in vain 3 times or more." in page

    def test_what_is_older_than_the_time_chosen_does_not_count(self, root):
        wish("topic=chess", day=TODAY - timedelta(days=200))
        assert Wishes(Choice.parse({"months": "3"}, root)).filters == []
        assert len(Wishes(Choice.parse({}, root)).filters) == 1


class TestBoard:
    @pytest.fixture
    def offers(self) -> None:
        """Arabic football in Bernhausen, and chess without any language."""
        organisations([document("A"), document("B", topics=("chess",), languages=())])
        count()

    def board(self, user: Any, **given: str) -> Board:
        choice = Choice.parse(given, user)
        return Board(choice, Wishes(choice))

    def cells(self, board: Board) -> dict[tuple[str, str], tuple[int, int | None, int]]:
        heads = board.heads()
        return {
            (line.label, head): (cell.wished, cell.offered, cell.heat)
            for line in board.lines()
            for head, cell in zip(heads, line.cells, strict=True)
            if cell.wished or cell.offered
        }

    def test_wish_stands_against_offer_and_the_largest_gap_is_the_hottest(self, offers, root):
        wish("language=ar&topic=football", 6)
        wish("understood=uk&topic=chess&topic=football", 9)
        wish("topic=chess", 1)
        found = self.cells(self.board(root))
        assert found[("Arabic", "Football")] == (6, 1, 3)
        assert found[("Ukrainian", "Chess")] == found[("Ukrainian", "Football")] == (9, 0, 4)
        assert found[("Any language", "Chess")] == (1, None, 2)
        assert found[("Arabic", "Sport and exercise")] == (0, 1, 0)

    def test_by_area_and_by_topic_and_area(self, offers, root):
        wish("language=ar&topic=chess&area=bernhausen", 4)
        wish("language=ar", 2)
        by_area = self.cells(self.board(root, board="area"))
        assert by_area[("Arabic", "Bernhausen")] == (4, 1, 4) and by_area[("Arabic", "No area named")] == (2, None, 4)
        assert self.cells(self.board(root, board="topic-area"))[("Chess", "Bernhausen")] == (4, 1, 4)

    def test_a_gap_leads_to_what_can_be_done(self, offers, curator_client):
        wish("language=uk&topic=chess", 4)
        page = curator_client.get("/curate/statistics/wishes/").content.decode()
        assert "/curate/statistics/gap/?language=uk&amp;topic=chess&amp;area=filderstadt" in page
        gap = curator_client.get("/curate/statistics/gap/?language=uk&topic=chess&area=filderstadt")
        assert gap.context["gap"].wished_in_all == 4 and gap.context["gap"].offered == 0
        assert [one.name for one in gap.context["gap"].speakers] == ["B"]
        text = gap.content.decode()
        assert "/curate/entries/?state=public&amp;topic=chess&amp;area=filderstadt&amp;language=uk" in text
        assert "/en/add/" in text and "/curate/o/b/" in text

    def test_where_nobody_has_the_topic_those_with_a_related_one_can_be_asked(self, offers, curator_client):
        gap = curator_client.get("/curate/statistics/gap/?topic=swimming").context["gap"]
        assert gap.speakers == [] and {one.name for one in gap.relatives} == {"A", "B"}
        assert curator_client.get("/curate/statistics/gap/?topic=sport").context["gap"].relatives == []

    def test_the_file_has_both_numbers(self, offers, everywhere):
        wish("language=ar&topic=football", 6)
        text = everywhere.get("/curate/statistics/gaps.csv").content.decode("utf-8-sig")
        heads, first = list(csv.reader(io.StringIO(text), delimiter=";"))[:2]
        assert heads[1:3] == ["Football: wished for in vain", "Football: offered"] and first[:3] == ["Arabic", "6", "1"]
