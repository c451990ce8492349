"""Translations of an entry's prose: when they were made, and which parts of the original have changed since."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models.fields.json import KeyTransform
from django.utils import timezone

from organisations.document import OrganisationDocument, Text
from organisations.models import Revision

PROSE = ("summary", "description", "audience")


@dataclass(frozen=True, slots=True)
class Age:
    """The day a translation was made, and the parts of it (of PROSE) whose original has changed since."""

    made_on: date
    changed: tuple[str, ...] = ()

    @property
    def outdated(self) -> bool:
        """Whether any part has changed."""
        return bool(self.changed)


def age_of(document: OrganisationDocument, code: str) -> Age | None:
    """The age of the translation into that language: one query. None if its revision is not known any more."""
    return ages_of(document, code).get(code)


def ages_of(document: OrganisationDocument, *codes: str) -> dict[str, Age]:
    """The ages of the translations into these languages, in one query; those of unknown revisions are left out."""
    numbers = {code: document.texts[code].made_from or 0 for code in codes}
    original = KeyTransform(document.language, KeyTransform("texts", "document"))
    rows = Revision.objects.using(settings.READ_DATABASE).annotate(original=original)
    wanted = rows.filter(organisation_id=document.id, number__in=numbers.values())
    found = {row["number"]: row for row in wanted.values("number", "created_at", "original")}
    return {code: _age(found[number], document) for code, number in numbers.items() if number in found}


def _age(row: Mapping[str, Any], document: OrganisationDocument) -> Age:
    then, now = row["original"], document.texts.get(document.language)
    known = {item.name for item in fields(Text)}
    old = Text(**{name: value for name, value in then.items() if name in known}) if then else None
    parts = (name for name in PROSE if old and now and getattr(old, name) != getattr(now, name))
    return Age(timezone.localdate(row["created_at"]), tuple(parts))
