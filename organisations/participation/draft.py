"""What somebody has filled in so far: read from a form without losing a letter, and what is still wrong with it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext as _

from organisations.participation import phrases
from organisations.participation.phrases import Choices
from organisations.public_forms.names import name_problem
from organisations.public_forms.pages import too_long
from organisations.reach import Reach, read_reach
from organisations.text import written

LONGEST_WORDS, LONGEST_NAME = 2_000, 80


@dataclass(frozen=True)
class Draft:
    """A message as it stands in the form. Texts may be too long; codes are known ones."""

    choices: Choices = field(default_factory=Choices)
    words: str = ""
    name: str = ""
    reach: str = ""
    share: bool = False
    consent: bool = False

    @classmethod
    def of(cls, form: QueryDict, to_operator: bool) -> "Draft":
        """From a form that was sent. Codes nobody offered are left out."""
        chosen = Choices(
            wishes=_known(form, "wish", phrases.wishes(to_operator)),
            days=_known(form, "day", (*phrases.DAYS, "unknown")),
            times=_known(form, "time", phrases.TIMES),
            languages=_known(form, "language", offered_languages()),
            german=_known(form, "german", phrases.GERMAN)[:1],
            questions=_known(form, "question", phrases.QUESTIONS),
            companion=_known(form, "companion", phrases.COMPANION),
        )
        return cls(
            choices=chosen,
            words=written(form.get("words", "")).strip(),
            name=" ".join(written(form.get("name", "")).split()),
            reach=" ".join(written(form.get("reach", "")).split()),
            share=form.get("share") == "1",
            consent=form.get("consent") == "1",
        )

    @classmethod
    def empty(cls, language: str) -> "Draft":
        """The form as it opens: the reader's language is chosen already, unless it is German."""
        spoken = (language,) if language in offered_languages() else ()
        return cls(Choices(languages=spoken))

    @cached_property
    def reached(self) -> Reach:
        """The mail address or telephone number in it."""
        return read_reach(self.reach)

    @property
    def way(self) -> str:
        """How the answer comes: phone, or by mail with the address hidden or open; empty: not said yet.

        static/js/pages/message.js says the same while somebody types.
        """
        if not self.reach:
            return ""
        if "@" not in self.reach:
            return "phone"
        return "open" if self.share else "hidden"

    def pairs(self) -> list[tuple[str, str]]:
        """The form's fields and values, for hidden inputs; without the consent, which is given beside the button."""
        chosen = self.choices
        names = ("wish", "day", "time", "language", "german", "question", "companion")
        codes = (
            chosen.wishes, chosen.days, chosen.times, chosen.languages, chosen.german, chosen.questions,
            chosen.companion,
        )  # fmt: skip
        found = [(name, code) for name, several in zip(names, codes, strict=True) for code in several]
        found += [("words", self.words), ("name", self.name), ("reach", self.reach)]
        return found + ([("share", "1")] if self.share else [])

    def problems(self) -> dict[str, str]:
        """What is wrong, by field, in the reader's language; the consent is asked for separately."""
        found = {"wishes": self._emptiness(), "words": too_long(self.words, LONGEST_WORDS)}
        found["name"] = name_problem(self.name) if self.name else _("Please write a name. Any name is fine.")
        if len(self.name) > LONGEST_NAME:
            found["name"] = too_long(self.name, LONGEST_NAME)
        found["reach"] = self.reached.problem
        found["share"] = self._unmeant()
        return {name: sentence for name, sentence in found.items() if sentence}

    def _emptiness(self) -> str:
        chosen = self.choices
        if self.words or chosen.wishes or chosen.questions:
            return ""
        return _("Please choose at least one sentence, or write something of your own.")

    def _unmeant(self) -> str:
        """The address hidden on purpose must not stand in the text by mistake."""
        address = self.reached.email.lower()
        if not address or self.share or address not in f"{self.words}\n{self.name}".lower():
            return ""
        return _(
            "Your mail address stands in your text. Please allow that it is passed on, or take it out of the text."
        )


def offered_languages() -> list[str]:
    """Codes of the languages one may say one speaks."""
    return phrases.languages([code for code, _name in settings.LANGUAGES])


def _known(form: QueryDict, name: str, codes: Iterable[str]) -> tuple[str, ...]:
    """The known codes among the values of a field, each once, in the order of `codes`."""
    sent = set(form.getlist(name))
    return tuple(code for code in codes if code in sent)
