"""Questionnaires for everybody: the list, filling one in, the sheet of paper; and that of an association's editor."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from organisations.editing.desk import Desk
from organisations.editing.forms import foreign, sent_form
from organisations.participation.models import Questionnaire, Version, Way
from organisations.participation.questions import filling, offers
from organisations.participation.questions.answers import Filled
from organisations.participation.questions.content import Content, Said
from organisations.participation.questions.filling import ASSOCIATIONS
from organisations.participation.questions.page import Page, Sending, towns, version_of
from organisations.participation.questions.shown import Reader, asked_of
from organisations.permissions import EDITOR, VISITOR, allow
from organisations.public_forms.pages import language_now, too_much
from organisations.services.ownership import publishes_at_once
from organisations.tickets import Ticket
from organisations.views.edit_link import without_session

METHODS = ["GET", "HEAD", "POST"]


@dataclass(frozen=True)
class Item:
    """A line of the list."""

    slug: str
    title: Said
    intro: Said


@allow(VISITOR)
@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """All that can be filled in."""
    reader, items = Reader(language_now()), []
    for row in filling.open_ones():
        if version := row.current:
            content = Content.of(version.content)
            items.append(Item(row.slug, reader.said(content.title), reader.said(content.intro)))
    return render(request, "participation/questions/list.html", {"items": items})


@allow(VISITOR)
@require_http_methods(METHODS)
def questionnaire(request: HttpRequest, slug: str) -> HttpResponse:
    """Filling one in. One that was closed meanwhile is still taken from who had opened it before."""
    sent = sent_form(request) if request.method == "POST" else None
    if request.method == "POST" and sent is None:
        return too_much(request)
    row = Questionnaire.objects.filter(slug=slug).first()
    version = version_of(row, sent.get("version", "") if sent else "") if row else None
    if row is None or version is None:
        return closed(request)
    page = Page(request, row, version)
    ticket = Ticket.read(sent.get("ticket", ""), page.purpose) if sent else None
    if not row.open_at and (ticket is None or ticket.is_over):
        return closed(request)
    if sent is None:
        return page.shown(Filled())
    behind = reverse("questionnaire-thanks", args=[slug]) + (f"?with={page.way}" if page.way == Way.INTERVIEW else "")
    return Sending(page, sent, _kept, behind).answer()


def closed(request: HttpRequest) -> HttpResponse:
    """No such questionnaire, or none that is open."""
    return render(request, "participation/questions/closed.html", status=404)


def _kept(version: Version, form: filling.Form, key: str) -> None:
    filling.keep(version, form, key=key)


def _opened(slug: str) -> tuple[Questionnaire, Version] | None:
    row = Questionnaire.objects.filter(slug=slug, open_at__isnull=False).first()
    version = row.current if row else None
    return (row, version) if row and version else None


@allow(VISITOR)
@require_safe
def thanks(request: HttpRequest, slug: str) -> HttpResponse:
    """After sending."""
    found = _opened(slug)
    if found is None:
        return closed(request)
    row, version = found
    content, reader = Content.of(version.content), Reader(language_now())
    context: dict[str, Any] = {"questionnaire": row, "interview": request.GET.get("with") == Way.INTERVIEW}
    context |= {"title": reader.said(content.title), "thanks": reader.said(content.thanks)}
    return render(request, "participation/questions/thanks.html", context)


@allow(VISITOR)
@require_safe
def paper(request: HttpRequest, slug: str) -> HttpResponse:
    """A sheet to print, in the language of the page."""
    found = _opened(slug)
    if found is None:
        return closed(request)
    row, version = found
    content, reader = Content.of(version.content), Reader(language_now())
    asked = asked_of(content, reader, Filled())
    context: dict[str, Any] = {"questionnaire": row, "version": version, "asked": asked, "areas": towns()}
    context |= {"title": reader.said(content.title), "intro": reader.said(content.intro), "steps": len(asked) + 1}
    return render(request, "participation/questions/paper.html", context)


@allow(EDITOR, otherwise=without_session)
@require_http_methods(METHODS)
def for_entry(request: HttpRequest, slug: str) -> HttpResponse:
    """The association's own: its answers are kept like all others, and become suggestions for its entry."""
    entry, found, sent = Desk(request).entry, _opened(ASSOCIATIONS), None
    if request.method == "POST" and (sent := sent_form(request)) is None:
        return too_much(request)
    if found is None:
        return closed(request)
    row, current = found
    page = Page(request, row, version_of(row, sent.get("version", "")) or current if sent else current, entry)
    if sent is None:
        return page.shown(Filled(), waits=sum(len(offers.Waiting(one).keys) for one in offers.waiting(entry.pk)))

    @transaction.atomic
    def kept(version: Version, form: filling.Form, key: str) -> None:
        filling.keep(version, form, key=key)
        offers.propose(entry.pk, page.content, form.values, language=form.language)

    return Sending(page, sent, kept, reverse("entry-offers", args=[entry.slug]) + "?said=sent").answer()


@allow(EDITOR, otherwise=without_session)
@require_http_methods(METHODS)
def for_entry_offers(request: HttpRequest, slug: str) -> HttpResponse:
    """What the answers propose; the editor accepts or refuses one after the other."""
    editor = Desk(request).editor
    if request.method == "POST" and (sent := sent_form(request)) is not None and not foreign(request):
        act = {"yes": offers.accept, "no": offers.refuse}.get(sent.get("act", ""))
        said = sent.get("act", "") if act and _decided(act, editor, sent.get("part", "")) else ""
        return HttpResponseRedirect(reverse("entry-offers", args=[editor.organisation.slug]) + f"?said={said}")
    found, waiting = _opened(ASSOCIATIONS), offers.waiting(editor.organisation_id)
    thanks = Reader(language_now()).said(Content.of(found[1].content).thanks) if found else Said("")
    context = {"entry": editor.organisation, "said": request.GET.get("said", ""), "thanks": thanks}
    context |= {"offers": [offer for one in waiting for offer in offers.Waiting(one).offers]}
    context |= {"may_accept": publishes_at_once(editor), "slug": ASSOCIATIONS}
    status = 400 if request.method == "POST" else 200
    return render(request, "participation/questions/offers.html", context, status=status)


def _decided(act: Any, editor: Any, part: str) -> bool:
    try:
        return bool(act(editor, part))
    except offers.Undecided:
        return False
