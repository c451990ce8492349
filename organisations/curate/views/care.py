"""Links in trouble, the log of mails, and what is forgotten when."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from organisations.curate.care import PURPOSES, STATES, Keeping, Links, Mails, checks_links
from organisations.curate.choice import page_of
from organisations.curate.views.queue import desk
from organisations.models import LinkState
from organisations.outbox.sending import send_again
from organisations.permissions import CURATOR, allow
from organisations.scope import decides_everywhere, within
from organisations.services.links import ask_again
from organisations.text import written


@allow(CURATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def links(request: HttpRequest) -> HttpResponse:
    """Web addresses in trouble; POST has one, or all of them, looked at again."""
    if request.method == "POST":
        ask_again(within(request.user), written(request.POST.get("url", "")))
        messages.success(request, _("The address is asked again within some minutes."))
        return redirect("curate-links")
    state = request.GET.get("state", "")
    shown = Links(request.user, state if state in (LinkState.BROKEN, LinkState.FAILING) else "", page_of(request.GET))
    return render(request, "curate/links.html", desk(request) | {"links": shown, "on": checks_links()})


@allow(CURATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def mails(request: HttpRequest) -> HttpResponse:
    """The log of mails; POST sends one again that failed."""
    if request.method == "POST":
        if decides_everywhere(request.user) and send_again(request.POST.get("mail", "")):
            messages.success(request, _("The mail is on its way again."))
        return redirect("curate-mails")
    state, purpose = request.GET.get("state", ""), request.GET.get("purpose", "")
    shown = Mails(
        request.user, state if state in STATES else "", purpose if purpose in PURPOSES else "", page_of(request.GET)
    )
    return render(request, "curate/mails.html", desk(request) | {"mails": shown})


@allow(CURATOR)
@require_safe
def retention(request: HttpRequest) -> HttpResponse:
    """The rules of keeping and forgetting."""
    return render(request, "curate/retention.html", desk(request) | {"keeping": Keeping()})
