"""What only curators see of an entry, their own views of the list, and the entries of a change of many.

Nothing of it is part of a document.
"""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _

from organisations.ids import new_id
from organisations.models.organisation import Organisation
from organisations.models.work import Work


class Label(models.Model):
    """A word that curators put on entries; large and small letters are one. It is there once somebody has used it."""

    name = models.CharField(_("name"), max_length=40)
    entries = models.ManyToManyField(Organisation, through="EntryLabel", related_name="labels")

    class Meta:
        verbose_name, verbose_name_plural = _("label"), _("labels")
        ordering = [Lower("name")]
        constraints = [models.UniqueConstraint(Lower("name"), name="label_once")]

    def __str__(self) -> str:
        return self.name


class EntryLabel(models.Model):
    """A label on an entry: who put it there, and when."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="label_rows")
    label = models.ForeignKey(Label, on_delete=models.CASCADE, related_name="rows")
    by = models.CharField(max_length=80)
    created_at = models.DateTimeField(auto_now_add=True, db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "label"], name="entry_label_once")]


class EntryNote(models.Model):
    """What a curator wrote down about an entry, for curators. `author` is "user:7"."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="desk_notes")
    text = models.TextField(max_length=2000)
    author = models.CharField(max_length=80)
    created_at = models.DateTimeField(auto_now_add=True, db_default=Now())

    class Meta:
        ordering = ["-created_at", "-id"]


class SavedView(models.Model):
    """A list of entries under a name: its query string and columns. `shared`: every curator has it, each in their own
    areas; only its owner changes it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=60)
    query = models.TextField(blank=True)
    columns = ArrayField(models.CharField(max_length=20), default=list)
    shared = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True, db_default=Now())

    class Meta:
        ordering = [Lower("name"), "created_at"]
        constraints = [models.UniqueConstraint("owner", Lower("name"), name="saved_view_once")]

    def __str__(self) -> str:
        return self.name


class WorkEntry(models.Model):
    """An entry that a curator's change of many is about, chosen when it began, and what became of it.

    `outcome` is empty while it waits, "changed", or the code of a refusal (services/bulk/acts.py); `why` says more
    where the code does not say it all.
    """

    CHANGED: ClassVar = "changed"

    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="entries")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    outcome = models.CharField(max_length=20, blank=True)
    why = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["work", "organisation"], name="work_entry_once")]
        indexes = [
            models.Index(fields=["work", "organisation"], name="work_entry_waiting", condition=models.Q(outcome="")),
        ]
