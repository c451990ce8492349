"""Labels and notes of curators: on entries, seen on the desk alone."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from organisations.models import EntryLabel, EntryNote, Label


def label_named(name: str) -> Label:
    """The label of that name, large and small letters alike; made if there is none."""
    found = Label.objects.filter(name__iexact=name).first()
    if found is None:
        Label.objects.bulk_create([Label(name=name)], ignore_conflicts=True)  # another curator may be as quick
        found = Label.objects.get(name__iexact=name)
    return found


@transaction.atomic
def set_labels(entry: UUID, names: Collection[str], *, by: str, had: Collection[str] = ()) -> None:
    """The entry has these labels now, and of those it `had` before (as the page showed) no others. What somebody else
    has put on since stays; those it had keep who put them there.
    """
    labels = {label.pk: label for label in map(label_named, names)}
    EntryLabel.objects.filter(organisation=entry, label__name__in=had).exclude(label__in=labels).delete()
    rows = [EntryLabel(organisation_id=entry, label=label, by=by) for label in labels.values()]
    EntryLabel.objects.bulk_create(rows, ignore_conflicts=True)


def note_down(entry: UUID, text: str, *, author: str) -> EntryNote:
    """A note for curators."""
    return EntryNote.objects.create(organisation_id=entry, text=text, author=author)


def forget_note(entry: UUID, id: UUID, *, author: str) -> bool:
    """Deletes one's own note; whether there was one."""
    return EntryNote.objects.filter(organisation=entry, pk=id, author=author).delete()[0] > 0
