"""The learning modules that come with the program become rows; from then on they are the curators' own."""

from functools import partial
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils import timezone

from organisations.participation.models import Module, ModulePage
from organisations.participation.news.write import was_removed
from organisations.participation.shipped import load_each


def load_modules(folder: Path, *, open: bool = False) -> int:
    """Writes the modules in the JSON files of a folder; how many are new. A second run changes nothing.

    What is there stays as curators have it, and what they deleted stays away. `open`: new ones are public at once;
    else they are drafts, which a curator reads and publishes.
    """
    return load_each(folder, partial(_loaded, open=open))


def _loaded(item: dict[str, Any], *, open: bool) -> bool:
    id = shipped_id(item["slug"])
    if was_removed(id) or Module.objects.filter(slug=item["slug"]).exclude(pk=id).exists():
        return False
    facts = {name: item[name] for name in ("slug", "audience", "spots", "position", "language", "texts")}
    facts |= {"published_at": timezone.now() if open else None}
    row, new = Module.objects.get_or_create(pk=id, defaults=facts)  # another machine may load at this moment
    if new:
        pages = (ModulePage(module=row, texts=page["texts"], position=n) for n, page in enumerate(item["pages"], 1))
        ModulePage.objects.bulk_create(pages)
    return new


def shipped_id(slug: str) -> UUID:
    """The id of a shipped module, by which it is known under any short name and after it was deleted."""
    return uuid5(NAMESPACE_URL, f"mit-mapping:module:{slug}")
