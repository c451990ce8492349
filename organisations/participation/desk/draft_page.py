"""The page of a draft: its texts in one language, its questions in their order, publishing."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from organisations.curate.views.queue import desk
from organisations.forms.rows import Fields, harmless
from organisations.participation.desk import drafting, older
from organisations.participation.desk.kept_fields import KeptFields
from organisations.participation.desk.proposing import is_proposing
from organisations.participation.desk.question_forms import HeadTexts, NewQuestion, languages
from organisations.participation.desk.sure import before_discarding, changes
from organisations.participation.models import Questionnaire, Version
from organisations.participation.questions.content import Content, Kind, said
from organisations.participation.questions.filling import ASSOCIATIONS

TYPED = ("text", "add")  # acts that come with something typed


@dataclass(frozen=True)
class Drafted:
    """A page of a draft for one request. `language`: in which texts are written, `reads`: that of the curator's page.

    What is typed while somebody else publishes or throws away the draft comes back, to begin another one with it.
    """

    request: HttpRequest
    row: Questionnaire
    author: str
    language: str
    reads: str
    code: str = ""  # of a question, on its page

    @cached_property
    def draft(self) -> Version | None:
        """The draft. Who sends something has it alone until all is done."""
        if self.request.method == "POST" and self.request.POST.get("begin"):
            drafting.begin(self.row, author=self.author)
        return drafting.draft_of(self.row, held=self.request.method == "POST")

    @cached_property
    def content(self) -> Content:
        """The draft as it is now, or what one would begin with."""
        return Content.of(self.draft.content if self.draft else drafting.beginning(self.row))

    def sent(self, act: str) -> Any:
        """What was typed, if it came with this act."""
        return harmless(self.request.POST) if self.request.POST.get("action") == act else None

    def change(self, act: Callable[[dict[str, Any]], None]) -> None:
        """Does something to the content of the draft."""
        if self.draft:
            drafting.change(self.draft, act)

    def says_right(self, language: str, question: str) -> HttpResponse:
        """Texts that were older than the German ones are right as they are; those alone that were seen."""
        if self.draft is None or self.request.POST.get("seen") != older.stamp(self.draft.content):
            return refused(self.request, self.request.get_full_path())
        self.change(lambda content: older.say_right(content, language, question))
        return saved(self.request)

    def rendered(self, template: str, context: dict[str, Any], *typed: Fields) -> HttpResponse:
        """The page with these forms: 409 if others have changed what was typed for, 422 if it is faulty."""
        bound = [form for form in typed if form.is_bound]
        kept = [form for form in bound if isinstance(form, KeptFields)]
        late = any(form.has_moved or form.gone for form in kept)
        if self.draft is None:
            for form in kept:
                form.show_now()
        status = 409 if late or (bound and self.draft is None) else 422 if bound else 200
        written = self.draft.content if self.draft else dict(drafting.EMPTY)
        context |= {
            "row": self.row,
            "draft": self.draft,
            "stamp": older.stamp(written),
            "older_codes": older.languages_of(written, self.code),
            "changes": older.changes(written, self.language, self.code),
            "in_language": self.language,
            "bound": bool(bound),
            "late": late,
        }
        return render(self.request, template, desk(self.request) | context, status=status)


class DraftPage(Drafted):
    """The draft as a whole."""

    @cached_property
    def texts(self) -> HeadTexts:
        """The form of what is said before and after the questions."""
        head = {name: getattr(self.content, name).get(self.language, "") for name in ("title", "intro", "thanks")}
        return HeadTexts(self.sent("text"), initial=head)

    @cached_property
    def new(self) -> NewQuestion:
        """The form of a further question."""
        return NewQuestion(self.sent("add"), prefix="new")

    def shown(self) -> HttpResponse:
        """The page."""
        content = self.content
        context = {"texts": self.texts, "new": self.new, "title": said(content.title, self.reads).text or self.row.slug}
        context |= {"languages": languages(content.title), "faults": drafting.faults(content), "lines": self._lines}
        context |= {"missing": [dict(settings.LANGUAGES)[code] for code in content.missing()]}
        context |= {"older": self._older}
        return self.rendered("curate/questions/edit.html", context, self.texts, self.new)

    @property
    def _older(self) -> list[dict[str, Any]]:
        found = older.older(self.draft.content) if self.draft else {}
        names = dict(settings.LANGUAGES)
        return [{"code": code, "name": names.get(code, code), "places": places} for code, places in found.items()]

    @property
    def _lines(self) -> list[dict[str, Any]]:
        kinds = dict(NewQuestion.base_fields["kind"].choices)  # type: ignore[attr-defined]
        return [
            {
                "code": one.code,
                "text": said(one.text, self.reads),
                "kind": kinds[one.kind.value],
                "rule": one.asked_if,
                "proposes": self.row.slug == ASSOCIATIONS and is_proposing(one),
            }
            for one in self.content.questions
        ]

    @transaction.atomic
    def acted(self) -> HttpResponse:
        """What a button does."""
        act, _colon, code = self.request.POST.get("action", "").partition(":")
        if act == "begin":
            drafting.begin(self.row, author=self.author)
            return redirect(self.request.path)
        if self.draft is None:
            return self.shown() if act in TYPED else refused(self.request, self.request.path)
        if act == "publish":
            return self._published()
        if act == "discard":
            return self._discarded(self.draft)
        return self.says_right(code, older.ALL) if act == "right" else self._changed(act, code)

    def _changed(self, act: str, code: str) -> HttpResponse:
        if act == "text" and self.texts.is_valid():
            self.change(lambda content: self.texts.write(content, self.language))
        elif act in ("up", "down"):
            self.change(lambda content: drafting.move(content["questions"], code, act == "up"))
        elif act == "add" and self.new.is_valid():
            taken, new = drafting.codes_ever(self.row), self.new.cleaned_data
            kind, text = Kind(new["kind"]), new["text"]
            self.change(lambda content: drafting.add_question(content, taken, kind, self.language, text))
        else:
            return self.shown()
        return saved(self.request)

    def _discarded(self, draft: Version) -> HttpResponse:
        lines = changes(drafting.beginning(self.row), draft.content, self.reads)
        sure = before_discarding(draft.number, lines, draft.changed_at.isoformat())
        if page := sure.asked(self.request, self.row):
            return page
        drafting.discard(self.row)
        gone = _("The draft of version %(number)s was thrown away.") % {"number": draft.number}
        messages.success(self.request, " · ".join([gone, *lines]))
        return redirect(self.request.path)

    def _published(self) -> HttpResponse:
        try:
            drafting.publish(self.row, author=self.author, anyway=self.request.POST.get("anyway", ""))
        except drafting.Unfit as unfit:
            for fault in unfit.faults:
                messages.error(self.request, fault)
            return redirect(self.request.get_full_path())
        messages.success(self.request, _("The new version is filled in from now on."))
        return redirect("curate-questionnaires")


def saved(request: HttpRequest) -> HttpResponse:
    """The same page, with a word that it was done."""
    messages.success(request, _("Saved."))
    return redirect(request.get_full_path())


def refused(request: HttpRequest, path: str) -> HttpResponse:
    """A page that says that it was not done, and shows what is so now."""
    messages.error(request, _("This is not possible any more. The page shows what is so now."))
    return redirect(path)
