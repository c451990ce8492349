"""Offering to come along, and the mentor's own page behind the link of a mail."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from organisations.editing.forms import sent_form
from organisations.editing.requests import LinkRequest
from organisations.forms.rows import harmless
from organisations.participation.mentors import own, services
from organisations.participation.mentors.own import LinkPage, OwnPage
from organisations.participation.mentors.sessions import secret_of
from organisations.participation.mentors.submission import Offer
from organisations.permissions import MENTOR, VISITOR, allow
from organisations.public_forms.pages import telling_nobody, too_much
from organisations.views.counted import counted

METHODS = ["GET", "HEAD", "POST"]


@allow(VISITOR)
@require_http_methods(METHODS)
def offer(request: HttpRequest) -> HttpResponse:
    """What a mentor does, and the form with which somebody offers that."""
    if request.method != "POST":
        return Offer(request).page()
    form = sent_form(request)
    return too_much(request) if form is None else Offer(request, harmless(form)).answer()


@allow(VISITOR)
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """What comes next, the same for every offer."""
    return render(request, "participation/mentors/sent.html")


@allow(VISITOR)
@require_http_methods(METHODS)
def update(request: HttpRequest) -> HttpResponse:
    """Asks for the mail address and sends the link there, if it is that of a mentor."""
    return LinkRequest(request, own.LINKS).answer()


@allow(VISITOR)
@require_http_methods(METHODS)
@counted
def link(request: HttpRequest, token: str) -> HttpResponse:
    """GET changes nothing (mail scanners open links). The button's POST swaps the token for a session."""
    found = services.link_of(token)
    if found is None:
        return telling_nobody(LinkRequest(request, own.LINKS).page(status=404, closed=True))
    page = LinkPage(request, found)
    return telling_nobody(page.pressed() if request.method == "POST" else page.page())


def without_session(request: HttpRequest) -> HttpResponse:
    """For the own page without a session that works; who has just left is told so once more."""
    if request.method == "POST" and (mentor := services.who_left(secret_of(request))):
        return own.left(mentor)
    return LinkRequest(request, own.LINKS).without_session(own.TICKETS)


@allow(MENTOR, otherwise=without_session)
@require_http_methods(METHODS)
def own_page(request: HttpRequest) -> HttpResponse:
    """What the mentor offers, a break, another address, leaving."""
    if request.method != "POST":
        return OwnPage(request).page()
    form = sent_form(request)
    return too_much(request) if form is None else OwnPage(request).sent(harmless(form))


@allow(MENTOR, otherwise=without_session)
@require_http_methods(METHODS)
def change(request: HttpRequest) -> HttpResponse:
    """The form in which the mentor changes what is offered."""
    form = sent_form(request) if request.method == "POST" else None
    if request.method == "POST" and form is None:
        return too_much(request)
    return OwnPage(request).change(None if form is None else harmless(form))
