"""Form fields for the shapes our columns have: words by language, lists of words, codes and days."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect
from django.contrib.staticfiles import finders
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from organisations.forms.fields import is_language_code
from organisations.text import clean, written

CODE_HELP = _("Language codes (BCP 47), separated by commas: de, ar, pt-BR.")


class FoundByTyping(AutocompleteSelect):
    """A row of another table, found by typing; what cannot be an id is shown again as nothing chosen."""

    def optgroups(self, name: str, value: Sequence[str], attrs: dict[str, Any] | None = None) -> Any:
        """The chosen row, if there can be one."""
        try:
            return super().optgroups(name, value, attrs)
        except (ValueError, ValidationError):
            return super().optgroups(name, [], attrs)


class ListField(forms.CharField):
    """Values separated by commas or line breaks. Cleans to a list."""

    def __init__(self, *, item: Callable[[str], Any] = str, most: int = 100, **kwargs: Any) -> None:
        self.item, self.most = item, most
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """The values with commas between them."""
        return ", ".join(str(one) for one in value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> list[Any]:
        """The values, blanks around them removed, each once."""
        text = super().clean(value) or ""
        words = [clean(word) for word in text.replace("\n", ",").replace("،", ",").split(",")]
        found = [self.item(word) for word in dict.fromkeys(words) if word]
        if len(found) > self.most:
            numbers = {"most": self.most, "count": len(found)}
            raise ValidationError(_("At most %(most)s, these are %(count)s."), params=numbers)
        return found

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another list was typed than the one shown."""
        return super().has_changed(self.prepare_value(initial), data)


def language_code(word: str) -> str:
    """A BCP 47 code; raises ValidationError otherwise."""
    is_language_code(word)
    return word


def day(word: str) -> date:
    """A day from its ISO text; raises ValidationError otherwise."""
    try:
        return date.fromisoformat(word)
    except ValueError:
        raise ValidationError(_("“%(word)s” is not a day such as 2026-12-24."), params={"word": word}) from None


@cache
def icons() -> list[tuple[str, str]]:
    """The names of the icons in the site's sprite, as choices."""
    path = finders.find("icons/sprite.svg")
    names = re.findall(r'<symbol id="([a-z0-9-]+)"', Path(path).read_text(encoding="utf-8")) if path else []
    return [(name, name) for name in sorted(names)]


class IconField(forms.ChoiceField):
    """An icon of the sprite: another name would show nothing."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=lambda: [("", "–"), *icons()], **kwargs)


class ByLanguageField(forms.CharField):
    """Words by language, one a line: `de: Fußball`. Cleans to a mapping of code and text."""

    widget = forms.Textarea
    form_help: Promise = _("One language a line: de: Fußball")

    def __init__(self, **kwargs: Any) -> None:
        for name in ("encoder", "decoder", "show_hidden_initial"):  # what the form field of a JSON column is given
            kwargs.pop(name, None)
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 4, "cols": 60, "class": "vLargeTextField"}))
        kwargs["help_text"] = kwargs.get("help_text") or self.form_help
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """The mapping as lines."""
        if isinstance(value, Mapping):
            return "\n".join(f"{code}: {self.line(words)}" for code, words in value.items())
        return value

    def line(self, words: Any) -> str:
        """What stands behind the code."""
        return str(words)

    def read(self, text: str) -> Any:
        """The value of what stands behind the code."""
        return text

    def lines(self, text: str) -> list[str]:
        """What was typed, language by language."""
        return clean(text, lines=True).split("\n")

    def clean(self, value: Any) -> dict[str, Any]:
        """The mapping; each language once."""
        found: dict[str, Any] = {}
        for line in self.lines(super().clean(value) or ""):
            code, colon, text = (part.strip() for part in line.partition(":"))
            if not line:
                continue
            if not colon or not text:
                sentence = _("“%(line)s”: a line is a language code, a colon and the words.")
                raise ValidationError(sentence, params={"line": line[:60]})
            is_language_code(code)
            if code in found:
                raise ValidationError(_("“%(code)s” stands there twice."), params={"code": code})
            found[code] = self.read(text)
        return found

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether other lines were typed than those shown; browsers send their own line breaks."""
        return super().has_changed(self.prepare_value(initial), (data or "").replace("\r\n", "\n"))


class ProseByLanguageField(ByLanguageField):
    """Texts of several lines by language: a line that begins with a blank, or is empty, belongs to the one above."""

    form_help = _("Begin each language with its code: de: Fußball. Begin further lines of the same text with a blank.")

    def line(self, words: Any) -> str:
        """The text, its further lines moved in."""
        return str(words).replace("\n", "\n  ")

    def lines(self, text: str) -> list[str]:
        """Each language with all its lines."""
        return [clean(part, lines=True) for part in re.split(r"\n(?!\s)", written(text))]


class ListByLanguageField(ByLanguageField):
    """Lists of words by language, one language a line: `de: Kicken, Bolzen`."""

    form_help = _("One language a line, words with commas between them: de: Kicken, Bolzen")

    def line(self, words: Any) -> str:
        """The words with commas between them."""
        return ", ".join(words)

    def read(self, text: str) -> list[str]:
        """The words."""
        return [word.strip() for word in text.split(",") if word.strip()]
