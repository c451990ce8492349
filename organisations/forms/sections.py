"""The sections of an entry, in the order in which people are asked."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Section:
    """A part of an entry that is filled in together: its key, its title, one sentence about it."""

    key: str
    title: Promise
    hint: Promise


SECTIONS = (
    Section("about", _("About you"), _("Name, contact details of the group itself, and what you do.")),
    Section("topics", _("Topics"), _("What it is about. People find you by these words.")),
    Section("open", _("Open for whom"), _("Choose only what is really so. People rely on it.")),
    Section("languages", _("Languages"), _("How much German people need, and what else is spoken.")),
    Section("places", _("Places"), _("Where you meet.")),
    Section("times", _("Times"), _("When you meet.")),
    Section("visit", _("The first visit"), _("What somebody who comes for the first time should know.")),
    Section(
        "openings",
        _("Open seats and offers"),
        _("What you offer until a day: a seat, a trial training."),
    ),
    Section("contacts", _("Contact persons"), _("Whom people can ask.")),
)
SECTION_BY_KEY = {section.key: section for section in SECTIONS}
