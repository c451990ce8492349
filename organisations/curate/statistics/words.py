"""What values of the statistics are called in the curator's language, and where their entries are listed."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlencode

from babel.dates import format_date
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from organisations import formats
from organisations.languages import language_name
from organisations.models.organisation import Kind
from organisations.vocabulary import Vocabulary, label, vocabulary

TITLES: dict[str, Any] = {
    "topic": _("Topics"),
    "area": _("Areas"),
    "language": _("Languages"),
    "flag": _("Openness"),
    "kind": _("Kinds"),
    "german": _("German needed at most"),
}
NONE: dict[str, Any] = {
    "topic": _("Without a topic"),
    "language": _("German only"),
    "flag": _("Nothing said about openness"),
    "german": _("German needed is not known"),
}
PARAMETERS = {"topic": "topic", "area": "area", "language": "language", "flag": "open", "german": "german"}


class Words:
    """The words of the vocabulary in the active language."""

    def __init__(self, terms: Vocabulary | None = None) -> None:
        self.terms = terms or vocabulary("default")
        self.language = get_language() or "en"

    def of(self, dimension: str, value: str) -> str:
        """What a value is called; one that no vocabulary has any more stands as it is."""
        if not value:
            return str(NONE.get(dimension, value))
        known: dict[str, Any] = {
            "topic": self.terms.topic_by_slug,
            "flag": self.terms.flag_by_slug,
            "german": self.terms.level_by_slug,
        }
        if dimension == "language":
            return language_name(value, self.language).name
        if dimension == "kind":
            return str(dict(Kind.choices).get(value, value))
        if dimension == "area":
            area = self.terms.area_by_key.get(value)
            return area.name if area else value
        term = known[dimension].get(value)
        return label(term.names, self.language) if term else value

    def path(self, dimension: str, value: str) -> str:
        """The same, a topic with the one it is part of."""
        topic = self.terms.topic_by_slug.get(value) if dimension == "topic" else None
        if topic is None:
            return self.of(dimension, value)
        return " · ".join(label(one.names, self.language) for one in reversed(self.terms.topic_path(topic)))

    def asked(self, query: str) -> str:
        """A wish in words: its text in quotation marks, else its filters."""
        pairs = parse_qsl(query)
        if [name for name, _value in pairs] == ["q"]:
            return gettext("“%(text)s”") % {"text": pairs[0][1]}
        return " · ".join(self._parameter(name, value) for name, value in pairs)

    def _parameter(self, name: str, value: str) -> str:
        dimension = next((key for key, parameter in PARAMETERS.items() if parameter == name), "")
        if name == "understood":
            return gettext("%(language)s, or little German") % {"language": self.of("language", value)}
        if dimension == "german":
            return gettext("German: %(level)s") % {"level": self.of("german", value)}
        if dimension or name == "kind":
            return self.of(dimension or name, value)
        if name == "day":
            days = dict(zip("MO TU WE TH FR SA SU".split(), formats.days_listed(), strict=True))
            return days.get(value, value)
        if name == "access":
            return gettext("Accessible with a wheelchair")
        return gettext("Checked within 12 months") if name == "fresh" else f"{name}={value}"


def month_name(day: date) -> str:
    """ "Nov 2026"."""
    return str(format_date(day, "MMM yyyy", formats.locale()))


def entries_url(pairs: Iterable[tuple[str, str]]) -> str:
    """The list of public entries by these parameters."""
    return f"{reverse('curate-entries')}?{entries_view(pairs)}"


def entries_view(pairs: Iterable[tuple[str, str]]) -> str:
    """The query of that list, which can be exported too."""
    return urlencode([("state", "public"), *((name, value) for name, value in pairs if value), ("ended", "no")])
