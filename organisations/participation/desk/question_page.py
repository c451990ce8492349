"""One question of a draft: its texts in one language, its answers, when it is asked."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from organisations.curate.views.queue import desk
from organisations.forms.rows import harmless
from organisations.participation.desk import drafting
from organisations.participation.desk.question_forms import (
    NewOption,
    QuestionTexts,
    RuleFields,
    languages,
    rule_of,
    texts_of,
)
from organisations.participation.models import Questionnaire, Version
from organisations.participation.questions.content import Content, Question, said


@dataclass(frozen=True)
class QuestionPage:
    """The page for one request. `language`: in which texts are written, `reads`: that of the curator's page."""

    request: HttpRequest
    row: Questionnaire
    draft: Version
    code: str
    language: str
    reads: str

    @cached_property
    def content(self) -> Content:
        """The draft."""
        return Content.of(self.draft.content)

    @property
    def question(self) -> Question:
        """The question."""
        return self.content.by_code[self.code]

    def _sent(self, act: str) -> Any:
        return harmless(self.request.POST) if self.request.POST.get("action") == act else None

    @cached_property
    def texts(self) -> QuestionTexts:
        """The form of its texts."""
        question = self.question
        return QuestionTexts(self._sent("text"), about=question, initial=texts_of(question, self.language))

    @cached_property
    def rule(self) -> RuleFields:
        """The form of its rule."""
        about = (self.question, self.content, self.reads)
        return RuleFields(self._sent("rule"), about=about, initial=rule_of(self.question), prefix="rule")

    @cached_property
    def new(self) -> NewOption:
        """The form of a further answer."""
        return NewOption(self._sent("option"), prefix="new")

    def shown(self) -> HttpResponse:
        """The page."""
        question = self.question
        options = [(option.code, said(option.text, self.reads)) for option in question.options]
        context = {
            "row": self.row,
            "title": said(question.text, self.reads),
            "forms": {"texts": self.texts, "rule": self.rule, "new": self.new},
            "languages": languages(question.text),
            "in_language": self.language,
            "options": options,
            "chosen": question.kind in drafting.CHOSEN,
        }
        bound = any(form.is_bound for form in (self.texts, self.rule, self.new))
        return render(
            self.request, "curate/questions/question.html", desk(self.request) | context, status=422 if bound else 200
        )

    def acted(self) -> HttpResponse:
        """What a button does."""
        act, _colon, code = self.request.POST.get("action", "").partition(":")
        if act == "drop":
            drafting.change(self.row, lambda content: drafting.drop_question(content, self.code))
            return redirect("curate-questionnaire-edit", self.row.slug)
        if act in ("option-up", "option-down", "option-drop"):
            done = self._change(lambda content, question: _move_option(content, question, act, code))
        elif act == "text" and self.texts.is_valid():
            done = self._change(lambda content, question: self.texts.write(question, self.language))
        elif act == "rule" and self.rule.is_valid():
            done = self._change(lambda content, question: self.rule.write(question))
        elif act == "option" and self.question.kind in drafting.CHOSEN and self.new.is_valid():
            taken = drafting.codes_ever(self.row, self.code)
            text = self.new.cleaned_data["text"]
            done = self._change(lambda content, question: drafting.add_option(question, taken, self.language, text))
        else:
            return self.shown()
        tell(self.request, done)
        return redirect(
            self.request.get_full_path() if done else reverse("curate-questionnaire-edit", args=[self.row.slug])
        )

    def _change(self, act: Any) -> bool:
        """Whether there was still something to change: somebody may have dropped it meanwhile."""
        done = False

        def changed(content: dict[str, Any]) -> None:
            nonlocal done
            if question := drafting.question_in(content, self.code):
                act(content, question)
                done = True

        drafting.change(self.row, changed)
        return done


def tell(request: HttpRequest, done: bool) -> None:
    """Whether it was saved; not if somebody else has published or thrown away the draft at the same moment."""
    if done:
        messages.success(request, _("Saved."))
    else:
        messages.error(request, _("This is not possible any more. The page shows what is so now."))


def _move_option(content: dict[str, Any], question: dict[str, Any], act: str, code: str) -> None:
    if act == "option-drop":
        drafting.drop_option(content, question, code)
    else:
        drafting.move(question.get("options", []), code, act == "option-up")
