"""The request as a form that anybody may send: checked step by step; whatever is wrong, it comes back filled."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations.cards import Reader
from organisations.detail import EntryPage
from organisations.entry import PublicEntry
from organisations.languages import written_in
from organisations.limits import client_address, network_of
from organisations.own_page import site_of
from organisations.participation import services, throttle
from organisations.participation.company import asking, read
from organisations.participation.company.entry_facts import times_of
from organisations.participation.company.fields import CompanyFields, consent_text, said_before, said_in
from organisations.participation.company.sides import group_days
from organisations.participation.models import Accompaniment, Message
from organisations.public_forms.pages import (
    language_now,
    not_now,
    rendered,
    work_config,
)
from organisations.public_forms.sent import SentForm
from organisations.reach import canonical
from organisations.secret_links import digest
from organisations.tickets import Ticket
from organisations.vocabulary import vocabulary


@dataclass(frozen=True)
class Asking:
    """The form of one entry; `sent`: the form, if one was sent. `entry` is None if it is not public any more."""

    request: HttpRequest
    entry: PublicEntry | None
    sent: QueryDict | None = None

    @property
    def purpose(self) -> str:
        """What the form's ticket is for."""
        return f"company:{self.entry.document.id}" if self.entry else ""

    @cached_property
    def message(self) -> Message | None:
        """The first message after which somebody asks, by its secret, if it went to this entry."""
        secret = self.sent.get("message", "") if self.sent is not None else ""
        if not secret or self.entry is None:
            return None
        found = Message.objects.filter(status_hash=digest(secret), organisation_id=self.entry.document.id).first()
        return None if found is None or services.is_over(found) else found

    @cached_property
    def before(self) -> Accompaniment | None:
        """The request after which somebody asks once more, by the secret of its page, if it was about this entry."""
        secret = self.sent.get("again", "") if self.sent is not None else ""
        found = read.by_status(secret) if secret else None
        same = found is not None and self.entry is not None and found.organisation_id == self.entry.document.id
        return found if same else None  # nothing of one that is erased is left, neither the entry

    @property
    def begins(self) -> bool:
        """Whether this only opens the form: without a POST, or out of the page of a first message or of a request."""
        return self.sent is None or self.sent.get("step") == "begin"

    @cached_property
    def fields(self) -> CompanyFields:
        """What was filled in."""
        if self.sent is None or self.begins:
            said = said_before(self.before) if self.before else said_in(self.message)
            initial = {"languages": [written_in(language_now())]} | said
            return CompanyFields(initial=initial, about=(language_now(), *initial["languages"]))
        return CompanyFields(self.sent, about=(language_now(), *self.sent.getlist("languages")))

    @cached_property
    def form(self) -> SentForm:
        """The form itself: its ticket, who sent it, how fast."""
        return SentForm(self.request, self.sent or QueryDict(), self.purpose, self._same_before)

    def _same_before(self, ticket: Ticket) -> bool | None:
        before = asking.asked_with(ticket.key)
        return self.fields.is_valid() and asking.says_the_same(before, self.fields.draft) if before else None

    @cached_property
    def entry_page(self) -> EntryPage | None:
        """The entry in the language of the page."""
        entry, reader = self.entry, Reader(language_now(), timezone.localdate(), vocabulary())
        return EntryPage(entry, reader) if entry else None

    @property
    def meets(self) -> list[str]:
        """When the group meets, as far as is known."""
        return times_of(self.entry_page) if self.entry_page else []

    def _is_valid(self) -> bool:
        """Whether it can be sent. Nobody comes along on a day on which the group is not there."""
        if not self.fields.is_valid():
            return False
        chosen = {time["day"] for time in self.fields.draft.times}
        days = group_days({self.entry.document.id}) if self.entry and chosen else {}
        if any(group and not group & chosen for group in days.values()):
            sentence = _("The group does not meet on these days. It meets: %(times)s. Choose one of its days, or none.")
            self.fields.add_error("times", sentence % {"times": " · ".join(self.meets)})
        return self.fields.is_valid()

    def page(self, status: int = 200, **more: Any) -> HttpResponse:
        """The form. `more`: `notices`, `challenge`, `wait`."""
        context = {
            "form": self.fields,
            "page": self.entry_page,
            "meets": self.meets,
            "ticket": str(Ticket.new(self.purpose) if self.begins else self.form.next_ticket),
            "config": work_config(more.get("challenge")),
            "secret": self.sent.get("message", "") if self.message and self.sent is not None else "",
        }
        return rendered(self.request, "participation/company/ask.html", context | more, status)

    def answer(self) -> HttpResponse:
        """What follows from the form that was sent."""
        if self.begins:
            return self._begun()
        ticket = self.form.ticket
        if ticket and self.form.is_again:
            return to_status(ticket, again=True)
        if trouble := self.form.trouble:
            return self.page(400, notices=[trouble])
        notices = [second_sentence()] if self.form.is_second else []
        if not self._is_valid():
            return self.page(400, notices=notices)
        return self.page(409, notices=notices) if notices else self._send()

    def _begun(self) -> HttpResponse:
        """The form as it opens; the page of the request if one was made with that first message and has not ended."""
        asked = asking.asked_after(self.message) if self.message else None
        return HttpResponseRedirect(reverse("company", args=[asking.page_key(asked)])) if asked else self.page()

    def _send(self) -> HttpResponse:
        if self.form.haste:
            return self.page(400, notices=[self.form.haste])
        verdict = self.form.judged(lambda solved: throttle.judge_company(self._subjects(), solved))
        if verdict.wait:
            return not_now(self.page, verdict, self.form.next_ticket)
        assert self.entry  # noqa: S101 - without one there is no ticket for it
        try:
            asking.ask(
                self.fields.draft, self.entry.document.id, key=self.form.next_ticket.key, language=language_now(),
                consent=consent_text(), site=site_of(self.request), message=self.message,
            )  # fmt: skip
        except services.SentAlready:  # by another request at the same moment
            return Asking(self.request, self.entry, self.sent).answer()
        except services.EntryGone:
            return gone(self.request, self.sent)
        return to_status(self.form.next_ticket)

    def _subjects(self) -> dict[str, str]:
        """Who and what is counted."""
        reached, adult = self.fields.reached, self.fields.adult_reached
        return {
            "network": network_of(client_address(self.request)),
            "reply": reached.phone or canonical(reached.email),
            **({"adult": canonical(adult.email)} if adult.email else {}),
            "entry": self.purpose,
            "site": "all",
        }


def gone(request: HttpRequest, sent: QueryDict | None) -> HttpResponse:
    """The entry is not public (any more); a request that was sent before stays sent, and what was typed comes back."""
    ticket = Ticket.read(sent.get("ticket", "")) if sent is not None else None
    if ticket and asking.asked_with(ticket.key):
        return to_status(ticket, again=True)
    if sent is None or sent.get("step") == "begin":
        return rendered(request, "participation/gone.html", {}, 404)
    return Asking(request, None, sent).page(410, gone=True)


def to_status(ticket: Ticket, again: bool = False) -> HttpResponse:
    """On to the page of the request that was sent with a ticket; `again`: not for the first time."""
    address = reverse("company", args=[ticket.key])
    return HttpResponseRedirect(f"{address}?again=1" if again else address)


def second_sentence() -> str:
    """What to say when other words come with a form that has sent a request already."""
    return _(
        "This form was already used for a request. What you have written now is below; send it as a second request?"
    )
