"""The form of a first message: filling in, looking at both languages, sending. Nothing typed is ever lost."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from organisations.entry import entry_by_slug, slug_now
from organisations.moved import moved_to
from organisations.own_page import site_of
from organisations.participation import services
from organisations.participation.draft import Draft
from organisations.participation.pages import Writing, moved_to_operator
from organisations.participation.services import Addressee
from organisations.participation.submission import Submission, to_status
from organisations.permissions import VISITOR, allow
from organisations.public_forms.pages import language_now, too_much
from organisations.tickets import Ticket
from organisations.vocabulary import vocabulary


@allow(VISITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def to_entry(request: HttpRequest, slug: str) -> HttpResponse:
    """A message to an entry. If it is gone since, what was typed can go to the operator instead."""
    terms = vocabulary()
    found = entry_by_slug(slug, terms)
    if found is None and (now := slug_now(slug)):
        if request.method != "POST":
            return moved_to(reverse("contact-entry", args=[now]))
        found = entry_by_slug(now, terms)  # renamed while somebody wrote
    if found is None:
        return gone(request)
    document = found.document
    link = site_of(request) + reverse("entry", args=[found.slug])
    to = Addressee(document.id, document.name, link)
    return answered(request, Writing(request, to, reverse("contact-entry", args=[found.slug]), found))


@allow(VISITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def to_operator(request: HttpRequest) -> HttpResponse:
    """A message to those who run the map."""
    return answered(request, Writing(request, Addressee(), reverse("contact")))


def answered(request: HttpRequest, writing: Writing) -> HttpResponse:
    """The empty form, or what follows from the one that was sent."""
    if request.method != "POST":
        return writing.form(Draft.empty(language_now()))
    try:
        form = request.POST
    except (RequestDataTooBig, TooManyFieldsSent):
        return too_much(request)
    return Submission(request, writing, form).answer()


def gone(request: HttpRequest) -> HttpResponse:
    """No such entry (any more). Whether there ever was one is not told, but what was sent to it before stays sent."""
    if request.method != "POST":
        return render(request, "participation/gone.html", status=404)
    try:
        draft = Draft.of(request.POST, to_operator=False)
    except (RequestDataTooBig, TooManyFieldsSent):
        return too_much(request)
    ticket = Ticket.read(request.POST.get("ticket", ""))
    before = services.sent_with(ticket.key) if ticket else None
    if ticket and before and services.says_the_same(before, draft):
        return to_status(ticket, again=True)
    return moved_to_operator(request, draft)
