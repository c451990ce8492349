"""News, events and learning modules: what visitors see, in which language, as feeds; and what they never see."""

from datetime import datetime, timedelta
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from organisations import further
from organisations.models import Area
from organisations.participation.models import News
from organisations.participation.news import write
from organisations.participation.news.linked import NewsAndModules
from organisations.participation.news.text import html_of, plain
from tests.factories import organisation
from tests.html import parse

pytestmark = pytest.mark.usefixtures("vocabulary")
BY = "user:1"


def news(title="Sommerfest", text="Alle sind **willkommen**.", shown=True, **facts):
    made = write.new_news(title, "de", author=BY)
    write.save_text(made, "de", {"title": title, "text": text})
    write.save_facts(made, facts)
    if shown:
        write.publish(made, True, author=BY)
    return made


def event(**facts):
    begins = timezone.now() + timedelta(days=3)
    return news(kind="event", starts_at=begins, ends_at=begins + timedelta(hours=2), place="Rathaus", **facts)


def module(spots=(), pages=2):
    for source in further._sources:
        if isinstance(source, NewsAndModules):
            source._kept = None  # of a test before, whose rows were taken back and whose version comes again
    made = write.new_module("Was ist ein Gremium?", "de")
    write.save_facts(made, {"spots": list(spots)})
    for number in range(1, pages + 1):
        write.add_page(made, "de", {"title": f"Seite {number}", "text": f"Text {number}"})
    write.publish(made, True, author=BY)
    return made


def words(client, path):
    return parse(client.get(path).content.decode()).one("main").text


def test_visitors_see_what_is_published_and_not_over(client):
    news("Öffentlich")
    news("Entwurf", shown=False)
    news("Vorbei", until=timezone.localdate() - timedelta(days=1))
    found = words(client, "/de/news/")
    assert "Öffentlich" in found and "Entwurf" not in found and "Vorbei" not in found
    for row in News.objects.filter(published_at=None) | News.objects.filter(until__lt=timezone.localdate()):
        assert client.get(f"/de/news/{row.pk}/").status_code == 404
        assert str(row.pk) not in client.get("/de/news.atom").content.decode()


def test_a_reader_gets_their_language_else_the_original_and_a_remark(client):
    row = news()
    write.save_text(row, "ar", {"title": "مهرجان", "text": "أهلاً"})
    assert "مهرجان" in words(client, f"/ar/news/{row.pk}/")
    page = parse(client.get(f"/tr/news/{row.pk}/").content.decode())
    assert page.one("h1").get("lang") == "de" and page.one("h1").text == "Sommerfest"
    assert page.all("main .small")


def test_events_stand_in_a_calendar_alone_and_together(client):
    one, other = event(), event()
    news("Keine Veranstaltung")
    whole = Calendar.from_ical(client.get("/de/news.ics").content)
    assert {str(found["uid"]) for found in whole.walk("VEVENT")} == {str(one.pk), str(other.pk)}
    alone = Calendar.from_ical(client.get(f"/de/news.ics?event={one.pk}").content)
    assert [str(found["location"]) for found in alone.walk("VEVENT")] == ["Rathaus"]


def test_the_feed_names_each_piece_of_news(client):
    row = event()
    feed = client.get("/en/news.atom")
    assert feed.headers["Content-Type"].startswith("application/atom+xml")
    assert f"urn:uuid:{row.pk}" in feed.content.decode() and "Sommerfest" in feed.content.decode()


def test_the_page_of_the_first_visit_leads_to_the_lesson_for_it(client):
    club = organisation("Verein")
    made = module(spots=["visit"])
    page = parse(client.get(f"/en/o/{club.slug}/first-visit/").content.decode())
    assert [link.get("href") for link in page.all(".further a")] == [f"/en/learn/{made.slug}/"]


def test_a_hidden_entry_is_not_named_by_its_news(client):
    row = news(organisation=organisation("Geheimer Verein", state="draft"))
    assert "Geheimer" not in client.get(f"/de/news/{row.pk}/").content.decode()


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("<script>alert(1)</script>", "&lt;script&gt;"),
        ("[x](javascript:alert(1))", "[x]("),
        ("[x](//evil.example)", "[x]("),
        ("[x](data:text/html,x)", "[x]("),
        ("![x](https://x.example/y.png)", "!<a "),
        ("# Titel", "<h2>Titel</h2>"),
        ("**fett** und *schräg*", "<strong>fett</strong> und <em>schräg</em>"),
        ("- eins\n- zwei", "<li>eins</li>"),
        ("[Rathaus](https://x.example/a)", '<a href="https://x.example/a" rel="noopener noreferrer nofollow">'),
    ],
)
def test_texts_know_a_safe_subset_of_markdown(typed, shown):
    html = html_of(typed)
    assert shown in html and "<script" not in html and "<img" not in html and 'javascript:alert(1)"' not in html


def test_links_to_pages_of_ours_hold_in_a_feed_reader_too(client):
    news(text="Mehr [hier](/de/openings/) und [dort](https://x.example/a).")
    feed = client.get("/de/news.atom").content.decode()
    assert 'href="http://testserver/de/openings/"' in feed and 'href="https://x.example/a"' in feed
    assert 'href="/de/openings/"' in client.get(f"/de/news/{News.objects.get().pk}/").content.decode()


@pytest.mark.parametrize(
    ("language", "when"),
    [
        ("de", "Donnerstag, 24. Dezember 2026, 18:00–20:00"),
        ("ar", "الخميس، 24 ديسمبر 2026، 18:00–20:00"),
        ("fa", "پنجشنبه ۲۴ دسامبر ۲۰۲۶،\u200f ۱۸:۰۰–۲۰:۰۰"),
    ],
)
def test_an_event_has_its_weekday_and_the_commas_of_the_language(client, language, when):
    begins = timezone.make_aware(datetime(2026, 12, 24, 18))
    area = Area.objects.get(slug="filderstadt")
    row = event()
    write.save_facts(row, {"starts_at": begins, "ends_at": begins + timedelta(hours=2), "area": area})
    found = words(client, f"/{language}/news/{row.pk}/")
    assert when in found and f"Rathaus{'، ' if language != 'de' else ', '}Filderstadt" in found


def test_the_words_alone_stand_in_lists():
    assert plain("# Fest\n\n- **eins**\n- [zwei](https://x.example)") == "Fest · eins · zwei"


def test_control_characters_written_as_entities_reach_neither_page_nor_feed(client):
    news(text="Seite&#12;zwei&#8238;\n\nDrei&#13;vier")
    feed = client.get("/de/news.atom")
    assert feed.status_code == 200 and "Seitezwei" in feed.content.decode()
    assert html_of("Seite&#12;zwei&#8238;\nneu") == "<p>Seitezwei<br>\nneu</p>\n"
    assert plain("Seite&#12;zwei&#8238;\n\nDrei&#13;vier") == "Seite zwei · Drei vier"
    assert html_of("\u0338x").startswith("<p>")


@pytest.mark.parametrize("text", ["[" * 5_000, "*" * 10_000, "- " * 3_000, "#" * 10_000, "\u202e" * 100, "(" * 9_000])
def test_odd_texts_are_rendered_in_no_time(text):
    began = timezone.now()
    html_of(text)
    assert timezone.now() - began < timedelta(seconds=5)


def test_a_lesson_is_read_page_by_page(client):
    made = module()
    first, second = (words(client, f"/de/learn/{made.slug}/{number}/") for number in (1, 2))
    assert "Text 1" in first and "Text 2" in second
    assert "Text 1" in words(client, f"/de/learn/{made.slug}/")
    for path in (f"/de/learn/{made.slug}/3/", f"/de/learn/{made.slug}/0/", "/de/learn/nothing/"):
        assert client.get(path).status_code == 404
    write.publish(made, False, author=BY)
    assert client.get(f"/de/learn/{made.slug}/").status_code == 404


def test_a_summary_of_a_lesson_is_read_without_the_signs_of_its_markup(client):
    made = module()
    write.save_text(made, "de", {"title": "Gremien", "text": "Ein **Gremium** berät."})
    page = client.get(f"/de/learn/{made.slug}/").content.decode()
    assert "Ein <strong>Gremium</strong> berät." in page and "**" not in page
    assert "**" not in words(client, "/de/learn/")


def test_that_a_lesson_is_there_in_another_language_only_is_said_once_wherever_it_stands(client):
    made = module()
    for path in ("/fa/learn/", f"/fa/learn/{made.slug}/", f"/fa/learn/{made.slug}/2/"):
        page = parse(client.get(path).content.decode())
        marks = [mark for mark in page.all("main .small") if "فقط" in mark.text]
        assert len(marks) == 1 and marks[0].get("lang") is None, path
    assert not parse(client.get("/de/learn/").content.decode()).all("main li .small")
    news()
    assert parse(client.get("/fa/news/").content.decode()).all(".news-item .small")


def test_lessons_are_linked_from_committees_and_the_first_visit(client):
    committee, club = organisation("Beirat", kind="committee"), organisation("Verein")
    made = module(["committee"])
    link = f"/de/learn/{made.slug}/"
    assert link in client.get(f"/de/o/{committee.slug}/").content.decode()
    assert link not in client.get(f"/de/o/{club.slug}/").content.decode()
    write.publish(made, False, author=BY)
    assert link not in client.get(f"/de/o/{committee.slug}/").content.decode()


def test_the_menu_names_news_only_while_there_are_any(client):
    assert "/de/news/" not in client.get("/de/about/").content.decode()
    row = news()
    assert "/de/news/" in client.get("/de/about/").content.decode()
    write.remove(row, author=BY)
    assert "/de/news/" not in client.get("/de/about/").content.decode()


def test_a_file_of_a_lesson_is_saved_and_never_a_page_of_ours(client):
    made = module(pages=1)
    file = write.attach(made.pages.get(), "Über uns (1).PDF", "application/pdf", b"%PDF-1.7 x")
    assert file.name == "uber-uns-1.pdf"
    path = f"/de/files/{file.pk}/{file.name}"
    assert path in client.get(f"/de/learn/{made.slug}/").content.decode()
    answer = client.get(path)
    assert answer.content == b"%PDF-1.7 x"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="uber-uns-1.pdf"'
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert client.get(f"/de/files/{file.pk}/other.pdf").status_code == 404
    write.publish(made, False, author=BY)
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("دعوت ۱.pdf", "دعوت-۱.pdf"),
        ("Запрошення.PDF", "запрошення.pdf"),
        ("नमस्ते.pdf", "नमस्ते.pdf"),
        ("«».pdf", "file.pdf"),
    ],
)
def test_a_file_keeps_a_name_in_another_script(client, given, kept):
    made = module(pages=1)
    file = write.attach(made.pages.get(), given, "application/pdf", b"%PDF-1.7 x")
    assert file.name == kept
    (link,) = parse(client.get(f"/fa/learn/{made.slug}/").content.decode()).all(".news-list a")
    answer = client.get(link.get("href"))
    assert answer.content == b"%PDF-1.7 x" and link.text == kept
    name = answer.headers["Content-Disposition"].partition("filename*=utf-8''")[2]
    assert unquote(name) == kept or kept.isascii()


def test_the_number_of_queries_does_not_grow_with_the_rows(client):
    def queries(path):
        with CaptureQueriesContext(connection) as found:
            assert client.get(path).status_code == 200
        return len(found)

    event(), module()
    client.get("/de/news/")
    few = [queries(path) for path in ("/de/news/", "/de/learn/", "/de/news.atom", "/de/news.ics")]
    for _ in range(5):
        event(), module()
    client.get("/de/news/")
    assert [queries(path) for path in ("/de/news/", "/de/learn/", "/de/news.atom", "/de/news.ics")] == few


def test_without_the_readers_language_the_original_is_shown_even_if_there_is_german(client):
    row = write.new_news("Yaz şenliği", "tr", author=BY)
    write.save_text(row, "de", {"title": "Sommerfest", "text": ""})
    write.publish(row, True, author=BY)
    assert parse(client.get(f"/fr/news/{row.pk}/").content.decode()).one("h1").text == "Yaz şenliği"


def test_two_who_write_in_two_languages_at_once_lose_nothing():
    row = news()
    one, other = News.objects.get(pk=row.pk), News.objects.get(pk=row.pk)
    write.save_text(one, "ar", {"title": "مهرجان", "text": ""})
    write.save_text(other, "tr", {"title": "Şenlik", "text": ""})
    write.save_facts(one, {"place": "Rathaus"})
    row.refresh_from_db()
    assert set(row.texts) == {"de", "ar", "tr"} and row.place == "Rathaus"


def test_a_page_of_a_lesson_reads_no_file(client):
    made = module(pages=1)
    write.attach(made.pages.get(), "x.pdf", "application/pdf", b"%PDF-")
    with CaptureQueriesContext(connection) as asked:
        assert "x.pdf" in client.get(f"/de/learn/{made.slug}/").content.decode()
    assert not [one["sql"] for one in asked if 'attachment"."content"' in one["sql"]]
