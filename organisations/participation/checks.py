"""System checks: mail addresses in the settings that no mail could use."""

from collections.abc import Iterator
from email.utils import parseaddr

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

is_address = EmailValidator(allowlist=["localhost"])


@register("security")
def mail_settings_make_sense(app_configs: object = None, **kwargs: object) -> list[CheckMessage]:
    """E001, W001: addresses of the settings; first messages without a reader."""
    return [*_addresses()]


def _addresses() -> Iterator[CheckMessage]:
    given = {
        "DEFAULT_FROM_EMAIL": parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
        "ENVELOPE_FROM": settings.ENVELOPE_FROM,
        "CURATORS_EMAIL": settings.CURATORS_EMAIL,
    }
    for name, address in given.items():
        if not address and name != "DEFAULT_FROM_EMAIL":
            continue
        try:
            is_address(address)
        except ValidationError:
            yield Error(f"{name} must be a mail address.", id="participation.E001")
    if settings.SITE_URL and not settings.CURATORS_EMAIL:
        yield Warning(
            "Messages to entries without a mail address go to DEFAULT_FROM_EMAIL: set CURATORS_EMAIL.",
            id="participation.W001",
        )
