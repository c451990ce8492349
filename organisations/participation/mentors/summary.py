"""What a mentor offers, in words: for the mentor's own page and for the curators. Never for anybody else."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from organisations.languages import language_name
from organisations.participation import week
from organisations.participation.mentors.fields import MentorFields
from organisations.participation.models import Gender, Mentor
from organisations.public_forms.pages import language_now
from organisations.reach import shown_phone
from organisations.vocabulary import label


@dataclass(frozen=True)
class Line:
    """A label with one or several values; `ltr`: an address or number, `own`: somebody's own words."""

    label: str
    values: list[str]
    ltr: bool = False


def lines(mentor: Mentor) -> list[Line]:
    """All that was filled in, in the language of the page; what is empty is left out."""
    told = MentorFields.base_fields
    interface = language_now()
    gender = dict(Gender.choices).get(mentor.gender, "")
    found = [
        Line(_("Mail address"), [mentor.email], ltr=True),
        Line(str(told["phone"].label), [shown_phone(mentor.phone)] if mentor.phone else [], ltr=True),
        Line(_("Languages"), [language_name(code, interface).name for code in mentor.languages]),
        Line(_("Areas"), [area.name for area in mentor.areas.all()]),
        Line(_("Times"), week.told(mentor.times)),
        Line(_("Topics"), [label(topic.names, interface) for topic in mentor.topics.all()]),
        Line(_("Woman or man"), [str(gender)] if gender else []),
        Line(_("People at a time"), [str(mentor.capacity)]),
        Line(str(told["homes"].label), [entry.name for entry in mentor.organisations.all()]),
        Line(str(told["introduction"].label), [mentor.introduction] if mentor.introduction else []),
    ]
    return [line for line in found if line.values]
