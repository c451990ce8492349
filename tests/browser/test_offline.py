"""Without a connection: an entry never opened, the pages around it, and forms that cannot be sent."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from organisations.models import Opening, Organisation
from organisations.participation.models import Message
from tests.browser.conftest import PHONE, Visit, texts
from tests.browser.test_accessibility import assert_nothing_found
from tests.browser.test_keep import kept_addresses, offline_visit, wait_until_kept

HASTE = 3_100  # milliseconds: who sends a form faster is asked to read once more


def stand_in(visit: Visit, path: str) -> Page:
    visit.page.goto(visit.site + path)
    visit.page.wait_for_selector("html[data-ready=kept]", state="attached")
    return visit.page


def rich_slug() -> str:
    """An entry with all that a card can know: flags, German, languages, times."""
    known = {"language_rows__isnull": False, "time_rows__isnull": False, "flags__isnull": False}
    return Organisation.objects.filter(state="public", parent=None, **known).exclude(german="").order_by("slug")[0].slug


@pytest.mark.parametrize("language", ["de", "ar"])
def test_an_entry_never_opened_shows_what_the_list_knows_of_it(visit: Any, language: str) -> None:
    slug = rich_slug()
    plain: Visit = visit(**PHONE)
    page = plain.open(f"/{language}/o/{slug}/", map=False)
    name, flags = page.locator("h1").inner_text(), texts(page, ".badges .fact")
    spoken, level = texts(page, ".at-languages li b"), page.locator(".steps .is-needed").count()
    times = texts(page, ".at-times .leaf b")
    phone = offline_visit(visit, language)
    page = stand_in(phone, f"/{language}/o/{slug}/")
    expect(page.locator("h1")).to_have_text(name)
    expect(page.locator("#kept-notice")).to_contain_text(re.compile(r"\d"))
    assert texts(page, ".badges .fact") == flags
    assert sorted(texts(page, ".at-languages li b")) == sorted(spoken)
    assert page.locator(".steps .is-needed").count() == level
    assert texts(page, ".at-times .leaf b") == times
    assert page.title() == name
    assert_nothing_found(page)


def test_what_was_tomorrow_is_today_a_day_later(visit: Any) -> None:
    """The list was kept the day before; its cards go by the day of the device."""
    tomorrow = timezone.localtime() + timedelta(days=1)
    phone = offline_visit(visit)
    path = f"/en/?day={'MO TU WE TH FR SA SU'.split()[tomorrow.weekday()]}"
    page = phone.open(path)
    card = page.locator("#cards .card", has_text="Tomorrow").first
    slug = card.get_attribute("data-slug")
    page.clock.set_fixed_time(tomorrow)
    phone.open(path)
    expect(page.locator(f"#cards [data-slug={slug}] [data-slot=when]")).to_contain_text("Today")


def offering_slug() -> str:
    """An entry that offers something with a title."""
    offer = Opening.objects.exclude(title={}).filter(until__gt=timezone.localdate(), organisation__state="public")
    return offer.order_by("pk")[0].organisation.slug


@pytest.mark.parametrize("language", ["de", "ar"])
def test_what_is_offered_is_shown_as_it_was_kept_until_it_is_over(visit: Any, language: str) -> None:
    slug, path = offering_slug(), f"/{language}/o/{offering_slug()}/"
    offers = Opening.objects.filter(organisation__slug=slug, until__gte=timezone.localdate()).order_by("until")
    titles = [offer.title.get(language) or offer.title.get("de", "") for offer in offers]
    phone = offline_visit(visit, language)
    page = stand_in(phone, path)
    expect(page.locator("#kept-notice")).to_contain_text(re.compile(r"\d"))
    assert texts(page, ".at-openings [data-title]") == [title for title in titles if title]
    assert page.locator(".at-openings li").count() == len(titles)
    assert_nothing_found(page)
    page.clock.set_fixed_time(timezone.localtime() + timedelta(days=(offers[0].until - timezone.localdate()).days + 1))
    page = stand_in(phone, path)
    assert page.locator(".at-openings li").count() == offers.filter(until__gt=offers[0].until).count()


def test_a_page_kept_whole_leaves_out_what_is_over_by_now(visit: Any) -> None:
    plain: Visit = visit(**PHONE)
    path = f"/en/o/{offering_slug()}/"
    page = plain.open(path, map=False)
    assert page.locator(".openings li").count() > 0
    page.clock.set_fixed_time(timezone.localtime() + timedelta(days=4_000))
    page.goto(plain.site + path)
    expect(page.locator(".openings")).to_have_count(0)


def test_what_is_missing_without_a_connection_is_said_and_the_way_back_leads_to_the_list(visit: Any) -> None:
    phone = offline_visit(visit)
    page = stand_in(phone, f"/en/o/{rich_slug()}/")
    expect(page.locator(".entry-side .card-box")).to_contain_text("With a connection, this page shows them.")
    page.locator(".entry-back").click()
    expect(page.locator("#cards .card").first).to_be_visible()


def test_an_entry_nobody_knows_is_a_page_that_was_not_kept(visit: Any) -> None:
    page = stand_in(offline_visit(visit), "/en/o/nothing/")
    expect(page.locator("h1:visible")).to_have_text("No connection")


def test_the_form_of_a_message_says_that_it_needs_a_connection_and_leads_back(visit: Any) -> None:
    phone = offline_visit(visit)
    slug = rich_slug()
    page = stand_in(phone, f"/en/o/{slug}/contact/")
    expect(page.locator("h1:visible")).to_have_text("Messages need a connection")
    assert_nothing_found(page)
    page.locator("#kept-entry").click()
    page.wait_for_url(f"**/en/o/{slug}/")
    expect(page.locator("#kept-notice")).to_be_visible()
    stand_in(phone, "/en/contact/")
    expect(page.locator("h1:visible")).to_have_text("Messages need a connection")
    expect(page.locator("#kept-entry")).to_be_hidden()


def test_a_sheet_for_the_first_visit_is_there_if_it_was_opened_and_says_so_if_not(visit: Any) -> None:
    phone: Visit = visit(**PHONE, service_workers="allow")
    page = phone.open("/en/")
    wait_until_kept(page)
    slugs = [str(card.get_attribute("data-slug")) for card in page.locator("#cards .card").all()]
    path = f"/en/o/{slugs[0]}/first-visit/"
    page.goto(phone.site + path)
    for _ in range(50):
        if path in kept_addresses(page):
            break
        page.wait_for_timeout(100)
    phone.context.set_offline(True)
    page.reload()
    expect(page.locator(".paper-rows")).to_be_visible()
    stand_in(phone, f"/en/o/{slugs[1]}/first-visit/")
    expect(page.locator("[data-part=first-visit]")).to_contain_text("this sheet has not been kept")


def written(visit: Visit, language: str) -> Page:
    """The filled form of a message, old enough to be sent."""
    page = visit.page
    page.goto(f"{visit.site}/{language}/o/{rich_slug()}/contact/")
    page.locator("input[name=wish]").first.check()
    page.locator("#words").fill("Grüße\nvon Sami")
    page.locator("#name").fill("Sami")
    page.locator("#reach").fill("0711 123456")
    page.locator("input[name=consent]").check()
    page.wait_for_timeout(HASTE)
    return page


def test_a_form_sent_without_a_connection_stays_as_it_is(phone: Visit) -> None:
    page = written(phone, "ar")
    phone.context.set_offline(True)
    page.locator("[data-send]").click()
    expect(page.locator("#offline")).to_be_focused()
    assert page.locator("#words").input_value() == "Grüße\nvon Sami"
    assert_nothing_found(page)
    phone.context.set_offline(False)
    expect(page.locator("#offline")).to_be_hidden()


def test_a_form_that_did_not_arrive_is_held_and_arrives_when_it_is_sent_again(visit: Any) -> None:
    phone: Visit = visit(**PHONE, service_workers="allow")
    wait_until_kept(phone.open("/en/"))
    page = written(phone, "en")
    before = Message.objects.count()
    phone.context.set_offline(True)
    page.evaluate("Object.defineProperty(navigator, 'onLine', { get: () => true })")  # a browser may be mistaken
    page.locator("[data-send]").click()
    expect(page.locator("h1:visible")).to_have_text("This was not sent")
    expect(page.locator("#unsent [data-words]")).to_have_text("Grüße\nvon Sami")
    assert_nothing_found(page)
    phone.context.set_offline(False)
    page.locator("#unsent button").click()
    page.wait_for_url("**/en/message/**")
    assert Message.objects.count() == before + 1
    pages = [one for one in kept_addresses(page) if not one.startswith("/static/")]
    assert [one for one in pages if "contact" in one or "message" in one] == []
