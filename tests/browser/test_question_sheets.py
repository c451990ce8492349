"""Questionnaires on paper: what browsers print."""

import re
from typing import Any

from tests.browser.test_questionnaires import questionnaires  # noqa: F401


def test_the_number_of_a_sheet_is_on_every_page_and_its_lines_are_below_the_hint(visit: Any) -> None:
    page = visit().open("/ar/questions/newcomers/paper/", map=False)
    page.emulate_media(media="print")
    look = "([selector, part, name]) => getComputedStyle(document.querySelector(selector), part)[name]"
    foot = [page.evaluate(look, [".ask-foot", None, name]) for name in ("display", "breakInside")]
    assert foot == ["table-footer-group", "avoid"]  # what browsers repeat
    # A background is printed with its first line through the hint.
    assert page.evaluate(look, [".ask-lines", None, "backgroundImage"]) == "none"
    assert page.evaluate(look, [".ask-lines", "::before", "top"]) != "0px"


def test_a_sheet_of_paper_leaves_room_at_its_edges(visit: Any) -> None:
    page = visit().open("/ar/questions/associations/paper/", map=False)
    page.emulate_media(media="print")
    assert page.locator(".paper-tools").is_hidden()
    pages = re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))
    assert 2 <= len(pages) <= 4
