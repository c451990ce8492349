"""The languages of the interface: code (BCP 47), name in its own words, the site's shipped name in it."""

from enum import StrEnum
from typing import NamedTuple

from django.conf import settings


class Interface(NamedTuple):
    """One language; `site_name` is the shipped name of the site."""

    code: str
    name: str
    site_name: str


class Reading(StrEnum):
    """Who has read the texts of an interface language, as far as its readers should know."""

    MADE = "made"  # the makers of the site wrote it themselves
    READ = "read"  # a native speaker has read it; easy German: people who need it have tested it
    UNREAD = "unread"


def reading_of(code: str) -> Reading:
    """The state of one interface language; what the operator had read is a setting."""
    if code in settings.LANGUAGES_READ:
        return Reading.READ
    return Reading.MADE if code in WRITTEN_BY_MAKERS else Reading.UNREAD


EASY = "de-simple"
WRITTEN_BY_MAKERS = ("de", "en")
SHIPPED_NAME = "Mitmachen in Filderstadt"
INTERFACES = (
    Interface("de", "Deutsch", SHIPPED_NAME),
    Interface("de-simple", "Leichte Sprache", SHIPPED_NAME),
    Interface("en", "English", "Join in Filderstadt"),
    Interface("ar", "العربية", "شارك معنا في فيلدرشتات"),
    Interface("fa", "فارسی", "همراه شوید در فیلدرشتات"),
    Interface("tr", "Türkçe", "Filderstadt’ta siz de katılın"),
    Interface("uk", "Українська", "Долучайтеся у Фільдерштадті"),
    Interface("ru", "Русский", "Участвуйте в Фильдерштадте"),
    Interface("fr", "Français", "Participer à Filderstadt"),
    Interface("es", "Español", "Participar en Filderstadt"),
    Interface("it", "Italiano", "Partecipare a Filderstadt"),
    Interface("pl", "Polski", "Dołącz w Filderstadt"),
    Interface("ro", "Română", "Participați în Filderstadt"),
    Interface("hr", "Hrvatski", "Sudjelujte u Filderstadtu"),
)
