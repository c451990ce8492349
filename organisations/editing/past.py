"""The history of an entry for its editors; every version can be had back."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext

from organisations.editing.desk import Desk
from organisations.editing.forms import foreign, page
from organisations.models import Organisation, Revision
from organisations.past import told_page
from organisations.services.editing import Conflicting, restore_as_editor
from organisations.services.suggestions import SentAlready
from organisations.tickets import Ticket
from organisations.validation import InvalidDocument


@dataclass(frozen=True)
class Past:
    """The page, for an editor of the entry; curators have one of their own on the desk."""

    request: HttpRequest
    desk: Desk

    @property
    def entry(self) -> Organisation:
        """Whose history it is."""
        return self.desk.entry

    def page(self, status: int = 200, **more: Any) -> HttpResponse:
        """Twenty steps, the newest first."""
        told = told_page(self.entry.pk, before=number_of(self.request.GET.get("before", "")))
        done = number_of(self.request.GET.get("restored", ""))
        context = {
            "entry": self.entry,
            "past": told,
            "newest": self.entry.number,
            "ticket": str(Ticket.new(self.purpose)),
            "restored": done,
            "undo": number_of(self.request.GET.get("undo", "")) if done else None,
            "waiting": "waiting" in self.request.GET,
            "same": "same" in self.request.GET,
            **more,
        }
        return page(self.request, "history.html", context, status)

    @property
    def purpose(self) -> str:
        """What the form's ticket is for."""
        return f"restore:{self.entry.pk}"

    def sent(self, form: QueryDict) -> HttpResponse:
        """The version of a button comes back; the one of today can be had back in the same way."""
        if notice := foreign(self.request):
            return self.page(400, notice=notice)
        number, before = number_of(form.get("number", "")), self.entry.number
        try:
            made, waits = self._restored(number or 0, form)
        except Revision.DoesNotExist:
            return self.page(400)
        except (InvalidDocument, Conflicting):
            notice = gettext("This version breaks a rule of today and cannot be restored as it is. Please change it.")
            return self.page(409, notice=notice)
        query = f"restored={number}&undo={before}" if made else "same=1" * (not waits)
        query += "&waiting=1" * waits
        return HttpResponseRedirect(f"{reverse('history', args=[self.entry.slug])}?{query.lstrip('&')}")

    def _restored(self, number: int, form: QueryDict) -> tuple[Revision | None, bool]:
        """The revision it made, and whether parts of it wait for a curator."""
        ticket = Ticket.read(form.get("ticket", ""), self.purpose) or Ticket.new(self.purpose)
        try:
            edited = restore_as_editor(number, editor=self.desk.editor, key=ticket.key)
        except SentAlready:  # the button was pressed twice
            return None, True
        return edited.revision, edited.waiting is not None


def number_of(text: str) -> int | None:
    """A number of a revision as it stands in an address; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 and int(text) > 0 else None
