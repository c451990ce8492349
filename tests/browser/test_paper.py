"""What is printed: the first visit on one page, sheets for walls, codes that can be read; without scripts."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import segno
from playwright.sync_api import Page, expect
from pytest_django.plugin import DjangoDbBlocker

from mapping.interface import INTERFACES
from organisations.models import DataVersion, Listing, Organisation
from organisations.services.consent import record_consent
from organisations.services.publish import publish
from tests.browser.conftest import PHONE, Visit
from tests.browser.crowded import crowded

FULLEST = "haus-der-vielen-zeiten-muster"
AWKWARD = ["bunter-ball-bernhausen-e-v", "frauenselbsthilfe-stiller-hafen-probe", "integra-filder-ev"]
MM = 96 / 25.4  # CSS pixels


def printed(page: Page) -> list[tuple[int, int]]:
    """The pages Chromium prints: width and height of each in millimetres."""
    boxes = re.findall(rb"/MediaBox\s*\[0 0 ([0-9.]+) ([0-9.]+)\]", page.pdf(prefer_css_page_size=True))
    return [(round(float(wide) / 72 * 25.4), round(float(high) / 72 * 25.4)) for wide, high in boxes]


A4, A3 = (210, 297), (297, 420)
# Blocks whose words are wider than they are.
CUT = """[...document.querySelectorAll(".paper :not(svg, svg *)")]
  .filter(one => getComputedStyle(one).display === "block"
  && one.scrollWidth > one.clientWidth + 1).map(one => one.outerHTML)"""


@pytest.fixture(scope="module")
def crowded_slug(site: str, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """An entry with as much as the form takes, on the running site."""
    made = crowded()
    with django_db_blocker.unblock():
        publish(made, base=0, author="test")
        record_consent([person.id for person in made.contacts], text="Ja", way="letter")
        yield Listing.objects.get(organisation=made.id).slug
        Organisation.objects.filter(pk=made.id).delete()
        DataVersion.increase()


def test_a_first_visit_is_one_page_in_every_language(wide: Visit, crowded_slug: str) -> None:
    wide.page.set_viewport_size({"width": round(210 * MM), "height": round(297 * MM)})
    wide.page.emulate_media(media="print")
    for address in (f"/{one.code}/o/{slug}/first-visit/" for one in INTERFACES for slug in (FULLEST, crowded_slug)):
        page = wide.open(address)
        high, cut = page.evaluate(f"[document.querySelector('.paper').getBoundingClientRect().height, {CUT}]")
        assert (high <= 297 * MM, cut) == (True, []), address
        assert page.locator(".paper-row").count() == 8


def test_a_first_visit_is_printed_on_one_page(wide: Visit, crowded_slug: str) -> None:
    for slug in (FULLEST, crowded_slug, *AWKWARD):
        assert printed(wide.open(f"/ru/o/{slug}/first-visit/")) == [A4], slug


def test_a_sheet_for_the_wall_is_at_most_three_pages_of_its_size(wide: Visit) -> None:
    for address, size in (("/uk/sheet/", A4), ("/ar/sheet/?size=a3", A3)):
        pages = printed(wide.open(address))
        assert set(pages) == {size} and 1 < len(pages) <= 3, address
    assert printed(wide.open("/fa/sheet/?topic=football")) == [A4]


def test_every_page_of_a_sheet_has_its_foot_and_no_row_breaks(wide: Visit) -> None:
    page = wide.open("/fa/sheet/")
    page.emulate_media(media="print")
    style = "one => { const s = getComputedStyle(one); return [s.position, s.display, s.breakInside]; }"
    assert page.locator(".wall-foot").evaluate(style)[0] == "fixed"  # what is fixed is printed on every page
    assert page.locator(".wall-rows li").first.evaluate(style)[1:] == ["inline-block", "avoid"]
    assert page.locator(".sheet-tools").is_hidden()


def test_the_shortlist_is_printed_within_its_pages(wide: Visit) -> None:
    page = wide.open(f"/fa/shortlist/?id={','.join([FULLEST, *AWKWARD])}")
    page.set_viewport_size({"width": round(186 * MM), "height": 900})
    page.emulate_media(media="print")
    assert page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0
    assert set(printed(page)) == {A4}


@pytest.mark.parametrize(
    ("path", "where"),
    [
        (f"/fa/shortlist/?id={FULLEST}", ".card-name"),
        ("/fa/sheet/", ".wall-rows li"),
        (f"/fa/o/{FULLEST}/contact/", ".letter[data-numbered] legend"),
    ],
)
def test_counters_have_persian_digits(wide: Visit, path: str, where: str) -> None:
    page = wide.open(path)
    assert "persian" in page.locator(where).first.evaluate("one => getComputedStyle(one, '::before').content")


# The dark modules of a code, row by row, as the drawing in the page has them, without the quiet zone.
MODULES = """svg => {
  const size = svg.viewBox.baseVal.width, path = [...svg.querySelectorAll('path')].pop();
  const at = (x, y) => Number(path.isPointInStroke(new DOMPoint(x + .5, y + .5)));
  const all = Array.from({length: size}, (_, y) => Array.from({length: size}, (_, x) => at(x, y)));
  if ([0, 1, 2, 3].some(n => all[n].some(Number) || all.at(-1 - n).some(Number))) throw Error('no quiet zone');
  return all.slice(4, -4).map(row => row.slice(4, -4));
}"""


@pytest.mark.parametrize(
    ("path", "address"),
    [
        (f"/ar/o/{FULLEST}/", f"/ar/o/{FULLEST}/"),
        (f"/ar/o/{FULLEST}/first-visit/", f"/ar/o/{FULLEST}/"),
        ("/uk/sheet/?topic=football&near=48.66,9.21&radius=5&size=a3", "/uk/?topic=football"),
        (f"/fa/shortlist/?id={FULLEST}", f"/fa/shortlist/?id={FULLEST}"),
    ],
)
def test_a_code_holds_the_public_address_and_nothing_else(wide: Visit, path: str, address: str) -> None:
    drawn = wide.open(path).locator(".qr svg").first.evaluate(MODULES)
    expected = segno.make(wide.site + address, error="m", micro=False).matrix
    assert drawn == [list(row) for row in expected]


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
    expect(page).to_have_url(re.compile("/first-visit/$"))
    expect(page.locator(".paper-row")).to_have_count(8)
    assert page.locator("[data-print]").is_hidden()


def test_on_a_phone_both_languages_begin_beside_the_icon(phone: Visit) -> None:
    page = phone.open(f"/ar/o/{FULLEST}/first-visit/")
    edges = page.locator(".paper-row h3, .paper-title > :not(.icon)").evaluate_all(
        """all => all.map(one => { const range = document.createRange(); range.selectNodeContents(one);
          return Math.round(range.getBoundingClientRect().right); })"""
    )
    title, rows = set(edges[:2]), set(edges[2:])
    assert len(rows) == 1 and len(title) == 1


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
