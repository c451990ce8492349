"""Style sheets, icons and templates keep the rules of the house."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings

from tests.each import each

ROOT = Path(settings.BASE_DIR)
SHEETS = sorted((ROOT / "static" / "css").glob("*.css"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
# The docs of the interface for programs, and the pages of the raw data, are English.
PAGES = [path for path in TEMPLATES if not {"api", "admin"} & set(path.parts)]
PHYSICAL = re.compile(
    r"(?<![\w-])((?:margin|padding|border)-(?:left|right|top|bottom)|left|right|top|bottom|(?:min-|max-)?(?:width|height)"
    r"|float|text-align:\s*(?:left|right))(?=\s*:|\s*[;}])"
)


def rules(sheet):
    """The sheet without comments, media conditions and `left: 50%`, which centres and so mirrors to itself."""
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL).replace("left: 50%", "")
    return re.sub(r"@media[^{]*\{", "{", text)


@each(SHEETS, lambda sheet: sheet.name)
def test_only_logical_properties_are_used(sheet):
    assert PHYSICAL.findall(rules(sheet)) == []


LINKED = re.compile(r'{% static "css/([\w-]+\.css)" %}')


@pytest.mark.parametrize(
    "page", [path for path in PAGES if LINKED.search(path.read_text())], ids=lambda path: path.name
)
def test_the_sheets_of_a_page_weigh_at_most_twelve_kilobytes_together(page):
    names = LINKED.findall((ROOT / "templates" / "base.html").read_text() + page.read_text())
    joined = b"".join((ROOT / "static" / "css" / name).read_bytes() for name in dict.fromkeys(names))
    assert len(gzip.compress(joined)) <= 12_288


def test_every_custom_property_that_is_used_is_defined():
    text = "".join(rules(sheet) for sheet in SHEETS)
    assert set(re.findall(r"var\((--[\w-]+)", text)) - set(re.findall(r"(--[\w-]+):", text)) == set()


def test_every_icon_that_is_used_is_in_the_sprite():
    sprite = (ROOT / "static" / "icons" / "sprite.svg").read_text(encoding="utf-8")
    there = set(re.findall(r'<symbol id="([\w-]+)"', sprite))
    sources = "".join(path.read_text(encoding="utf-8") for path in TEMPLATES)
    used = set(re.findall(r'\{% icon "([\w-]+)"', sources))
    used |= set(
        re.findall(r'"icon": "([\w-]+)"', (ROOT / "fixtures" / "vocabularies.json").read_text(encoding="utf-8"))
    )
    assert used - there == set()


@each(TEMPLATES, lambda path: path.name)
def test_no_template_has_inline_script_or_style(template):
    """The Content-Security-Policy would refuse them."""
    text = template.read_text(encoding="utf-8")
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)


@each(PAGES, lambda path: path.name)
def test_templates_hold_no_unmarked_words(template):
    """Whatever a visitor reads goes through the catalogues."""
    text = template.read_text(encoding="utf-8")
    text = re.sub(r"\{%\s*blocktranslate.*?endblocktranslate\s*%\}", "", text, flags=re.DOTALL)
    text = re.sub(r"\{% block (?:page|skip) %\}[#\w]*\{% endblock %\}", "", text)
    text = re.sub(r"\{[%{#].*?[%}#]\}", "", text, flags=re.DOTALL)
    shown = re.sub(r"<[^>]*>", " ", text)
    assert re.findall(r"[A-Za-zÄÖÜäöü]{3,}", shown.replace("OpenStreetMap", "")) == []


@pytest.mark.parametrize("sheet", ["base", "layout", "components", "map"])
def test_no_tap_on_a_filter_has_every_field_styled_anew(sheet):
    """`:has()` on an ancestor of the filters, or below a row of them, did: 20 ms of each tap on a slow phone."""
    text = rules(ROOT / "static" / "css" / f"{sheet}.css")
    assert re.findall(r"(?:\.map-page|\.facet-row|#results|main|body)[^\s{,]*:has\(", text) == []
