"""The map of the site for searching machines."""

from xml.etree import ElementTree

import pytest
from django.conf import settings as django_settings
from django.test import Client

from mapping.views import sitemap
from tests.factories import organisation

pytestmark = pytest.mark.usefixtures("vocabulary")
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def read(client: Client, path: str) -> ElementTree.Element:
    answer = client.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/xml")
    return ElementTree.fromstring(answer.content)  # noqa: S314 - our own answer


def addresses(tree: ElementTree.Element) -> list[str]:
    return [found.text or "" for found in tree.findall(".//s:loc", NAMES)]


def test_every_page_stands_there_in_every_language_and_names_all_others(client, settings):
    settings.SITE_URL = "https://map.example"
    tree = read(client, "/sitemap-0.xml")
    codes = [code for code, _ in django_settings.LANGUAGES]
    assert len(addresses(tree)) == len(sitemap.PAGES) * len(codes)
    assert "https://map.example/de-simple/privacy/" in addresses(tree)
    others = [link.get("hreflang", "") for link in tree.findall("s:url", NAMES)[0].findall("x:link", NAMES)]
    assert sorted(others) == sorted([*codes, "x-default"])


def test_public_entries_stand_in_parts_and_others_nowhere(client, monkeypatch):
    monkeypatch.setattr(sitemap, "ENTRIES", 2)
    shown = [organisation(f"Verein {number}").slug for number in range(3)]
    hidden = organisation("Geheim", state="draft").slug
    parts = addresses(read(client, "/sitemap.xml"))
    assert [part.rpartition("/")[2] for part in parts] == ["sitemap-0.xml", "sitemap-1.xml", "sitemap-2.xml"]
    found = " ".join(word for part in parts for word in addresses(read(client, f"/{part.rpartition('/')[2]}")))
    assert all(f"/fa/o/{slug}/" in found for slug in shown)
    assert hidden not in found


def test_a_part_that_is_not_there_is_not_found(client):
    assert client.get("/sitemap-1.xml").status_code == 404


def test_robots_are_told_where_it_is(client):
    assert "Sitemap: http://testserver/sitemap.xml" in client.get("/robots.txt").content.decode()
