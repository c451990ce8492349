"""What the geocoder said is kept, hits for half a year and misses for two weeks, so that nothing is asked twice.

Only the settled answer to an address that was public to the end is kept (`run`); `publish` forgets an address that
became private or was erased.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from mapping.geocoding.server import Hit, Named, Question, view_box
from organisations.models import GeocoderAnswer
from organisations.services.geocoding import lookup_key

HIT_DAYS, MISS_DAYS = 180, 14
PLACE_DAYS, NO_PLACE_DAYS = 7, 1  # for what visitors typed


def known_answer(question: Question) -> list[Hit] | None:
    """The hits of a fresh answer of the same server, None if there is none."""
    hits = _kept(_key(question))
    return None if hits is None else [Hit(**item) for item in hits]


def keep_answer(question: Question, hits: Sequence[Hit]) -> None:
    """Keep what the geocoder said to this question."""
    _keep(_key(question), [asdict(hit) for hit in hits], HIT_DAYS if hits else MISS_DAYS)


def known_places(text: str) -> list[Named] | None:
    """The places of a fresh answer to what somebody typed, None if there is none."""
    places = _kept(_typed(text))
    return None if places is None else [Named(**item) for item in places]


def keep_places(text: str, places: Sequence[Named]) -> None:
    """Keep what the geocoder said to what somebody typed: under a keyed hash of the words, without whoever it was."""
    _keep(_typed(text), [asdict(place) for place in places], PLACE_DAYS if places else NO_PLACE_DAYS)


def _kept(key: bytes) -> list[dict[str, Any]] | None:
    row = GeocoderAnswer.objects.filter(pk=key, server=_server(), expires_at__gt=timezone.now()).first()
    if row is None:
        return None
    return [{**item, "point": (item["point"][0], item["point"][1])} for item in row.hits]


def _keep(key: bytes, hits: list[dict[str, Any]], days: int) -> None:
    GeocoderAnswer.objects.update_or_create(
        pk=key,
        defaults={"server": _server(), "hits": hits, "expires_at": timezone.now() + timedelta(days=days)},
    )


def forget_old_answers() -> int:
    """Deletes the answers that are too old or void: those of another server, or of another secret key.

    Under another secret key an address that became private could not find its answer. Returns how many went.
    """
    void = Q(expires_at__lte=timezone.now()) | ~Q(server=_server())
    return GeocoderAnswer.objects.filter(void).delete()[0]


def _key(question: Question) -> bytes:
    return lookup_key(question.street, question.postcode, question.city)


def _typed(text: str) -> bytes:
    # No address of an entry is asked for with a town alone, so the two kinds of answers never share a key.
    return lookup_key("", "typed", text)


def _server() -> str:
    asked = repr((settings.GEOCODER_URL, sorted(settings.GEOCODER_COUNTRIES), view_box(), lookup_key("", "", "")))
    return hashlib.blake2b(asked.encode(), digest_size=16).hexdigest()
