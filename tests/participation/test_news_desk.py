"""Curators write news and modules: a language at a time, a draft first; bad input comes back with a sentence."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from organisations.models import Decision
from organisations.participation.models import Attachment, Module, ModulePage, News
from organisations.participation.news.text import html_of
from tests.factories import organisation
from tests.participation.newsroom import EVENT, MODULES, NEWS, facts, text


def test_a_visitor_is_led_to_the_sign_in(vocabulary, client):
    assert client.get(NEWS).status_code == 302
    assert client.post(NEWS, {"title": "x", "language": "de"}).status_code in (302, 403)
    assert not News.objects.exists()


def test_something_new_is_a_draft_until_it_is_shown(desk, client, row):
    public = f"/de/news/{row.pk}/"
    assert client.get(public).status_code == 404
    desk.post(f"{NEWS}{row.pk}/", {"action": "publish"})
    assert client.get(public).status_code == 200
    desk.post(f"{NEWS}{row.pk}/", {"action": "hide"})
    assert client.get(public).status_code == 404
    assert [one.action for one in Decision.objects.order_by("pk")] == ["news:shown", "news:hidden"]


def test_an_event_has_a_day_hours_and_ends_past_midnight(desk, row):
    assert desk.post(f"{NEWS}{row.pk}/", EVENT).status_code == 302
    row.refresh_from_db()
    begins, ends = timezone.localtime(row.starts_at), timezone.localtime(row.ends_at)
    assert (begins.isoformat()[:16], ends.isoformat()[:16]) == ("2026-12-24T18:00", "2026-12-25T01:00")
    assert row.until.isoformat() == "2026-12-25"


@pytest.mark.parametrize(("begins", "ends"), [("18:00", "17:00"), ("18:00", "18:00"), ("9:00", "1:30")])
def test_an_event_that_ends_before_it_begins_is_refused_with_a_sentence(desk, row, begins, ends):
    answer = desk.post(f"{NEWS}{row.pk}/", EVENT | facts(begins=begins, ends=ends))
    assert answer.status_code == 422 and "Das Ende liegt vor dem Beginn." in answer.content.decode()
    row.refresh_from_db()
    assert row.starts_at is None


def test_that_an_event_ends_on_the_next_day_is_said(desk, row):
    english = {"Accept-Language": "en"}
    answer = desk.post(f"{NEWS}{row.pk}/", EVENT, follow=True, headers=english).content.decode()
    assert "It ends on the next day, 25\u00a0December 2026." in answer
    assert "next day," not in desk.post(f"{NEWS}{row.pk}/", EVENT | facts(ends="20:00"), follow=True).content.decode()


def test_a_list_within_a_list_stays_one(desk, row):
    words = "- eins\r\n  - innen\r\n\t- auch\u202e   innen  \r\n- zwei\r\n\r\n\r\n\r\nEnde"
    desk.post(f"{NEWS}{row.pk}/", text("x", words))
    row.refresh_from_db()
    assert row.texts["de"]["text"] == "- eins\n  - innen\n    - auch innen\n- zwei\n\nEnde"
    assert "<li>eins\n<ul>\n<li>innen" in html_of(row.texts["de"]["text"])


def test_a_text_that_is_too_long_is_told_in_our_own_words(desk, row):
    answer = desk.post(f"{NEWS}{row.pk}/", text("x" * 151, "x" * 10_001))
    page = answer.content.decode()
    assert answer.status_code == 422 and "sicherstellen" not in page
    assert "Höchstens 10000 Zeichen" in page and "Höchstens 150 Zeichen" in page


@pytest.mark.parametrize(
    "wrong",
    [{"day": ""}, {"begins": "abends"}, {"kind": "x"}, {"entry": "nobody"}, {"link": "javascript:x"}, {"area": "x"}],
)
def test_wrong_facts_come_back_with_a_sentence_and_change_nothing(desk, row, wrong):
    answer = desk.post(f"{NEWS}{row.pk}/", EVENT | facts(place="Rathaus") | facts(**wrong))
    assert answer.status_code == 422
    assert "Rathaus" in answer.content.decode() and "field-error" in answer.content.decode()
    row.refresh_from_db()
    assert row.starts_at is None


@pytest.mark.parametrize(
    "wrong",
    [{"day": "0001-01-01", "begins": "0:00"}, {"day": "9999-12-31"}, {"until": "0001-01-01"}, {"until": "9999-12-31"}],
)
def test_a_day_at_the_end_of_time_is_refused_with_a_sentence(desk, client, row, wrong):
    answer = desk.post(f"{NEWS}{row.pk}/", EVENT | facts(**wrong), headers={"Accept-Language": "en"})
    assert answer.status_code == 422 and "at most ten years away" in answer.content.decode()
    assert client.get("/de/news/").status_code == 200


def test_a_wrong_web_address_is_refused_in_our_own_words(desk, row):
    answer = desk.post(f"{NEWS}{row.pk}/", EVENT | facts(link="javascript:x")).content.decode()
    assert "Die Adresse beginnt mit http:// oder https://." in answer and "Gib eine" not in answer


def test_a_form_that_is_too_large_is_refused_with_a_sentence(desk, row):
    desk.handler.enforce_csrf_checks = True  # as in a browser: its token is read before any view asks
    for page in (NEWS, f"{NEWS}{row.pk}/"):
        desk.get(page)
        answer = desk.post(page, {"title": "x", "text": "x" * 1_100_000})
        assert answer.status_code == 413 and "viel zu lang" in answer.content.decode()


def test_texts_are_written_language_by_language_and_the_original_stays(desk, row):
    page = f"{NEWS}{row.pk}/"
    desk.post(f"{page}?in=ar", text("مهرجان", "أهلاً", "ar"))
    row.refresh_from_db()
    assert set(row.texts) == {"de", "ar"} and row.language == "de"
    desk.post(f"{page}?in=ar", {"action": "drop-text:ar"})
    desk.post(f"{page}?in=de", {"action": "drop-text:de"})
    row.refresh_from_db()
    assert set(row.texts) == {"de"}
    assert desk.post(f"{page}?in=tr", text("", "getippt", "tr")).status_code == 422


@pytest.mark.parametrize("act", ["save", "drop-text:zz"])
def test_a_language_that_there_is_not_touches_no_text(desk, row, act):
    page = f"{NEWS}{row.pk}/"
    desk.post(f"{page}?in=ar", text("مهرجان", language="ar"))
    answer = desk.post(f"{page}?in=zz", text("Overwritten", "typed", "zz") | {"action": act})
    shown = answer.content.decode()
    assert "Diese Sprache gibt es hier nicht" in shown and "typed" in shown
    row.refresh_from_db()
    assert (row.texts["de"]["title"], row.texts["ar"]["title"]) == ("Sommerfest", "مهرجان")
    assert desk.get(f"{page}?in=zz").status_code == 200


def test_an_entry_is_named_by_its_short_name(desk, row):
    club = organisation("Verein")
    desk.post(f"{NEWS}{row.pk}/", EVENT | facts(entry=club.slug, area="filderstadt"))
    row.refresh_from_db()
    assert row.organisation == club and row.area.slug == "filderstadt"


def test_what_is_deleted_is_gone_and_noted(desk, row, module):
    desk.post(f"{NEWS}{row.pk}/", {"action": "remove:sure"})
    desk.post(f"{MODULES}{module.pk}/", {"action": "remove:sure"})
    assert not News.objects.exists() and not Module.objects.exists()
    assert {one.action for one in Decision.objects.all()} == {"news:removed", "module:removed"}
    assert desk.get(f"{NEWS}{row.pk}/").status_code == 404


def test_pages_of_a_module_are_added_moved_and_deleted(desk, module):
    page = f"{MODULES}{module.pk}/"
    for title in ("eins", "zwei", "drei"):
        desk.post(page, {"action": "page", "page-title": title, "page-language": "de"})
    last = ModulePage.objects.latest("position")
    desk.post(page, {"action": f"up:{last.pk}"})
    assert [str(one) for one in module.pages.all()] == ["eins", "drei", "zwei"]
    desk.post(f"{page}{last.pk}/", {"action": "drop:sure"})
    assert [str(one) for one in module.pages.all()] == ["eins", "zwei"]


def test_two_modules_have_two_short_names(desk, module):
    desk.post(MODULES, {"title": "Was ist ein Gremium?", "language": "de"})
    one, other = Module.objects.all()
    assert one.slug != other.slug
    taken = facts(slug=one.slug, audience="newcomers", position="1")
    assert desk.post(f"{MODULES}{other.pk}/", taken).status_code == 422


@pytest.mark.parametrize(
    ("name", "content", "taken"),
    [
        ("blatt.pdf", b"%PDF-1.7", True), ("bild.JPEG", b"\xff\xd8\xff\xe0", True), ("seite.html", b"<script>", False),
        ("seite.pdf", b"<script>", False), ("x.svg", b"<svg>", False), ("ohne", b"%PDF-", False),
        ("leer.pdf", b"", False),
        ("gross.pdf", b"%PDF-" + b"x" * 5_000_001, False),
    ],
)  # fmt: skip
def test_files_are_what_their_name_says(desk, module, name, content, taken):
    desk.post(f"{MODULES}{module.pk}/", {"action": "page", "page-title": "eins", "page-language": "de"})
    page = f"{MODULES}{module.pk}/{ModulePage.objects.get().pk}/"
    answer = desk.post(page, {"action": "file", "file": SimpleUploadedFile(name, content)})
    assert answer.status_code == (302 if taken else 422)
    assert Attachment.objects.count() == taken
    if taken:
        desk.post(page, {"action": f"detach:{Attachment.objects.get().pk}"})
        assert not Attachment.objects.exists()


@pytest.mark.parametrize("odd", ["\0", "x" * 200_000, "<script>alert(1)</script>", "\u202egnp.exe", "' OR 1=1"])
def test_odd_words_are_refused_or_shown_harmless(desk, client, row, odd):
    page = f"{NEWS}{row.pk}/"
    for form in (text(odd, odd), EVENT | facts(place=odd, entry=odd, area=odd)):
        assert desk.post(page, form).status_code in (302, 400, 422)
    desk.post(page, {"action": "publish"})
    assert "<script>alert" not in client.get(f"/de/news/{row.pk}/").content.decode()
    assert desk.post(page, {"action": odd, "file": odd}).status_code in (200, 400, 404)
