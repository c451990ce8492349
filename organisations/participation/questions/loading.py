"""The questionnaires that come with the program become versions; those that curators have changed stay theirs."""

from functools import partial
from pathlib import Path
from typing import Any

from django.utils import timezone

from organisations.participation.models import Questionnaire, Version
from organisations.participation.shipped import load_each

SHIPPED = "shipped"


def load_questionnaires(folder: Path, *, open: bool = False) -> int:
    """Writes the questionnaires in the JSON files of a folder; how many versions are new. A second run changes nothing.

    A file that has changed becomes a new version, unless a curator has made one since. `open`: new ones can be filled
    in at once; else a curator opens them.
    """
    return load_each(folder, partial(_loaded, open=open))


def _loaded(item: dict[str, Any], *, open: bool) -> bool:
    content = {name: item[name] for name in ("title", "intro", "thanks", "questions")}
    defaults = {"position": item["position"], "open_at": timezone.now() if open else None}
    row, _new = Questionnaire.objects.get_or_create(slug=item["slug"], defaults=defaults)
    held = Questionnaire.objects.select_for_update().get(pk=row.pk)  # another machine may load at this moment
    versions = list(held.versions.all())
    if any(one.author != SHIPPED or one.content == content for one in versions):
        return False
    number = max((one.number for one in versions), default=0) + 1
    Version.objects.create(
        questionnaire=row, number=number, content=content, author=SHIPPED, published_at=timezone.now()
    )
    return True
