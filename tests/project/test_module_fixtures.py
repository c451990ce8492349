"""The learning modules under fixtures/: short, the same in every language, and in Markdown that the pages can read."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from organisations.participation.desk.forms import LONGEST_TITLE
from organisations.participation.models.news import Audience, Spot
from organisations.participation.news.read import LEAD
from organisations.participation.news.text import html_of, plain
from tests.project.test_fixtures import FIXTURES, LANGUAGES

MODULES = {
    path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted((FIXTURES / "modules").glob("*.json"))
}
PAGES = {f"{slug}-{n}": page for slug, item in MODULES.items() for n, page in enumerate(item["pages"], 1)}
TRANSLATED = [code for code in LANGUAGES if code not in ("de", "de-simple")]
each_module = pytest.mark.parametrize("item", MODULES.values(), ids=MODULES.keys())
each_part = pytest.mark.parametrize("part", PAGES.values(), ids=PAGES.keys())
TAG = re.compile(r"<[^>]*>")


def texts(item: dict[str, Any]) -> Iterator[dict[str, dict[str, str]]]:
    """Those of the whole and of each page."""
    yield item["texts"]
    for page in item["pages"]:
        yield page["texts"]


def numbers(text: str) -> list[int]:
    """The numbers in digits of any script, ordered by size: languages order their sentences in different ways."""
    return sorted(int(found) for found in re.findall(r"\d+", plain(text)))


@each_module
def test_every_text_of_a_module_is_there_in_every_language(item: dict[str, Any]) -> None:
    for found in texts(item):
        assert list(found) == LANGUAGES
        assert all(text["title"].strip() and text["text"].strip() for text in found.values())
        assert all(len(text["title"]) <= LONGEST_TITLE for text in found.values())


@each_module
def test_a_module_is_named_as_its_file_and_stands_where_modules_may_stand(item: dict[str, Any]) -> None:
    assert MODULES[item["slug"]] is item and item["language"] == "de"
    assert item["audience"] in Audience.values and set(item["spots"]) <= set(Spot.values) and item["spots"]
    assert 3 <= len(item["pages"]) <= 4
    assert [one["position"] for one in MODULES.values()].count(item["position"]) == 1


@each_module
def test_a_summary_is_plain_and_stands_whole_in_the_list(item: dict[str, Any]) -> None:
    for code, text in item["texts"].items():
        assert plain(text["text"]) == text["text"] and len(text["text"]) <= LEAD, code


@each_part
def test_a_page_is_short(part: dict[str, Any]) -> None:
    assert 60 <= len(plain(part["texts"]["de"]["text"]).split()) <= 130


@each_part
def test_a_page_has_the_same_parts_and_numbers_in_every_language(part: dict[str, Any]) -> None:
    german = part["texts"]["de"]["text"]
    for code in TRANSLATED:
        text = part["texts"][code]["text"]
        assert TAG.findall(html_of(text)) == TAG.findall(html_of(german)), code
        assert numbers(text) == numbers(german), code


@each_part
def test_a_page_is_all_markdown_that_is_read_and_leads_to_nobody_else(part: dict[str, Any]) -> None:
    for code, text in part["texts"].items():
        html = html_of(text["text"])
        assert not re.search(r"[*_#`\[\]]", html), code
        assert "<a " not in html and "<h" not in html, code
        assert not re.search("[!！]", text["title"] + text["text"]), code


@each_part
def test_easy_german_is_in_short_sentences(part: dict[str, Any]) -> None:
    for sentence in re.split(r"(?<=[.:?!“])\s+", plain(part["texts"]["de-simple"]["text"])):
        assert len(sentence.split()) <= 14, sentence
