"""What the compact files look like, as JSON Schema."""

from api.shapes import DATE, TEXT, WHOLE, array, maybe, record

INDEXES = array(WHOLE)
COMPACT = record(
    version=WHOLE,
    date=DATE,
    topics=array(TEXT),
    topic_parents=INDEXES,
    languages=array(TEXT),
    flags=array(TEXT),
    areas=array(record(slug=TEXT, ags=maybe(TEXT), parent=WHOLE)),
    organisations=WHOLE,
    rows=record(
        organisation=INDEXES,
        lat=array(maybe(WHOLE)),
        lng=array(maybe(WHOLE)),
        approximate=INDEXES,
        fixed=INDEXES,
        areas=array(INDEXES),
        days=INDEXES,
        wheelchair=INDEXES,
    ),
    facts=record(
        kind=INDEXES,
        topics=array(INDEXES),
        languages=array(INDEXES),
        promised=array(INDEXES),
        flags=array(INDEXES),
        german=INDEXES,
        checked=INDEXES,
    ),
    openings=array({"type": "array", "items": {}, "minItems": 3, "maxItems": 3}),
)
CARDS = record(
    version=WHOLE, date=DATE, lang=TEXT, cards=array({"type": "array", "items": {}, "minItems": 10, "maxItems": 10})
)
WORDS = record(
    version=WHOLE,
    date=DATE,
    words=array(TEXT),
    openings=array({"type": "array", "items": {}, "minItems": 4, "maxItems": 4}),
)
