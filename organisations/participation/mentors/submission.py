"""The offer as a form that anybody may send: checked step by step; whatever is wrong, it comes back filled."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse

from organisations.further import links
from organisations.limits import client_address, network_of
from organisations.models import DataVersion
from organisations.own_page import site_of
from organisations.participation import throttle
from organisations.participation.mentors import services
from organisations.participation.mentors.fields import About, OfferFields, consent_text, homes_of, spoken_first
from organisations.participation.mentors.own import just_left
from organisations.proposing.posting import second_sentence
from organisations.public_forms.pages import (
    language_now,
    not_now,
    rendered,
    work_config,
)
from organisations.public_forms.sent import SentForm
from organisations.reach import canonical
from organisations.tickets import Ticket

PURPOSE = "mentor"


@dataclass(frozen=True)
class Offer:
    """The page; `sent`: the form, if one was sent."""

    request: HttpRequest
    sent: QueryDict | None = None

    @cached_property
    def fields(self) -> OfferFields:
        """What was filled in."""
        if self.sent is not None:
            return OfferFields(self.sent, about=About.of())
        homes = homes_of(self.request.GET.get("at", ""))
        initial = {"languages": spoken_first(), "homes": homes}
        return OfferFields(initial=initial, about=About.of(homes=homes))

    @cached_property
    def form(self) -> SentForm:
        """The form itself: its ticket, who sent it, how fast."""
        return SentForm(self.request, self.sent or QueryDict(), PURPOSE, self._same_before)

    def _same_before(self, ticket: Ticket) -> bool | None:
        before = services.sent_with(ticket.key)
        return self.fields.is_valid() and self._says(before) if before else None

    def _says(self, before: Any) -> bool:
        values = self.fields.values | {"email": self.fields.cleaned_data["email"]}
        return services.says_the_same(before, values, self.fields.related)

    def page(self, status: int = 200, **more: Any) -> HttpResponse:
        """The form. `more`: `notices`, `challenge`, `wait`."""
        context = {
            "form": self.fields,
            "consent_text": consent_text(),
            "ticket": str(self.form.next_ticket if self.sent is not None else Ticket.new(PURPOSE)),
            "config": work_config(more.get("challenge")),
            "further": links("mentors", DataVersion.current()[1]),
            "left": just_left(self.request),
        }
        return rendered(self.request, "participation/mentors/offer.html", context | more, status)

    def answer(self) -> HttpResponse:
        """What follows from the form that was sent."""
        if self.sent is None:
            return self.page()
        if self.form.is_again:
            return on()
        if trouble := self.form.trouble:
            return self.page(400, notices=[trouble])
        notices = [second_sentence()] if self.form.is_second else []
        if self.sent.get("step") == "find":
            self.fields.not_judged()
            return self.page(notices=notices)
        if not self.fields.is_valid():
            return self.page(400, notices=notices)
        return self.page(409, notices=notices) if notices else self._sent()

    def _sent(self) -> HttpResponse:
        if self.form.haste:
            return self.page(400, notices=[self.form.haste])
        verdict = self.form.judged(lambda solved: throttle.judge_offer(self._subjects(), solved))
        if verdict.wait:
            return not_now(self.page, verdict, self.form.next_ticket)
        return self._stored()

    def _stored(self) -> HttpResponse:
        try:
            services.offer(
                self.fields.values,
                self.fields.related,
                email=self.fields.cleaned_data["email"],
                key=self.form.next_ticket.key,
                language=language_now(),
                consent=consent_text(),
                site=site_of(self.request),
            )
        except services.SentAlready:  # by another request at the same moment
            return Offer(self.request, self.sent).answer()
        return on()

    def _subjects(self) -> dict[str, str]:
        """Who is counted, in this order."""
        network = network_of(client_address(self.request))
        return {"network": network, "reply": canonical(self.fields.cleaned_data["email"]), "site": "all"}


def on() -> HttpResponse:
    """On to the page that says what comes next; the same whether the address is known or not."""
    return HttpResponseRedirect(reverse("mentor-sent"))
