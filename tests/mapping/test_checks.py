"""The site does not start with wrong settings or unmarked views."""

import pytest
from django.http import HttpResponse
from django.urls import include, path

from mapping.checks import every_view_is_marked, settings_make_sense
from organisations.permissions import VISITOR, allow


def unmarked(request):
    return HttpResponse()


urlpatterns = [path("open/", allow(VISITOR)(unmarked)), path("deep/", include([path("hidden/", unmarked)]))]


def _ids(messages):
    return [message.id for message in messages]


def test_every_view_of_the_site_is_marked():
    assert every_view_is_marked() == []


def test_a_view_that_does_not_say_who_may_call_it_is_an_error(settings):
    settings.ROOT_URLCONF = __name__
    messages = every_view_is_marked()
    assert _ids(messages) == ["mapping.E001"]
    assert "/deep/hidden/" in messages[0].msg


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("SECRET_KEY", "short", "mapping.E002"),
        ("SECRET_KEY", "a" * 60, "mapping.E002"),
        ("TILE_URL", "https://tiles.example/{z}/{x}.png", "mapping.E003"),
        ("TILE_URL", "ftp://tiles.example/{z}/{x}/{y}.png", "mapping.E003"),
        ("TILE_URL", "https://name:word@tiles.example/{z}/{x}/{y}.png", "mapping.E003"),
        ("TILE_URL", "/tiles/{z}/{x}/{y}.png", "mapping.E003"),
        ("PMTILES_FILE", "/nowhere/a.pmtiles", "mapping.E004"),
        ("TILE_CACHE_MB", 0, "mapping.E005"),
        ("MAP_EXTENT", (9.3, 48.6, 9.1, 48.8), "mapping.E006"),
        ("MAP_EXTENT", (9.1, 48.6), "mapping.E006"),
        ("GEOCODER_URL", "ftp://nominatim.example", "mapping.E009"),
        ("GEOCODER_URL", "nominatim.example/search", "mapping.E009"),
        ("GEOCODER_URL", "https://name:word@nominatim.example", "mapping.E009"),
        ("GEOCODER_URL", "https://nominatim.example/geo?key=1", "mapping.E009"),
        ("GEOCODER_URL", "http://127.0.0.1:99999/", "mapping.E009"),
        ("TILE_URL", "http://127.0.0.1:99999/{z}/{x}/{y}.png", "mapping.E003"),
        ("SITE_URL", "https://karte.example:0", "mapping.E008"),
        ("TRUSTED_PROXIES", -1, "mapping.E007"),
        ("SITE_URL", "karte.example", "mapping.E008"),
    ],
)
def test_a_wrong_setting_is_an_error(settings, name, value, expected):
    setattr(settings, name, value)
    assert expected in _ids(settings_make_sense())


def test_countries_of_the_geocoder_are_codes_of_two_letters(settings):
    settings.GEOCODER_URL, settings.GEOCODER_COUNTRIES = "https://nominatim.example", ["Deutschland"]
    assert "mapping.E010" in _ids(settings_make_sense())


def test_openstreetmaps_geocoder_is_told_who_asks(settings):
    settings.GEOCODER_URL = "https://nominatim.openstreetmap.org"
    assert "mapping.W003" in _ids(settings_make_sense())
    settings.GEOCODER_EMAIL = "karte@stadt.example"
    assert "mapping.W003" not in _ids(settings_make_sense())


def test_settings_that_make_sense_pass(settings):
    settings.ALLOWED_HOSTS = ["karte.example"]
    settings.TILE_URL = "https://tiles.example/{z}/{x}/{y}.png?key=1"
    assert settings_make_sense() == []


def test_debug_on_a_public_name_is_a_warning(settings):
    settings.ALLOWED_HOSTS, settings.DEBUG = ["karte.example"], True
    assert _ids(settings_make_sense()) == ["mapping.W001"]


def test_answering_to_every_name_is_a_warning(settings):
    settings.ALLOWED_HOSTS = ["*"]
    assert _ids(settings_make_sense()) == ["mapping.W002"]
