"""The vocabulary as one frozen object, read once per version and kept in the process."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import Any

from django.conf import settings

from organisations.languages import reading_order
from organisations.models import Area, DataVersion, GermanLevel, OpennessFlag, Topic


@dataclass(frozen=True)
class AreaTerm:
    """An area without its outline: ids, names, centre in degrees (longitude, latitude), whose data it is."""

    id: int
    slug: str
    ags: str | None
    name: str
    kind: str
    parent: int | None
    centre: tuple[float, float]
    postcodes: tuple[str, ...]
    in_region: bool
    source: str


@dataclass(frozen=True)
class Vocabulary:
    """Topics, flags, German levels and areas with the look-ups that queries, listings and pages need."""

    version: int
    topics: tuple[Topic, ...]
    flags: tuple[OpennessFlag, ...]
    levels: tuple[GermanLevel, ...]
    areas: tuple[AreaTerm, ...]

    @cached_property
    def topic_by_slug(self) -> dict[str, Topic]:
        """Topics by slug."""
        return {topic.slug: topic for topic in self.topics}

    @cached_property
    def topic_by_id(self) -> dict[int, Topic]:
        """Topics by database id."""
        return {topic.pk: topic for topic in self.topics}

    @cached_property
    def flag_by_slug(self) -> dict[str, OpennessFlag]:
        """Flags by slug."""
        return {flag.slug: flag for flag in self.flags}

    @cached_property
    def flag_by_id(self) -> dict[int, OpennessFlag]:
        """Flags by database id."""
        return {flag.pk: flag for flag in self.flags}

    @cached_property
    def level_by_slug(self) -> dict[str, GermanLevel]:
        """German levels by slug."""
        return {level.slug: level for level in self.levels}

    @cached_property
    def area_by_id(self) -> dict[int, AreaTerm]:
        """Areas by database id."""
        return {area.id: area for area in self.areas}

    @cached_property
    def area_by_key(self) -> dict[str, AreaTerm]:
        """Areas by slug and by official key (AGS)."""
        return {key: area for area in self.areas for key in (area.ags, area.slug) if key}

    @cached_property
    def areas_by_name(self) -> dict[str, list[AreaTerm]]:
        """Areas by folded name; several may share one."""
        from organisations.text import fold

        found: dict[str, list[AreaTerm]] = defaultdict(list)
        for area in self.areas:
            found[fold(area.name)].append(area)
        return found

    def hue(self, topic: Topic) -> str:
        """The topic's hue: its own or its parent's."""
        parent = self.topic_by_id.get(topic.parent_id or 0)
        return topic.hue or (parent.hue if parent else "") or "slate"

    def topic_path(self, topic: Topic) -> tuple[Topic, ...]:
        """The topic and its parent."""
        parent = self.topic_by_id.get(topic.parent_id or 0)
        return (topic, parent) if parent else (topic,)

    def area_path(self, area: AreaTerm) -> tuple[AreaTerm, ...]:
        """The area and its parents, smallest first."""
        path = [area]
        while path[-1].parent and (parent := self.area_by_id.get(path[-1].parent)) and parent not in path:
            path.append(parent)
        return tuple(path)

    def town(self, area: AreaTerm) -> AreaTerm:
        """The municipality an area belongs to."""
        return self.area_path(area)[-1]


_kept: dict[int, Vocabulary] = {}
_lock = Lock()


def vocabulary(using: str | None = None, version: int | None = None) -> Vocabulary:
    """The present vocabulary, read again only when its version has changed: one small query, unless that is known."""
    version = DataVersion.current(using)[1] if version is None else version
    kept = _kept.get(version)
    if kept is None:
        with _lock:
            kept = _kept.get(version) or _read(version, using or settings.READ_DATABASE)
            _kept.clear()
            _kept[version] = kept
    return kept


def forget_vocabulary() -> None:
    """Drop the kept vocabulary (tests roll their changes back without a new version)."""
    _kept.clear()


def _read(version: int, using: str) -> Vocabulary:
    areas = Area.objects.using(using).defer("outline").order_by("name", "id")
    return Vocabulary(
        version=version,
        topics=tuple(Topic.objects.using(using).order_by("position", "slug")),
        flags=tuple(OpennessFlag.objects.using(using).order_by("position", "slug")),
        levels=tuple(GermanLevel.objects.using(using).order_by("rank")),
        areas=tuple(_area(area) for area in areas),
    )


def _area(area: Area) -> AreaTerm:
    centre: Any = area.centre
    return AreaTerm(
        id=area.pk,
        slug=area.slug,
        ags=area.ags,
        name=area.name,
        kind=area.kind,
        parent=area.parent_id,
        centre=(centre.x, centre.y),
        postcodes=tuple(area.postcodes),
        in_region=area.in_region,
        source=area.source,
    )


def label(names: Mapping[str, str], language: str) -> str:
    """A name in that language, else in the one it is written in, in German, in any: a word is never missing."""
    return worded(names, language)[0]


def worded(names: Mapping[str, str], language: str) -> tuple[str, str]:
    """The same, and the language of the words; that is empty if they are in the reader's own."""
    own = reading_order(language)
    for code in (*own, "de", *names):
        if names.get(code):
            return names[code], "" if code in own else code
    return "", ""
