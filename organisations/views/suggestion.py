"""The page of a proposal for its sender, by secret link: where it is, what was decided, and taking it back."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from organisations.own_page import Sender, sender_of
from organisations.permissions import VISITOR, allow
from organisations.proposing.status import Status
from organisations.services.suggestions import of_link, withdraw
from organisations.tickets import Ticket
from organisations.views.counted import counted


@allow(VISITOR)
@require_http_methods(["GET", "HEAD", "POST"])
@counted
def suggestion(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows and changes nothing; POST takes it back."""
    found = of_link(token)
    if found is None:
        return render(request, "organisations/proposing/no_link.html", status=404)
    purpose, failed = f"withdraw:{found.pk}", False
    if request.method == "POST":
        ticket = Ticket.read(request.POST.get("ticket", ""), purpose)
        if ticket and not ticket.is_over and sender_of(request) != Sender.FOREIGN:
            withdraw(found)
            return HttpResponseRedirect(reverse("suggestion", args=[token]))
        failed = True
    more = {
        "again": "again" in request.GET,
        "new": "new" in request.GET,
        "failed": failed,
        "ticket": str(Ticket.new(purpose)),
    }
    context = Status(found).context() | more
    return render(request, "organisations/proposing/status.html", context, status=400 if failed else 200)
