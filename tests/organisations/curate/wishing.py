"""What visitors looked for in vain."""

from datetime import date

from django.utils import timezone

from organisations.models import Wish


def wish(asked: str, n: int = 1, day: date | None = None) -> None:
    """So many visitors found nothing for it, on a day or today."""
    Wish.objects.create(day=day or timezone.localdate(), asked=asked, count=n)
