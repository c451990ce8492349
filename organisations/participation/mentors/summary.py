"""What a mentor offers, in words: for the mentor's own pages and for the curators. Never for anybody else."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from organisations.languages import language_name
from organisations.participation import week
from organisations.participation.mentors.fields import OfferFields
from organisations.participation.models import Gender, Mentor
from organisations.public_forms.pages import language_now
from organisations.reach import shown_phone
from organisations.sentences import digits
from organisations.vocabulary import label


@dataclass(frozen=True)
class Line:
    """A label with one or several values; `ltr`: an address or number."""

    label: str
    values: list[str]
    ltr: bool = False


def name_line(mentor: Mentor) -> Line:
    """The name, where it does not stand above already."""
    return Line(str(OfferFields.base_fields["name"].label), [mentor.name])


def lines(mentor: Mentor, labels: Mapping[str, Any] | None = None) -> list[Line]:
    """All that was filled in, under the questions of the form, or under these labels; what is empty is left out."""
    told = labels or {name: field.label or "" for name, field in OfferFields.base_fields.items()}
    interface = language_now()
    gender = dict(Gender.choices).get(mentor.gender, "")
    found: list[tuple[str, list[str]]] = [
        ("email", [mentor.email]),
        ("phone", [shown_phone(mentor.phone)] if mentor.phone else []),
        ("languages", [language_name(code, interface).name for code in mentor.languages]),
        ("areas", [area.name for area in mentor.areas.all()]),
        ("times", week.told(mentor.times)),
        ("topics", [label(topic.names, interface) for topic in mentor.topics.all()]),
        ("gender", [str(gender)] if gender else []),
        ("capacity", [digits(mentor.capacity)]),
        ("homes", [entry.name for entry in mentor.organisations.all()]),
        ("introduction", [mentor.introduction] if mentor.introduction else []),
    ]
    return [Line(str(told[name]), values, name in ("email", "phone")) for name, values in found if values]
