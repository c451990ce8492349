"""Statistics: what is counted, of which past, for whom; wishes and gaps; files and pages."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from dateutil.relativedelta import relativedelta
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organisations.curate.statistics.choice import Choice
from organisations.curate.statistics.numbers import Numbers
from organisations.curate.statistics.plots import Axes, Stack
from organisations.models import Area, CuratorRole, Location, Organisation, Revision, Snapshot
from organisations.services.counting import count, count_if_due
from tests.factories import Language, change, document, organisation, organisations, place
from tests.organisations.associations.conftest import curator_for
from tests.organisations.curate.wishing import wish
from tests.signing_in import signed_in

pytestmark = pytest.mark.usefixtures("vocabulary", "english")
TODAY = timezone.localdate()
THIS_MONTH = TODAY.replace(day=1)


def numbers(user: Any, **given: str) -> Numbers:
    """The numbers as that user sees them."""
    return Numbers(Choice.parse(given, user))


def rows(table: Any) -> dict[str, tuple[int, ...]]:
    """A table's rows by their words."""
    return {row.label: row.numbers for row in table.rows}


def began(entry: Organisation, day: date) -> None:
    """All versions of the entry are from that day."""
    Revision.objects.filter(organisation=entry).update(created_at=_noon(day))


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, 12))


class TestCounting:
    def test_public_entries_are_counted_by_all_they_have_in_their_areas_and_in_those_of_their_places(self, root):
        far = place(None, town="Ostfildern", postcode="73760", area="ostfildern")
        organisation("A", topics=("football", "chess"), languages=(), places=(place(), far))
        organisation("B", kind="initiative", topics=())
        organisation("C", state="draft")
        organisation("D", ends_on=TODAY - timedelta(days=1))
        count()
        found = {row.area.slug if row.area else "": row for row in Snapshot.objects.select_related("area")}
        assert {slug: row.entries for slug, row in found.items()} == {
            "": 2, "filderstadt": 2, "bernhausen": 2, "ostfildern": 1,
        }  # fmt: skip
        whole, other = found[""].counts, found["ostfildern"].counts
        assert whole["topic"] == {"football": 1, "chess": 1, "sport": 1, "": 1}, "a topic includes its subtopics, once"
        assert whole["kind"] == {"club": 1, "initiative": 1} and whole["language"] == {"ar": 1, "": 1}
        assert found[""].offers == {}
        assert other["kind"] == {"club": 1}

    def test_months_that_passed_are_counted_from_the_versions_of_their_last_day(self, root):
        entry = organisation("A", topics=("choir",))
        change(entry, topics=("football",))
        first, second = Revision.objects.order_by("number")
        Revision.objects.filter(pk=first.pk).update(created_at=_noon(THIS_MONTH - relativedelta(months=2)))
        Revision.objects.filter(pk=second.pk).update(created_at=_noon(THIS_MONTH))
        count()
        found = [row.counts["topic"] for row in Snapshot.objects.filter(area=None)]
        assert [sorted(topics) for topics in found] == [["choir", "music"]] * 2 + [["football", "sport"]]

    def test_a_second_count_changes_nothing_and_one_of_another_day_replaces_the_month(self, root):
        entry = organisation("A")
        count()
        rows = Snapshot.objects.order_by("area").values_list("month", "area", "entries", "counts", "offers")
        before = list(rows)
        count()
        assert list(rows.all()) == before
        assert not count_if_due()
        change(entry, state="archived")
        Snapshot.objects.update(counted_on=TODAY - timedelta(days=1))
        assert count_if_due()
        assert [(row.entries, len(row.counts)) for row in Snapshot.objects.filter(month=THIS_MONTH)] == [(0, 1)]

    def test_a_month_whose_last_day_nobody_counted_is_counted_later(self, root):
        began(organisation("A"), THIS_MONTH - relativedelta(months=2))
        last = THIS_MONTH - relativedelta(months=1)
        Snapshot.objects.create(month=last, counted_on=last, entries=99)
        count()
        row = Snapshot.objects.get(month=last, area=None)
        assert (row.entries, row.counted_on) == (1, THIS_MONTH - timedelta(days=1))

    def test_how_fresh_entries_are_is_asked_for_the_day_that_is_counted(self, root):
        old = TODAY - relativedelta(months=13)
        entry = organisation("A", checked_on=old)
        began(entry, THIS_MONTH - relativedelta(months=4))
        Organisation.objects.update(published_on=old)
        organisation("B", checked_on=TODAY - relativedelta(months=40))
        organisation("C", checked_on=None)
        count()
        found = rows(numbers(root).freshness)
        assert {age: series[-1] for age, series in found.items()} == {
            "Fresh": 0, "Ageing": 1, "Too long ago": 1, "Never": 1, "So long ago that it is in no list": 1,
        }  # fmt: skip
        assert found["Fresh"][0] == 1

    def test_offers_stand_with_the_newest_month_alone(self, root):
        began(organisation("A"), THIS_MONTH - relativedelta(months=1))
        count()
        assert [row.offers for row in Snapshot.objects.filter(area=None)] == [{}, {"ar football": 1, "ar sport": 1}]


class TestScope:
    def test_a_curator_sees_their_areas_alone(self, root):
        clara = curator_for("clara", "filderstadt")
        assert Choice.parse({}, clara).area == Choice.parse({"area": "ostfildern"}, clara).area
        assert [area.slug for area in Choice.parse({"area": "bernhausen"}, clara).inner] == ["bernhausen"]
        assert Choice.parse({}, root).area is None and Choice.parse({"area": "ostfildern"}, root).area
        assert not Choice.parse({}, curator_for("nobody")).is_possible

    def test_nonsense_chooses_what_is_usual(self, everywhere):
        for query in ("months=7&by=x&area=nowhere&board=y", "months=%C2%B2", "area=%F0%9F", "by=&by=topic"):
            assert everywhere.get(f"/curate/statistics/?{query}").status_code == 200

    def test_who_has_no_area_sees_no_numbers_and_gets_no_file(self):
        browser = signed_in(curator_for("nobody"))
        assert "stats-choice" not in browser.get("/curate/statistics/").content.decode()
        assert browser.get("/curate/statistics/entries.csv").status_code == 404
        assert browser.get("/curate/statistics/gap/?language=ar").status_code == 302


class TestNumbers:
    def test_every_dimension_has_its_rows_with_where_their_entries_are(self, root):
        organisations([document("A"), document("B", topics=("choir",), flags=(), german="")])
        count()
        wanted = {
            "topic": {"Football", "Choir"},
            "area": {"Filderstadt", "Bernhausen"},
            "language": {"Arabic"},
            "flag": {"Nothing said about openness"},
            "kind": {"Club"},
            "german": {"German needed is not known"},
        }
        for by, labels in wanted.items():
            table = numbers(root, by=by).parts
            found = {row.label.rpartition(" · ")[2] for row in table.rows}
            assert labels <= found, (by, found)
        row = numbers(root, by="topic", area="filderstadt").parts.rows[0]
        assert row.url.startswith("/curate/entries/?state=public&area=filderstadt&topic=")

    def test_the_present_comes_last_and_the_change_is_told(self, root):
        began(organisation("A"), THIS_MONTH - relativedelta(months=1))
        organisation("B")
        count()
        (row,) = numbers(root).total.rows
        assert (row.numbers, row.change) == ((1, 2), 1)

    @pytest.mark.parametrize(
        ("most", "step", "top"), [(0, 1, 1), (3, 1, 3), (7, 2, 8), (41, 20, 60), (50_000, 20_000, 60_000)]
    )
    def test_scales_end_at_round_numbers(self, most, step, top):
        axes = Axes(("a",), most)
        assert (axes.step, axes.top) == (step, top) and len(axes.lines) <= 5

    def test_bars_stand_on_one_another_and_fill_their_number(self):
        bars = Stack(("a",), (("x", (3,)), ("y", (0,)), ("z", (1,)))).bars
        assert [bar.look for bar in bars] == ["x", "z"]
        assert bars[1].y + bars[1].height == pytest.approx(bars[0].y)
        assert bars[0].height == pytest.approx(3 * bars[1].height, abs=0.2)


class TestLists:
    """What a number says is what its list shows."""

    @pytest.fixture
    def counted(self) -> None:
        """Entries of every kind of place and German; one is over, one is private."""
        far = place(None, town="Ostfildern", postcode="73760", area="ostfildern")
        organisations(
            [
                document("A", german="none"),
                document("B", german="fluent", flags=(), topics=("choir",)),
                document("C", places=(place(private=True),), german="conversation"),
                document("D", places=(place(), far), area="harthausen", languages=()),
                document("E", places=(place(area=None),), area="harthausen"),
                document("F", places=(), area="plattenhardt", german="", kind="initiative"),
                document("G", ends_on=TODAY - timedelta(days=1)),
                document("H", checked_on=TODAY - relativedelta(months=40)),
                document("I", checked_on=None, places=()),
            ]
        )
        count()

    @pytest.mark.parametrize("by", ["topic", "area", "language", "flag", "kind", "german"])
    @pytest.mark.parametrize("area", ["", "filderstadt", "bernhausen"])
    def test_every_number_is_that_of_the_list_it_opens(self, by, area, counted, everywhere, root):
        found = numbers(root, by=by, area=area)
        assert found.parts.rows
        for row in [*found.parts.rows, *found.total.rows, *found.freshness.rows]:
            if row.url:
                assert everywhere.get(row.url).context["table"].count == row.numbers[-1], row.label

    def test_no_number_tells_the_district_of_a_private_place(self, counted, root):
        before = rows(numbers(root, by="area").parts)
        assert before["Bernhausen"][-1] == 5 and before["Filderstadt"][-1] == 8
        Location.objects.filter(organisation__name="A").update(private=True)
        Snapshot.objects.update(counted_on=TODAY - timedelta(days=1))
        count()
        assert rows(numbers(root, by="area").parts)["Bernhausen"][-1] == 4

    def test_months_counted_in_an_older_way_are_counted_again(self, root):
        began(organisation("A"), THIS_MONTH - relativedelta(months=2))
        end = THIS_MONTH - timedelta(days=1)
        Snapshot.objects.create(month=end.replace(day=1), counted_on=end, entries=99)
        Snapshot.objects.create(month=THIS_MONTH, counted_on=TODAY, entries=99)
        assert count_if_due() and not count_if_due()
        assert {row.entries for row in Snapshot.objects.filter(area=None)} == {1}

    def test_the_offer_of_a_gap_is_that_of_its_lists(self, counted, everywhere):
        for query in ("language=ar&topic=football", "topic=sport&area=bernhausen", "language=ar&area=filderstadt"):
            gap = everywhere.get(f"/curate/statistics/gap/?{query}").context["gap"]
            assert everywhere.get(gap.entries_url).context["table"].count == gap.offered, query
            assert gap.offered


class TestPages:
    def test_files_hold_what_the_page_shows(self, everywhere):
        organisation("A")
        count()
        for name in ("entries", "freshness", "topic", "words", "wishes", "gaps"):
            answer = everywhere.get(f"/curate/statistics/{name}.csv")
            assert answer.status_code == 200 and answer.content.startswith(b"\xef\xbb\xbf"), name
            assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
        assert everywhere.get("/curate/statistics/nonsense.csv").status_code == 404

    def test_before_anything_was_counted_the_page_says_so(self, everywhere):
        assert "Nothing has been counted yet" in everywhere.get("/curate/statistics/").content.decode()

    def test_a_curator_has_it_counted_by_the_queue(self, curator_client):
        from procrastinate.contrib.django.models import ProcrastinateJob

        for _ in range(2):
            assert curator_client.post("/curate/statistics/count/").status_code == 302
        jobs = ProcrastinateJob.objects.filter(task_name="organisations.tasks.count_entries_now")
        assert jobs.count() == 1

    @pytest.mark.parametrize(
        "path", ["", "wishes/", "gap/?language=ar&topic=football", "?by=area", "wishes/?board=area"]
    )
    def test_queries_do_not_grow_with_the_entries(self, path, everywhere):
        def queries() -> int:
            with CaptureQueriesContext(connection) as found:
                assert everywhere.get(f"/curate/statistics/{path}").status_code == 200
            return len(found)

        organisations([document("A"), document("B", languages=())])
        wish("language=ar&topic=football")
        count()
        before = queries()
        slugs = ("bernhausen", "harthausen", "bonlanden", "ostfildern")
        organisations([document(f"E{n}", languages=(Language("tr", "always"),), area=slugs[n % 4]) for n in range(40)])
        for area in slugs:
            wish(f"language=tr&topic=chess&area={area}")
        count()
        assert queries() == before

    def test_visitors_and_staff_without_a_second_factor_see_nothing(self, client):
        for path in ("", "wishes/", "gap/", "entries.csv", "count/"):
            assert client.get(f"/curate/statistics/{path}").status_code in (302, 403)


def test_a_role_everywhere_sees_all_areas():
    user = curator_for("eva")
    CuratorRole.objects.filter(user=user).update(everywhere=True)
    assert Area.objects.filter(in_region=True).count() == len(Choice.parse({}, User.objects.get(pk=user.pk)).areas)
