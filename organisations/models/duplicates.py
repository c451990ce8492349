"""Entries that may be one and the same, two by two; and what a merge moved from one to the other."""

from uuid import UUID

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import pgettext_lazy

from organisations.ids import new_id
from organisations.models.organisation import Organisation, State
from organisations.models.revision import Batch

BY_HAND = "hand"  # the reason of a pair that a curator put together


class PairState(models.TextChoices):
    """What became of two entries that looked like one."""

    OPEN = "open", pgettext_lazy("two entries that look like one", "Undecided")
    DISTINCT = "distinct", pgettext_lazy("two entries that look like one", "Not a duplicate")
    MERGED = "merged", pgettext_lazy("two entries that look like one", "Merged")


class DuplicatePairQuerySet(models.QuerySet["DuplicatePair"]):
    """Questions about pairs."""

    def open(self) -> "DuplicatePairQuerySet":
        """Pairs to decide on, both of whose entries are public or may become so."""
        kept = [State.PUBLIC, State.DRAFT]
        return self.filter(state=PairState.OPEN, first__state__in=kept, second__state__in=kept)


class DuplicatePair(models.Model):
    """Two entries that may be one, the one with the smaller id first: why (reasons of likeness.py), and how much so.

    Written by `services/duplicate_pairs.py`: open ones come and go as the entries change, what was decided stays.
    """

    first = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    score = models.SmallIntegerField()
    reasons = ArrayField(models.CharField(max_length=20), default=list)
    state = models.CharField(max_length=10, choices=PairState, default=PairState.OPEN)
    found_at = models.DateTimeField(auto_now_add=True, db_default=Now())
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = DuplicatePairQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="pair_once"),
            models.CheckConstraint(condition=models.Q(first__lt=models.F("second")), name="pair_in_order"),
        ]
        indexes = [models.Index(fields=["state", "-score", "id"], name="pair_by_score")]

    def __str__(self) -> str:
        return f"{self.first_id} {self.second_id} {self.state}"


class MergeQuerySet(models.QuerySet["Merge"]):
    """Questions about merges."""

    def standing(self) -> "MergeQuerySet":
        """Those that were not undone."""
        return self.filter(undone_at=None)


class Merge(models.Model):
    """One entry went into another: `gone` is archived, and all that leads to it leads to `kept` until it is undone.

    `kept_number` and `gone_number` are the revisions the merge made, those before them are how both were before.
    `moved` is what went over, by ids alone (`services/joining.py` writes it, `services/parting.py` reads it).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    pair = models.ForeignKey(DuplicatePair, null=True, on_delete=models.SET_NULL, related_name="merges")
    kept = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="merges")
    gone = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="merged")
    kept_number = models.PositiveIntegerField()
    gone_number = models.PositiveIntegerField()
    moved = models.JSONField(default=dict)
    batch = models.ForeignKey(Batch, null=True, on_delete=models.SET_NULL, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True, db_default=Now())
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = MergeQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["gone"], condition=models.Q(undone_at=None), name="merged_once")]

    def __str__(self) -> str:
        return f"{self.gone_id} > {self.kept_id}"


def merged_into(id: UUID, using: str = "default") -> UUID | None:
    """The entry that one was merged into, and that one further, to the end of the way; None if it was not."""
    standing = Merge.objects.using(using).standing()
    found, now = None, standing.filter(gone=id).values_list("kept_id", flat=True).first()
    while now is not None:  # no circle: what was merged into another is archived, and nothing is merged into that
        found, now = now, standing.filter(gone=now).values_list("kept_id", flat=True).first()
    return found
