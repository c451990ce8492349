"""Small answers kept in the process for as long as the data and the day stay what they are."""

from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache
from django.utils import timezone

from organisations.models import DataVersion

T = TypeVar("T")
SECONDS = 24 * 3600


def kept(name: str, make: Callable[[], T]) -> T:
    """What `make` gives, made once for each version of the data and local day. It must not be None."""
    data, vocabulary = DataVersion.current()
    key = f"{name}:{data}:{vocabulary}:{timezone.localdate()}"
    found: T | None = cache.get(key)
    if found is None:
        found = make()
        cache.set(key, found, SECONDS)
    return found
