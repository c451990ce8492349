"""Names of languages, from CLDR by way of Babel: each in its own words and in those of the interface."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from babel import Locale, UnknownLocaleError

LANGUAGE_CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}")  # BCP 47, as far as we use it
# Codes people use beside the one under which CLDR has the names.
_OTHER_CODE = {"prs": "fa_AF", "kmr": "ku", "iw": "he"}


@dataclass(frozen=True, slots=True)
class LanguageName:
    """A language for the page: BCP 47 code, its own name, its name in the interface language, its direction.

    `within`: that name as it is written within a sentence, in many languages with a small letter.
    """

    code: str
    own: str
    name: str
    direction: str
    within: str


def written_in(interface: str) -> str:
    """The language an interface is written in: easy German (`de-simple`) is German."""
    return interface.split("-")[0]


def reading_order(interface: str, *others: str) -> tuple[str, ...]:
    """Languages in the order somebody with that interface reads best: its own, the one it is written in, others."""
    return tuple(dict.fromkeys((interface, written_in(interface), *others)))


@lru_cache(maxsize=2000)
def language_name(code: str, interface: str) -> LanguageName:
    """The names of a language (BCP 47 code). A language without an own name in CLDR has that of the interface twice.

    One that CLDR does not know at all is called by its code, as it stands.
    """
    locale = _locale(code)
    name = _in_words_of(interface, code)
    own = locale.get_display_name() if locale else None
    listed = name if name == code else capital(name)
    return LanguageName(code, capital(own) if own else listed, listed, _direction(locale), name)


def is_known(code: str) -> bool:
    """Whether that is a language and not just written like one: CLDR has a name for it."""
    return bool(LANGUAGE_CODE.fullmatch(code)) and language_name(code, "en").name != code


def offered(occurring: Collection[str], chosen: Collection[str]) -> set[str]:
    """Languages that a field offers: those that occur, and what is chosen if that is a language at all."""
    return {*occurring, *filter(is_known, chosen)}


def _in_words_of(interface: str, code: str) -> str:
    """CLDR's name of the whole code, else put together of its parts, in the interface language, else in English."""
    key, locale = _key(code), _locale(code)
    for words in filter(None, (_locale(written_in(interface)), Locale("en"))):
        found = words.languages.get(key) or (locale and locale.get_display_name(words))
        if found := found or words.languages.get(key.split("_")[0]):
            return str(found)
    return code


def _key(code: str) -> str:
    return _OTHER_CODE.get(code, code.replace("-", "_"))


def _locale(code: str) -> Locale | None:
    try:
        return Locale.parse(_key(code))
    except (UnknownLocaleError, ValueError):
        return None


def _direction(locale: Locale | None) -> str:
    return "rtl" if locale and locale.text_direction == "rtl" else "ltr"


def capital(name: str) -> str:
    """A first letter as in a list: CLDR writes many names in small letters, as inside a sentence."""
    return name[:1].title() + name[1:]  # not upper(): Georgian has no capitals within a text
