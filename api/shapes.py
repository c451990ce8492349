"""What the answers look like, as JSON Schema: read by the OpenAPI document and by the tests."""

from typing import Any

from organisations import freshness
from organisations.models.opening import OpeningKind
from organisations.openings.phrases import ANSWER, CITIZENSHIP, HOW, PUBLIC, WHO
from organisations.visit_phrases import ASK_FOR, BRING, COST, STEPS, WATCH, WEAR, WHEN, Question

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "number"}
WHOLE: Schema = {"type": "integer"}
YES_NO: Schema = {"type": "boolean"}
ID: Schema = {"type": "string", "format": "uuid"}
DATE: Schema = {"type": "string", "format": "date"}
POSITION: Schema = {"type": "array", "items": NUMBER, "minItems": 2, "maxItems": 2}  # longitude, latitude
OPENING_KIND: Schema = {"type": "string", "enum": list(OpeningKind.values)}
KIND: Schema = {"type": "string", "enum": ["club", "committee", "initiative"]}
DAY: Schema = {"type": "string", "enum": ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]}
FRESHNESS: Schema = {
    "type": "string",
    "enum": [str(one) for one in freshness.Step],
    "description": "How long ago a person checked it: fresh, ageing, or unconfirmed (long ago, or never).",
}
LISTED: Schema = {
    "type": "boolean",
    "description": "False if nobody has confirmed it for so long that it stands in no list and on no map any more.",
}
GEOMETRY: Schema = {"type": "object", "required": ["type", "coordinates"], "additionalProperties": True}


def array(items: Schema) -> Schema:
    """A list of such items."""
    return {"type": "array", "items": items}


def maybe(schema: Schema) -> Schema:
    """The value, or null."""
    return {"oneOf": [schema, {"type": "null"}]}


def record(**members: Schema) -> Schema:
    """An object with exactly these members; those whose name ends with an underscore may be missing."""
    names = {name.rstrip("_"): schema for name, schema in members.items()}
    required = [name for name in members if not name.endswith("_")]
    return {"type": "object", "required": required, "properties": names, "additionalProperties": False}


def code_of(question: Question) -> Schema:
    """One of the answers to a question of the first visit."""
    return {"type": "string", "enum": list(question.answers)}


def by_name(schema: Schema) -> Schema:
    """An object of free names with such values."""
    return {"type": "object", "additionalProperties": schema}


def feature(properties: Schema, id: Schema | None = TEXT, geometry: Schema = GEOMETRY) -> Schema:
    """A GeoJSON feature (RFC 7946)."""
    named = {"id": id} if id else {}
    return record(type={"type": "string", "enum": ["Feature"]}, **named, geometry=geometry, properties=properties)


def collection(features: Schema, **members: Schema) -> Schema:
    """A GeoJSON feature collection with further members."""
    return record(type={"type": "string", "enum": ["FeatureCollection"]}, **members, features=array(features))


LISTING = record(
    organisation=ID,
    slug=TEXT,
    name=TEXT,
    name_language=TEXT,
    kind=KIND,
    topics=array(TEXT),
    languages=array(TEXT),
    flags=array(TEXT),
    german=maybe(TEXT),
    area=maybe(TEXT),
    place=TEXT,
    fixed=YES_NO,
    approximate=YES_NO,
    teaser=TEXT,
    teaser_language=maybe(TEXT),
    checked_on=maybe(DATE),
    freshness=FRESHNESS,
    ends_on=maybe(DATE),
    url={"type": "string", "format": "uri"},
    distance_m_=maybe(WHOLE),
)
CORRECTIONS = record(text=TEXT, exact=TEXT, words=array(record(given=TEXT, taken_for=array(TEXT))))
LINK = record(rel={"type": "string", "enum": ["self", "next"]}, href={"type": "string", "format": "uri"})
LISTINGS = collection(
    feature(LISTING, ID, maybe(GEOMETRY)),
    numberReturned=WHOLE,
    numberMatched_=WHOLE,
    corrections_=CORRECTIONS,
    next=maybe({"type": "string", "format": "uri"}),
    links=array(LINK),
)
FACETS = record(
    total=WHOLE,
    sure_=WHOLE,
    corrections_=CORRECTIONS,
    facets=by_name(array(record(value=TEXT, label=TEXT, count=WHOLE, sure_=WHOLE))),
)
SUGGESTIONS = record(
    corrected=maybe(TEXT),
    suggestions=array(
        record(
            kind={"type": "string", "enum": ["topic", "language", "area", "entry"]},
            value=TEXT,
            label=TEXT,
            label_language=maybe(TEXT),
            matched=maybe(TEXT),
            count=maybe(WHOLE),
            icon=maybe(TEXT),
            hue=maybe(TEXT),
            entry_kind=maybe(KIND),
            url=maybe({"type": "string", "format": "uri"}),
        )
    ),
)
MAP = collection(
    {
        "oneOf": [
            feature(
                record(
                    slug=TEXT,
                    name=TEXT,
                    kind=KIND,
                    topic=maybe(TEXT),
                    approximate=YES_NO,
                    fixed=YES_NO,
                    checked_on=maybe(DATE),
                    closed=YES_NO,
                ),
                ID,
            ),
            feature(record(count=WHOLE), None),
        ]
    },
    mode={"type": "string", "enum": ["points", "cells"]},
    corrections_=CORRECTIONS,
)
TOPICS = record(
    topics=array(record(slug=TEXT, parent=maybe(TEXT), label=TEXT, short_label=TEXT, icon=TEXT, hue=TEXT)),
)
FLAGS = record(
    flags=array(record(slug=TEXT, label=TEXT, icon=TEXT)),
    german=array(record(slug=TEXT, label=TEXT, sentence=TEXT)),
)
LANGUAGES = record(
    languages=array(
        record(code=TEXT, label=TEXT, own_label=TEXT, direction={"type": "string", "enum": ["ltr", "rtl"]}, count=WHOLE)
    )
)
AREAS = collection(
    feature(
        record(
            slug=TEXT,
            ags=maybe(TEXT),
            name=TEXT,
            kind=TEXT,
            parent=maybe(TEXT),
            in_region=YES_NO,
            source=TEXT,
            centre=POSITION,
        )
    )
)
PLACES = record(
    places=array(record(name=TEXT, detail=TEXT, point=POSITION, exact=YES_NO, corrected=YES_NO)), geocoder=YES_NO
)

OPENING = record(
    id=ID,
    kind=OPENING_KIND,
    until=DATE,
    title=by_name(TEXT),
    text=by_name(TEXT),
    german=maybe(TEXT),
    age_from=maybe(WHOLE),
    age_to=maybe(WHOLE),
    answer=maybe(code_of(ANSWER)),
)
COMMITTEE = record(
    who=array(code_of(WHO)),
    citizenship=maybe(code_of(CITIZENSHIP)),
    how=maybe(code_of(HOW)),
    public=maybe(code_of(PUBLIC)),
    note=by_name(TEXT),
    answers=array(record(question=TEXT, answer=array(TEXT))),
)
RELATIVE = record(id=ID, slug=TEXT, name=TEXT, kind=KIND)
ORGANISATION = record(
    id=ID,
    slug=TEXT,
    url={"type": "string", "format": "uri"},
    kind=KIND,
    name=TEXT,
    language=TEXT,
    parent=maybe(RELATIVE),
    sections=array(RELATIVE),
    topics=array(TEXT),
    flags=array(TEXT),
    german=maybe(TEXT),
    area=maybe(TEXT),
    website=maybe(TEXT),
    phone=maybe(TEXT),
    checked_on=maybe(DATE),
    freshness=FRESHNESS,
    listed=LISTED,
    closed_from=maybe(DATE),
    closed_until=maybe(DATE),
    ends_on=maybe(DATE),
    example=YES_NO,
    texts=by_name(record(summary=TEXT, description=TEXT, audience=TEXT, origin=TEXT)),
    languages=array(record(code=TEXT, assurance=TEXT, days=array(DAY), note=TEXT, checked_on=maybe(DATE))),
    places=array(
        record(
            id=ID,
            fixed=YES_NO,
            private=YES_NO,
            label=TEXT,
            name=TEXT,
            street=TEXT,
            postcode=TEXT,
            town=TEXT,
            area=maybe(TEXT),
            point=maybe(POSITION),
            approximate=YES_NO,
            wheelchair=TEXT,
            primary=YES_NO,
        )
    ),
    contacts=array(record(name=TEXT, role=TEXT, languages=array(TEXT), phone=maybe(TEXT))),
    meetings=array(
        record(
            rrule=TEXT,
            starts_on=DATE,
            starts_at=TEXT,
            ends_at=maybe(TEXT),
            exceptions=array(DATE),
            title=by_name(TEXT),
            note=by_name(TEXT),
            place=maybe(ID),
            text=TEXT,
            next=array(DATE),
        )
    ),
    first_visit=maybe(
        record(
            when=maybe(code_of(WHEN)),
            ask_for=maybe(code_of(ASK_FOR)),
            person=maybe(TEXT),
            wear=array(code_of(WEAR)),
            bring=array(code_of(BRING)),
            cost=maybe(record(kind=code_of(COST), free_visits=maybe(WHOLE), euros=maybe(NUMBER))),
            watch=maybe(code_of(WATCH)),
            way=array(record(code={"type": "string", "enum": list(STEPS)}, name=TEXT, lines=TEXT)),
            answers=array(record(question=TEXT, answer=array(TEXT))),
        )
    ),
    openings=array(OPENING),
    committee=maybe(COMMITTEE),
    labels=by_name(by_name(TEXT)),
)

OPENINGS = record(
    total=WHOLE,
    openings=array(
        record(opening=OPENING, text=TEXT, organisation=RELATIVE, url={"type": "string", "format": "uri"}),
    ),
)
PROBLEM = record(
    type=TEXT,
    title=TEXT,
    status=WHOLE,
    detail=TEXT,
    parameter_=TEXT,
    errors_=array(record(parameter=TEXT, value=TEXT, code=TEXT, detail=TEXT)),
)
