"""When: recurring meeting times."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from organisations.models.location import Location
from organisations.models.organisation import Organisation


class MeetingTime(models.Model):
    """A recurring schedule, as HSDS and iCalendar have it: `rrule` (RFC 5545, section 3.3.10) from `starts_on`.

    Without a location it takes place at the primary one, or at no fixed place. `exceptions` are days it falls out.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="time_rows")
    location = models.ForeignKey(Location, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    rrule = models.CharField(max_length=200)
    starts_on = models.DateField()
    starts_at = models.TimeField()
    ends_at = models.TimeField(null=True, blank=True)
    title = models.JSONField(default=dict, blank=True)
    note = models.JSONField(default=dict, blank=True)
    exceptions = ArrayField(models.DateField(), default=list, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]
