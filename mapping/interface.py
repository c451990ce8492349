"""The languages of the interface: code (BCP 47), name in its own words, the site's shipped name in it."""

from typing import NamedTuple


class Interface(NamedTuple):
    """One language; `site_name` is the shipped name of the site."""

    code: str
    name: str
    site_name: str


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
