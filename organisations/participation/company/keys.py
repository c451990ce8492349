"""The secrets in links about one pair: made out of the secret of the site, so that a later mail can hold the same link.

The database knows their digests alone, as of all secrets in links.
"""

from uuid import UUID

from django.core.signing import b62_encode
from django.utils.crypto import salted_hmac

SALT = "organisations.participation.company"


def key_of(side: str, proposal: UUID) -> str:
    """The secret of the newcomer's or the mentor's link of a proposal: 43 letters and digits that nobody can guess."""
    number = int.from_bytes(salted_hmac(SALT, f"{side}:{proposal}", algorithm="sha256").digest(), "big")
    return b62_encode(number).rjust(43, "0")
