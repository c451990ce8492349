"""Nothing that is typed on a page of the desk about news or modules is lost, whatever button sends it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from organisations.participation.models import Attachment, ModulePage
from organisations.participation.news import write
from tests.html import parse
from tests.participation.newsroom import MODULES, NEWS, form_of

ARABIC = {"title": "مهرجان", "text": "أهلاً"}


@pytest.fixture
def page(row):
    return f"{NEWS}{row.pk}/"


@pytest.fixture
def lesson(desk, module):
    for title in ("eins", "zwei"):
        desk.post(f"{MODULES}{module.pk}/", {"action": "page", "page-title": title, "page-language": "de"})
    return f"{MODULES}{module.pk}/"


def pressed(desk, page, act, **typed):
    """A button is pressed on a page on which something was typed."""
    return desk.post(page, form_of(desk.get(page)) | typed | {"action": act})


@pytest.mark.parametrize("act", ["save", "publish", "hide", "drop-text:ar", "drop-text:de"])
def test_what_is_typed_for_news_is_saved_whatever_button_is_pressed(desk, row, page, act):
    write.save_text(row, "ar", ARABIC)
    assert pressed(desk, page, act, **{"de-text-text": "Alle", "facts-place": "Rathaus"}).status_code == 302
    row.refresh_from_db()
    assert (row.texts["de"]["text"], row.place) == ("Alle", "Rathaus")
    assert bool(row.published_at) == (act == "publish") and ("ar" in row.texts) == (act != "drop-text:ar")


def test_what_cannot_be_saved_is_not_published_and_all_that_was_typed_comes_back(desk, row, page):
    answer = pressed(desk, page, "publish", **{"de-text-text": "Alle", "facts-link": "javascript:x"})
    shown = answer.content.decode()
    assert answer.status_code == 422 and "javascript:x" in shown and "Alle" in shown
    assert parse(shown).one("#errors a").get("href") == "#id_facts-link"
    row.refresh_from_db()
    assert row.published_at is None and row.texts["de"]["text"] == ""


def test_a_look_at_another_language_saves_nothing_and_loses_nothing(desk, row, page):
    arabic = pressed(desk, page, "in:ar", **{"de-text-text": "Alle\r\nda", "facts-place": "Rathaus"})
    assert arabic.status_code == 200 and "Deutsch" in parse(arabic.content.decode()).one("#text bdi").text
    row.refresh_from_db()
    assert row.texts["de"]["text"] == row.place == ""
    turkish = desk.post(page, form_of(arabic) | {"ar-text-text": "أهلاً", "action": "in:tr"})
    assert turkish.status_code == 200  # a text without its title yet is not judged
    german = desk.post(f"{page}?in=tr", form_of(turkish) | {"action": "save"})
    assert german.status_code == 422 and parse(german.content.decode()).one("#errors a").get("href") == (
        "#id_ar-text-title"
    )
    assert desk.post(page, form_of(german) | {"ar-text-title": "مهرجان"} | {"action": "save"}).status_code == 302
    row.refresh_from_db()
    assert row.texts == {"de": {"title": "Sommerfest", "text": "Alle\nda"}, "ar": ARABIC}
    assert row.place == "Rathaus"


def test_a_page_has_one_form_and_enter_saves_it(desk, row, lesson):
    for path in (f"{NEWS}{row.pk}/", lesson, f"{lesson}{ModulePage.objects.latest('pk').pk}/"):
        page = parse(desk.get(path).content.decode()).one(".desk-entry")
        assert len(page.all("form")) == 1
        assert page.one("form button").get("value") == "save"


def test_what_others_saved_in_the_meantime_stays(desk, row, page):
    opened = form_of(desk.get(page))
    write.save_facts(row, {"place": "Rathaus"})
    write.save_text(row, "de", {"title": "Sommerfest", "text": "Von Anna"})
    assert desk.post(page, opened | {"facts-link": "https://x.example/", "action": "save"}).status_code == 302
    row.refresh_from_db()
    assert (row.place, row.link, row.texts["de"]["text"]) == ("Rathaus", "https://x.example/", "Von Anna")


def test_where_two_wrote_the_same_both_are_shown_and_nothing_is_lost(desk, row, page):
    opened = form_of(desk.get(page))
    write.save_text(row, "de", {"title": "Sommerfest", "text": "Von Anna"})
    answer = desk.post(page, opened | {"de-text-text": "Von Bert", "action": "in:ar"})
    assert answer.status_code == 409 and "Von Anna" in answer.content.decode()
    desk.post(page, form_of(answer) | {"action": "save"})
    row.refresh_from_db()
    assert row.texts["de"]["text"] == "Von Bert"


@pytest.mark.parametrize("act", ["save", "publish", "page", "up:{last}"])
def test_what_is_typed_for_a_module_is_saved_whatever_button_is_pressed(desk, module, lesson, act):
    last = ModulePage.objects.latest("pk").pk
    typed = {"de-text-text": "Kurz", "facts-slug": "gremium", "facts-spots": ["visit"], "page-title": "drei"}
    assert pressed(desk, lesson, act.format(last=last), **typed).status_code == 302
    module.refresh_from_db()
    assert (module.texts["de"]["text"], module.slug, module.spots) == ("Kurz", "gremium", ["visit"])
    order = ["zwei", "eins", "drei"] if act.startswith("up") else ["eins", "zwei", "drei"]
    assert [str(one) for one in module.pages.all()] == order


@pytest.mark.parametrize("act", ["save", "file", "detach:{file}"])
def test_what_is_typed_for_a_page_of_a_module_is_saved_with_its_file(desk, lesson, act):
    one = ModulePage.objects.earliest("pk")
    file = write.attach(one, "alt.pdf", "application/pdf", b"%PDF-").pk
    new = SimpleUploadedFile("neu.pdf", b"%PDF-1.7")
    typed = {"de-text-text": "Kurz", "file": new}
    assert pressed(desk, f"{lesson}{one.pk}/", act.format(file=file), **typed).status_code == 302
    one.refresh_from_db()
    assert one.texts["de"]["text"] == "Kurz"
    assert [str(kept) for kept in one.attachments.all()] == ["neu.pdf"] if "detach" in act else ["alt.pdf", "neu.pdf"]


def test_a_file_is_added_even_if_the_text_cannot_be_saved_yet(desk, lesson):
    page = f"{lesson}{ModulePage.objects.earliest('pk').pk}/"
    file = SimpleUploadedFile("neu.pdf", b"%PDF-1.7")
    answer = pressed(desk, page, "save", **{"de-text-title": "", "de-text-text": "Kurz", "file": file})
    assert answer.status_code == 422 and "Kurz" in answer.content.decode()
    assert Attachment.objects.get().name == "neu.pdf"
    assert "neu.pdf" in parse(answer.content.decode()).one("#files").text


def test_who_adds_nothing_is_told(desk, lesson):
    page = f"{lesson}{ModulePage.objects.earliest('pk').pk}/"
    for path, act, field in ((lesson, "page", "page-title"), (page, "file", "file")):
        answer = pressed(desk, path, act)
        assert answer.status_code == 422 and f'href="#id_{field}"' in answer.content.decode()
        assert pressed(desk, path, "save").status_code == 302
    assert "(nötig)" not in parse(desk.get(page).content.decode()).one("#files").text


@pytest.mark.parametrize("kind", ["news", "module", "page"])
def test_what_is_deleted_for_good_is_asked_about_first_and_nothing_typed_is_lost(desk, row, lesson, kind):
    one = ModulePage.objects.earliest("pk")
    path, act = {"news": (f"{NEWS}{row.pk}/", "remove"), "module": (lesson, "remove"),
                 "page": (f"{lesson}{one.pk}/", "drop")}[kind]  # fmt: skip
    asked = pressed(desk, path, act, **{"de-text-text": "Alle"})
    assert asked.status_code == 200 and desk.get(path).status_code == 200
    sure = parse(asked.content.decode()).all(".notice.danger button")
    assert [button.get("value") for button in sure] == [f"{act}:sure", "save"]
    assert form_of(asked)["de-text-text"] == ["Alle"]
    desk.post(path, {"action": f"{act}:sure"})
    assert desk.get(path).status_code == 404


def test_a_module_without_a_page_is_not_shown_to_anybody(desk, module):
    pressed(desk, f"{MODULES}{module.pk}/", "publish", **{"de-text-text": "Kurz"})
    module.refresh_from_db()
    assert module.published_at is None and module.texts["de"]["text"] == "Kurz"
