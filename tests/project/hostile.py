"""Hostile requests, the same ones in every run: addresses of the site with query strings that no browser would send."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote, quote_from_bytes

GOOD: dict[str, Sequence[str]] = {
    "q": (
        "",
        "Verein",
        "fußbal",
        "كرة القدم",
        "%",
        "' OR 1=1 --",
        "a" * 200,
        "\u202efdp.exe",
        "👩‍👩‍👧",
        "(((",
        "\\",
        "*:*",
    ),
    "topic": ("football", "sport", "music"),
    "language": ("ar", "tr", "zh-Hant", "aaa"),
    "understood": ("ar", "uk"),
    "german": ("none", "little", "conversation", "fluent"),
    "open": ("newcomers-welcome", "childcare"),
    "opening": ("seat", "guest", "internship"),
    "kind": ("club", "committee", "initiative"),
    "area": ("filderstadt", "bernhausen", "08116077"),
    "near": ("48.66,9.22", "-90,180", "90,-180", "0,0", "-0,-0.000000000000001"),
    "bbox": (
        "9.1,48.6,9.3,48.7",
        "-180,-90,180,90",
        "179.9,-90,180,-89.9",
        "9,48,9.000000000000002,48.000000000000007",
    ),
    "day": ("MO", "SU"),
    "access": ("wheelchair",),
    "fresh": ("1",),
    "sort": ("name", "checked", "relevance"),
    "page": ("1", "2", "99999"),
    "lang": ("de", "en", "ar"),
    "limit": ("1", "500"),
    "zoom": ("0", "6", "12", "19"),
    "place": ("", "Bernhausen", "70794", "Hauptstraße 1, Filderstadt"),
}
# What only the curators' list of entries takes, beside all of those.
GOOD_AT_THE_DESK: dict[str, Sequence[str]] = {
    "state": ("draft", "public"),
    "reason": ("place", "topic", "translation", "unconfirmed"),
    "label": ("x", "Anrufen & fragen", "%"),
    "source": ("-", "liste 2026", "osm"),
    "editor": ("has", "address", "none"),
    "age": ("fresh", "hidden", "unchecked"),
    "changed": ("1", "365"),
    "by": ("user:1", "import"),
    "batch": ("-", "01890000-0000-7000-8000-000000000000"),
    "ended": ("no", "yes"),
    "sort": ("changed", "name", "distance"),
    "col": ("state", "contact"),
}
# No parameter takes any of these (`q` takes most of them: it is text).
BAD: tuple[str | bytes, ...] = (
    "NaN", "nan,nan", "Infinity", "-1", "1e309", "9" * 400, "0x10", "٣", "1_000", " 1", "+1", "1.", "²",
    "null", "undefined", "[]", "{}", "true", "None",
    "\0", "a\0b", "\r\nSet-Cookie: a=b", "\x1b[31m", "\u202egnp.exe", "\u200f", "\ufeff", "\ud7ff", "\U0010ffff",
    b"\xff\xfe", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe2\x28\xa1",
    "' OR '1'='1", "1; DROP TABLE organisations_listing; --", "1) UNION SELECT password FROM auth_user --",
    "$(id)", "`id`", "{{7*7}}", "{% debug %}", "%s%s%n", "%(x)s", "<script>alert(1)</script>", "\"><img src=x>",
    "../../../../etc/passwd", "file:///etc/passwd", "http://127.0.0.1/", "\\\\host\\share",
    "9.3,48.7,9.1,48.6", "179,48,-179,49", "9,80,10,91", "9,-91,10,0", "-181,0,0,1", "1,2,3", "1,2,3,4,5", "nan,0,1,1",
    "9,48,9,48", ",,,", "48.66;9.22", "91,0", "0,181", "48.66,9.22,", "1e1,1e1", "4" * 10_000,
    "ä" * 5_000, "," * 10_000,
    "football,sport", "FOOTBALL", "de_DE", "x-", "MO,TU", "Monday", "1000.1",
)  # fmt: skip
STRANGE_NAMES = (
    "format", "callback", "__proto__", "constructor", "q[]", "q[$ne]", "topic.id", "Q", "page ", "bbox\0", "_method",
    "<script>", "\u202eq", "utm_source", "x" * 3_000, "ä", "id__in", "%00", "near;radius",
)  # fmt: skip
HEADERS: tuple[tuple[str, str], ...] = (
    ("Host", "evil.example"), ("Host", "a b"), ("Host", "localhost:99999"), ("Host", "[::1"), ("Host", "x" * 3_000),
    ("Host", ""), ("Accept", "text/html;q=x,,;"), ("Accept", "*" * 3_000), ("Accept", ""),
    ("Accept", "application/xml"),
    ("Accept-Language", "xx;q=99,*;q=-1," * 50), ("Accept-Language", "\xff\xfe"), ("Accept-Encoding", "gzip;q=0, *"),
    ("If-None-Match", "W/"), ("If-None-Match", '"' + "x" * 3_000), ("If-None-Match", "*"),
    ("If-Modified-Since", "never"),
    ("X-Forwarded-For", "1.2.3.4, ::ffff:0:0, x, " * 20), ("X-Forwarded-For", "' OR 1=1"),
    ("X-Forwarded-Proto", "gopher"),
    ("X-Forwarded-Host", "evil.example"), ("Cookie", "a=" + "b" * 8_000), ("Cookie", "session=;;;=;\xff"),
    ("Range", "bytes=-0,5-,x"), ("Content-Type", "multipart/form-data; boundary=" + "x" * 300), ("Content-Length", "0"),
    ("Origin", "null"), ("Referer", "javascript:alert(1)"), ("User-Agent", "() { :; }; id"),
    ("X-Http-Method-Override", "PUT"),
    ("Script-Name", "/x"), ("SCRIPT_NAME", "/x"), ("SCRIPT_NAME", "/de"), ("PATH_INFO", "/x"), ("REMOTE_USER", "root"),
)  # fmt: skip


@dataclass(frozen=True)
class Hostile:
    """An address with its query as it goes over the wire, and whether something in the query cannot be used."""

    path: str
    query: str
    unusable: bool

    @property
    def address(self) -> str:
        """Path and query."""
        return f"{self.path}?{self.query}"


def requests(
    paths: Sequence[str], count: int, seed: int = 4, good: dict[str, Sequence[str]] | None = None
) -> Iterator[Hostile]:
    """That many requests, going round the paths. `good`: the parameters there and their values, if not the usual."""
    chance = random.Random(seed)
    for number in range(count):
        query, unusable = _query(chance, good or GOOD)
        yield Hostile(paths[number % len(paths)], query, unusable)


def _query(chance: random.Random, good: dict[str, Sequence[str]]) -> tuple[str, bool]:
    pairs, unusable = [], False
    for _ in range(chance.choice((0, 1, 1, 1, 2, 3, 6))):
        kind = chance.choice(("good", "good", "good", "bad", "bad", "strange"))
        name = chance.choice(STRANGE_NAMES if kind == "strange" else list(good))
        value: str | bytes = chance.choice(BAD if kind == "bad" else good.get(name) or ("1", "x"))
        unusable |= kind == "strange" or (kind == "bad" and name != "q")
        pairs.append(f"{quote(name)}={_written(chance, value)}")
    if chance.random() < 0.05:
        pairs.append(chance.choice(("&&&", "=", "=x", "%", "%zz", "a=b=c", ";", "?", "#")))
    return "&".join(pairs), unusable


def _written(chance: random.Random, value: str | bytes) -> str:
    """A value as it stands in the address: percent-encoded, sometimes twice as long as it needs to be."""
    raw = value if isinstance(value, bytes) else value.encode("utf-8", "surrogatepass")
    if chance.random() < 0.2:
        return "".join(f"%{byte:02x}" for byte in raw)
    return quote_from_bytes(raw, safe=",.:/")
