"""Manifest, service worker and the page without a connection, as the server gives them."""

import json
import re

import pytest
from django.conf import settings

from mapping.offline import map_files, shell_files, worker_source
from tests.factories import organisation
from tests.html import parse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabulary")]


@pytest.mark.parametrize(("language", "direction"), [("de", "ltr"), ("en", "ltr"), ("ar", "rtl")])
def test_the_manifest_speaks_the_language_of_its_path(client, language, direction):
    answer = client.get(f"/{language}/manifest.webmanifest")
    manifest = json.loads(answer.content)
    assert answer["Content-Type"].startswith("application/manifest+json")
    assert (manifest["lang"], manifest["dir"]) == (language, direction)
    assert manifest["start_url"] == f"/{language}/"
    assert manifest["name"] == settings.SITE_NAMES[language]


def test_the_manifest_names_icons_that_are_there_in_their_size(client):
    icons = json.loads(client.get("/de/manifest.webmanifest").content)["icons"]
    assert {icon.get("purpose") for icon in icons} >= {"any", "maskable"}
    for icon in icons:
        file = settings.BASE_DIR / icon["src"].lstrip("/")
        assert file.is_file()
        if file.suffix == ".png":
            width, height = (int.from_bytes(file.read_bytes()[at : at + 4]) for at in (16, 20))
            assert f"{width}x{height}" == icon["sizes"]


def test_every_page_names_the_manifest_of_its_language(client):
    for language in ("de", "ar"):
        tree = parse(client.get(f"/{language}/about/").content.decode())
        assert tree.one("link[rel=manifest]").get("href") == f"/{language}/manifest.webmanifest"


def test_the_worker_stands_at_the_root_and_is_never_taken_from_a_cache_unasked(client):
    answer = client.get("/worker.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Cache-Control"] == "public, no-cache"
    assert "worker-src 'self'" in answer["Content-Security-Policy"]


def test_the_worker_is_another_one_for_every_release(monkeypatch):
    worker_source.cache_clear()
    before = worker_source()
    monkeypatch.setattr("mapping.offline.fingerprint", lambda: "0" * 16)
    worker_source.cache_clear()
    after = worker_source()
    worker_source.cache_clear()
    assert before != after
    assert '"version": "0000000000000000"' in after


def test_every_file_the_worker_keeps_is_there():
    for address in [*shell_files(), *map_files()]:
        assert (settings.BASE_DIR / address.lstrip("/")).is_file(), address
    assert any("ui/keeping" in address for address in shell_files())


def test_the_worker_is_short_and_needs_nothing_of_others():
    source = (settings.BASE_DIR / "static" / "js" / "offline" / "worker.js").read_text()
    assert len(source.splitlines()) < 200
    assert not re.findall(r"importScripts|https?://|skipWaiting\(", source)


def test_the_page_without_a_connection_holds_what_cards_are_drawn_with(client):
    organisation("Chor")
    tree = parse(client.get("/en/offline/").content.decode())
    assert "No connection" in tree.one("h1").text
    config = json.loads(tree.one("#page-config").text)
    assert config["labels"]["topics"] and config["words"]["offline"]
    assert config["urls"]["compact"] == "/api/v1/compact?lang=en"


def test_the_two_files_of_a_language_are_of_one_version(client):
    organisation("Chor")
    facts, cards = (client.get(f"/api/v1/compact{tail}?lang=ar").json() for tail in ("", "/cards"))
    assert facts["version"] == cards["version"]
