"""What is asked once more before something of a draft goes for good: it says what goes, and what else changes by it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from organisations.curate.views.queue import desk
from organisations.participation.models import Questionnaire
from organisations.participation.questions.content import Content, Texts, said


@dataclass(frozen=True)
class Sure:
    """A second question to the curator. `mark` stands for what is told: a yes to something else does not count."""

    title: str
    lines: list[str]
    button: str
    mark: str

    def asked(self, request: HttpRequest, row: Questionnaire) -> HttpResponse | None:
        """The page that asks; None if its yes has come."""
        if request.POST.get("sure") == self.mark:
            return None
        return render(request, "curate/questions/sure.html", desk(request) | {"row": row, "sure": self})


def before_deleting(content: Content, reads: str, question: str, option: str = "") -> Sure | None:
    """Of a question, or one of its answers; None if no rule of another question rests on it."""
    lines, marks = [], []
    for number, one in enumerate(content.questions, 1):
        rule = one.asked_if
        if rule is None or rule.question != question or (option and option not in rule.codes):
            continue
        alone = not option or set(rule.codes) == {option}
        words = _("Question %(number)s, “%(text)s”, would no longer be asked after this answer.")
        if alone:
            words = _("Question %(number)s, “%(text)s”, would lose its condition: everybody would be asked it.")
        lines.append(words % {"number": number, "text": said(one.text, reads).text})
        marks.append(f"{one.code}:{alone}")
    asked = content.by_code[question]
    texts = asked.option_by_code[option].text if option in asked.option_by_code else asked.text
    title = _("Delete “%(text)s”?") % {"text": said(texts, reads).text}
    return Sure(title, lines, _("Delete it all the same"), " ".join(marks)) if lines else None


def before_discarding(number: int, lines: list[str], mark: str) -> Sure:
    """Of a draft. `lines`: what is in it that is not in the version that is out."""
    title = _("Throw away the draft of version %(number)s?") % {"number": number}
    told = [_("It goes for good, with what has changed in it:"), *lines] if lines else [_("Nothing has changed in it.")]
    return Sure(title, told, _("Throw the draft away"), mark)


def changes(before: Mapping[str, Any], now: Mapping[str, Any], reads: str) -> list[str]:
    """What a draft has changed, in words."""
    return list(_changes(before, now, reads))


def _changes(before: Mapping[str, Any], now: Mapping[str, Any], reads: str) -> Iterator[str]:
    old, new = ({one["code"]: one for one in content["questions"]} for content in (before, now))
    if any(before[name] != now[name] for name in ("title", "intro", "thanks")):
        yield _("changed: %(text)s") % {"text": _("Title, beginning and end")}
    for code, one in new.items():
        if code not in old:
            yield _("new: %(text)s") % _text(one["text"], reads)
        elif one != old[code]:
            yield _("changed: %(text)s") % _text(one["text"], reads)
    for code, one in old.items():
        if code not in new:
            yield _("deleted: %(text)s") % _text(one["text"], reads)
    if [code for code in old if code in new] != [code for code in new if code in old]:
        yield _("another order of the questions")


def _text(texts: Texts, reads: str) -> dict[str, str]:
    return {"text": said(texts, reads).text}
