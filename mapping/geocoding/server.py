"""The geocoder: a Nominatim-compatible server, asked by geopy through the one `fetch()`.

Of an answer only latitude and longitude must be there; everything else may be missing
(https://nominatim.org/release-docs/latest/api/Output/).
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from geopy.adapters import AdapterHTTPError, BaseSyncAdapter
from geopy.exc import (
    GeocoderParseError,
    GeocoderQueryError,
    GeocoderRateLimited,
    GeocoderTimedOut,
    GeocoderUnavailable,
    GeopyError,
)
from geopy.geocoders import Nominatim

from organisations.document import Point
from organisations.outgoing import OutgoingError, RefusedError, TooLongError, fetch, host_and_port
from organisations.text import clean, words
from organisations.validation import is_on_earth

MAX_BYTES = 500_000
MAX_HITS = 10
PAUSE_SECONDS, LONGEST_PAUSE = 60, 3_600  # after "too many requests", without and with a word on how long
STREET_RANK, HOUSE_RANK = 25, 28  # Nominatim's place_rank: 25 squares, 26 and 27 streets, from 28 on houses
# Kinds of results that are whole settlements or larger: no answer to a question for a street.
_COARSE = frozenset(
    "administrative boundary borough city city_district country county district hamlet municipality neighbourhood"
    " postal_code postcode province quarter region state suburb town village".split()
)

# Where a place lies, in the keys of Nominatim's address: its district, its town.
_AROUND = (("suburb", "city_district", "borough", "hamlet"), ("city", "town", "village", "municipality", "county"))


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: a street with its number, a postcode (may be empty) and a town."""

    street: str
    postcode: str
    city: str


@dataclass(frozen=True, slots=True)
class Hit:
    """One place of an answer. `coarse`: a settlement and no address; `street`: the street without the house.

    `words`: the folded words of its name and address, whatever keys they stood under.
    """

    point: Point
    coarse: bool = False
    street: bool = False
    words: str = ""


class TroubleError(Exception):
    """The geocoder gave no answer. `down`: not for this question alone; `pause`: seconds it wants to be left alone."""

    def __init__(self, sentence: str, *, down: bool = True, pause: float = 0) -> None:
        self.down, self.pause = down, pause
        super().__init__(sentence)


class FetchAdapter(BaseSyncAdapter):  # type: ignore[misc]
    """Lets geopy ask through `fetch`: only the configured host, bounded in size and time, no redirects."""

    def __init__(self, *, proxies: Any = None, ssl_context: Any = None) -> None:
        super().__init__(proxies=proxies, ssl_context=ssl_context)

    def get_text(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> str:
        """The body of a good answer. Raises AdapterHTTPError and geopy's own exceptions."""
        allowed = {host_and_port(settings.GEOCODER_URL)}
        wanted = {**headers, "Accept": "application/json"}
        try:
            reply = fetch(url, allowed=allowed, headers=wanted, max_bytes=MAX_BYTES, seconds=timeout)
        except TooLongError as error:
            raise GeocoderTimedOut(str(error)) from error
        except RefusedError as error:
            raise GeocoderQueryError(str(error)) from error
        except OutgoingError as error:
            raise GeocoderUnavailable(str(error)) from error
        text = reply.body.decode("utf-8", "replace")
        if reply.status != 200:
            message = f"It answered with status {reply.status}."
            wait = reply.headers.get("retry-after", "").strip()
            headers = {"retry-after": wait} if wait.isdecimal() and len(wait) < 10 else {}
            raise AdapterHTTPError(message, status_code=reply.status, headers=headers, text="")
        return text

    def get_json(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> Any:
        """The places that have a point, as a list, or a mapping with `error`. Raises GeocoderParseError."""
        text = self.get_text(url, timeout=timeout, headers=headers)
        try:
            data = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise GeocoderParseError("Its answer is no JSON.") from error
        if isinstance(data, Mapping) and "error" in data:
            return {"error": "It reported an error."}
        # geopy takes no place without a name.
        found = [place for place in data if _has_point(place)] if isinstance(data, list) else []
        places = [{**place, "display_name": str(place.get("display_name") or "")} for place in found]
        if not places and data != []:
            raise GeocoderParseError("Its answer is no list of places.")
        return places


@dataclass(frozen=True, slots=True)
class Named:
    """A place as a visitor reads it: its name, and in which town or district it lies (may be empty)."""

    name: str
    detail: str
    point: Point


def ask(question: Question) -> list[Hit]:
    """The places the geocoder knows for an address, the most important first. Raises TroubleError."""
    query = {"street": question.street, "city": question.city, "postalcode": question.postcode}
    found = _asked({name: value for name, value in query.items() if value}, settings.GEOCODER_SECONDS)
    return [_hit(raw) for raw in found]


def ask_freely(text: str, seconds: float) -> list[Named]:
    """The places the geocoder knows for what somebody typed, in at most so many seconds. Raises TroubleError."""
    named = [_named(raw) for raw in _asked(text, min(seconds, settings.GEOCODER_SECONDS))]
    return [place for place in named if place.name]


def _asked(query: str | dict[str, str], seconds: float) -> list[Mapping[str, Any]]:
    parts = urlsplit(settings.GEOCODER_URL)
    geocoder = Nominatim(
        scheme=parts.scheme,
        domain=parts.netloc + parts.path.rstrip("/").removesuffix("/search"),
        user_agent=user_agent(),
        timeout=seconds,
        proxies={},
        adapter_factory=FetchAdapter,
    )
    try:
        found = geocoder.geocode(
            query,
            exactly_one=False,
            limit=MAX_HITS,
            addressdetails=True,
            language=settings.LANGUAGE_CODE,
            country_codes=settings.GEOCODER_COUNTRIES,
            viewbox=view_box(),
        )
    except GeopyError as error:
        raise _trouble(error) from error
    return [location.raw for location in (found or [])[:MAX_HITS]]


def user_agent() -> str:
    """Who asks: program, site and the operator's e-mail address, in letters that may stand in a header."""
    contact = settings.GEOCODER_EMAIL if settings.GEOCODER_EMAIL.isascii() else ""
    name = f"{settings.USER_AGENT} {contact}".strip()
    return "".join(letter for letter in name if " " <= letter <= "~")


def view_box() -> list[tuple[float, float]]:
    """Where hits count more: two corners (latitude, longitude) of the map's extent, widened by half on each side."""
    west, south, east, north = settings.MAP_EXTENT
    wide, high = (east - west) / 2, (north - south) / 2
    low = (round(max(south - high, -90), 5), round(max(west - wide, -180), 5))
    return [low, (round(min(north + high, 90), 5), round(min(east + wide, 180), 5))]


def _trouble(error: GeopyError) -> TroubleError:
    if isinstance(error, GeocoderRateLimited):
        pause = min(max(error.retry_after or PAUSE_SECONDS, 1), LONGEST_PAUSE)
        return TroubleError(f"It asks for a pause of {pause:.0f} seconds.", pause=pause)
    return TroubleError(str(error)[:200], down=not isinstance(error, GeocoderQueryError))


def _has_point(place: Any) -> bool:
    try:
        return is_on_earth((float(place["lon"]), float(place["lat"])))
    except (TypeError, ValueError, KeyError, OverflowError):
        return False


def _hit(raw: Mapping[str, Any]) -> Hit:
    kinds = {str(raw.get(key)) for key in ("class", "category", "type", "addresstype")}
    rank = _rank(raw.get("place_rank"))
    address = raw.get("address")
    parts = address if isinstance(address, Mapping) else {}
    number = parts.get("house_number")
    texts = [raw.get("display_name"), *parts.values()]
    said = dict.fromkeys(word for text in texts if isinstance(text, str) for word in words(text[:300]))
    coarse = not number and (bool(kinds & _COARSE) or (rank is not None and rank < STREET_RANK))
    street = not number and (bool(kinds & {"highway", "road"}) or (rank is not None and rank < HOUSE_RANK))
    point = (round(float(raw["lon"]), 7), round(float(raw["lat"]), 7))
    return Hit(point, coarse, street, " ".join(said)[:1_000])


def _named(raw: Mapping[str, Any]) -> Named:
    address = raw.get("address")
    parts = {key: clean(str(text))[:80] for key, text in address.items()} if isinstance(address, Mapping) else {}
    road = next((parts[key] for key in ("road", "pedestrian", "footway", "square") if parts.get(key)), "")
    whole = clean(str(raw["display_name"]))
    name = f"{road} {parts.get('house_number', '')}".strip() or whole.split(",")[0][:80]
    around = [next((parts[key] for key in keys if parts.get(key)), "") for keys in _AROUND]
    detail = ", ".join(dict.fromkeys(part for part in around if part and part != name))
    return Named(name, detail, (float(raw["lon"]), float(raw["lat"])))


def _rank(value: Any) -> float | None:
    try:
        rank = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return rank if math.isfinite(rank) else None
