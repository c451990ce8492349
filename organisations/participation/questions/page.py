"""The page on which a questionnaire is filled in, and what becomes of what was sent. Nothing typed is ever lost."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from organisations.limits import client_address, network_of
from organisations.models import Area, Organisation
from organisations.participation import throttle
from organisations.participation.models import Questionnaire, Version, Way
from organisations.participation.questions import answers, filling
from organisations.participation.questions.answers import Filled
from organisations.participation.questions.content import LONGEST_TEXT, Content
from organisations.participation.questions.shown import Reader, asked_of
from organisations.public_forms.pages import (
    language_now,
    not_now,
    rendered,
    work_config,
)
from organisations.public_forms.sent import SentForm
from organisations.tickets import Ticket
from organisations.vocabulary import AreaTerm, vocabulary

Keep = Callable[[Version, filling.Form, str], object]  # stores a form, with the key of its ticket


@dataclass(frozen=True)
class Page:
    """One questionnaire for one request; `entry`: its association fills it in, as the editor of that entry."""

    request: HttpRequest
    questionnaire: Questionnaire
    version: Version
    entry: Organisation | None = None

    @cached_property
    def content(self) -> Content:
        """What is asked."""
        return Content.of(self.version.content)

    @property
    def purpose(self) -> str:
        """What tickets of the form are for."""
        return f"edit:questions:{self.entry.pk}" if self.entry else f"questions:{self.questionnaire.pk}"

    @property
    def way(self) -> Way:
        """Whether somebody asks aloud."""
        return Way.INTERVIEW if self._said("with") == Way.INTERVIEW and not self.entry else Way.SELF

    @property
    def reader(self) -> Reader:
        """In which language it is read."""
        return Reader(language_now(), beside=self.way == Way.INTERVIEW)

    @property
    def action(self) -> str:
        """The address of this page."""
        if self.entry:
            return reverse("entry-questions", args=[self.entry.slug])
        path = reverse("questionnaire", args=[self.questionnaire.slug])
        return f"{path}?with={Way.INTERVIEW}" if self.way == Way.INTERVIEW else path

    @property
    def for_entry(self) -> bool:
        """Whether the answers could become suggestions for an entry, if they were given as those of its editor."""
        return self.questionnaire.slug == filling.ASSOCIATIONS and not self.entry

    def shown(self, filled: Filled, *, status: int = 200, **more: Any) -> HttpResponse:
        """The form. `more`: `area`, `ticket`, `notices`, `started`, `challenge`, `wait`."""
        reader, challenge = self.reader, more.get("challenge")
        asked = asked_of(self.content, reader, filled)
        context: dict[str, Any] = {
            "page": self,
            "title": reader.said(self.content.title),
            "title_beside": reader.german(self.content.title),
            "intro": reader.said(self.content.intro),
            "intro_beside": reader.german(self.content.intro),
            "german": reader.words,
            "asked": asked,
            "steps": len(asked) + 1,
            "errors": {f"q-{one.code}": one.error for one in asked if one.error},
            "areas": towns(),
            "area": more.get("area", ""),
            "interview": self.way == Way.INTERVIEW,
            "longest": LONGEST_TEXT,
            "config": work_config(challenge) if challenge else None,
            **more,
        }
        context["ticket"] = str(more.get("ticket") or Ticket.new(self.purpose))
        return rendered(self.request, "participation/questions/fill.html", context, status)

    def _said(self, name: str) -> str:
        return self.request.GET.get(name, "")


@dataclass(frozen=True)
class Sending:
    """One POST of the form of `page`. `keep` stores it, `behind` is the address that follows."""

    page: Page
    sent: QueryDict
    keep: Keep
    behind: str

    @cached_property
    def filled(self) -> Filled:
        """What was filled in."""
        return answers.read(self.page.content, self.sent)

    @cached_property
    def area(self) -> str:
        """The municipality that was chosen, or empty."""
        return area_in(self.sent)

    @property
    def kept(self) -> filling.Form:
        """As it is stored."""
        return filling.Form(self.filled.values, language_now(), self.area, self.page.way)

    @cached_property
    def form(self) -> SentForm:
        """The form itself: its ticket, who sent it, how fast."""
        return SentForm(self.page.request, self.sent, self.page.purpose, self._same_before)

    def _same_before(self, ticket: Ticket) -> bool | None:
        before = filling.kept_with(ticket.key)
        return filling.is_the_same(before, self.kept) if before else None

    def answer(self) -> HttpResponse:
        """The form again with what is wrong, or on to the page that follows."""
        form = self.form
        if self.sent.get("step") == "show":  # kept on the device
            return self._back(status=200, started=True)
        if form.is_again:
            return HttpResponseRedirect(self.behind)
        if trouble := form.trouble or self._trouble():
            return self._back(notices=[trouble])
        if self.filled.errors:
            return self._back()
        if form.haste:
            return self._back(notices=[form.haste])
        subjects = {"network": network_of(client_address(self.page.request)), "site": "all"}
        verdict = form.judged(lambda solved: throttle.judge_answers(subjects, solved))
        return not_now(self._back, verdict, self.form.next_ticket) if verdict.wait else self._stored()

    def _trouble(self) -> str:
        if self.form.is_second:
            return _("This form was sent before. What you have changed since is below; send it as another one?")
        return _("Please answer at least one question.") if self.filled.is_empty and not self.filled.errors else ""

    def _stored(self) -> HttpResponse:
        try:
            self.keep(self.page.version, self.kept, self.form.next_ticket.key)
        except filling.SentAlready:  # by another request at the same moment
            return Sending(self.page, self.sent, self.keep, self.behind).answer()
        return HttpResponseRedirect(self.behind)

    def _back(self, *, status: int = 400, **more: Any) -> HttpResponse:
        """The page as it was filled in."""
        more = {"area": self.area, "ticket": self.form.next_ticket, "started": True} | more
        return self.page.shown(self.filled, status=status, **more)


def towns() -> list[AreaTerm]:
    """The municipalities of the region, by name."""
    return [area for area in vocabulary().areas if area.in_region and area.kind == Area.Kind.MUNICIPALITY]


def area_in(sent: QueryDict) -> str:
    """The municipality that was chosen in a form, or empty."""
    chosen = sent.get("area", "")
    return chosen if any(town.slug == chosen for town in towns()) else ""


def version_of(questionnaire: Questionnaire, number: str) -> Version | None:
    """The version with that number if it is out: a form that was opened before a new one came out is answered by its
    own. Else the current one."""
    found = None
    if number.isascii() and number.isdigit() and len(number) < 9:
        found = questionnaire.versions.filter(number=int(number), published_at__isnull=False).first()
    return found or questionnaire.current
