"""Typing in a sheet of paper that somebody has filled in: the same questions, with the version that stands on it."""

from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from organisations.curate.views.queue import desk
from organisations.forms.rows import harmless
from organisations.models import Organisation
from organisations.own_page import site_of
from organisations.participation.desk.question_forms import SheetFields
from organisations.participation.models import Answers, Questionnaire, Version, Way
from organisations.participation.questions import answers, filling, offers
from organisations.participation.questions.answers import Filled
from organisations.participation.questions.content import Content
from organisations.participation.questions.page import area_in, towns, version_of
from organisations.participation.questions.shown import Reader, asked_of
from organisations.public_forms.pages import language_now
from organisations.tickets import Ticket

MOST_CORRECTIONS = 20  # of one sheet are remembered


@dataclass(frozen=True)
class Sheet:
    """The form for one sheet of one version."""

    request: HttpRequest
    row: Questionnaire
    version: Version

    @classmethod
    def of(cls, request: HttpRequest, row: Questionnaire) -> "Sheet | None":
        """With the version that was asked for, else the current one; None if none is out."""
        version = version_of(row, request.GET.get("version", ""))
        return cls(request, row, version) if version else None

    @cached_property
    def content(self) -> Content:
        """What is asked."""
        return Content.of(self.version.content)

    @cached_property
    def form(self) -> QueryDict:
        """What was typed."""
        return harmless(self.request.POST)

    @cached_property
    def fields(self) -> SheetFields:
        """What stands beside the answers."""
        chosen = self.request.GET.get("in", "")
        initial = {"language": chosen} if chosen in dict(settings.LANGUAGES) else {}
        user = self.request.user if self.row.slug == filling.ASSOCIATIONS else None
        return SheetFields(self.form or None, prefix="sheet", initial=initial, about=user)

    @cached_property
    def before(self) -> list[Ticket]:
        """The tickets with which this sheet was sent before it was corrected, the newest ones."""
        found = (Ticket.read(text, self.purpose) for text in self.form.getlist("before")[-MOST_CORRECTIONS:])
        return [ticket for ticket in found if ticket]

    @property
    def purpose(self) -> str:
        """What tickets of the form are for."""
        return f"sheet:{self.version.pk}"

    def shown(self, filled: Filled | None = None, **more: Any) -> HttpResponse:
        """The form. `more`: `area`, `ticket`, `notices`, `before`."""
        reader, filled = Reader(language_now()), filled or Filled()
        asked = asked_of(self.content, reader, filled)
        context = {
            "row": self.row,
            "version": self.version,
            "numbers": [one.number for one in self.row.versions.all() if one.published_at],
            "title": reader.said(self.content.title),
            "fields": self.fields,
            "asked": asked,
            "steps": len(asked) + 1,
            "areas": towns(),
            "errors": {f"q-{one.code}": one.error for one in asked if one.error},
            "area": "",
            "before": self.before,
            **more,
        }
        context["ticket"] = str(more.get("ticket") or Ticket.new(self.purpose))
        status = 422 if self.request.method == "POST" else 200
        return render(self.request, "curate/questions/type.html", desk(self.request) | context, status=status)

    def sent(self) -> HttpResponse:
        """Keeps it, and on to the next sheet; or back with what is wrong."""
        filled, area = answers.read(self.content, self.form), area_in(self.form)
        ticket = Ticket.read(self.form.get("ticket", ""), self.purpose) or Ticket.new(self.purpose)
        notices = [_("Please answer at least one question.")] if filled.is_empty and not filled.errors else []
        if notices or filled.errors or not self.fields.is_valid():
            return self.shown(filled, area=area, ticket=ticket, notices=notices)
        said = self.fields.cleaned_data
        kept = filling.Form(filled.values, said["language"], area, Way.PAPER)
        try:
            self._keep(kept, ticket.key)
        except filling.SentAlready:
            before = filling.kept_with(ticket.key)
            if before and not self._is_the_same(before, kept):
                notices = [
                    _("This form was sent before. What you have changed since is below; send it as another one?")
                ]
                return self.shown(filled, area=area, notices=notices, before=[*self.before, ticket])
            self._propose(kept, ticket.key)
        messages.success(self.request, _("Kept. Here is the form for the next sheet."))
        return redirect(f"{self.request.path}?version={self.version.number}&in={said['language']}")

    def _keep(self, form: filling.Form, key: str) -> None:
        said = self.fields.cleaned_data
        entry: Organisation | None = said.get("entry")
        site = site_of(self.request)
        keep = partial(offers.keep, entry.pk, before=self._keys_before, site=site) if entry else filling.keep
        keep(self.version, form, key, day=said["day"])

    @property
    def _keys_before(self) -> list[str]:
        return [ticket.key for ticket in self.before]

    def _is_the_same(self, before: Answers, form: filling.Form) -> bool:
        """Whether this sheet was kept as it is now. Here language and day were typed, unlike on the public form."""
        beside = (form.language, self.fields.cleaned_data["day"])
        return filling.is_the_same(before, form) and (before.language, before.day) == beside

    def _propose(self, form: filling.Form, key: str) -> None:
        """The suggestions of a sheet whose answers are kept: its entry may have been typed only now."""
        entry: Organisation | None = self.fields.cleaned_data.get("entry")
        if entry:
            how: dict[str, Any] = {"language": form.language, "key": key, "before": self._keys_before}
            offers.propose(entry.pk, self.content, form.values, **how, site=site_of(self.request))
