"""The history of an entry: who, when and what, in words; every version can be had back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organisations import formats
from organisations.differences import Difference, in_words
from organisations.editing.desk import Desk
from organisations.editing.forms import foreign, page
from organisations.models import Organisation, Revision
from organisations.services.editing import Conflicting, Step, history, restore_as_editor
from organisations.services.suggestions import SentAlready
from organisations.tickets import Ticket
from organisations.validation import InvalidDocument
from organisations.vocabulary import Vocabulary, vocabulary

MOST = 20  # steps on a page
UNTOLD = ("sample", "state", "ends_on")  # `state` is told as an act
PEOPLE: Mapping[str, Any] = {
    "editor": _("An editor"),
    "user": _("A curator"),
    "import": _("An import"),
    "geocoder": _("The geocoder"),
    "visitor": _("A visitor"),
}
ACTS: Mapping[str, Any] = {
    "confirmed": _("Everything was confirmed as right"),
    "text confirmed": _("A translation was read and is right"),
    "unlisted": _("Off the map: it is not to be listed"),
    "gone": _("Off the map: the group is no more"),
    "listed again": _("On the map again"),
    "erased": _("A contact person was erased"),
    "suggestion": _("A suggestion was taken over"),
}


@dataclass(frozen=True)
class Told:
    """One step in words; `day` is `when` as people read it."""

    number: int
    when: datetime
    day: str
    who: str
    act: str
    lines: list[Difference]


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
        steps = history(self.entry.pk, most=MOST, before=number_of(self.request.GET.get("before", "")))
        terms = vocabulary("default")
        done = number_of(self.request.GET.get("restored", ""))
        context = {
            "entry": self.entry,
            "steps": [told(step, terms) for step in steps],
            "older": steps[-1].revision.number if steps and steps[-1].revision.number > 1 else None,
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


def told(step: Step, terms: Vocabulary) -> Told:
    """A step in words."""
    revision = step.revision
    kind = revision.author.partition(":")[0]
    changes = [change for change in step.changes if change.key[0] not in UNTOLD]
    lines = in_words(changes, step.before, step.after, terms)
    who = PEOPLE.get(kind) or _("The operator")
    when = timezone.localtime(revision.created_at)
    day = f"{formats.long_date(when.date())}, {formats.clock(when.time())}"
    return Told(revision.number, when, day, str(who), act_of(revision, lines), lines)


def act_of(revision: Revision, lines: list[Difference]) -> str:
    """What was done, beside the changes."""
    reason, _colon, number = revision.reason.partition(":")
    if reason == "restored":
        return gettext("Version %(number)s was restored") % {"number": number}
    if reason in ACTS:
        return str(ACTS[reason])
    if revision.number == 1:
        return gettext("The entry was made")
    return gettext("Changed") if lines else gettext("Nothing that is seen was changed")


def number_of(text: str) -> int | None:
    """A number of a revision as it stands in an address; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 and int(text) > 0 else None
