"""What the tests of openings share: something that is offered until a day."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from organisations.document import Opening


def opening(kind: str = "seat", days: int = 3, **values: Any) -> Opening:
    """Open for so many days more."""
    words: dict[str, Any] = {"title": {"de": "Ein Platz", "ar": "مقعد"}}
    return Opening(kind, timezone.localdate() + timedelta(days=days), **(words | values))
