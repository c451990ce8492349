"""Asking for the link to an own entry, or to what else is reached by one: the answer is the same, and takes as long,
whether the address is known or not.
"""

import time
from dataclasses import dataclass
from typing import Any, Protocol

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse

from organisations.editing.forms import address_error, foreign, hidden_fields, sent_form, typed_words
from organisations.limits import client_address, network_of, seconds_to_wait
from organisations.own_page import site_of
from organisations.public_forms.pages import language_now, not_before, rendered, too_much, waiting_sentence
from organisations.public_forms.sent import SentForm
from organisations.services.ownership import send_links
from organisations.text import written
from organisations.tickets import Ticket

HOUR, DAY = 3_600, 86_400
OF_NETWORK, OF_ADDRESS = 20, 3  # requests an hour, mails a day
EVEN_SECONDS = 0.4  # every answer takes so long; the work behind it takes a small part of that


class Send(Protocol):
    """Mails the links to an address, if it is on file."""

    def __call__(self, email: str, *, language: str, site: str) -> object: ...


@dataclass(frozen=True)
class LinkKind:
    """Whose links: `name` of the address in the URLs, of the tickets and counters; template; what sends them."""

    name: str
    template: str
    send: Send


EDITORS = LinkKind("update", "organisations/edit/update.html", send_links)


@dataclass(frozen=True)
class LinkRequest:
    """The page on which a link is asked for."""

    request: HttpRequest
    kind: LinkKind = EDITORS

    def page(self, email: str = "", *, status: int = 200, **more: Any) -> HttpResponse:
        """The form. `more`: `error` of the field, `notice` about the whole."""
        ticket = str(Ticket.new(self.kind.name))
        context = {"email": email, "ticket": ticket, "sent": "sent" in self.request.GET, **more}
        return rendered(self.request, self.kind.template, context, status)

    def answer(self) -> HttpResponse:
        """The form, or what follows from the one that was sent."""
        if self.request.method != "POST":
            return self.page()
        form = sent_form(self.request)
        return too_much(self.request) if form is None else self.sent(form)

    def without_session(self, purpose: str) -> HttpResponse:
        """For pages behind such links without a session that works. What was typed is shown, and can be sent once more.

        Only of a form of ours, which carries our ticket for that `purpose` (its beginning): nobody else puts words into
        the mouth of whom the page belongs to.
        """
        form = sent_form(self.request) if self.request.method == "POST" else QueryDict()
        if form is None:
            return too_much(self.request)
        ticket = Ticket.read(form.get("ticket", ""))
        if foreign(self.request) or ticket is None or not ticket.purpose.startswith(purpose):
            return self.page(status=403, closed=True)
        again = self.request.get_full_path()
        return self.page(status=403, closed=True, fields=hidden_fields(form), words=typed_words(form), again=again)

    def sent(self, form: QueryDict) -> HttpResponse:
        """Mails the links if the address is on file."""
        began = time.monotonic()
        email = "".join(written(form.get("email", "")).split())
        if notice := SentForm(self.request, form, self.kind.name).trouble:
            return self.page(email, status=400, notice=notice)
        if error := address_error(email):
            return self.page(email, status=400, error=error)
        network = network_of(client_address(self.request))
        if wait := seconds_to_wait(f"{self.kind.name}-network", network, limit=OF_NETWORK, seconds=HOUR):
            return not_before(self.page(email, status=429, notice=waiting_sentence(wait)), wait)
        if not seconds_to_wait(f"{self.kind.name}-address", email.lower(), limit=OF_ADDRESS, seconds=DAY):
            self.kind.send(email, language=language_now(), site=site_of(self.request))
        time.sleep(max(0.0, EVEN_SECONDS - (time.monotonic() - began)))
        return HttpResponseRedirect(reverse(self.kind.name) + "?sent=1")
