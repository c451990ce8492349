"""One question of a draft: its texts in one language, its answers, when it is asked."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import transaction
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import pgettext

from organisations.curate.views.queue import desk
from organisations.participation.desk import drafting
from organisations.participation.desk.draft_page import Drafted, refused, saved
from organisations.participation.desk.proposing import (
    OPTION,
    OfferFields,
    StillMeans,
    answers_of,
    changed_meanings,
    offers_in,
    offers_of,
)
from organisations.participation.desk.question_forms import (
    ENDS,
    NewOption,
    QuestionTexts,
    RuleFields,
    languages,
    rule_of,
    texts_of,
)
from organisations.participation.desk.sure import before_deleting
from organisations.participation.questions.content import Kind, Question, said
from organisations.participation.questions.filling import ASSOCIATIONS

TYPED = ("text", "rule", "option", "offers")  # acts that come with something typed


@dataclass(frozen=True)
class QuestionPage(Drafted):
    """The page of the question with this code."""

    @property
    def question(self) -> Question:
        """The question."""
        return self.content.by_code[self.code]

    @property
    def _all(self) -> str:
        """The address of the draft as a whole."""
        return reverse("curate-questionnaire-edit", args=[self.row.slug])

    @cached_property
    def texts(self) -> QuestionTexts:
        """The form of its texts."""
        question = self.question
        return QuestionTexts(self.sent("text"), about=question, initial=texts_of(question, self.language))

    @cached_property
    def rule(self) -> RuleFields:
        """The form of its rule."""
        about = (self.question, self.content, self.reads)
        return RuleFields(self.sent("rule"), about=about, initial=rule_of(self.question), prefix="rule")

    @cached_property
    def new(self) -> NewOption:
        """The form of a further answer."""
        return NewOption(self.sent("option"), about=self._proposes, prefix="new")

    @cached_property
    def offers(self) -> OfferFields:
        """The form of what its answers propose."""
        question = self.question
        return OfferFields(
            self.sent("offers"), about=(question, self.reads), initial=offers_of(question), prefix="offers"
        )

    @cached_property
    def means(self) -> StillMeans:
        """What is asked about changed words; nothing, unless they could be saved."""
        typed = self.texts.cleaned_data if self._proposes and self.texts.is_valid() else None
        about = changed_meanings(self.question, typed, self.language) if typed else []
        return StillMeans(self.sent("text"), about=about, prefix="means")

    @property
    def _proposes(self) -> bool:
        """Whether the answers are about an entry."""
        return self.row.slug == ASSOCIATIONS

    def shown(self) -> HttpResponse:
        """The page."""
        if self.code not in self.content.by_code or not (self.draft or self.request.method == "POST"):
            raise Http404
        question = self.question
        forms = {"texts": self.texts, "rule": self.rule, "new": self.new, "offers": self.offers}
        chosen = question.kind in drafting.CHOSEN
        context = {
            "title": said(question.text, self.reads),
            "forms": forms,
            "means": self.means,
            "languages": languages(question.text),
            "options": answers_of(question, self.reads),
            "chosen": chosen,
            "proposes": self._proposes and (chosen or question.kind == Kind.LANGUAGES),
        }
        return self.rendered("curate/questions/question.html", context, *forms.values())

    @transaction.atomic
    def acted(self) -> HttpResponse:
        """What a button does."""
        act, _colon, code = self.request.POST.get("action", "").partition(":")
        if self.code not in self.content.by_code:
            return self._lost(act)
        if self.draft is None:
            return self.shown() if act in TYPED else refused(self.request, self._all)
        if (act == "drop" or (act == "option-drop" and code)) and (page := self._unsure(code)):
            return page
        if act == "drop":
            self.change(lambda content: drafting.drop_question(content, self.code))
            return redirect(self._all)
        return self.says_right(self.language, self.code) if act == "right" else self._changed(act, code)

    def _unsure(self, option: str) -> HttpResponse | None:
        """What else changes if the question or that answer of it is deleted, to be said yes to."""
        sure = before_deleting(self.content, self.reads, self.code, option)
        return sure.asked(self.request, self.row) if sure else None

    def _changed(self, act: str, code: str) -> HttpResponse:
        if act in ("option-up", "option-down", "option-drop"):
            self._change(lambda content, question: _move_option(content, question, act, code))
        elif act == "text" and self.texts.is_valid() and self.means.is_valid():
            self._change(lambda content, question: self._write_texts(question))
        elif act == "rule" and self.rule.is_valid():
            self._change(lambda content, question: self.rule.write(question))
        elif act == "offers" and self._proposes and self.offers.is_valid():
            self._change(lambda content, question: self.offers.write(question))
        elif act == "option" and self.question.kind in drafting.CHOSEN and self.new.is_valid():
            taken = drafting.codes_ever(self.row, self.code)
            text, offered = self.new.cleaned_data["text"], offers_in(self.new.cleaned_data.get("offers", ""))
            self._change(lambda content, question: drafting.add_option(question, taken, self.language, text, offered))
        else:
            return self.shown()
        return saved(self.request)

    def _write_texts(self, question: dict[str, Any]) -> None:
        self.texts.write(question, self.language)
        self.means.write(question)

    def _change(self, act: Callable[[dict[str, Any], dict[str, Any]], None]) -> None:
        def changed(content: dict[str, Any]) -> None:
            question = drafting.question_in(content, self.code)
            if question is not None:
                act(content, question)

        self.change(changed)

    def _lost(self, act: str) -> HttpResponse:
        """The question is gone: what was typed for it, to be copied."""
        typed = list(_words(self.sent(act))) if act in TYPED else []
        if not typed:
            return refused(self.request, self._all)
        context = desk(self.request) | {"row": self.row, "typed": typed}
        return render(self.request, "curate/questions/lost.html", context, status=409)


def _words(sent: QueryDict) -> Iterator[tuple[str, str]]:
    """All words in a form of a question, by label."""
    labels = {name: field.label for name, field in QuestionTexts.base_fields.items()} | ENDS
    labels |= {f"rule-{name}": RuleFields.base_fields[name].label for name in ("least", "most")}
    labels |= {"new-text": NewOption.base_fields["text"].label}
    options = {name: pgettext("to a question", "Answer") for name in sent if name.startswith(OPTION)}
    return ((str(label), str(sent[name])) for name, label in (labels | options).items() if sent.get(name))


def _move_option(content: dict[str, Any], question: dict[str, Any], act: str, code: str) -> None:
    if act == "option-drop":
        drafting.drop_option(content, question, code)
    else:
        drafting.move(question.get("options", []), code, act == "option-up")
