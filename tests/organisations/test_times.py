"""Next dates of recurring times, and their rules in words."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from dateutil.rrule import rrulestr
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from organisations.recurrence import WEEKDAYS, parse_rule
from organisations.times import Gap, Schedule, next_days, rule_text, titled_rule

MONDAY = date(2026, 11, 23)


def schedule(rrule: str, starts_on: date = date(2026, 1, 5), exceptions: tuple[date, ...] = ()) -> Schedule:
    return Schedule(parse_rule(rrule), starts_on, time(18), time(20), {"de": "Training"}, frozenset(exceptions))


def test_a_weekly_time_comes_on_each_of_its_days():
    found = next_days(schedule("FREQ=WEEKLY;BYDAY=TU,TH"), MONDAY, 4)
    assert found == [date(2026, 11, 24), date(2026, 11, 26), date(2026, 12, 1), date(2026, 12, 3)]


def test_today_counts_all_day():
    assert next_days(schedule("FREQ=WEEKLY;BYDAY=MO"), MONDAY, 1) == [MONDAY]


def test_what_is_over_today_is_no_next_date():
    mondays = schedule("FREQ=WEEKLY;BYDAY=MO")
    assert next_days(mondays, MONDAY, 1, now=time(19)) == [MONDAY]
    assert next_days(mondays, MONDAY, 1, now=time(20)) == [date(2026, 11, 30)]


def test_what_ends_after_midnight_is_not_over_in_the_evening():
    late = replace(schedule("FREQ=WEEKLY;BYDAY=MO"), ends_at=time(0, 30))
    assert next_days(late, MONDAY, 1, now=time(23)) == [MONDAY]


def test_every_second_week_is_counted_from_the_first_day():
    even, odd = date(2026, 11, 9), date(2026, 11, 16)
    assert next_days(schedule("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", even), MONDAY, 1) == [MONDAY]
    assert next_days(schedule("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", odd), MONDAY, 1) == [date(2026, 11, 30)]


def test_the_second_saturday_and_the_last_friday_of_a_month():
    assert next_days(schedule("FREQ=MONTHLY;BYDAY=2SA"), MONDAY, 2) == [date(2026, 12, 12), date(2027, 1, 9)]
    assert next_days(schedule("FREQ=MONTHLY;BYDAY=-1FR"), MONDAY, 2) == [date(2026, 11, 27), date(2026, 12, 25)]


def test_a_day_it_falls_out_is_left_out():
    found = next_days(schedule("FREQ=WEEKLY;BYDAY=TU", exceptions=(date(2026, 11, 24),)), MONDAY, 1)
    assert found == [date(2026, 12, 1)]


def test_nothing_takes_place_while_it_is_closed_or_after_its_end():
    closed = Gap(date(2026, 11, 1), date(2026, 12, 6))
    assert next_days(schedule("FREQ=WEEKLY;BYDAY=TU"), MONDAY, 1, closed) == [date(2026, 12, 8)]
    assert next_days(schedule("FREQ=WEEKLY;BYDAY=TU"), MONDAY, 3, Gap(ends_on=date(2026, 12, 1))) == [
        date(2026, 11, 24),
        date(2026, 12, 1),
    ]


def test_closed_without_an_end_means_no_date():
    assert next_days(schedule("FREQ=WEEKLY;BYDAY=TU"), MONDAY, 3, Gap(closed_from=date(2026, 11, 1))) == []


def test_a_season_waits_for_its_month_and_a_rule_that_is_over_gives_nothing():
    assert next_days(schedule("FREQ=WEEKLY;BYDAY=SA;BYMONTH=4,5"), MONDAY, 1) == [date(2027, 4, 3)]
    assert next_days(schedule("FREQ=WEEKLY;BYDAY=SA;UNTIL=20261101"), MONDAY, 1) == []


@given(
    st.sampled_from(["WEEKLY", "MONTHLY"]),
    st.integers(1, 6),
    st.lists(st.tuples(st.sampled_from([1, 2, 4, 5, -1]), st.sampled_from(WEEKDAYS)), min_size=1, max_size=3),
    st.dates(date(2020, 1, 1), date(2027, 6, 1)),
)
def test_beginning_later_changes_no_date(frequency, interval, days, start):
    """The short way (years gone by are skipped) gives what the rule gives from its first day on."""
    words = ",".join(dict.fromkeys(f"{n}{day}" if frequency == "MONTHLY" else day for n, day in days))
    text = f"FREQ={frequency};INTERVAL={interval};BYDAY={words}"
    end = MONDAY + timedelta(days=400)
    long_way = rrulestr(text, dtstart=datetime.combine(start, time()))
    expected = [
        moment.date() for moment in long_way.between(datetime(2026, 11, 22), datetime.combine(end, time()), inc=True)
    ]
    assert next_days(schedule(text, start), MONDAY, 5) == [day for day in expected if day >= MONDAY][:5]


WORDS = [
    ("FREQ=WEEKLY;BYDAY=TU", "jeden Dienstag", "every Tuesday", "كل ثلاثاء"),
    ("FREQ=WEEKLY;BYDAY=TU,TH", "jeden Di und Do", "every Tue and Thu", "كل ثلاثاء وخميس"),
    ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "Montag bis Freitag", "Monday to Friday", "من الاثنين إلى الجمعة"),
    ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU", "täglich", "every day", "كل يوم"),
    ("FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", "jeden zweiten Freitag", "every second Friday", "كل أسبوعين يوم الجمعة"),
    ("FREQ=WEEKLY;INTERVAL=3;BYDAY=FR", "alle 3 Wochen: Freitag", "every 3 weeks: Friday", "كل 3 أسابيع: الجمعة"),
    ("FREQ=MONTHLY;BYDAY=2SA", "zweiter Samstag im Monat", "second Saturday of the month", "ثاني سبت من كل شهر"),
    ("FREQ=MONTHLY;BYDAY=-1SU", "letzter Sonntag im Monat", "last Sunday of the month", "آخر أحد من كل شهر"),
    (
        "FREQ=MONTHLY;BYDAY=1SA,3SA",
        "erster und dritter Samstag im Monat",
        "first and third Saturday of the month",
        "أول وثالث سبت من كل شهر",
    ),
    (
        "FREQ=WEEKLY;BYDAY=SA;BYMONTH=4,5,6,7,8,9,10",
        "jeden Samstag, April bis Oktober",
        "every Saturday, April to October",
        "كل سبت، من أبريل إلى أكتوبر",
    ),
]


@pytest.mark.parametrize(("rrule", "german", "english", "arabic"), WORDS)
def test_a_rule_is_said_in_each_language(rrule, german, english, arabic):
    said = {}
    for language in ("de", "en", "ar"):
        with override(language):
            said[language] = rule_text(parse_rule(rrule))
    assert said == {"de": german, "en": english, "ar": arabic}


def test_a_season_over_new_year_begins_in_autumn():
    with override("de"):
        assert rule_text(parse_rule("FREQ=WEEKLY;BYDAY=SA;BYMONTH=1,2,11,12")) == "jeden Samstag, November bis Februar"
        with_a_gap = rule_text(parse_rule("FREQ=WEEKLY;BYDAY=SA;BYMONTH=1,3,11,12"))
        assert with_a_gap == "jeden Samstag, November, Dezember, Januar und März"


def test_a_title_in_another_language_is_isolated():
    with override("ar"):
        assert titled_rule(schedule("FREQ=WEEKLY;BYDAY=TU"), "ar") == "\u2068Training\u2069، كل ثلاثاء"
    with override("de"):
        assert titled_rule(schedule("FREQ=WEEKLY;BYDAY=TU"), "de") == "Training, jeden Dienstag"
