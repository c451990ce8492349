"""What stays of requests that are erased: how many there were, by month, outcome and area. No person, no day."""

from django.db.models import F
from django.utils import timezone

from organisations.participation.models import Accompaniment, CompanyCount


def count(request: Accompaniment) -> None:
    """One more of its month, state and area; in the transaction that erases it."""
    month = timezone.localdate(request.created_at).replace(day=1)
    row, _new = CompanyCount.objects.get_or_create(month=month, state=request.state, area=request.area)
    CompanyCount.objects.filter(pk=row.pk).update(requests=F("requests") + 1)
