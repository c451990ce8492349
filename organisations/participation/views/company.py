"""Coming along: a newcomer asks for company, a mentor says yes or no, both look back. No account, no cookie."""

from typing import Protocol

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from organisations.editing.forms import sent_form
from organisations.entry import entry_by_slug, slug_now
from organisations.forms.rows import harmless
from organisations.moved import moved_to
from organisations.participation.company import read
from organisations.participation.company.adult_page import AdultPage
from organisations.participation.company.answering import AnswerPage
from organisations.participation.company.looking_back import AfterPage
from organisations.participation.company.off_page import OffPage
from organisations.participation.company.own import StatusPage
from organisations.participation.company.report import no_page
from organisations.participation.company.submission import Asking, gone
from organisations.permissions import VISITOR, allow
from organisations.public_forms.pages import too_much
from organisations.vocabulary import vocabulary

METHODS = ["GET", "HEAD", "POST"]


class Page(Protocol):
    """A page behind a secret."""

    def page(self, status: int = 200) -> HttpResponse:
        """What is shown; changes nothing (mail scanners open links)."""

    def sent(self, form: QueryDict) -> HttpResponse:
        """What a button does."""


@allow(VISITOR)
@require_http_methods(METHODS)
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """The form with which a newcomer asks for somebody who comes along to one entry."""
    sent = sent_form(request) if request.method == "POST" else None
    if request.method == "POST" and sent is None:
        return too_much(request)
    form = None if sent is None else harmless(sent)
    terms = vocabulary()
    found = entry_by_slug(slug, terms)
    if found is None and (now := slug_now(slug)):
        if form is None:
            return moved_to(reverse("company-entry", args=[now]))
        found = entry_by_slug(now, terms)  # renamed while somebody wrote
    return gone(request, form) if found is None else Asking(request, found, form).answer()


@allow(VISITOR)
@require_http_methods(METHODS)
def status(request: HttpRequest, token: str) -> HttpResponse:
    """The newcomer's page of a request."""
    found = read.by_status(token)
    return _answered(request, StatusPage(request, found, token) if found else None)


@allow(VISITOR)
@require_http_methods(METHODS)
def adult(request: HttpRequest, token: str) -> HttpResponse:
    """The page of the adult who answers for a newcomer under 18."""
    found = read.by_adult(token)
    return _answered(request, AdultPage(request, found, token) if found else None)


@allow(VISITOR)
@require_http_methods(METHODS)
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """The mentor's page of a proposal."""
    found = read.by_answer(token)
    return _answered(request, AnswerPage(request, found, token) if found else None)


@allow(VISITOR)
@require_http_methods(METHODS)
def after(request: HttpRequest, token: str) -> HttpResponse:
    """The page for both after the visit; once there is none, what has become of it, and where to report something."""
    if found := read.by_feedback(token):
        return _answered(request, AfterPage(request, *found, token))
    if asked := read.by_answer(token):
        return _answered(request, AnswerPage(request, asked, token))
    planned = read.by_former_plan(token)
    return _answered(request, OffPage(request, planned, token) if planned else None)


def _answered(request: HttpRequest, page: Page | None) -> HttpResponse:
    """The page of a secret, or what follows from the form that was sent there."""
    if request.method != "POST":
        return page.page() if page else no_page(request)
    form = sent_form(request)
    if form is None:
        return too_much(request)
    return page.sent(harmless(form)) if page else no_page(request, harmless(form))
