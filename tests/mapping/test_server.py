"""How the site is served: the web server's configuration, and what it refuses to serve."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

from mapping import gunicorn, release, tiles


def test_the_access_log_has_no_address_no_query_and_no_agent():
    for field in ("%(h)s", "%(r)s", "%(q)s", "%(f)s", "%(a)s", "{x-forwarded-for}i", "%(u)s"):
        assert field not in gunicorn.access_log_format
    assert "%(U)s" in gunicorn.access_log_format  # the path alone


def test_threads_are_left_for_pages_when_all_places_for_tiles_are_taken():
    assert gunicorn.threads >= tiles.SLOTS * 2


def test_statements_of_the_web_server_have_a_limit():
    assert gunicorn.raw_env == ["STATEMENT_SECONDS=10"]


def test_a_site_with_wrong_settings_does_not_start():
    wrong = os.environ | {"SECRET_KEY": "short", "DJANGO_SETTINGS_MODULE": "mapping.settings"}
    done = subprocess.run(
        [sys.executable, "-c", "import mapping.wsgi"], cwd=settings.BASE_DIR, env=wrong, capture_output=True, text=True
    )
    assert done.returncode != 0
    assert "SECRET_KEY must be at least 50 characters" in done.stderr


@pytest.mark.parametrize("name", ["SITE_NAME", "OPERATOR", "TILE_URL", "PARTNERS"])
def test_a_setting_that_shows_on_pages_makes_another_release(settings, name):
    before = release.fingerprint.__wrapped__()
    setattr(settings, name, "another")
    assert release.fingerprint.__wrapped__() != before


def test_the_same_release_has_the_same_word_everywhere():
    assert release.fingerprint.__wrapped__() == release.fingerprint.__wrapped__()
