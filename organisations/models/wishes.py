"""What visitors looked for and nobody offers."""

from django.db import models


class Wish(models.Model):
    """How often on a day nothing was found for a choice of filters, or for a text.

    `asked` is a query string without any position ("language=ar&topic=football"), or `q=` and a folded text. No row
    says who asked, or when on that day.
    """

    day = models.DateField()
    asked = models.CharField(max_length=300)
    count = models.PositiveIntegerField(default=1, db_default=1)

    class Meta:
        ordering = ["-day", "-count", "asked"]
        constraints = [models.UniqueConstraint(fields=["day", "asked"], name="wish_once_a_day")]

    def __str__(self) -> str:
        return f"{self.asked}: {self.count}"
