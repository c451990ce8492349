"""Loading the curated vocabularies from their file."""

import json
from collections.abc import Collection
from pathlib import Path
from typing import Any

from django.db import transaction

from organisations.models import DataVersion, GermanLevel, OpennessFlag, Topic
from organisations.services.listing import refresh_where
from organisations.services.terms import deleted_by_hand


@transaction.atomic
def load_vocabularies(path: Path, overwrite: bool = False) -> int:
    """Write topics, flags and German levels of the file; the number of rows that were new or changed.

    Terms that are there stay as the operator has them, but get words in languages they have none in, and those deleted
    in the admin stay away, unless `overwrite`: then those of the file are brought to what the file says. Listings that
    show a changed term are refreshed.
    """
    data = json.loads(path.read_text(encoding="utf-8"))
    if not overwrite:
        _leave_out(data["topics"], deleted_by_hand(Topic))
        _leave_out(data["flags"], deleted_by_hand(OpennessFlag))
    levels = sum(_written(GermanLevel, {"slug": item["slug"]}, item, overwrite) for item in data["german_levels"])
    flags = [item["slug"] for item in data["flags"] if _written(OpennessFlag, {"slug": item["slug"]}, item, overwrite)]
    tops = {item["slug"]: item for item in data["topics"] if not item["parent"]}
    changed = [slug for slug, item in tops.items() if _written(Topic, {"slug": slug}, _topic(item, None), overwrite)]
    parents = {topic.slug: topic for topic in Topic.objects.filter(slug__in=tops)}
    for item in data["topics"]:
        if item["parent"] and _written(Topic, {"slug": item["slug"]}, _topic(item, parents[item["parent"]]), overwrite):
            changed.append(item["slug"])
    if levels or flags or changed:
        DataVersion.increase(vocabulary=True)
        refresh_where(topics__slug__in=_with_subtopics(changed))
    return levels + len(flags) + len(changed)


def _leave_out(items: list[dict[str, Any]], slugs: Collection[str]) -> None:
    """Take terms, and topics below them, out of the list."""
    items[:] = [item for item in items if item["slug"] not in slugs and item.get("parent") not in slugs]


def _with_subtopics(slugs: list[str]) -> list[str]:
    return [*slugs, *Topic.objects.filter(parent__slug__in=slugs).values_list("slug", flat=True)]


def _topic(item: dict[str, Any], parent: Topic | None) -> dict[str, Any]:
    return {**item, "parent": parent, "hue": item.get("hue") or "", "short_names": item.get("short_names") or {}}


def _written(model: Any, key: dict[str, str], values: dict[str, Any], overwrite: bool) -> bool:
    row = model.objects.filter(**key).first()
    if row and not overwrite:
        values = _new_languages(row, values)
    row = row or model(**key)
    before = {name: getattr(row, name) for name in values}
    if row.pk and not row._state.adding and before == values:
        return False
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    return True


def _new_languages(row: Any, values: dict[str, Any]) -> dict[str, Any]:
    """The row's words with those of the file in further languages; none if the operator gave it another German name."""
    if row.names.get("de") != values["names"]["de"]:
        return {}
    words = {name: value for name, value in values.items() if isinstance(value, dict)}
    return {name: {**value, **getattr(row, name)} for name, value in words.items()}
