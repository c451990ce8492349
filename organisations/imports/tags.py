"""What OpenStreetMap's tags mean for us. Source of keys and values: the OpenStreetMap wiki, pages Key:club, Key:sport,
Tag:office=association, Tag:amenity=community_centre and the pages they name."""

from collections.abc import Sequence

_COLUMNS: dict[str, tuple[str, ...]] = {
    "name": ("name", "official_name"),
    "kind": ("club", "office", "amenity", "leisure"),
    "topic": ("sport", "club", "community_centre", "community_centre:for", "social_centre:for", "amenity", "leisure"),
    "description": ("description:de", "description"),
    "street": ("addr:street", "addr:place", "contact:street"),
    "house_number": ("addr:housenumber", "contact:housenumber"),
    "postcode": ("addr:postcode", "contact:postcode"),
    "town": ("addr:city", "contact:city"),
    "district": ("addr:suburb",),
    "website": ("website", "contact:website", "url", "url:official"),
    "phone": ("phone", "contact:phone", "contact:mobile"),
    "email": ("email", "contact:email"),
    "wheelchair": ("wheelchair",),
}
_SPORT = {
    "soccer": "football",
    "tennis": "tennis",
    "table_tennis": "table-tennis",
    "volleyball": "volleyball",
    "beachvolleyball": "volleyball",
    "handball": "handball",
    "swimming": "swimming",
    "gymnastics": "gymnastics",
    "athletics": "athletics",
    "running": "running",
    "cycling": "cycling",
    "chess": "chess",
    "climbing": "climbing",
    "dance": "dance",
    "dancing": "dance",
    "martial_arts": "martial-arts",
    "judo": "martial-arts",
    "karate": "martial-arts",
    "boxing": "martial-arts",
}
_CLUB = {
    "allotments": "allotment",
    "animal": "animals",
    "art": "art",
    "beekeeper": "beekeeping",
    "board_games": "games",
    "carnival": "carnival",
    "chess": "chess",
    "cinema": "film",
    "computer": "computers",
    "cooking": "cooking",
    "culture": "culture",
    "dog": "animals",
    "fan": "",
    "game": "games",
    "gardening": "gardening",
    "history": "history",
    "horse": "animals",
    "music": "music",
    "nature": "nature",
    "photography": "photography",
    "religion": "faith",
    "scout": "scouts",
    "shooting": "sport",
    "sport": "sport",
    "tennis": "tennis",
    "theatre": "theatre",
    "tourism": "hiking",
    "youth": "youth",
}
_FOR = {
    "child": "family",
    "juvenile": "youth",
    "senior": "seniors",
    "family": "family",
    "woman": "women",
    "migrant": "meeting",
}
_PLACE = {"youth_centre": "youth", "community_hall": "", "family_centre": "family", "parish_hall": "faith"}


def _pairs(table: dict[str, str], other: str = "") -> dict[str, tuple[str, ...]]:
    """A value map; `other` is the meaning of any further value."""
    meanings = {**table, "*": other}
    return {word: (slug,) if slug else () for word, slug in meanings.items()}


VALUES: dict[str, dict[str, tuple[str, ...]]] = {
    "topic:sport": _pairs(_SPORT, "sport"),
    "topic:club": _pairs(_CLUB),
    "topic:community_centre": _pairs(_PLACE),
    "topic:community_centre:for": _pairs(_FOR),
    "topic:social_centre:for": _pairs(_FOR),
    "topic:amenity": _pairs(
        {"community_centre": "neighbourhood-meeting", "social_centre": "meeting", "arts_centre": "art"}
    ),
    "topic:leisure": _pairs({"sports_centre": "sport"}),
    "kind:club": _pairs({}, "club"),
    "kind:office": _pairs({"association": "club", "ngo": "initiative"}),
    "kind:amenity": _pairs(dict.fromkeys(("community_centre", "social_centre", "arts_centre"), "initiative")),
    "kind:leisure": _pairs({}),
}


def columns(present: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Target -> tags that occur in the file."""
    found = {target: tuple(tag for tag in names if tag in present) for target, names in _COLUMNS.items()}
    return {target: names for target, names in found.items() if names}
