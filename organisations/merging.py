"""Differences between documents, and their three-way merge, by parts: a field, one text, one place, one contact ..."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from organisations.document import FirstVisit, OrganisationDocument
from organisations.openings.values import Committee

Key = tuple[str, ...]  # ("name",), ("texts", "de", "summary"), ("places", "<id>") ...
MISSING: Any = None
_KEYED = {"languages": "code", "places": "id", "contacts": "id", "openings": "id"}
_MAPPED = ("texts",)
_NESTED: dict[str, type[Any]] = {"first_visit": FirstVisit, "committee": Committee}


@dataclass(frozen=True, slots=True)
class Change:
    """One part that differs: its key, the value before and after (None: the part is not there)."""

    key: Key
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Conflict:
    """A part that both sides changed, differently."""

    key: Key
    base: Any
    ours: Any
    theirs: Any


def parts(document: OrganisationDocument) -> dict[Key, Any]:
    """The document as parts that are compared and merged one by one."""
    found: dict[Key, Any] = {}
    for item in fields(document):
        value = getattr(document, item.name)
        if item.name in _MAPPED:
            for language, text in value.items():
                for part in fields(text):
                    found[(item.name, language, part.name)] = getattr(text, part.name)
        elif item.name in _NESTED:
            for part in fields(value):
                found[(item.name, part.name)] = getattr(value, part.name)
        elif item.name in _KEYED:
            for entry in value:
                found[(item.name, str(getattr(entry, _KEYED[item.name])))] = entry
        else:
            found[(item.name,)] = value
    return {key: value for key, value in found.items() if key[-1] != "made_from"}


def difference(before: OrganisationDocument, after: OrganisationDocument) -> list[Change]:
    """The parts in which `after` differs from `before`, in the order of the fields."""
    old, new = parts(before), parts(after)
    keys = list(dict.fromkeys([*old, *new]))
    return [Change(key, old.get(key), new.get(key)) for key in keys if old.get(key) != new.get(key)]


def merge(
    base: OrganisationDocument, ours: OrganisationDocument, theirs: OrganisationDocument
) -> tuple[OrganisationDocument, list[Conflict]]:
    """`theirs` with what `ours` changed since `base`. What both changed, differently, stays theirs: a conflict."""
    changed_there = {change.key: change for change in difference(base, theirs)}
    conflicts: list[Conflict] = []
    merged = parts(theirs)
    for change in difference(base, ours):
        other = changed_there.get(change.key)
        if other is None:
            merged[change.key] = change.after
        elif other.after != change.after:
            conflicts.append(Conflict(change.key, change.before, change.after, other.after))
    return _assembled(merged, ours, theirs), conflicts


def with_parts(base: OrganisationDocument, other: OrganisationDocument, keys: Collection[Key]) -> OrganisationDocument:
    """`base` with these parts as they are in `other`; a part that is not there any more goes."""
    merged = parts(base)
    wanted = parts(other)
    for key in keys:
        merged[key] = wanted.get(key, MISSING)
    return _assembled(merged, other, base)


def _assembled(
    merged: Mapping[Key, Any], ours: OrganisationDocument, theirs: OrganisationDocument
) -> OrganisationDocument:
    values: dict[str, Any] = {}
    for item in fields(theirs):
        if item.name in _KEYED:
            attribute = _KEYED[item.name]
            order = [str(getattr(e, attribute)) for e in (*getattr(theirs, item.name), *getattr(ours, item.name))]
            entries = (merged.get((item.name, key), MISSING) for key in dict.fromkeys(order))
            values[item.name] = tuple(entry for entry in entries if entry is not MISSING)
        elif item.name in _MAPPED:
            values[item.name] = _texts(merged, ours, theirs)
        elif item.name in _NESTED:
            whole = _NESTED[item.name]
            values[item.name] = whole(**{part.name: merged[(item.name, part.name)] for part in fields(whole)})
        else:
            values[item.name] = merged[(item.name,)]
    known = {place.id for place in values["places"]}
    values["meetings"] = tuple(
        meeting if meeting.place in known else replace(meeting, place=None) for meeting in values["meetings"]
    )
    values["first_visit"] = values["first_visit"].knowing([contact.id for contact in values["contacts"]])
    return replace(theirs, **values)


def _texts(merged: Mapping[Key, Any], ours: OrganisationDocument, theirs: OrganisationDocument) -> dict[str, Any]:
    texts = {}
    for language in {**theirs.texts, **ours.texts}:
        pieces = {
            key[2]: value for key, value in merged.items() if key[:2] == ("texts", language) and value is not None
        }
        if pieces:
            there = theirs.texts.get(language)
            stays = there is not None and all(getattr(there, name) == value for name, value in pieces.items())
            model = there if stays else ours.texts.get(language) or there  # with what it was translated from
            assert model is not None  # noqa: S101 - one of both has the language
            texts[language] = replace(model, **pieces)
    return texts
