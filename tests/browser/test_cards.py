"""A card drawn in the browser says what the server's card says: for every sample entry, in every language."""

from typing import Any

import pytest

from tests.browser.conftest import WIDE

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


def server_cards(visit: Any, path: str) -> list[dict[str, str]]:
    plain = visit(**WIDE, java_script_enabled=False)
    page = plain.open(path, map=False)
    cards: list[dict[str, str]] = []
    while True:
        cards += page.locator("#cards > .card").evaluate_all(READ)
        further = page.locator(".pager [rel=next]")
        if not further.count():
            return cards
        further.click()


def browser_cards(visit: Any, path: str) -> list[dict[str, str]]:
    """The same pages, drawn by the browser alone: a filter is set and taken back before anything is read."""
    page = visit(**WIDE).open(path)
    page.evaluate("document.querySelectorAll('#cards > .card').forEach(card => card.remove())")
    box = page.locator('.facet-row[data-facet="fresh"] input, .facet-row[data-facet="kind"] input').first
    box.evaluate("input => input.click()")
    box.evaluate("input => input.click()")
    cards: list[dict[str, str]] = []
    while True:
        page.wait_for_selector("#cards > .card")
        cards += page.locator("#cards > .card").evaluate_all(READ)
        further = page.locator(".pager a[rel=next]")
        if not further.count():
            return cards
        number = page.locator(".pager span").first.inner_text()
        further.click()
        page.wait_for_function("before => document.querySelector('.pager span').textContent !== before", arg=number)


def assert_same(from_browser: list[dict[str, str]], from_server: list[dict[str, str]]) -> None:
    for here, there in zip(from_browser, from_server, strict=True):
        for part, value in there.items():
            assert here[part] == value, f"{part} of {there['link']}"


@pytest.mark.parametrize("language", ["de", "en", "ar"])
def test_every_card_is_the_same_from_server_and_browser(visit: Any, language: str) -> None:
    path = f"/{language}/?sort=name"
    from_server, from_browser = server_cards(visit, path), browser_cards(visit, path)
    assert len(from_server) > 200
    assert_same(from_browser, from_server)


def test_cards_with_a_position_and_wishes_are_the_same_too(visit: Any) -> None:
    path = "/de/?near=48.66,9.22&language=tr&open=newcomers-welcome"
    from_server, from_browser = server_cards(visit, path), browser_cards(visit, path)
    assert len(from_server) > 20
    assert_same(from_browser, from_server)
