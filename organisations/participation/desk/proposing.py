"""What answers of an association propose to its entry, for curators: in words, to be chosen, and asked about when the
German words change. A proposal is written "flag=trial-visit"; empty: nothing is proposed."""

from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organisations.differences import LABELS, QUESTIONS
from organisations.first_visit import phrase
from organisations.forms.rows import Fields
from organisations.forms.widgets import OneFromList, OneOf
from organisations.models.organisation import Assurance
from organisations.participation.desk.kept_fields import KeptFields
from organisations.participation.desk.older import ORIGINAL
from organisations.participation.questions.content import Kind, Option, Question, Said, said
from organisations.public_forms.pages import language_now
from organisations.vocabulary import label, vocabulary

OPTION = "option-"
NO = "no"
VISIT = ("when", "ask_for", "watch", "cost")
NEEDS_MORE = ("contact", "amount")  # codes that say nothing without a person or a sum
SURE = {one.value: one.label for one in (Assurance.ALWAYS, Assurance.ON_REQUEST, Assurance.INTERPRETER)}  # of languages


def proposals() -> list[tuple[str, Any]]:
    """Everything that one answer can propose, by part of the entry; nothing stands first."""
    terms, active = vocabulary("default"), language_now()
    groups: list[tuple[str, Any]] = [
        ("", "–"),
        (str(LABELS["flags"]), [(f"flag={one.slug}", label(one.names, active)) for one in terms.flags]),
        (str(LABELS["german"]), [(f"german={one.slug}", label(one.names, active)) for one in terms.levels]),
    ]
    for part in VISIT:
        answers = ((code, words) for code, words in QUESTIONS[part].answers.items() if code not in NEEDS_MORE)
        chosen = [(f"{part}={code}", "".join(piece.text for piece in phrase(words))) for code, words in answers]
        groups.append((gettext(QUESTIONS[part].text), chosen))
    return groups


def proposal_of(option: Option) -> str:
    """What an answer proposes."""
    return next((f"{what}={value}" for what, value in option.offers.items()), "")


def offers_in(proposal: str) -> dict[str, str]:
    """The same as the JSON of a version has it."""
    what, _sign, value = proposal.partition("=")
    return {what: value} if proposal else {}


def in_words(*several: str) -> str:
    """Proposals by part of the entry; one that nobody can choose (any more) as it is written."""
    known = {code: (part, words) for part, answers in proposals()[1:] for code, words in answers}
    found: dict[str, list[str]] = {}
    for one in several:
        part, words = known.get(one, ("", one))
        found.setdefault(part, []).append(words)
    return " · ".join(f"{part}: {joined}" if part else joined for part, joined in _joined(found))


def _joined(found: Mapping[str, list[str]]) -> Iterator[tuple[str, str]]:
    return ((part, ", ".join(words)) for part, words in found.items())


def is_proposing(question: Question) -> bool:
    """Whether the question or one of its answers proposes anything."""
    return bool(question.languages) or any(option.offers for option in question.options)


def answers_of(question: Question, reads: str) -> list[tuple[str, Said, str]]:
    """Code, text, and what is proposed, of each answer."""
    return [(one.code, said(one.text, reads), in_words(proposal_of(one))) for one in question.options]


def a_choice(text: Any, *also: str) -> forms.ChoiceField:
    """A field for one proposal. `also`: one that stands there, though nobody could choose it now."""
    choices = proposals()
    known = {code for _part, answers in choices[1:] for code, _words in answers}
    choices += [(one, one) for one in also if one and one not in known]
    return forms.ChoiceField(required=False, choices=choices, widget=OneFromList(), label=text)


class OfferFields(KeptFields):
    """What the answers of a question propose. `about`: the question, and the curator's language."""

    def prepare(self) -> None:
        """A field for each answer; of a question for languages one for all of them."""
        question, reads = self.about
        if question.kind == Kind.LANGUAGES:
            known = {"": "–"} | SURE
            known.setdefault(question.languages, question.languages)
            self.fields["languages"] = forms.ChoiceField(
                required=False, choices=list(known.items()), widget=OneFromList(),
                label=_("Who chooses a language is offered that it is spoken there"),
            )  # fmt: skip
        for place, one in enumerate(question.options, 1):
            text = gettext("Who ticks “%(text)s” is offered") % {"text": said(one.text, reads).text or place}
            self.fields[f"{OPTION}{one.code}"] = a_choice(text, proposal_of(one))

    def label_of_gone(self, name: str) -> str:
        """Only answers can be deleted."""
        return gettext("A deleted answer")

    def _gone(self, sent: QueryDict) -> Iterator[tuple[str, str]]:
        return ((text, in_words(proposal)) for text, proposal in super()._gone(sent))

    def _in_words(self, name: str) -> str:
        return "\n".join(str(SURE.get(one) or in_words(one)) for one in self._now(name))

    def write(self, question: dict[str, Any]) -> None:
        """Into the question of a draft."""
        if "languages" in self.cleaned_data:
            _keep(question, "languages", self.cleaned_data["languages"])
        for option in question.get("options", ()):
            _keep(option, "offers", offers_in(self.cleaned_data.get(f"{OPTION}{option['code']}", "")))


def offers_of(question: Question) -> dict[str, str]:
    """What is proposed, as the form has it."""
    return {"languages": question.languages} | {f"{OPTION}{one.code}": proposal_of(one) for one in question.options}


class StillMeans(Fields):
    """Whether changed German words still mean what they propose: of single answers, or of the question for all of its.
    `about`: name of the text, its new words, the proposal in words, what stands for it.

    A yes holds for what is proposed at that moment: if that is another thing meanwhile, it is asked once more.
    """

    def prepare(self) -> None:
        """A field for each text, with two answers."""
        for name, text, proposal, mark in self.about:
            asked = _("“%(text)s”: does this still mean “%(proposal)s”?")
            if name == "text":
                asked = _("“%(text)s”: do the answers still mean what they propose, “%(proposal)s”?")
            answers = [(mark, _("Yes, it still proposes that")), (NO, _("No, it proposes nothing any more"))]
            words = asked % {"text": text, "proposal": proposal}
            field = forms.ChoiceField(choices=answers, widget=OneOf(), label=words)
            for fault in ("required", "invalid_choice"):
                field.error_messages[fault] = _("Please choose one of the two.")
            field.template_name = "organisations/forms/_field.html"  # type: ignore[attr-defined]
            self.fields[name] = field

    def write(self, question: dict[str, Any]) -> None:
        """Into the question of a draft: what is no longer meant is no longer proposed."""
        not_meant = {name for name, answer in self.cleaned_data.items() if answer == NO}
        if "text" in not_meant:
            question.pop("languages", None)
        for option in question.get("options", ()):
            if not_meant & {"text", f"{OPTION}{option['code']}"}:
                option.pop("offers", None)


def changed_meanings(question: Question, typed: Mapping[str, str], language: str) -> list[tuple[str, str, str, str]]:
    """What is to be asked about when these texts are saved, as `StillMeans` wants it."""
    if language != ORIGINAL or not is_proposing(question):
        return []
    if typed["text"] != question.text.get(ORIGINAL, ""):
        return [("text", typed["text"], *_of_all(question))]
    found = []
    for one in question.options:
        text, proposal = typed.get(f"{OPTION}{one.code}", ""), proposal_of(one)
        if proposal and text != one.text.get(ORIGINAL, ""):
            found.append((f"{OPTION}{one.code}", text, in_words(proposal), proposal))
    return found


def _of_all(question: Question) -> tuple[str, str]:
    """Everything that a question proposes in words, and what stands for it."""
    every = [proposal_of(one) for one in question.options if one.offers]
    words = in_words(*every)
    if question.languages:
        every.append(question.languages)
        words = gettext("the chosen languages are spoken there")
    return words, sha256("\0".join(every).encode()).hexdigest()[:16]


def _keep(part: dict[str, Any], name: str, value: Any) -> None:
    if value:
        part[name] = value
    else:
        part.pop(name, None)
