"""Asking for the link to an own entry: the answer is the same, and takes as long, whether the address is known or
not.
"""

import time
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse

from organisations.editing.forms import address_error, page
from organisations.limits import client_address, network_of, seconds_to_wait
from organisations.own_page import site_of
from organisations.public_forms.pages import language_now, not_before, waiting_sentence
from organisations.public_forms.sent import SentForm
from organisations.services.ownership import send_links
from organisations.text import written
from organisations.tickets import Ticket

PURPOSE = "update"
HOUR, DAY = 3_600, 86_400
OF_NETWORK, OF_ADDRESS = 20, 3  # requests an hour, mails a day
EVEN_SECONDS = 0.4  # every answer takes so long; the work behind it takes a small part of that


@dataclass(frozen=True)
class LinkRequest:
    """The page of `/update/`."""

    request: HttpRequest

    def page(self, email: str = "", *, status: int = 200, **more: Any) -> HttpResponse:
        """The form. `more`: `error` of the field, `notice` about the whole."""
        context = {"email": email, "ticket": str(Ticket.new(PURPOSE)), "sent": "sent" in self.request.GET, **more}
        return page(self.request, "update.html", context, status)

    def sent(self, form: QueryDict) -> HttpResponse:
        """Mails the links if the address is on file."""
        began = time.monotonic()
        email = "".join(written(form.get("email", "")).split())
        if notice := SentForm(self.request, form, PURPOSE).trouble:
            return self.page(email, status=400, notice=notice)
        if error := address_error(email):
            return self.page(email, status=400, error=error)
        network = network_of(client_address(self.request))
        if wait := seconds_to_wait("update-network", network, limit=OF_NETWORK, seconds=HOUR):
            return not_before(self.page(email, status=429, notice=waiting_sentence(wait)), wait)
        if not seconds_to_wait("update-address", email.lower(), limit=OF_ADDRESS, seconds=DAY):
            send_links(email, language=language_now(), site=site_of(self.request))
        time.sleep(max(0.0, EVEN_SECONDS - (time.monotonic() - began)))
        return HttpResponseRedirect(reverse("update") + "?sent=1")
