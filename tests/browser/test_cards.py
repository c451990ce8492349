"""A card drawn in the browser says what the server's card says: for every sample entry, in every language."""

from typing import Any

import pytest
from django.utils.translation import override
from playwright.sync_api import expect

from organisations.sentences import digits
from tests.browser.conftest import WIDE
from tests.conftest import DEEP

READ = """cards => cards.map(card => ({
  words: card.textContent.replace(/[ \\n\\t]+/g, ' ').trim(),
  classes: [card.className.replace(/ ?is-(chosen|lit)/g, ''), ...[...card.querySelectorAll('[class]')]
    .map(part => [...part.classList].sort().join(' '))].join(' | '),
  icons: [...card.querySelectorAll('use')].map(use => use.getAttribute('href').split('#')[1]).join(' '),
  languages: [...card.querySelectorAll('[lang]')].map(part => part.lang).join(' '),
  link: card.querySelector('a').getAttribute('href'),
  more: [...card.querySelectorAll('.more')].map(more => more.dataset.two + more.dataset.three).join(),
  checked: card.querySelector('time').getAttribute('datetime') ?? '',
}))"""


SERVED = f"""async address => {{
  const page = new DOMParser().parseFromString(await (await fetch(address)).text(), 'text/html');
  return ({READ})([...page.querySelectorAll('#cards > .card')]);
}}"""


def both(visit: Any, language: str, query: str) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """All pages as the server writes them and as the browser draws them: a filter is set and taken back before."""
    page = visit(**WIDE).open(f"/{language}/?{query}")
    page.evaluate("document.querySelectorAll('#cards > .card').forEach(card => card.remove())")
    chips = page.locator("#chips li").count()
    box = page.locator('.facet-row:has([name="kind"]) input').first
    for chosen in (1, 0):
        box.evaluate("input => input.click()")
        expect(page.locator("#chips li")).to_have_count(chips + chosen)
    served: list[dict[str, str]] = []
    drawn: list[dict[str, str]] = []
    for number in range(1, 100):
        page.wait_for_selector("#cards > .card")
        drawn += page.locator("#cards > .card").evaluate_all(READ)
        served += page.evaluate(SERVED, f"/{language}/results/?{query}&page={number}")
        further = page.locator(".pager a[rel=next]")
        if not further.count():
            break
        further.evaluate("link => link.click()")
        with override(language):
            expect(page.locator(".pager [data-slot=position]")).to_contain_text(digits(number + 1))
    return drawn, served


def assert_same(from_browser: list[dict[str, str]], from_server: list[dict[str, str]]) -> None:
    for here, there in zip(from_browser, from_server, strict=True):
        for part, value in there.items():
            assert here[part] == value, f"{part} of {there['link']}"


@pytest.mark.parametrize("language", ["de", "fa", "uk", *(["de-simple", "en", "ar"] if DEEP else [])])
def test_every_card_is_the_same_from_server_and_browser(visit: Any, language: str) -> None:
    from_browser, from_server = both(visit, language, "sort=name")
    assert len(from_server) == 251
    assert_same(from_browser, from_server)


def test_cards_with_a_position_and_wishes_are_the_same_too(visit: Any) -> None:
    from_browser, from_server = both(visit, "de", "near=48.66,9.22&language=tr&open=newcomers-welcome")
    assert len(from_server) > 20
    assert_same(from_browser, from_server)
