"""Questionnaires for everybody: the list, filling one in, the sheet of paper; and that of an association's editor."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from organisations.editing.desk import Desk
from organisations.editing.forms import foreign, sent_form
from organisations.models import Organisation
from organisations.participation.evaluation.looks import summed_up_versions
from organisations.participation.models import Questionnaire, Version, Way
from organisations.participation.questions import filling, offers
from organisations.participation.questions.answers import Filled
from organisations.participation.questions.content import Content
from organisations.participation.questions.filling import ASSOCIATIONS
from organisations.participation.questions.page import Keep, Page, Sending, towns, version_of
from organisations.participation.questions.shown import Reader, asked_of
from organisations.permissions import EDITOR, VISITOR, allow
from organisations.public_forms.pages import language_now, too_much
from organisations.services.ownership import publishes_at_once
from organisations.tickets import Ticket
from organisations.views.edit_link import without_session

METHODS = ["GET", "HEAD", "POST"]


@allow(VISITOR)
@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """All that can be filled in, and the summaries of what was asked before."""
    items = [_told(version) for version in filling.open_versions()]
    closed = [_told(version) for version in summed_up_versions()]
    return render(request, "participation/questions/list.html", {"items": items, "closed": closed})


@allow(VISITOR)
@require_http_methods(METHODS)
def questionnaire(request: HttpRequest, slug: str) -> HttpResponse:
    """Filling one in."""
    page = _opened(request, slug)
    if isinstance(page, HttpResponse):
        return page
    behind = reverse("questionnaire-thanks", args=[slug]) + (f"?with={page.way}" if page.way == Way.INTERVIEW else "")
    return _filled_in(page, filling.keep, behind)


@allow(VISITOR)
@require_safe
def thanks(request: HttpRequest, slug: str) -> HttpResponse:
    """After sending, also if it was closed meanwhile: what was sent is kept, and nobody shall believe it was not."""
    version = _newest_version(slug)
    if version is None:
        return closed(request)
    context = _told(version) | {"interview": request.GET.get("with") == Way.INTERVIEW}
    return render(request, "participation/questions/thanks.html", context)


@allow(VISITOR)
@require_safe
def paper(request: HttpRequest, slug: str) -> HttpResponse:
    """A sheet to print, in the language of the page."""
    version = _open_version(slug)
    if version is None:
        return closed(request)
    asked = asked_of(Content.of(version.content), Reader(language_now()), Filled())
    context = _told(version) | {"asked": asked, "areas": towns(), "steps": len(asked) + 1}
    return render(request, "participation/questions/paper.html", context)


@allow(EDITOR, otherwise=without_session)
@require_http_methods(METHODS)
def for_entry(request: HttpRequest, slug: str) -> HttpResponse:
    """The association's own: its answers are kept like all others, and become suggestions for its entry."""
    entry = Desk(request).entry
    page = _opened(request, ASSOCIATIONS, entry)
    if isinstance(page, HttpResponse):
        return page
    behind = reverse("entry-offers", args=[entry.slug]) + "?said=sent"
    return _filled_in(page, partial(offers.keep, entry.pk), behind)


@allow(EDITOR, otherwise=without_session)
@require_http_methods(METHODS)
def for_entry_offers(request: HttpRequest, slug: str) -> HttpResponse:
    """What the answers propose; the editor accepts or refuses one after the other."""
    editor, version = Desk(request).editor, _newest_version(ASSOCIATIONS)
    entry = editor.organisation
    if request.method == "POST" and (sent := sent_form(request)) is not None and not foreign(request):
        said = _decided(editor, sent.get("act", ""), sent.get("part", ""))
        return HttpResponseRedirect(reverse("entry-offers", args=[entry.slug]) + f"?said={said}")
    context = {
        **(_told(version) if version else {}),
        "entry": entry,
        "said": request.GET.get("said", ""),
        "offers": offers.offered(entry.pk),
        "may_accept": publishes_at_once(editor),
    }
    status = 400 if request.method == "POST" else 200
    return render(request, "participation/questions/offers.html", context, status=status)


def closed(request: HttpRequest) -> HttpResponse:
    """No such questionnaire, or none that is open."""
    return render(request, "participation/questions/closed.html", status=404)


def _open_version(slug: str) -> Version | None:
    return next((one for one in filling.open_versions() if one.questionnaire.slug == slug), None)


def _newest_version(slug: str) -> Version | None:
    """The newest that is out, open or not."""
    row = Questionnaire.objects.filter(slug=slug).first()
    return row.current if row else None


def _opened(request: HttpRequest, slug: str, entry: Organisation | None = None) -> Page | HttpResponse:
    """The page of one that can be filled in, else what is said instead. One that was closed meanwhile is still taken
    from who had opened it before.
    """
    sent = sent_form(request) if request.method == "POST" else None
    if request.method == "POST" and sent is None:
        return too_much(request)
    row = Questionnaire.objects.filter(slug=slug).first()
    version = version_of(row, sent.get("version", "") if sent else "") if row else None
    if row is None or version is None:
        return closed(request)
    page = Page(request, row, version, entry)
    return page if _is_taken(page, sent) else closed(request)


def _filled_in(page: Page, keep: Keep, behind: str) -> HttpResponse:
    """The form, or what becomes of it once it is sent."""
    if page.request.method == "POST":
        return Sending(page, page.request.POST, keep, behind).answer()
    waits = len(offers.offered(page.entry.pk)) if page.entry else 0
    return page.shown(Filled(), waits=waits)


def _is_taken(page: Page, sent: QueryDict | None) -> bool:
    """Whether it can be filled in, or could when the form that was sent was opened."""
    if page.questionnaire.open_at:
        return True
    ticket = Ticket.read(sent.get("ticket", ""), page.purpose) if sent else None
    return ticket is not None and not ticket.is_over


def _told(version: Version) -> dict[str, Any]:
    """What pages about a version say in the reader's language."""
    content, reader = Content.of(version.content), Reader(language_now())
    texts = {name: reader.said(getattr(content, name)) for name in ("title", "intro", "thanks")}
    for_entry = version.questionnaire.slug == ASSOCIATIONS
    return {"questionnaire": version.questionnaire, "version": version, "for_entry": for_entry, **texts}


def _decided(editor: Any, act: str, part: str) -> str:
    """What was done: yes, no, or nothing (empty)."""
    decide = {"yes": offers.accept, "no": offers.refuse}.get(act)
    try:
        return act if decide and decide(editor, part) else ""
    except offers.Undecided:
        return ""
