"""What the geocoder said is kept, hits for half a year and misses for two weeks, so that nothing is asked twice.

Only the settled answer to an address that was public to the end is kept (`run`); `publish` forgets an address that
became private or was erased.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from mapping.geocoding.server import Hit, Question, view_box
from organisations.models import GeocoderAnswer
from organisations.services.geocoding import lookup_key

HIT_DAYS, MISS_DAYS = 180, 14


def known_answer(question: Question) -> list[Hit] | None:
    """The hits of a fresh answer of the same server, None if there is none."""
    rows = GeocoderAnswer.objects.filter(pk=_key(question), server=_server(), expires_at__gt=timezone.now())
    row = rows.first()
    if row is None:
        return None
    return [Hit(**{**item, "point": (item["point"][0], item["point"][1])}) for item in row.hits]


def keep_answer(question: Question, hits: Sequence[Hit]) -> None:
    """Keep what the geocoder said to this question."""
    days = HIT_DAYS if hits else MISS_DAYS
    GeocoderAnswer.objects.update_or_create(
        pk=_key(question),
        defaults={
            "server": _server(),
            "hits": [asdict(hit) for hit in hits],
            "expires_at": timezone.now() + timedelta(days=days),
        },
    )


def forget_old_answers() -> int:
    """Deletes the answers that are too old or void: those of another server, or of another secret key.

    Under another secret key an address that became private could not find its answer. Returns how many went.
    """
    void = Q(expires_at__lte=timezone.now()) | ~Q(server=_server())
    return GeocoderAnswer.objects.filter(void).delete()[0]


def _key(question: Question) -> bytes:
    return lookup_key(question.street, question.postcode, question.city)


def _server() -> str:
    asked = repr((settings.GEOCODER_URL, sorted(settings.GEOCODER_COUNTRIES), view_box(), lookup_key("", "", "")))
    return hashlib.blake2b(asked.encode(), digest_size=16).hexdigest()
