"""Translations of an entry's prose: when they were made, and whether the original has changed since."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models.fields.json import KeyTransform
from django.utils import timezone

from organisations.document import OrganisationDocument, Text
from organisations.models import Revision


@dataclass(frozen=True, slots=True)
class Age:
    """The day a translation was made, and whether the original has changed since."""

    made_on: date
    outdated: bool


def age_of(document: OrganisationDocument, code: str) -> Age | None:
    """The age of the translation into that language: one query. None if its revision is not known any more."""
    original = KeyTransform(document.language, KeyTransform("texts", "document"))
    rows = Revision.objects.using(settings.READ_DATABASE).annotate(original=original)
    made_from = document.texts[code].made_from or 0
    found = rows.filter(organisation_id=document.id, number=made_from).values("created_at", "original").first()
    if found is None:
        return None
    then, now = found["original"], document.texts.get(document.language)
    changed = bool(then and now and Text(**then) != now)
    return Age(timezone.localdate(found["created_at"]), changed)
