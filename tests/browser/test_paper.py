"""The first visit on paper: one page, large type, a code that can be read, without scripts."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import PHONE, Visit

FULLEST = "haus-der-vielen-zeiten-muster"
AWKWARD = ["bunter-ball-bernhausen-e-v", "frauenselbsthilfe-stiller-hafen-probe", "integra-filder-e-v"]
MM = 96 / 25.4  # CSS pixels


def pages(page: Page) -> int:
    """The number of pages Chromium prints."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))


@pytest.mark.parametrize("language", ["de", "en", "ar"])
def test_the_fullest_first_visit_is_one_page(wide: Visit, language: str) -> None:
    page = wide.open(f"/{language}/o/{FULLEST}/first-visit/")
    assert page.locator(".paper-row").count() == 8
    assert pages(page) == 1


@pytest.mark.parametrize("slug", AWKWARD)
def test_awkward_entries_are_one_page(wide: Visit, slug: str) -> None:
    assert pages(wide.open(f"/ar/o/{slug}/first-visit/")) == 1


def test_answers_are_large_and_the_code_is_at_least_thirty_millimetres(wide: Visit) -> None:
    page = wide.open(f"/en/o/{FULLEST}/first-visit/")
    page.set_viewport_size({"width": 794, "height": 1123})
    page.emulate_media(media="print")
    sizes = page.locator(".paper-row p").evaluate_all(
        "all => all.map(one => parseFloat(getComputedStyle(one).fontSize))"
    )
    assert min(sizes) >= 15 * 96 / 72 - 0.01
    code = page.locator(".paper-code svg path").last.evaluate("path => path.getBoundingClientRect().width")
    assert code >= 30 * MM
    assert page.locator(".paper-tools").is_hidden()


def test_the_page_is_there_without_scripts(visit: Any) -> None:
    page = visit(**PHONE, java_script_enabled=False).open("/ar/o/bunter-ball-bernhausen-e-v/")
    page.locator(".visit a").click()
    assert page.url.endswith("/first-visit/")
    assert page.locator(".paper-row").count() == 8
    assert page.locator("[data-print]").is_hidden()


@pytest.mark.parametrize(
    "path", [f"/ar/o/{FULLEST}/", f"/ar/o/{FULLEST}/first-visit/", f"/de/o/{FULLEST}/first-visit/"]
)
def test_320_pixels_are_wide_enough(visit: Any, path: str) -> None:
    page = visit(viewport={"width": 320, "height": 640}, has_touch=True, is_mobile=True).open(path)
    assert page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0


def test_the_card_comes_after_the_lead_on_phones_and_tops_the_side_on_wide_screens(wide: Visit) -> None:
    page = wide.open("/en/o/bunter-ball-bernhausen-e-v/", map=False)
    card, head, text, side = (
        page.locator(name).bounding_box() for name in (".visit", ".entry-top", ".entry-text", ".entry-side")
    )
    assert card and head and text and side
    assert abs(card["y"] - head["y"]) < 2 and card["x"] > head["x"] + head["width"]
    assert 0 <= text["y"] - (head["y"] + head["height"]) < 40 and 0 <= side["y"] - (card["y"] + card["height"]) < 40
    page.set_viewport_size({"width": 390, "height": 844})
    card, head, text = (page.locator(name).bounding_box() for name in (".visit", ".entry-top", ".entry-text"))
    assert card and head and text
    assert head["y"] < card["y"] < text["y"]
