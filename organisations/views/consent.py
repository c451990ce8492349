"""The page on which a contact person agrees to being shown, or takes it back, by the link of a mail."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from organisations.models import ConsentLink
from organisations.outbox.outline import html_lang
from organisations.own_page import Sender, sender_of
from organisations.permissions import VISITOR, allow
from organisations.services.consent import agree, consent_link_of, withdraw_consent
from organisations.tickets import Ticket
from organisations.views.counted import counted


@allow(VISITOR)
@require_http_methods(["GET", "HEAD", "POST"])
@counted
def consent(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows and changes nothing (mail scanners open links); POST agrees or says no."""
    link = consent_link_of(token)
    if link is None:
        return render(request, "organisations/proposing/no_link.html", status=404)
    purpose = f"consent:{link.pk}"
    if request.method != "POST":
        return _page(request, link, purpose)
    ticket = Ticket.read(request.POST.get("ticket", ""), purpose)
    if ticket is None or ticket.is_over or sender_of(request) == Sender.FOREIGN:
        return _page(request, link, purpose, failed=True)
    if request.POST.get("step") == "agree":
        if not agree(link):
            return _page(request, link, purpose)
    else:
        withdraw_consent([link.person_id])
    return HttpResponseRedirect(reverse("consent", args=[token]))


def _page(request: HttpRequest, link: ConsentLink, purpose: str, *, failed: bool = False) -> HttpResponse:
    person = link.person
    context = {
        "link": link,
        "person": person.details,
        "organisation": person.organisation,
        "agreed": person.consented_on is not None and person.withdrawn_on is None,
        "said_no": person.withdrawn_on is not None,
        "is_over": link.is_over,
        "text_lang": html_lang(link.language),
        "ticket": str(Ticket.new(purpose)),
        "failed": failed,
    }
    return render(request, "organisations/proposing/consent.html", context, status=400 if failed else 200)
