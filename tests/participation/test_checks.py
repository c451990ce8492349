"""Mail settings that cannot work stop the site before somebody writes."""

import pytest

from organisations.participation.checks import mail_settings_make_sense


def ids() -> list[str | None]:
    return [message.id for message in mail_settings_make_sense()]


def test_settings_as_shipped_are_fine(settings):
    settings.SITE_URL = settings.CURATORS_EMAIL = ""
    settings.DEFAULT_FROM_EMAIL = "mit-mapping@localhost"
    assert ids() == []


@pytest.mark.parametrize("name", ["DEFAULT_FROM_EMAIL", "ENVELOPE_FROM", "CURATORS_EMAIL"])
def test_what_is_no_mail_address_is_refused(settings, name):
    setattr(settings, name, "not an address")
    assert "participation.E001" in ids()


def test_a_public_site_without_curators_is_warned(settings):
    settings.SITE_URL, settings.CURATORS_EMAIL = "https://karte.example", ""
    assert ids() == ["participation.W001"]
