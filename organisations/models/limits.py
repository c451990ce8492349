"""Counters of the rate limiter."""

from django.db import models


class RateCounter(models.Model):
    """How often somebody did something within the current span of time.

    `key` is an HMAC of purpose and address under a key of the day, so a row tells nobody who it was, and rows of two
    days cannot be put together. Rows past `ends_at` mean nothing and are removed daily. The table is not logged
    (UNLOGGED): a crash of the database may forget counts, in exchange for cheap writes.
    """

    key = models.BinaryField(primary_key=True, max_length=32)
    count = models.PositiveIntegerField()
    ends_at = models.DateTimeField(db_index=True)
