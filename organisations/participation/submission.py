"""A form that was sent: checked step by step. Whatever is wrong, it comes back filled, with a ticket that works."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from organisations.limits import client_address, network_of
from organisations.participation import services, throttle, work
from organisations.participation.draft import Draft
from organisations.participation.models import Message
from organisations.participation.pages import (
    Writing,
    challenge_for,
    consent_text,
    language_now,
    moved_to_operator,
    site_of,
    waiting_sentence,
)
from organisations.participation.reach import canonical
from organisations.secret_links import digest
from organisations.tickets import LEAST_SECONDS, Ticket, is_from_our_page


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
    def ticket(self) -> Ticket | None:
        """The ticket of the form; None if it is none of ours for this addressee."""
        return Ticket.read(self.sent.get("ticket", ""), self.writing.to.purpose)

    @cached_property
    def next_ticket(self) -> Ticket:
        """The one that goes back with the form: the same if it still works, so that a second sending is recognised."""
        if self.ticket is None:
            return Ticket.new(self.writing.to.purpose)
        return self.ticket.renewed() if self.ticket.is_over else self.ticket

    def answer(self) -> HttpResponse:
        """The form again, the preview, or on to the page of the message that was sent."""
        step = self.sent.get("step", "preview")
        if self.ticket and step == "send" and Message.objects.filter(status_hash=digest(self.ticket.key)).exists():
            return self._to_status(self.ticket, again=True)
        if trouble := self._trouble():
            return self._back(notices=[trouble])
        if step == "edit":
            return self.writing.form(self.draft, self.next_ticket)
        if errors := self.draft.problems():
            return self.writing.form(self.draft, self.next_ticket, status=400, errors=errors)
        if step != "send":
            return self.writing.preview(self.draft, self.next_ticket)
        return self._send()

    def _trouble(self) -> str:
        """What is wrong with the form itself, in words for people; empty if nothing is."""
        if not is_from_our_page(self.request):
            return _("This form did not come from our page. Please read it again and press “Send” once more.")
        if self.ticket is None or self.ticket.is_over:
            return _("The form was open for too long. Nothing is lost: please press the button once more.")
        if self.sent.get("website"):
            return _("A field that nobody sees was filled in. It is empty again: please press the button once more.")
        return ""

    def _send(self) -> HttpResponse:
        if not self.draft.consent:
            sentence = _("Please allow that your message is passed on. Without that we may not send it.")
            return self._back(errors={"consent": sentence})
        if self.next_ticket.age < LEAST_SECONDS:
            return self._back(notices=[_("That was very fast. Please read it once more and press “Send”.")])
        solved = work.is_solved(self.sent.get("work", ""), self.next_ticket.key)
        verdict = throttle.judge(self._subjects(), solved)
        if verdict.wait:
            return self._not_now(verdict)
        return self._stored()

    def _stored(self) -> HttpResponse:
        to_operator = self.writing.to_operator
        again = False
        try:
            services.send(
                self.draft,
                self.writing.to,
                key=self.next_ticket.key,
                language=language_now(),
                consent=consent_text(to_operator),
                site=site_of(self.request),
            )
        except services.SentAlready:
            again = True
        except services.EntryGone:
            return moved_to_operator(self.request, self.draft)
        return self._to_status(self.next_ticket, again=again)

    def _not_now(self, verdict: throttle.Verdict) -> HttpResponse:
        many = _("Many messages came from here in a short time. Your message was not sent yet, and nothing is lost.")
        more: dict[str, Any] = {"notices": [many], "wait": waiting_sentence(verdict.wait)}
        if verdict.work:
            more["challenge"] = challenge_for(self.next_ticket)
        response = self._back(status=429, **more)
        response.headers["Retry-After"] = str(verdict.wait)
        return response

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

    def _to_status(self, ticket: Ticket, again: bool) -> HttpResponse:
        address = reverse("message", args=[ticket.key])
        return HttpResponseRedirect(f"{address}?again=1" if again else address)
