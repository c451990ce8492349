"""Where an address, a number or a name stands in the texts of entries: of today, of earlier versions, in suggestions.

Nothing is erased there: these are public texts, changed in the entry itself, and the versions they once were in.
"""

import unicodedata
from collections.abc import Iterator
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Max, TextField, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils.translation import gettext

from organisations import formats
from organisations.likeness import digits_of
from organisations.models import Revision, Suggestion
from organisations.part_names import part_name
from organisations.services.person_data import Found, Whom, naming

MOST_ENTRIES = 200  # that are told
KEYED = ("texts", "first_visit", "committee")  # parts of a document whose fields have names of their own


def texts_of_entries(whom: Whom) -> list[Found]:
    """Entries in whose texts it stands, in whatever language and version, those first where it stands today."""
    said = Revision.objects.order_by().annotate(said=Cast("document", TextField()))
    hits = naming(said, "said", whom).values("organisation")
    hits = hits.annotate(numbers=ArrayAgg("number", order_by="number"), newest=Max("pk")).order_by("-newest")
    by_newest = {row["newest"]: row["numbers"] for row in hits[:MOST_ENTRIES]}
    rows = Revision.objects.filter(pk__in=by_newest).select_related("organisation").order_by("organisation__name")
    found = [_entry(row, by_newest[row.pk], whom) for row in rows]
    return sorted(found, key=lambda one: not one.values["today"])


def _entry(row: Revision, numbers: list[int], whom: Whom) -> Found:
    """`row` is the newest version in which it stands."""
    entry = row.organisation
    today = row.number == entry.number
    title, address = f"{entry.name}: {_parts_in(row.document, whom)}", reverse("curate-entry", args=[entry.slug])
    if not today:
        title += gettext(", only in earlier versions, last in %(number)s") % {"number": row.number}
        address = reverse("curate-past", args=[entry.slug]) + f"?before={row.number + 1}"
    values = {"entry": entry.name, "today": today, "versions": numbers, "texts": _texts_in(row.document, whom)}
    return Found(str(entry.pk), title, values, address)


def proposed_texts(whom: Whom) -> list[Found]:
    """Suggestions in whose texts it stands, but for those that the person has sent."""
    said = Concat(
        *(part for name in ("document", "notes") for part in (Cast(name, TextField()), Value(" "))),
        "proof", Value(" "), "reason", output_field=TextField(),
    )  # fmt: skip
    rows = naming(Suggestion.objects.annotate(said=said), "said", whom).select_related("organisation")
    if whom.email:
        rows = rows.exclude(email__iexact=whom.email)
    return [_proposed(row, whom) for row in rows[:MOST_ENTRIES]]


def _proposed(row: Suggestion, whom: Whom) -> Found:
    texts = [text for _part, text in _texts([row.document, row.notes, row.proof, row.reason]) if _stands_in(text, whom)]
    values = {"entry": row.organisation.name, "kind": row.kind, "created_at": row.created_at, "texts": texts}
    title = f"{row.get_kind_display()}, {row.organisation.name}"
    return Found(str(row.pk), title, values, reverse("curate-item", args=[row.pk]))


def _parts_in(document: dict[str, Any], whom: Whom) -> str:
    """What the parts are called in which it stands."""
    names = dict.fromkeys(part_name(part) for part, text in _texts(document) if _stands_in(text, whom))
    return formats.joined(list(names)) or gettext("Texts")


def _texts_in(document: dict[str, Any], whom: Whom) -> list[str]:
    return [text for _part, text in _texts(document) if _stands_in(text, whom)]


def _texts(value: Any, part: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a stored document, and the part it is in ("texts.de.summary", "meetings")."""
    if isinstance(value, str):
        yield part, value
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item, part)
    elif isinstance(value, dict):
        for key, item in value.items():
            keyed = not part or part.partition(".")[0] in KEYED
            yield from _texts(item, f"{part}.{key}".strip(".") if keyed else part)


def _stands_in(text: str, whom: Whom) -> bool:
    """About what the pattern finds: by that the texts are told apart which one row holds."""
    if whom.phone:
        return digits_of(whom.phone) in "".join(sign for sign in text if sign in "0123456789")
    said = _folded(text)
    return all(word in said for word in _folded(str(whom)).replace(",", " ").split())


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()
