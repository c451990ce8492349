"""The pages of text, and the calm pages for what went wrong."""

import pytest
from django.test import RequestFactory
from django.utils.translation import override

from mapping.interface import INTERFACES
from mapping.views.errors import server_error
from tests.html import parse

LANGUAGES = tuple(one.code for one in INTERFACES)
PAGES = ("about", "imprint", "privacy", "accessibility", "languages")


def page(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    return parse(answer.content.decode())


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_every_text_is_there_in_every_language(client, language, name):
    tree = page(client, f"/{language}/{name}/")
    assert tree.one("html").get("lang") == language
    assert len(tree.all("h1")) == 1


@pytest.mark.django_db
def test_a_fact_the_operator_did_not_give_is_marked(client, settings):
    settings.OPERATOR = {"name": "Stadt Beispiel"}
    tree = page(client, "/de/imprint/")
    assert "Stadt Beispiel" in tree.one(".facts-list").text
    assert len(tree.all(".missing")) == 7


@pytest.mark.django_db
def test_supporters_and_partners_come_from_the_settings(client, settings):
    settings.SUPPORTERS, settings.PARTNERS = ["Land Beispiel"], ["Verein Beispiel"]
    words = page(client, "/de/about/").one("main").text
    assert "Land Beispiel" in words
    assert "Verein Beispiel" in words


@pytest.mark.django_db
def test_the_privacy_page_names_the_service_the_server_asks(client, settings):
    assert "keinen anderen Dienst" in page(client, "/de/privacy/").one("main").text
    settings.TILE_URL = "https://tiles.example/{z}/{x}/{y}.png"
    assert "tiles.example" in page(client, "/de/privacy/").one("main").text


@pytest.mark.django_db
def test_the_privacy_page_names_all_that_is_kept_of_a_questionnaire(client):
    told = page(client, "/en/privacy/").one("main").text
    assert "how the form was filled in" in told and "For two days we keep a number" in told


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_privacy_page_names_the_geocoder(client, settings, language):
    settings.GEOCODER_URL = "https://geocoder.example/geo"
    assert "geocoder.example" in page(client, f"/{language}/privacy/").one("main").text


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_that_is_not_there_offers_a_way_on(client, language):
    answer = client.get(f"/{language}/nowhere/")
    tree = parse(answer.content.decode())
    assert answer.status_code == 404
    assert tree.one("main a").get("href") == f"/{language}/"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_for_our_own_mistakes_needs_no_database(language):
    """No `django_db` mark: touching the database would fail the test."""
    with override(language):
        answer = server_error(RequestFactory().get(f"/{language}/about/?a=1"))
    tree = parse(answer.content.decode())
    assert answer.status_code == 500
    assert tree.one("html").get("lang") == language
    assert len(tree.all("h1")) == 1
    assert [link.get("href") for link in tree.all("nav a")] == [f"/{code}/about/?a=1" for code in LANGUAGES]


@pytest.mark.django_db
def test_the_page_of_languages_says_who_has_read_which_one(client, settings):
    settings.LANGUAGES_READ = ["tr"]
    said, tree = said_of_languages(client)
    assert sorted(said) == sorted(LANGUAGES)
    assert said["de"] == said["en"] == "Written by the makers of this map"
    assert said["de-simple"] == "Not yet tested by people who need easy language"
    assert said["tr"] == "Read by a native speaker"
    assert said["fa"] == "Not yet read by a native speaker"
    assert "Easy German" in [name.text for name in tree.all(".language-list .small")]


@pytest.mark.django_db
def test_easy_german_can_be_tested_by_those_who_need_it(client, settings):
    settings.LANGUAGES_READ = ["de-simple"]
    assert said_of_languages(client)[0]["de-simple"] == "Tested by people who need easy language"


def said_of_languages(client):
    """What the page says of each language."""
    tree = page(client, "/en/languages/")
    groups = tree.all("main .language-group")
    return {link.get("lang"): group.one("h2").text for group in groups for link in group.all("a")}, tree


@pytest.mark.django_db
def test_a_page_in_a_language_nobody_has_read_says_so(client, settings):
    settings.LANGUAGES_READ = ["tr"]
    codes = ("de", "de-simple", "en", "tr", "fa")
    marked = {code: bool(page(client, f"/{code}/about/").all("footer p a")) for code in codes}
    assert marked == {"de": False, "de-simple": True, "en": False, "tr": False, "fa": True}
