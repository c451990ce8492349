"""An event is shown until its last day and no longer, whatever was typed; it may take a night or several days."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from organisations.participation.models import News
from organisations.participation.news import write
from organisations.participation.news.read import is_news
from tests.html import parse
from tests.participation.newsroom import EVENT, NEWS, facts, form_of


def stored(title, begins, ends=None, **more):
    """An event as it may be in the database since long."""
    made = write.new_news(title, "de", author="user:1")
    write.save_facts(made, {"kind": "event", "starts_at": begins, "ends_at": ends, **more})
    write.publish(made, True, author="user:1")
    return made


def at(days, hour=12):
    """An hour so many days from today."""
    return timezone.make_aware(datetime.combine(timezone.localdate() + timedelta(days=days), time(hour)))


@pytest.mark.parametrize(
    ("begins", "ends", "public"),
    [
        (at(-1, 18), at(-1, 20), False), (at(-1), None, False), (at(-3), at(-1), False), (at(-1, 20), at(0, 0), False),
        (at(-1, 20), at(0, 1), True), (at(0, 0), None, True), (at(-3), at(2), True), (at(1), None, True),
    ],
)  # fmt: skip
def test_an_event_is_public_until_its_own_last_day(client, vocabulary, begins, ends, public):
    row = stored("Fest", begins, ends)
    assert is_news() == public
    assert client.get(f"/de/news/{row.pk}/").status_code == (200 if public else 404)
    for path in ("/de/news/", "/de/news.atom", "/de/news.ics"):
        assert (str(row.pk) in client.get(path).content.decode()) == public, path


def test_an_event_that_was_never_to_be_shown_until_its_day_is_not(client, vocabulary):
    row = stored("Fest", at(3), until=timezone.localdate() - timedelta(days=1))
    assert client.get(f"/de/news/{row.pk}/").status_code == 404


def test_events_to_come_stand_before_news_the_next_one_first(client, vocabulary):
    stored("Vorbei", at(-2))
    stored("Später", at(5))
    stored("Läuft", at(-1), at(1))
    write.publish(write.new_news("Neues", "de", author="user:1"), True, author="user:1")
    stored("Morgen", at(1))
    titles = parse(client.get("/de/news/").content.decode()).all(".news-item h2")
    assert [title.text for title in titles] == ["Läuft", "Morgen", "Später", "Neues"]


@pytest.mark.parametrize(("typed", "kept"), [("2026-12-23", date(2026, 12, 23)), ("2027-01-25", date(2026, 12, 24))])
def test_an_event_may_be_hidden_earlier_and_never_later(desk, row, typed, kept):
    desk.post(f"{NEWS}{row.pk}/", EVENT | facts(ends="20:00", until=typed))
    row.refresh_from_db()
    assert row.until == kept


def test_an_event_of_several_days_is_entered_with_its_last_day(desk, client, row):
    page = f"{NEWS}{row.pk}/"
    desk.post(page, EVENT | facts(last="26.12.2026", ends="16:00") | {"action": "publish"})
    row.refresh_from_db()
    assert timezone.localtime(row.ends_at).isoformat()[:16] == "2026-12-26T16:00" and row.until == date(2026, 12, 26)
    assert form_of(desk.get(page))["facts-last"] == ["2026-12-26"]
    event = Calendar.from_ical(client.get("/de/news.ics").content).walk("VEVENT")[0]
    assert event.decoded("dtend") == row.ends_at
    assert "26. Dezember 2026" in client.get(f"/de/news/{row.pk}/").content.decode().replace("\u00a0", " ")


def test_an_event_over_midnight_needs_no_last_day(desk, row):
    page = f"{NEWS}{row.pk}/"
    desk.post(page, EVENT | facts(begins="20:00", ends="1:00"))
    moved = form_of(desk.get(page))
    assert moved["facts-last"] == [""]
    desk.post(page, moved | facts(day="2026-12-28"))
    row.refresh_from_db()
    assert timezone.localtime(row.ends_at).isoformat()[:16] == "2026-12-29T01:00"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"last": "23.12.2026"}, "last"), ({"last": "25.12.2026", "ends": ""}, "ends"),
        ({"last": "24.12.2026", "ends": "17:00"}, "ends"), ({"last": "9999-12-31"}, "last"), ({"kind": "news"}, "kind"),
    ],
)  # fmt: skip
def test_days_that_cannot_be_are_refused_with_a_sentence(desk, row, wrong, field):
    answer = desk.post(f"{NEWS}{row.pk}/", EVENT | facts(**wrong))
    assert answer.status_code == 422 and f'href="#id_facts-{field}"' in answer.content.decode()
    assert News.objects.get().starts_at is None


def test_an_event_in_the_night_in_which_clocks_change_ends_after_it_begins(desk, row, client):
    desk.post(f"{NEWS}{row.pk}/", EVENT | facts(day="28.03.2027", begins="02:30", ends="03:00") | {"action": "publish"})
    row.refresh_from_db()
    assert row.ends_at > row.starts_at
