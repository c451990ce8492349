"""Which entries a change of many was about is forgotten after a time; the numbers stay with the work."""

from datetime import timedelta

from django.utils import timezone

from organisations.models import WorkEntry

ENTRY_DAYS = 90


def forget_old_entries() -> int:
    """Removes those of work that ended long ago; how many."""
    before = timezone.now() - timedelta(days=ENTRY_DAYS)
    return WorkEntry.objects.filter(work__ended_at__lt=before).delete()[0]
