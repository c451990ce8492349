"""Documents to listings: the read model is made here and nowhere else."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.gis.geos import Point as GeosPoint
from django.contrib.postgres.search import SearchVectorField
from django.db import transaction
from django.db.models import Func, Value

from organisations.document import Meeting, OrganisationDocument, Place, Point
from organisations.facet_numbers import facet_numbers
from organisations.freshness import vouched_on
from organisations.models import DataVersion, Listing, Organisation
from organisations.models.opening import OpeningKind
from organisations.models.organisation import SURE, State
from organisations.models.vocabulary import German, Topic
from organisations.openings.values import last_days
from organisations.recurrence import parse_rule
from organisations.services.rows import load_documents
from organisations.text import shortened, words
from organisations.vocabulary import AreaTerm, Vocabulary, vocabulary

CHUNK = 500
NOTE_ON_CARD = 90  # letters of a language's note that a card may show


@dataclass(frozen=True, slots=True)
class Spot:
    """What may be shown of one place: its areas (smallest first), its label, its point and how true that is."""

    id: UUID
    areas: tuple[AreaTerm, ...]
    label: str
    point: Point | None
    fixed: bool
    approximate: bool
    wheelchair: bool
    primary: bool
    days: tuple[int, ...]


def refresh_listings(ids: Collection[UUID]) -> None:
    """Write the listings of these organisations anew from their documents. The caller raises the data version."""
    for chunk in _chunks(list(ids)):
        with transaction.atomic():
            list(Organisation.objects.select_for_update().filter(pk__in=chunk).order_by("pk").values_list("pk"))
            write_listings(load_documents(chunk).values(), chunk)


def refresh_where(**conditions: Any) -> int:
    """Refresh the organisations that meet ORM conditions (a topic, flag, area changed) and raise both versions."""
    with transaction.atomic():
        ids = list(Organisation.objects.filter(**conditions).order_by("pk").distinct().values_list("pk", flat=True))
        refresh_listings(ids)
        DataVersion.increase(vocabulary=True)
    return len(ids)


def refresh_all_listings() -> int:
    """Write all listings anew, in the form of this release, and raise the data version. The number of organisations."""
    ids = list(Organisation.objects.order_by("pk").values_list("pk", flat=True))
    refresh_listings(ids)
    DataVersion.objects.using("default").update(listing_form=Listing.FORM)
    DataVersion.increase()
    return len(ids)


def write_listings(documents: Iterable[OrganisationDocument], ids: Collection[UUID]) -> None:
    """Replace the listings of `ids` by those made from the documents, within the caller's transaction."""
    terms = vocabulary("default")
    kept = list(documents)
    records = Organisation.objects.in_bulk([document.id for document in kept])
    parents = _parents({document.parent for document in kept if document.parent})
    Listing.objects.filter(organisation_id__in=ids).delete()
    rows = (row for document in kept for row in listings_of(document, records[document.id], parents, terms))
    Listing.objects.bulk_create(rows, batch_size=CHUNK)


def listings_of(
    document: OrganisationDocument, record: Organisation, parents: Mapping[UUID, dict[str, Any]], terms: Vocabulary
) -> Iterator[Listing]:
    """The listings of one organisation: one a place, or one at its area if it has none."""
    topics = [topic for slug in document.topics for topic in terms.topic_path(terms.topic_by_slug[slug])]
    spots = list(spots_of(document, terms))
    names = " ".join([document.name, *sorted({spot.label for spot in spots})])
    vector, similar = _search(document, topics, spots)
    facts = _facts(document, parents)
    spoken = sorted(document.languages, key=lambda language: language.code)
    counted: dict[str, Any] = {
        "topics": sorted({topic.pk for topic in topics}),
        "flags": sorted(terms.flag_by_slug[slug].pk for slug in document.flags),
        "kind": document.kind,
        "german": German(document.german).rank if document.german else None,
    }
    for spot in spots:
        counted |= {
            "areas": sorted({area.id for area in spot.areas}),
            "days": list(spot.days),
            "wheelchair": spot.wheelchair,
        }
        yield Listing(
            **_shown(document, record),
            **_placed(spot),
            **counted,
            alone=len(spots) == 1,
            facets=facet_numbers(**counted),
            languages=[language.code for language in spoken],
            spoken_checked=[language.checked_on for language in spoken],
            spoken_sure=[language.assurance in SURE for language in spoken],
            marker=_marker(document, record.slug, spot),
            search=vector,
            words=f"{_joined([names])} {similar}".strip(),
            card=facts | {"place": spot.label, "area": spot.areas[0].slug if spot.areas else None},
        )


def _shown(document: OrganisationDocument, record: Organisation) -> dict[str, Any]:
    """The columns that all listings of an organisation share."""
    days = last_days(document.openings)
    return {
        "organisation_id": document.id,
        "state": document.state,
        "slug": record.slug,
        "name": document.name,
        "sort_name": " ".join(words(document.name))[:200],
        "checked_on": document.checked_on,
        "published_on": record.published_on,
        "vouched_on": vouched_on(document.checked_on, record.published_on),
        "closed_from": document.closed_from,
        "closed_until": document.closed_until,
        "ends_on": document.ends_on,
        "openings": [days.get(kind) for kind in OpeningKind.values] if days else [],
    }


def _placed(spot: Spot) -> dict[str, Any]:
    """The columns that say where a listing is."""
    return {
        "id": spot.id,
        "primary": spot.primary,
        "point": GeosPoint(*spot.point, srid=settings.SRID) if spot.point else None,
        "fixed": spot.fixed,
        "approximate": spot.approximate,
    }


def spots_of(document: OrganisationDocument, terms: Vocabulary) -> Iterator[Spot]:
    """What may be shown of each place, or of the area of an organisation without a place."""
    if not document.places:
        area = terms.area_by_key.get(document.area or "")
        yield Spot(
            id=document.id,
            areas=terms.area_path(area) if area else (),
            label=area.name if area else "",
            point=_rounded(area.centre) if area else None,
            fixed=False,
            approximate=True,
            wheelchair=False,
            primary=True,
            days=_days(document.meetings),
        )
    for place in document.places:
        yield _spot(document, place, terms)


def _spot(document: OrganisationDocument, place: Place, terms: Vocabulary) -> Spot:
    address = place.address
    area = terms.area_by_key.get(address.area or document.area or "")
    if area and place.private:
        area = terms.town(area)  # nothing but the town is ever shown, so not the district either
    point = address.public_point if place.private else address.point
    meetings = [m for m in document.meetings if m.place == place.id or (m.place is None and place.primary)]
    return Spot(
        id=place.id,
        areas=terms.area_path(area) if area else (),
        label=area.name if area else address.town,
        point=_rounded(point or (area.centre if area else None)),
        fixed=True,
        approximate=place.private or not address.point,
        wheelchair=place.wheelchair == "yes",
        primary=place.primary,
        days=_days(meetings),
    )


def _days(meetings: Iterable[Meeting]) -> tuple[int, ...]:
    return tuple(sorted({day for meeting in meetings for day in parse_rule(meeting.rrule).weekdays}))


def _rounded(point: Point | None) -> Point | None:
    """Five decimals of a degree, about a metre: what the compact file carries, so browser and server agree."""
    return (round(point[0], 5), round(point[1], 5)) if point else None


def _marker(document: OrganisationDocument, slug: str, spot: Spot) -> str:
    """The map's GeoJSON feature (RFC 7946) as text; the properties stay open for what depends on the day."""
    properties = {
        "slug": slug,
        "name": document.name,
        "kind": document.kind,
        "topic": document.topics[0] if document.topics else None,
        "approximate": spot.approximate,
        "fixed": spot.fixed,
        "checked_on": document.checked_on and document.checked_on.isoformat(),
    }
    point = {"type": "Point", "coordinates": _rounded(spot.point)} if spot.point else None
    feature = {"type": "Feature", "id": str(spot.id), "geometry": point, "properties": properties}
    return json.dumps(feature, ensure_ascii=False, separators=(",", ":"))[:-2]


def _search(document: OrganisationDocument, topics: list[Topic], spots: list[Spot]) -> tuple[Any, str]:
    """The search vector of the organisation, and its folded topic and place words for typo search."""
    named = [word for topic in topics for word in topic.names.values()]
    further = [word for topic in topics for group in topic.search_words.values() for word in group]
    places = [area.name for spot in spots for area in spot.areas] + [spot.label for spot in spots]
    german: list[str] = []
    other: list[str] = []
    for language, text in sorted(document.texts.items()):
        pieces = german if language == "de" else other
        pieces += [text.summary, text.audience, text.description]
    vector = Func(
        Value(_joined([document.name])),
        Value(_joined([*named, *further, *places])),
        Value(_joined(german)),
        Value(_joined(other)),
        function="listing_vector",
        output_field=SearchVectorField(),
    )
    return vector, _joined([*named, *places])


def _joined(pieces: Iterable[str]) -> str:
    """Folded words with blanks between them: PostgreSQL's parser would take "a/b" or "e.v." for a file or a host."""
    return " ".join(dict.fromkeys(_plain(piece) for piece in pieces if piece))


def _plain(piece: str) -> str:
    return _plain_name(piece) if len(piece) <= 60 else " ".join(words(piece))


@lru_cache(10_000)
def _plain_name(piece: str) -> str:
    """Names of topics and areas come again with every entry."""
    return " ".join(words(piece))


def _facts(document: OrganisationDocument, parents: Mapping[UUID, dict[str, Any]]) -> dict[str, Any]:
    return {
        "language": document.language,
        "summaries": {language: text.summary for language, text in document.texts.items() if text.summary},
        "topics": list(document.topics),
        "flags": list(document.flags),
        "german": document.german,
        "languages": [
            [item.code, item.assurance, list(item.days), item.checked_on.isoformat() if item.checked_on else None]
            for item in document.languages
        ],
        "notes": {item.code: shortened(item.note, NOTE_ON_CARD) for item in document.languages if item.note},
        "times": [_time(meeting) for meeting in document.meetings],
        "openings": [[kind, day.isoformat()] for kind, day in last_days(document.openings).items()],
        "closed_from": document.closed_from.isoformat() if document.closed_from else None,
        "closed_until": document.closed_until.isoformat() if document.closed_until else None,
        "parent": parents.get(document.parent) if document.parent else None,
        "sample": document.sample,
    }


def _time(meeting: Meeting) -> dict[str, Any]:
    return {
        "rrule": meeting.rrule,
        "starts_on": meeting.starts_on.isoformat(),
        "starts_at": meeting.starts_at.isoformat("minutes"),
        "ends_at": meeting.ends_at.isoformat("minutes") if meeting.ends_at else None,
        "title": dict(meeting.title),
        "exceptions": [day.isoformat() for day in meeting.exceptions],
    }


def _parents(ids: Collection[UUID]) -> dict[UUID, dict[str, Any]]:
    """Public parents by id; a section of a parent that is not public stays public without the link."""
    rows = Organisation.objects.filter(pk__in=ids, state=State.PUBLIC)
    return {
        row.pk: {"name": row.name, "slug": row.slug, "ends_on": row.ends_on.isoformat() if row.ends_on else None}
        for row in rows
    }


def _chunks(ids: list[UUID]) -> Iterator[list[UUID]]:
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]
