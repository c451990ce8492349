"""When each rule of keeping and forgetting was last carried out."""

from django.db import models


class RetentionRun(models.Model):
    """The last time a rule (`services/retention.py`) ran: how many rows it emptied or removed, or that it failed."""

    rule = models.CharField(max_length=40, primary_key=True)
    ran_at = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)
    failed = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.rule
