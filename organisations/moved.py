"""Leading on for good, but not for ever: an entry that was merged into another may come back to its own address."""

from django.http import HttpResponsePermanentRedirect

KEPT_SECONDS = 3_600  # by browsers and caches, which otherwise never ask again


def moved_to(address: str) -> HttpResponsePermanentRedirect:
    """The answer that the entry is at that address now."""
    return HttpResponsePermanentRedirect(address, headers={"Cache-Control": f"max-age={KEPT_SECONDS}"})
