"""A form that was sent: checked step by step. Whatever is wrong, it comes back filled, with a ticket that works."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from organisations.limits import client_address, network_of
from organisations.own_page import site_of
from organisations.participation import services, throttle
from organisations.participation.draft import Draft
from organisations.participation.pages import (
    Writing,
    consent_text,
    moved_to_operator,
    second_sentence,
)
from organisations.public_forms.pages import language_now, not_now
from organisations.public_forms.sent import SentForm
from organisations.reach import canonical
from organisations.tickets import Ticket


@dataclass(frozen=True)
class Submission:
    """One POST of the form of `writing`."""

    request: HttpRequest
    writing: Writing
    sent: QueryDict

    @cached_property
    def draft(self) -> Draft:
        """What was typed and chosen."""
        return Draft.of(self.sent, self.writing.to_operator)

    @cached_property
    def form(self) -> SentForm:
        """The form itself: its ticket, who sent it, how fast."""
        return SentForm(self.request, self.sent, self.writing.to.purpose, self._same_before)

    @property
    def is_second(self) -> bool:
        """Whether the form was used before, for a message with other words."""
        return self.form.is_second

    @property
    def next_ticket(self) -> Ticket:
        """The one that goes back with the form."""
        return self.form.next_ticket

    def _same_before(self, ticket: Ticket) -> bool | None:
        before = services.sent_with(ticket.key)
        return services.says_the_same(before, self.draft) if before else None

    def answer(self) -> HttpResponse:
        """The form again, the preview, or on to the page of the message that was sent."""
        step = self.sent.get("step", "preview")
        ticket = self.form.ticket
        if ticket and step == "send" and self.form.is_again:
            return to_status(ticket, again=True)
        if trouble := self.form.trouble:
            return self._back(notices=[trouble])
        notices = [second_sentence()] if self.is_second else []
        if step == "edit":
            return self.writing.form(self.draft, self.next_ticket, notices=notices)
        if errors := self.draft.problems():
            return self.writing.form(self.draft, self.next_ticket, status=400, errors=errors, notices=notices)
        if step != "send":
            return self.writing.preview(self.draft, self.next_ticket, notices=notices)
        return self._back(status=409, notices=notices) if self.is_second else self._send()

    def _send(self) -> HttpResponse:
        if not self.draft.consent:
            sentence = _("Please allow that your message is passed on. Without that we may not send it.")
            return self._back(errors={"consent": sentence})
        if self.form.haste:
            return self._back(notices=[self.form.haste])
        verdict = self.form.judged(lambda solved: throttle.judge(self._subjects(), solved))
        if verdict.wait:
            many = _(
                "Many messages came from here in a short time. Your message was not sent yet, and nothing is lost."
            )
            return not_now(self._back, verdict, self.next_ticket, many)
        return self._stored()

    def _stored(self) -> HttpResponse:
        to_operator = self.writing.to_operator
        try:
            services.send(
                self.draft,
                self.writing.to,
                key=self.next_ticket.key,
                language=language_now(),
                consent=consent_text(to_operator),
                site=site_of(self.request),
            )
        except services.SentAlready:  # by another request at the same moment
            return Submission(self.request, self.writing, self.sent).answer()
        except services.EntryGone:
            return moved_to_operator(self.request, self.draft)
        return to_status(self.next_ticket)

    def _subjects(self) -> dict[str, str]:
        """Who and what is counted."""
        reached = self.draft.reached
        return {
            "network": network_of(client_address(self.request)),
            "reply": reached.phone or canonical(reached.email),
            "entry": self.writing.to.purpose,
            "site": "all",
        }

    def _back(self, *, status: int = 400, **more: Any) -> HttpResponse:
        """The page that was sent, filled as before."""
        if self.sent.get("page") == "preview" and not self.draft.problems():
            return self.writing.preview(self.draft, self.next_ticket, status=status, **more)
        errors = more.pop("errors", {})
        return self.writing.form(self.draft, self.next_ticket, status=status, errors=errors, **more)


def to_status(ticket: Ticket, again: bool = False) -> HttpResponse:
    """On to the page of the message that was sent with a ticket; `again`: not for the first time."""
    address = reverse("message", args=[ticket.key])
    return HttpResponseRedirect(f"{address}?again=1" if again else address)
