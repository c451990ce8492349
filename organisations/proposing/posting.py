"""Sending a proposal, the same for all kinds: checked step by step; whatever is wrong, its page comes back filled."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Protocol

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from organisations.limits import client_address, network_of
from organisations.models import Suggestion
from organisations.proposing import throttle
from organisations.proposing.person import Person, consent_text
from organisations.public_forms.pages import language_now, not_now
from organisations.public_forms.sent import SentForm
from organisations.reach import canonical
from organisations.services.suggestions import NothingSaid, Sender, SentAlready, of_link, said_of
from organisations.text import written
from organisations.tickets import Ticket
from organisations.validation import InvalidDocument

Pairs = list[tuple[str, str]]
CONTROL = frozenset({"ticket", "work", "website", "step", "row", "page", "consent"})


class Back(Protocol):
    """Shows the page that was sent once more, filled: `notices`, `errors` by field, `challenge`, `wait`."""

    def __call__(self, status: int, **more: Any) -> HttpResponse:
        """The page."""


@dataclass(frozen=True)
class Posting:
    """One POST of a proposal. `purpose`: of its tickets; `said`: what it says; `subject`: the entry that is counted."""

    request: HttpRequest
    data: QueryDict
    purpose: str
    said: Callable[[], Iterable[tuple[str, str]]]
    subject: str = ""

    @cached_property
    def form(self) -> SentForm:
        """The form itself: its ticket, who sent it, how fast."""
        return SentForm(self.request, self.data, self.purpose, self._same_before)

    @cached_property
    def person(self) -> Person:
        """The sender, as typed."""
        return Person.of(self.data)

    @property
    def notices(self) -> list[str]:
        """What to say on every page of a form that has sent something else before."""
        return [second_sentence()] if self.form.is_second else []

    def sent(
        self, put: Callable[[Sender], Suggestion], back: Back, *, errors: dict[str, str] | None = None
    ) -> HttpResponse:
        """Stores it with `put` and leads on to its status page, or gives the page back with what is wrong."""
        ticket = self.form.ticket
        if ticket and self.form.is_again:
            return to_status(ticket, again=True)
        if trouble := self.form.trouble:
            return back(400, notices=[trouble])
        if self.form.is_second:
            return back(409, notices=self.notices)
        if errors := {**(errors or {}), **self.person.problems()}:
            return back(400, errors=errors)
        if self.form.haste:
            return back(400, notices=[self.form.haste])
        verdict = self.form.judged(lambda solved: throttle.judge(self._subjects(), solved))
        return not_now(back, verdict, self.form.next_ticket) if verdict.wait else self._stored(put, back)

    def _stored(self, put: Callable[[Sender], Suggestion], back: Back) -> HttpResponse:
        key = self.form.next_ticket.key
        sender = Sender(
            language_now(),
            key,
            name=self.person.name,
            email=self.person.email,
            consent=consent_text(),
            said=self._digest(key),
        )
        try:
            put(sender)
        except SentAlready:  # by another request at the same moment
            return replace(self).sent(put, back)
        except NothingSaid:
            return back(400, notices=[nothing_said()])
        return to_status(self.form.next_ticket)

    def _subjects(self) -> dict[str, str]:
        """Who and what is counted, in this order."""
        network = network_of(client_address(self.request))
        found = {"network": network}
        found |= {"reply": canonical(self.person.email)} if self.person.email else {}
        if self.subject:
            found |= {"entry of network": f"{network} {self.subject}", "entry": self.subject}
        return found | {"site": "all"}

    def _same_before(self, ticket: Ticket) -> bool | None:
        before = of_link(ticket.key)
        return bytes(before.said_hash) == self._digest(ticket.key) if before else None

    def _digest(self, key: str) -> bytes:
        return said_of([*self.said(), ("name", self.person.name), ("email", self.person.email)], key)


def pairs(data: QueryDict, but: Iterable[str] = ()) -> Pairs:
    """The fields and values of a form but for those that only steer it, as hidden inputs carry them on."""
    left_out = CONTROL | set(but)
    return [(written(name), written(one)) for name, values in data.lists() if name not in left_out for one in values]


def to_status(ticket: Ticket, again: bool = False) -> HttpResponse:
    """On to the page of what was sent with a ticket; `again`: not for the first time."""
    address = reverse("suggestion", args=[ticket.key])
    return HttpResponseRedirect(f"{address}?again=1" if again else f"{address}?new=1")


def second_sentence() -> str:
    """What to say when other words come with a form that has sent something already."""
    return _("This form was already used once. What you have entered now is below; send it in addition?")


def not_sendable(error: InvalidDocument) -> str:
    """What to say about a document that no entry can be made of."""
    return _("This cannot be sent. %(reason)s") % {"reason": error.translated}


def nothing_said() -> str:
    """What to say to one who changed nothing and wrote nothing."""
    return _("You have not changed or written anything yet.")
