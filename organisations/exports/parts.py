"""Promises of languages, meeting times and further places as the text of one cell, and back.

The texts are for people who know what they do: a line each, in an exact form that the import reads again. Readers give
plain values, comparable and for JSON, and raise ValueError with what is wrong.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time
from typing import Any
from uuid import UUID

from organisations.document import Address, Language, Meeting, Place
from organisations.exports.packing import keyed, packed, unpacked
from organisations.ids import new_id
from organisations.languages import LANGUAGE_CODE
from organisations.models.location import PointOrigin, Wheelchair
from organisations.models.organisation import Assurance
from organisations.recurrence import WEEKDAYS, parse_rule
from organisations.validation import is_on_earth

EMPTY = "-"  # a place of which nothing is known
_ADDRESS = ("name", "street", "postcode", "town")


def promises_text(languages: Sequence[Language]) -> str:
    """`ar | certain_days | TU,TH | 2026-09-01 | Frau B.` for each language: how sure, days, day of check, note."""
    return packed(
        [one.code, one.assurance, ",".join(WEEKDAYS[day] for day in one.days), _day_text(one.checked_on), one.note]
        for one in languages
    )


def promises_value(languages: Sequence[Language]) -> list[Any]:
    """The same as the reader gives it."""
    return [[one.code, one.assurance, list(one.days), _day_text(one.checked_on), one.note] for one in languages]


def read_promises(cell: str) -> list[Any]:
    """The languages of a cell."""
    found = []
    for fields in unpacked(cell):
        code, assurance, days, checked, note = (fields + [""] * 5)[:5]
        if len(fields) > 5 or not LANGUAGE_CODE.fullmatch(code) or assurance not in Assurance.values:
            raise ValueError(f"holds {' | '.join(fields)[:60]!r}; a line is code | {'/'.join(Assurance.values)} | days")
        numbers = [_choice(day.strip(), WEEKDAYS) for day in days.split(",") if day.strip()]
        found.append([code, assurance, numbers, _day_text(_day(checked)), note])
    if len({one[0] for one in found}) < len(found):
        raise ValueError("names a language twice")
    return found


def languages_of(value: Sequence[Any]) -> tuple[Language, ...]:
    """The languages of such a value."""
    return tuple(Language(code, sure, tuple(days), note, _day(checked)) for code, sure, days, checked, note in value)


def meetings_text(meetings: Sequence[Meeting], places: Sequence[Place]) -> str:
    """`FREQ=WEEKLY;BYDAY=TU | 2026-01-06 | 18:00-20:00 | place: 2 | except: 2026-12-29 | title de: Training | …`."""
    return packed(_meeting_fields(value) for value in meetings_value(meetings, places))


def meetings_value(meetings: Sequence[Meeting], places: Sequence[Place]) -> list[Any]:
    """Rule, first day, hours, number of the place (0: the first one, by itself), exceptions, titles and notes."""
    numbers = {place.id: number for number, place in enumerate(places, start=1)}
    return [
        [
            one.rrule,
            one.starts_on.isoformat(),
            _hours(one),
            numbers.get(one.place, 0) if one.place else 0,
            [day.isoformat() for day in one.exceptions],
            {code: text for code, text in sorted(one.title.items()) if text},
            {code: text for code, text in sorted(one.note.items()) if text},
        ]
        for one in meetings
    ]


def _meeting_fields(value: list[Any]) -> list[str]:
    rule, first, hours, place, exceptions, title, note = value
    fields = [rule, first, hours]
    fields += [f"place: {place}"] if place else []
    fields += [f"except: {', '.join(exceptions)}"] if exceptions else []
    for name, words in (("title", title), ("note", note)):
        fields += [f"{name} {code}: {text}" for code, text in words.items()]
    return fields


def read_meetings(cell: str) -> list[Any]:
    """The meeting times of a cell."""
    return [_read_meeting(fields) for fields in unpacked(cell)]


def _read_meeting(fields: list[str]) -> list[Any]:
    if len(fields) < 3:
        raise ValueError(f"holds {' | '.join(fields)[:60]!r}; a time is rule | first day | from-to")
    parse_rule(fields[0])
    begins, dash, ends = fields[2].partition("-")
    value: list[Any] = [fields[0], day_of(fields[1]).isoformat(), "", 0, [], {}, {}]
    value[2] = _hours_text(_time(begins.strip()), _time(ends.strip()) if dash else None)
    for key, text in keyed(fields[3:]):
        name, _blank, code = key.partition(" ")
        if key == "place" and text.isdecimal():
            value[3] = int(text)
        elif key == "except":
            value[4] = [day_of(day.strip()).isoformat() for day in text.split(",")]
        elif text and name in ("title", "note") and LANGUAGE_CODE.fullmatch(code):
            value[5 if name == "title" else 6][code] = text
        else:
            raise ValueError(f"holds {key[:40]!r} in a time; known are place, except, title and note with a language")
    value[5], value[6] = dict(sorted(value[5].items())), dict(sorted(value[6].items()))
    return value


def meetings_of(value: Sequence[Any], places: Sequence[Place]) -> tuple[Meeting, ...]:
    """The meeting times of such a value. Raises ValueError for the number of a place that is not there."""
    return tuple(_meeting(item, places) for item in value)


def _meeting(value: Sequence[Any], places: Sequence[Place]) -> Meeting:
    rule, first, hours, number, exceptions, title, note = value
    begins, _dash, ends = hours.partition("-")
    where: UUID | None = places[number - 1].id if 0 < number <= len(places) else None
    return Meeting(
        rrule=rule,
        starts_on=date.fromisoformat(first),
        starts_at=time.fromisoformat(begins),
        ends_at=time.fromisoformat(ends) if ends else None,
        title=title,
        note=note,
        place=where,
        exceptions=tuple(date.fromisoformat(day) for day in exceptions),
    )


def places_text(places: Sequence[Place]) -> str:
    """`name: Halle | street: Weg 5 | town: Filderstadt | point: 48.66, 9.22 | wheelchair: yes`; private: the town."""
    return packed(_place_fields(value) for value in places_value(places))


def places_value(places: Sequence[Place]) -> list[Any]:
    """The places as the reader gives them; of a private one nothing but the town."""
    found = []
    for place in places:
        address = place.address
        value = {name: getattr(address, name) for name in _ADDRESS if name == "town" or not place.private}
        point = point_text(place)
        value |= {"point": f"{point[0]}, {point[1]}" if point else ""}
        value |= {"wheelchair": "" if place.wheelchair == Wheelchair.UNKNOWN else place.wheelchair}
        value |= {"private": "yes" if place.private else ""}
        found.append({name: text for name, text in value.items() if text})
    return found


def _place_fields(value: dict[str, str]) -> list[str]:
    return [f"{name}: {text}" for name, text in value.items()] or [EMPTY]


def read_places(cell: str) -> list[Any]:
    """The places of a cell."""
    found = []
    for fields in unpacked(cell):
        value = {key: text for key, text in keyed(fields) if text}
        wrong = set(value) - {*_ADDRESS, "point", "wheelchair", "private"}
        if wrong or value.get("wheelchair", "yes") not in Wheelchair.values:
            raise ValueError(f"holds {' | '.join(fields)[:60]!r}; a place has name, street, postcode, town, point …")
        _point(value.get("point", ""))
        found.append({name: value[name] for name in (*_ADDRESS, "point", "wheelchair", "private") if name in value})
    return found


def places_of(value: Sequence[dict[str, str]], before: Sequence[Place]) -> tuple[Place, ...]:
    """The places of such a value: the first is what became of the first of `before`, and so on. One that is private
    stays as it is."""
    found = []
    for number, item in enumerate(value):
        old = before[number] if number < len(before) else None
        if old and (old.private or places_value([old]) == [item]):
            found.append(old)
            continue
        place = old or Place(address=Address(), id=new_id())
        point = _point(item.get("point", ""))
        name, street, postcode, town = (item.get(key, "") for key in _ADDRESS)
        address = replace(place.address, name=name, street=street, postcode=postcode, town=town, area=None)
        if item.get("point", "") != (", ".join(point_text(place) or ())):
            address = replace(address, point=point, point_origin="import" if point else "")
        elif old and address.point_origin == "geocoder":
            address = replace(address, point=None, point_origin="")  # it belonged to the old address
        wheelchair = item.get("wheelchair", Wheelchair.UNKNOWN.value)
        found.append(replace(place, address=address, wheelchair=wheelchair, private=item.get("private") == "yes"))
    return tuple(found)


def point_text(place: Place) -> tuple[str, str] | None:
    """Latitude and longitude of a place that is really there: not private, and no centre of an area."""
    point = place.address.point
    if point is None or place.private or place.address.point_origin == PointOrigin.AREA:
        return None
    return _degrees(point[1]), _degrees(point[0])


def _degrees(number: float) -> str:
    """Seven decimals, a centimetre."""
    return f"{number:.7f}".rstrip("0").rstrip(".")


def _point(text: str) -> tuple[float, float] | None:
    """Longitude and latitude of `48.66, 9.22`."""
    if not text:
        return None
    latitude, _comma, longitude = text.partition(",")
    try:
        point = float(longitude), float(latitude)
    except ValueError:
        point = (0.0, 0.0)
    if not is_on_earth(point):
        raise ValueError(f"holds {text[:40]!r}, which is no point of latitude and longitude")
    return point


def _hours(meeting: Meeting) -> str:
    return _hours_text(meeting.starts_at, meeting.ends_at)


def _hours_text(begins: time, ends: time | None) -> str:
    return "-".join(at.isoformat("minutes" if not at.second else "seconds") for at in (begins, ends) if at is not None)


def _day(text: str) -> date | None:
    return day_of(text) if text else None


def day_of(text: str) -> date:
    """The day of such a text. Raises ValueError."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"holds {text[:40]!r}, which is no day such as 2026-12-24") from None


def _time(text: str) -> time:
    """The time of such a text; of an hour alone the minutes may be cut off."""
    try:
        if ":" not in text:
            raise ValueError
        return time.fromisoformat(text)
    except ValueError:
        raise ValueError(f"holds {text[:40]!r}, which is no time of day such as 19:30") from None


def _day_text(day: date | None) -> str:
    return day.isoformat() if day else ""


def _choice(word: str, known: Sequence[str]) -> int:
    if word not in known:
        raise ValueError(f"holds {word[:20]!r}; known are {', '.join(known)}")
    return known.index(word)
