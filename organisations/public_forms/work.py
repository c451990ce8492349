"""Proof of work (ALTCHA, our own server) for senders over the free limit: seconds of a device, no foreign service.

A challenge belongs to one form ticket and so is good for one sending.
"""

import base64
import binascii
import json
import struct
import time
from typing import Any

from altcha import Payload, create_challenge, verify_solution
from django.conf import settings

from organisations.secret_links import digest

ALGORITHM = "PBKDF2/SHA-256"
COST = 5_000  # rounds a try
PREFIX = "00"  # one try in 256 succeeds: about a second on a computer, a few on an old phone
LASTS_SECONDS = 1200
LONGEST_PAYLOAD = 4_000


def challenge(key: str) -> dict[str, Any]:
    """A task for the browser that holds the ticket with this key."""
    made = create_challenge(
        ALGORITHM,
        COST,
        key_prefix=PREFIX,
        expires_at=int(time.time()) + LASTS_SECONDS,
        data={"for": digest(key).hex()},
        hmac_secret=_secret(),
    )
    found: dict[str, Any] = made.to_dict()
    return found


def is_solved(payload: str, key: str) -> bool:
    """Whether `payload` (base64 of JSON, as ALTCHA's own widget sends it) solves a challenge of ours for this key."""
    if not payload or len(payload) > LONGEST_PAYLOAD:
        return False
    try:
        solved = Payload.from_dict(json.loads(base64.b64decode(payload, validate=True)))
        found = verify_solution(solved, _secret())
        return bool(found.verified) and (solved.challenge.parameters.data or {}).get("for") == digest(key).hex()
    except (
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        OverflowError,
        RecursionError,
        binascii.Error,
        struct.error,
    ):
        return False


def _secret() -> str:
    return f"proof of work {settings.SECRET_KEY}"
