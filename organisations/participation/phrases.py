"""The phrases a first message is made of. Each is a whole sentence of the catalogues and so exists in every language.

`letter(...)` says them in one language; static/js/core/letter.js does the same in the browser, from `book(...)`.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from django.utils import translation
from django.utils.translation import gettext

from organisations import formats
from organisations.languages import language_name
from organisations.sentences import mark as _

GREETING = _("Hello, my name is %(name)s.")
GREETING_ONLY = _("Hello.")
WISHES = {
    "trial": _("I would like to come for a trial training."),
    "watch": _("I would like to watch first."),
    "child": _("I would like to bring my child."),
    "join": _("I would like to join in regularly."),
    "help": _("I would like to help."),
    "ask": _("I have a question."),
}
OPERATOR_WISHES = {
    "find": _("I am looking for a group that suits me."),
    "wrong": _("Something in an entry is not right."),
    "add": _("I would like to add a group."),
    "erase": _("I would like to have my data erased."),
    "site": _("Something on this site does not work for me."),
    "ask": WISHES["ask"],
}
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
ON_DAYS = _("I can come on these days: %(days)s.")
NO_DAY = _("I do not know yet when I can come.")
TIMES = {"morning": _("in the morning"), "afternoon": _("in the afternoon"), "evening": _("in the evening")}
AT_TIMES = _("This time suits me: %(times)s.")
SPEAKING = _("I speak these languages: %(languages)s.")
GERMAN = {
    "none": _("I do not speak German yet."),
    "little": _("I speak a little German."),
    "conversation": _("I can have a conversation in German."),
    "fluent": _("I speak German fluently."),
}
QUESTIONS = {
    "cost": _("What does it cost?"),
    "bring": _("What should I bring or wear?"),
    "course": _("Is there a course for beginners?"),
    "speaker": _("Does somebody there speak my language?"),
    "childcare": _("Can somebody look after my child meanwhile?"),
    "wheelchair": _("Can I get in with a wheelchair?"),
    "way": _("How do I get there?"),
}
COMPANION = {"together": _("I would like somebody to come along with me.")}
# Languages offered beside those of the interface: the ones that newcomers here most often speak.
MORE_LANGUAGES = (
    "uk", "tr", "fa", "ru", "en", "fr", "es", "it", "pl", "ro", "hr", "ar", "ku", "ti", "so", "am", "ps", "ur", "hi",
    "sq", "sr", "bg", "hu", "el", "pt", "zh", "vi", "ta",
)  # fmt: skip
SEPARATORS = {"ar": "، ", "fa": "، "}
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")


@dataclass(frozen=True)
class Choices:
    """What somebody chose, as codes. `days` are weekdays, or `unknown` alone."""

    wishes: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    german: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    companion: tuple[str, ...] = ()

    def stored(self) -> dict[str, list[str]]:
        """As a JSON column holds it."""
        return {name: list(codes) for name, codes in asdict(self).items()}

    @classmethod
    def of(cls, stored: dict[str, Any]) -> "Choices":
        """From a JSON column; what is not there was not chosen."""
        return cls(**{part.name: tuple(stored.get(part.name, ())) for part in fields(cls)})


def wishes(to_operator: bool) -> dict[str, str]:
    """The wishes one may have: of a group, or of the operator of the map."""
    return OPERATOR_WISHES if to_operator else WISHES


def languages(interface: Sequence[str]) -> list[str]:
    """Codes of the languages on offer, those of the interface first; German has its own question."""
    own = [code for code in interface if not code.startswith("de")]
    return [*own, *(code for code in MORE_LANGUAGES if code not in own)]


def letter(choices: Choices, name: str, language: str) -> list[str]:
    """The message as sentences in `language` (a code of the interface)."""
    with translation.override(language):
        return list(_sentences(choices, name, language))


def _sentences(choices: Choices, name: str, language: str) -> Iterable[str]:
    yield gettext(GREETING) % {"name": isolated(name, language)} if name else gettext(GREETING_ONLY)
    yield from _said(WISHES | OPERATOR_WISHES, choices.wishes)
    if "unknown" in choices.days:
        yield gettext(NO_DAY)
    elif choices.days:
        names = day_names()
        yield gettext(ON_DAYS) % {"days": listed([names[day] for day in choices.days], language)}
    if choices.times:
        yield gettext(AT_TIMES) % {"times": listed(_said(TIMES, choices.times), language)}
    if choices.languages:
        spoken = [language_name(code, language).name for code in choices.languages]
        yield gettext(SPEAKING) % {"languages": listed(spoken, language)}
    yield from _said(GERMAN, choices.german)
    yield from _said(QUESTIONS, choices.questions)
    yield from _said(COMPANION, choices.companion)


def _said(table: dict[str, str], codes: Iterable[str]) -> list[str]:
    return [gettext(table[code]) for code in codes if code in table]


def day_names() -> dict[str, str]:
    """Weekdays by code in the active language."""
    return dict(zip(DAYS, formats.day_names(), strict=True))


def listed(words: Iterable[str], language: str) -> str:
    """Words after a colon, with the comma of the language."""
    return SEPARATORS.get(language, ", ").join(words)


def isolated(name: str, language: str) -> str:
    """A name inside a sentence; marked off if one of the two may run from right to left."""
    rtl = language_name(language, language).direction == "rtl"
    return f"\u2068{name}\u2069" if bool(RIGHT_TO_LEFT.search(name)) != rtl else name


def unturned(address: str, language: str) -> str:
    """A mail address or telephone number inside a sentence that may run from right to left: it never does."""
    rtl = language_name(language, language).direction == "rtl"
    return f"\u2066{address}\u2069" if rtl else address


def book(language: str, spoken: Iterable[str], to_operator: bool) -> dict[str, Any]:
    """All phrases in one language for the browser. Placeholders become `{name}`."""
    with translation.override(language):
        plain = wishes(to_operator) | GERMAN | QUESTIONS | COMPANION
        framed = {"greeting": GREETING, "days": ON_DAYS, "times": AT_TIMES, "languages": SPEAKING}
        return {
            "lang": language,
            "phrases": {code: gettext(text) for code, text in plain.items()},
            "frames": {key: gettext(text).replace("%(", "{").replace(")s", "}") for key, text in framed.items()},
            "hello": gettext(GREETING_ONLY),
            "noDay": gettext(NO_DAY),
            "names": day_names()
            | {code: gettext(text) for code, text in TIMES.items()}
            | {code: language_name(code, language).name for code in spoken},
            "separator": SEPARATORS.get(language, ", "),
            "rtl": language_name(language, language).direction == "rtl",
        }
