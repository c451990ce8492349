"""Consent of contact persons to being shown: recorded with text, way and day; withdrawn for all revisions at once."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from organisations.models import ContactPerson, DataVersion


@transaction.atomic
def record_consent(people: Collection[UUID], *, text: str, way: str, on: date | None = None) -> None:
    """Note that these people agreed to that text in that way; they are shown from now on."""
    rows = ContactPerson.objects.filter(pk__in=people)
    rows.update(consent_text=text, consent_way=way, consented_on=on or timezone.localdate(), withdrawn_on=None)
    DataVersion.increase()


@transaction.atomic
def withdraw_consent(people: Collection[UUID]) -> None:
    """Hide these people from now on, in every revision."""
    ContactPerson.objects.filter(pk__in=people).update(withdrawn_on=timezone.localdate())
    DataVersion.increase()
