"""The filters beside a list: groups of rows with counts, topic tiles, the one-tap filter."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mapping.chips import url_of
from organisations import formats
from organisations.facets import Facets
from organisations.languages import language_name, offered, written_in
from organisations.models.opening import OpeningKind
from organisations.models.organisation import Kind
from organisations.recurrence import WEEKDAYS
from organisations.search import OrganisationQuery
from organisations.sentences import digits, say
from organisations.vocabulary import AreaTerm, Vocabulary, label

MOST_ROWS = 7
TILES = 9


@dataclass(frozen=True)
class Row:
    """One value of a facet. `shown`: it would give something, or is chosen; the others wait hidden for the browser."""

    parameter: str
    value: str
    label: str
    count: int = 0
    chosen: bool = False
    kind: str = "checkbox"
    icon: str = ""
    hue: str = ""
    lang: str = ""
    own: str = ""
    direction: str = ""
    rows: tuple["Row", ...] = ()
    offered: bool = True
    sure: int = 0

    @property
    def sure_text(self) -> str:
        """Of a language: how many of those counted are sure; nothing for none, as that is no promise at all."""
        return ngettext("%(n)s sure", "%(n)s sure", self.sure) % {"n": digits(self.sure)} if self.sure else ""

    @property
    def shown(self) -> bool:
        """Whether the row is offered."""
        if not self.offered:
            return False
        return self.count > 0 or self.chosen or any(row.shown for row in self.rows)

    @property
    def open(self) -> bool:
        """Whether the rows below are unfolded."""
        return self.chosen or any(row.chosen for row in self.rows)

    @property
    def all(self) -> tuple["Row", ...]:
        """The row and those below."""
        return (self, *self.rows)


@dataclass(frozen=True)
class Group:
    """A facet: at most seven rows are shown, the rest unfolds."""

    name: str
    title: str
    rows: tuple[Row, ...]
    unfolded: bool = False
    more_text: Callable[[int], str] = field(
        default=lambda n: ngettext("%(n)s more", "%(n)s more", n) % {"n": digits(n)}
    )

    @cached_property
    def first(self) -> tuple[Row, ...]:
        """The rows that stand there at once: the first seven that are shown."""
        return self._split[0]

    @cached_property
    def rest(self) -> tuple[Row, ...]:
        """The rows behind "9 more"; one single row is not hidden behind a link."""
        return self._split[1]

    @cached_property
    def _split(self) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
        shown = [row for row in self.rows if row.shown]
        hidden = tuple(row for row in self.rows if not row.shown)
        if len(shown) <= MOST_ROWS + 1:
            return tuple(shown), hidden
        return tuple(shown[:MOST_ROWS]), (*shown[MOST_ROWS:], *hidden)

    @property
    def rest_shown(self) -> int:
        """How many rows "more" would show."""
        return sum(row.shown for row in self.rest)

    @property
    def rest_open(self) -> bool:
        """Whether a chosen row stands in the rest."""
        return any(row.open for row in self.rest)

    @property
    def rows_shown(self) -> bool:
        """Whether the group offers anything."""
        return any(row.shown for row in self.rows)

    @property
    def more(self) -> str:
        """The words of the link: "9 weitere Sprachen"."""
        return self.more_text(self.rest_shown)

    @property
    def chosen(self) -> list[Row]:
        """What is chosen, for the closed group."""
        return [row for top in self.rows for row in top.all if row.chosen and row.value]

    @property
    def open(self) -> bool:
        """Whether the group stands open."""
        return self.unfolded or bool(self.chosen)


@dataclass(frozen=True)
class Filters:
    """Everything about filters that a list page shows, for one query in the active language.

    `everything`: the facets without any filter; its values are rendered (hidden where they give nothing now), so that
    the browser can bring them back without asking.
    """

    query: OrganisationQuery
    facets: Facets
    everything: Facets
    terms: Vocabulary
    language: str

    @property
    def groups(self) -> list[Group]:
        """The facets in the order of the page."""
        return [
            Group("topic", _("Topic"), self._topics(), True, _more_topics),
            Group("language", _("Languages spoken"), self._languages(), True, _more_languages),
            Group("german", _("How much German?"), self._levels(), True),
            Group("open", _("Open to"), self._flags()),
            Group("opening", _("Open seats and offers"), self._openings()),
            Group("kind", _("Kind"), self._kinds()),
            Group("area", _("Place"), self._areas()),
            Group("day", _("Day"), self._days()),
            Group("also", _("Also"), self._also()),
        ]

    @property
    def tiles(self) -> list[dict[str, str]]:
        """The first top topics that have entries, as large buttons."""
        tops = [
            topic
            for topic in self.terms.topics
            if not topic.parent_id and self.everything.counts["topic"].get(topic.slug)
        ]
        return [
            {
                "value": topic.slug,
                "label": label(topic.short_names or topic.names, self.language),
                "icon": topic.icon,
                "hue": self.terms.hue(topic),
                "url": url_of(replace(self.query, topic=(topic.slug,), page=1)),
            }
            for topic in tops[:TILES]
        ]

    @property
    def one_tap(self) -> dict[str, Any]:
        """The yellow filter: my language, or little German; in the German interface: little German is enough.

        There too it is that of a language when the query asks for one: it came from another interface language.
        """
        tongue = written_in(self.language)
        german = tongue == "de" and not self.query.understood
        value = "little" if german else self.query.understood or tongue
        parameter = "german" if german else "understood"
        chosen = getattr(self.query, parameter) == value
        change: dict[str, Any] = {} if chosen else {parameter: value}
        changed = replace(self.query.without(parameter), **change)
        count = self.facets.counts["german"].get("little", 0) if german else self.facets.understood(value)
        return {
            "parameter": parameter,
            "value": value,
            "chosen": chosen,
            "count": count,
            "url": url_of(changed),
            "title": _("A little German is enough") if german else self._tongue(value),
            "hint": _("None or a little will do") if german else _("or little German"),
        }

    @property
    def hidden_fields(self) -> list[tuple[str, str]]:
        """Parameters of the query that no field of the form shows, so that sending the form keeps them."""
        return [(name, value) for name, value in self.query.pairs() if name in {"near", "bbox"}]

    def _tongue(self, code: str) -> str:
        return _("My language") if code == written_in(self.language) else language_name(code, self.language).name

    def _row(self, parameter: str, value: str, text: str, **more: Any) -> Row:
        present = getattr(self.query, parameter)
        given = "1" if value == "1" else value
        chosen = present is True if given == "1" else value in _values(parameter, present)
        return Row(parameter, value, text, self.facets.counts[parameter].get(value, 0), chosen, **more)

    def _offered(self, parameter: str, value: str) -> bool:
        return bool(self.everything.counts[parameter].get(value)) or value in _values(
            parameter, getattr(self.query, parameter)
        )

    def _topics(self) -> tuple[Row, ...]:
        found = []
        for top in self.terms.topics:
            if top.parent_id or not self._offered("topic", top.slug):
                continue
            subs = [
                topic for topic in self.terms.topics if topic.parent_id == top.pk and self._offered("topic", topic.slug)
            ]
            rows = tuple(self._row("topic", sub.slug, label(sub.names, self.language)) for sub in subs)
            look = {"icon": top.icon, "hue": self.terms.hue(top), "rows": rows}
            found.append(self._row("topic", top.slug, label(top.short_names or top.names, self.language), **look))
        return tuple(found)

    def _languages(self) -> tuple[Row, ...]:
        spoken = self.everything.counts["language"]
        codes = sorted(offered(spoken, self.query.language), key=lambda code: (-spoken.get(code, 0), code))
        rows = []
        for code in codes:
            name = language_name(code, self.language)
            look = {"lang": code, "own": name.own, "direction": name.direction}
            rows.append(self._row("language", code, name.name, sure=self.facets.sure_of.get(code, 0), **look))
        return tuple(rows)

    def _levels(self) -> tuple[Row, ...]:
        levels = [level for level in self.terms.levels if self._offered("german", level.slug)]
        rows = [self._row("german", v.slug, label(v.names, self.language), kind="radio", icon=v.icon) for v in levels]
        asked = bool(self.query.german)
        anything = Row("german", "", _("No matter"), self.facets.total, not asked, "radio", offered=asked)
        return (*rows, anything)

    def _flags(self) -> tuple[Row, ...]:
        flags = [flag for flag in self.terms.flags if self._offered("open", flag.slug)]
        return tuple(self._row("open", flag.slug, label(flag.names, self.language), icon=flag.icon) for flag in flags)

    def _openings(self) -> tuple[Row, ...]:
        kinds = [kind for kind in OpeningKind.values if self._offered("opening", kind)]
        return tuple(self._row("opening", kind, say(kind)) for kind in kinds)

    def _kinds(self) -> tuple[Row, ...]:
        kinds = [kind for kind in Kind.values if self._offered("kind", kind)]
        return tuple(self._row("kind", kind, say(kind), icon=f"shape-{kind}") for kind in kinds)

    def _areas(self) -> tuple[Row, ...]:
        count = self.everything.counts["area"]
        tops = [area for area in self.terms.areas if not area.parent and self._offered_area(area)]
        tops.sort(key=lambda area: -count.get(area.slug, 0))
        return tuple(self._row("area", top.slug, top.name, lang="de", rows=self._districts(top)) for top in tops)

    def _offered_area(self, area: AreaTerm) -> bool:
        below = [item for item in self.terms.areas if item.parent == area.id]
        return any(self._offered("area", item.slug) for item in (area, *below))

    def _districts(self, top: AreaTerm) -> tuple[Row, ...]:
        below = [area for area in self.terms.areas if area.parent == top.id and self._offered("area", area.slug)]
        return tuple(self._row("area", area.slug, area.name, lang="de") for area in below)

    def _days(self) -> tuple[Row, ...]:
        names = zip(WEEKDAYS, formats.days_listed(), strict=True)
        return tuple(self._row("day", day, name) for day, name in names if self._offered("day", day))

    def _also(self) -> tuple[Row, ...]:
        return (
            self._row("access", "wheelchair", _("Wheelchair accessible"), icon="wheelchair"),
            self._row("fresh", "1", _("Checked within 12 months"), icon="user-check"),
        )


def _values(parameter: str, present: Any) -> Iterable[str]:
    if parameter == "day":
        return [WEEKDAYS[day] for day in present]
    if isinstance(present, bool):
        return ["1"] if present else []
    return present if isinstance(present, tuple) else [present]


def _more_topics(n: int) -> str:
    return ngettext("%(n)s more topic", "%(n)s more topics", n) % {"n": digits(n)}


def _more_languages(n: int) -> str:
    return ngettext("%(n)s more language", "%(n)s more languages", n) % {"n": digits(n)}
