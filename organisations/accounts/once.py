"""Codes of an authenticator app work once: their steps of time are written down beside the secret, for all processes.

allauth keeps used codes in Django's cache, which each process has for itself, and for one step of time.
"""

from typing import Any

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from django.db import transaction

REMEMBERED = 8  # steps of 30 seconds; older codes are refused for their age


def use_once(authenticator: Any, code: str) -> bool:
    """Writes down the step of a right code; False when it was written down before."""
    with transaction.atomic():
        row = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
        secret, used = decrypt(row.data["secret"]), row.data.get("used", [])
        step = next((step for step in yield_hotp_counters_from_time() if _is_code(code, secret, step)), None)
        if step is None or step in used:
            return False
        row.data["used"] = [*used, step][-REMEMBERED:]
        row.save(update_fields=["data"])
    return True


def _is_code(code: str, secret: str, step: int) -> bool:
    return bool(compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, step))))
