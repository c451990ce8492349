"""A form that was sent: checked step by step. Whatever is wrong, it comes back filled, with a ticket that works."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from organisations.limits import client_address, network_of
from organisations.own_page import Sender, sender_of, site_of
from organisations.participation import services, throttle, work
from organisations.participation.draft import Draft
from organisations.participation.models import Message
from organisations.participation.pages import (
    Writing,
    challenge_for,
    consent_text,
    language_now,
    moved_to_operator,
    second_sentence,
    waiting_sentence,
)
from organisations.participation.reach import canonical
from organisations.tickets import LEAST_SECONDS, Ticket


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
    def sent_before(self) -> Message | None:
        """The message that this form was used for before."""
        return services.sent_with(self.ticket.key) if self.ticket else None

    @property
    def is_second(self) -> bool:
        """Whether the form was used before, for a message with other words."""
        return self.sent_before is not None and not services.says_the_same(self.sent_before, self.draft)

    @cached_property
    def next_ticket(self) -> Ticket:
        """The one that goes back with the form: the same if it still works, so that a second sending is recognised."""
        if self.ticket is None or self.is_second:
            return Ticket.new(self.writing.to.purpose)
        return self.ticket.renewed() if self.ticket.is_over else self.ticket

    def answer(self) -> HttpResponse:
        """The form again, the preview, or on to the page of the message that was sent."""
        step = self.sent.get("step", "preview")
        if self.ticket and step == "send" and self.sent_before and not self.is_second:
            return to_status(self.ticket, again=True)
        if trouble := self._trouble():
            return self._back(notices=[trouble])
        notices = [second_sentence()] if self.is_second else []
        if step == "edit":
            return self.writing.form(self.draft, self.next_ticket, notices=notices)
        if errors := self.draft.problems():
            return self.writing.form(self.draft, self.next_ticket, status=400, errors=errors, notices=notices)
        if step != "send":
            return self.writing.preview(self.draft, self.next_ticket, notices=notices)
        return self._back(status=409, notices=notices) if self.is_second else self._send()

    def _trouble(self) -> str:
        """What is wrong with the form itself, in words for people; empty if nothing is."""
        if sender_of(self.request) == Sender.FOREIGN:
            return _("This form did not come from our page. Please read it again and press “Send” once more.")
        if self.ticket is None or (self.ticket.is_over and not self.is_second):
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


def to_status(ticket: Ticket, again: bool = False) -> HttpResponse:
    """On to the page of the message that was sent with a ticket; `again`: not for the first time."""
    address = reverse("message", args=[ticket.key])
    return HttpResponseRedirect(f"{address}?again=1" if again else address)
