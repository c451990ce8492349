"""What curators type for questionnaires: the texts of one language at a time, when a question is asked, its bounds."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organisations.curate.views.found import slug_in
from organisations.editor_sessions import organisation_of
from organisations.forms.fields import DayField, ProseField, WordsField
from organisations.forms.rows import Fields
from organisations.forms.widgets import FoldedPicks, a_day, latin, line, prose
from organisations.models import Organisation
from organisations.models.organisation import State
from organisations.participation.desk.kept_fields import KeptFields
from organisations.participation.desk.older import write_text
from organisations.participation.desk.proposing import OPTION, a_choice
from organisations.participation.questions.content import LARGEST, Content, Kind, Question, said
from organisations.scope import may_decide

OLDEST_SHEET = 366  # days
LONGEST = 300  # letters of a question
ENDS = {"low": _("Words at 1"), "high": _("Words at 5")}  # of a scale
AT_LEAST_ONE = ">=1"  # of a number
KINDS = [
    (Kind.ONE.value, _("One answer out of several")),
    (Kind.MANY.value, _("Several answers")),
    (Kind.SCALE.value, _("A scale from 1 to 5")),
    (Kind.NUMBER.value, _("A number")),
    (Kind.TEXT.value, _("Own words")),
    (Kind.LANGUAGES.value, _("Languages")),
]


def _line(label: Any, required: bool = False) -> WordsField:
    return WordsField(max_length=LONGEST, required=required, widget=line(), label=label)


class HeadTexts(KeptFields):
    """What is said before and after the questions, in one language."""

    title = _line(_("Title"), required=True)
    intro = ProseField(max_length=2_000, required=False, widget=prose(4), label=_("Before the questions"))
    thanks = ProseField(max_length=1_000, required=False, widget=prose(2), label=_("After sending"))

    def write(self, content: dict[str, Any], language: str) -> None:
        """Into the draft."""
        for name, text in self.cleaned_data.items():
            write_text(content, name, language, text)


class QuestionTexts(KeptFields):
    """All texts of one question in one language."""

    text = _line(_("Question"), required=True)
    hint = _line(_("Hint"))

    def prepare(self) -> None:
        """A field for each answer, with what it says in German or English beside its name."""
        question: Question = self.about
        if question.kind == Kind.SCALE:
            for name, label in ENDS.items():
                self._add(name, label)
        for place, option in enumerate(question.options, 1):
            self._add(f"{OPTION}{option.code}", gettext("Answer %(number)s") % {"number": place})

    def _add(self, name: str, label: Any) -> None:
        self.fields[name] = _line(label)

    def label_of_gone(self, name: str) -> str:
        """Only answers can be deleted."""
        return gettext("A deleted answer")

    def write(self, question: dict[str, Any], language: str) -> None:
        """Into the question of a draft."""
        for name, text in self.cleaned_data.items():
            if not name.startswith(OPTION):
                write_text(question, name, language, text)
        for option in question.get("options", ()):
            write_text(option, "text", language, self.cleaned_data.get(f"{OPTION}{option['code']}", ""))


def texts_of(question: Question, language: str) -> dict[str, str]:
    """The texts of a question in one language, as the form has them."""
    found = {name: getattr(question, name).get(language, "") for name in ("text", "hint", "low", "high")}
    return found | {f"{OPTION}{one.code}": one.text.get(language, "") for one in question.options}


def rule_choices(content: Content, question: Question, language: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Answers to earlier questions on which this one may rest, by question."""
    groups = []
    for place, one in enumerate(content.questions, 1):
        if one.code == question.code:
            break
        answers = [(f"{one.code}={option.code}", said(option.text, language).text) for option in one.options]
        if one.kind == Kind.NUMBER:
            answers = [(f"{one.code}{AT_LEAST_ONE}", gettext("1 or more"))]
        if answers:
            groups.append((f"{place}. {said(one.text, language).text}", answers))
    return groups


class RuleFields(KeptFields):
    """When a question is asked, and the bounds of a number. `about`: question, content, language of the curator."""

    asked_if = forms.MultipleChoiceField(
        required=False, widget=FoldedPicks(), label=_("Asked only after one of these answers"),
        help_text=_("None: always asked. Choose answers of one question."),
    )  # fmt: skip
    least = forms.IntegerField(min_value=0, max_value=LARGEST, required=False, label=_("Smallest number"))
    most = forms.IntegerField(min_value=0, max_value=LARGEST, required=False, label=_("Largest number"))

    def prepare(self) -> None:
        """The answers there are before this question; bounds for a number alone."""
        question, content, language = self.about
        self.fields["asked_if"].choices = rule_choices(content, question, language)  # type: ignore[attr-defined]
        for name in ("least", "most"):
            self.fields[name].widget = latin("text", "numeric")
            if question.kind != Kind.NUMBER:
                del self.fields[name]

    def clean_asked_if(self) -> dict[str, Any] | None:
        """As JSON has it."""
        chosen = [_split(value) for value in self.cleaned_data["asked_if"]]
        if len({code for code, _answer in chosen}) > 1:
            raise forms.ValidationError(gettext("Please choose answers of one question only."))
        if not chosen:
            return None
        code, answer = chosen[0]
        if answer is None:
            return {"question": code, "least": 1}
        return {"question": code, "is": [answer for _code, answer in chosen]}

    def write(self, question: dict[str, Any]) -> None:
        """Into the question of a draft."""
        for name, value in self.cleaned_data.items():
            if value is None:
                question.pop(name, None)
            else:
                question[name] = value


def rule_of(question: Question) -> dict[str, Any]:
    """The rule and the bounds as the form has them."""
    rule = question.asked_if
    chosen = [] if rule is None else [f"{rule.question}={code}" for code in rule.codes]
    if rule and rule.least is not None:
        chosen = [f"{rule.question}{AT_LEAST_ONE}"]
    return {"asked_if": chosen, "least": question.least, "most": question.most}


def _split(value: str) -> tuple[str, str | None]:
    if value.endswith(AT_LEAST_ONE):
        return value.removesuffix(AT_LEAST_ONE), None
    code, _sign, answer = value.partition("=")
    return code, answer


class NewQuestion(Fields):
    """The question with which something new begins; how it is answered never changes later."""

    text = _line(_("Question"), required=True)
    kind = forms.ChoiceField(choices=KINDS, label=_("How it is answered"))


class NewOption(Fields):
    """A further answer. `about`: whether it can propose something to the entry of who gives it."""

    text = _line(_("Further answer"), required=True)

    def prepare(self) -> None:
        """What it proposes."""
        if self.about:
            self.fields["offers"] = a_choice(_("Who ticks it is offered"))
            self.fields["offers"].template_name = "organisations/forms/_field.html"  # type: ignore[attr-defined]


class SheetFields(Fields):
    """What stands on a sheet of paper beside the answers. `about`: who types it in, if it may be about an entry."""

    language = forms.ChoiceField(choices=lambda: settings.LANGUAGES, label=_("Language of the sheet"), initial="de")
    day = DayField(
        required=False, widget=a_day(), label=_("Day on which it was filled in"), help_text=_("Empty: today.")
    )
    entry = WordsField(
        required=False,
        max_length=500,
        widget=line(),
        label=_("Address of their entry"),
        help_text=_("Only if they want suggestions for it. The answers themselves are kept without it."),
    )

    def prepare(self) -> None:
        """Only what associations fill in is about an entry."""
        if self.about is None:
            del self.fields["entry"]

    def clean_entry(self) -> Organisation | None:
        """The entry that gets the suggestions."""
        typed = self.cleaned_data["entry"]
        found = organisation_of(slug_in(typed)) if typed else None
        if typed and (found is None or found.state != State.PUBLIC or not may_decide(self.about, found)):
            raise forms.ValidationError(gettext("There is no public entry of your areas with this address."))
        return found

    def clean_day(self) -> Any:
        """No day to come, and none that is a slip of the pen: what is old enough is forgotten in the next night."""
        day, today = self.cleaned_data["day"], timezone.localdate()
        if day and day > today:
            raise forms.ValidationError(gettext("This day is still to come."))
        if day and day < today - timedelta(days=OLDEST_SHEET):
            raise forms.ValidationError(gettext("This day is more than a year ago."))
        return day or today


def languages(texts: Mapping[str, str]) -> list[tuple[str, str, bool]]:
    """The languages of the interface: code, own name, whether there is a text."""
    return [(code, name, bool(texts.get(code))) for code, name in settings.LANGUAGES]
