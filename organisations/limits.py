"""The one rate limiter: counters in PostgreSQL, so that all workers and machines count together."""

import hashlib
import hmac
import math
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.db import connections
from django.http import HttpRequest
from django.utils import timezone

from organisations.addresses import is_loopback

FORWARDING_HEADERS = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_VIA")

# One statement counts: a new span begins when the former is over, or ends later than it can (the clock was set back).
_COUNT = """
    INSERT INTO organisations_ratecounter AS counter (key, count, ends_at)
    VALUES (%(key)s, 1, now() + %(seconds)s * interval '1 second')
    ON CONFLICT (key) DO UPDATE SET
        count = CASE WHEN counter.ends_at <= now() OR counter.ends_at > excluded.ends_at + interval '1 minute'
            THEN 1 ELSE least(counter.count, 1000000000) + 1 END,
        ends_at = CASE WHEN counter.ends_at <= now() OR counter.ends_at > excluded.ends_at + interval '1 minute'
            THEN excluded.ends_at ELSE counter.ends_at END
    RETURNING count, extract(epoch FROM ends_at - now())
"""


def seconds_to_wait(purpose: str, subject: str, *, limit: int, seconds: int) -> int:
    """Counts one act of `subject` (an address or a mail) for `purpose` and says how long it has to wait.

    0: go ahead. Otherwise more than `limit` acts fell into the current span of `seconds`, and the result is the rest
    of the span, rounded up. The act is counted either way.
    """
    with connections["default"].cursor() as cursor:
        cursor.execute(_COUNT, {"key": _key(purpose, subject), "seconds": seconds})
        count, rest = cursor.fetchone()
    return 0 if count <= limit else max(1, math.ceil(rest))


def forget_old_counters() -> int:
    """Deletes the counters whose span is over; returns how many."""
    with connections["default"].cursor() as cursor:
        cursor.execute("DELETE FROM organisations_ratecounter WHERE ends_at <= now()")
        return int(cursor.rowcount)


def client_address(request: HttpRequest) -> str:
    """The visitor's address, as far as it can be believed.

    With `TRUSTED_PROXIES = n` the n-th value of X-Forwarded-For from the right is the one our outermost proxy saw;
    what stands left of it was written by the visitor. With 0, or fewer values than proxies, it is the connection's.
    """
    direct = str(request.META.get("REMOTE_ADDR", ""))
    count = settings.TRUSTED_PROXIES
    forwarded = [part.strip() for part in str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",")]
    if count > 0 and len(forwarded) >= count and _is_address(forwarded[-count]):
        return forwarded[-count]
    return direct


def network_of(address: str) -> str:
    """What is counted for an address: itself for IPv4, its /64 for IPv6 (one household has as many as it likes)."""
    if not _is_address(address):
        return "unknown"
    parsed = ip_address(address)
    if isinstance(parsed, IPv6Address):
        return str(parsed.ipv4_mapped or ip_network((int(parsed), 64), strict=False))
    return str(parsed)


def is_direct_from_here(request: HttpRequest) -> bool:
    """Whether the request comes from this machine itself and passed no proxy on its way."""
    passed = any(header in request.META for header in FORWARDING_HEADERS)
    return not passed and is_loopback(str(request.META.get("REMOTE_ADDR", "")))


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _key(purpose: str, subject: str) -> bytes:
    day = timezone.now().date().isoformat()
    daily = hmac.digest(settings.SECRET_KEY.encode(), f"limits {day}".encode(), hashlib.sha256)
    return hmac.digest(daily, f"{purpose}\0{subject}".encode(), hashlib.sha256)
