"""Small answers kept in the process for as long as the data and the day stay what they are."""

from collections import defaultdict
from collections.abc import Callable
from threading import Lock
from typing import TypeVar

from django.core.cache import cache
from django.utils import timezone

from organisations.models import DataVersion

T = TypeVar("T")
SECONDS = 24 * 3600
_locks: dict[str, Lock] = defaultdict(Lock)


def kept(name: str, make: Callable[[], T]) -> T:
    """What `make` gives, made once for each version of the data and local day. It must not be None.

    Whoever asks while it is being made waits for it: made by all of them at once it would take each the longer.
    """
    data, vocabulary = DataVersion.current()
    key = f"{name}:{data}:{vocabulary}:{timezone.localdate()}"
    found: T | None = cache.get(key)
    if found is None:
        with _locks[name]:
            found = cache.get(key)
            if found is None:
                found = make()
                cache.set(key, found, SECONDS)
    return found
