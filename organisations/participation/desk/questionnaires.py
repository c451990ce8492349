"""Looking after questionnaires: opening and closing, a draft with its questions, and typing in sheets of paper."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from organisations.curate.views.found import curator_of
from organisations.curate.views.queue import desk
from organisations.forms.rows import harmless
from organisations.participation.desk import drafting
from organisations.participation.desk.draft_page import DraftPage
from organisations.participation.desk.forms import is_unknown, written_in
from organisations.participation.desk.older import ORIGINAL
from organisations.participation.desk.question_page import QuestionPage
from organisations.participation.desk.sheets import Sheet
from organisations.participation.evaluation.looks import forms_told
from organisations.participation.models import Questionnaire
from organisations.participation.questions.content import said
from organisations.permissions import CURATOR, allow
from organisations.public_forms.pages import language_now

METHODS = ["GET", "HEAD", "POST"]


@allow(CURATOR)
@require_http_methods(METHODS)
def questionnaires(request: HttpRequest) -> HttpResponse:
    """All of them; POST opens or closes one."""
    if request.method == "POST":
        sent = harmless(request.POST)
        row = get_object_or_404(Questionnaire, slug=sent.get("slug", ""))
        if (act := sent.get("action", "")) in ("open", "close"):
            drafting.open_or_close(row, act == "open", author=curator_of(request).author)
            messages.success(request, _("Saved."))
        return redirect("curate-questionnaires")
    rows, forms = Questionnaire.objects.prefetch_related("versions").order_by("position", "slug"), forms_told()
    lines = [{"row": row, "title": _title(row), "forms": forms.get(row.pk, 0), **_versions(row)} for row in rows]
    return render(request, "curate/questions/list.html", desk(request) | {"lines": lines})


def _versions(row: Questionnaire) -> dict[str, Any]:
    """The number of the version that is out (0: none), and whether there is a draft."""
    versions = list(row.versions.all())
    out = [one.number for one in versions if one.published_at]
    return {"number": max(out, default=0), "draft": any(not one.published_at for one in versions)}


def _title(row: Questionnaire) -> str:
    versions = list(row.versions.all())
    return said(versions[-1].content["title"], language_now()).text if versions else row.slug


@allow(CURATOR)
@require_http_methods(METHODS)
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """The draft: its texts, its questions in their order, publishing."""
    row = get_object_or_404(Questionnaire, slug=slug)
    page = DraftPage(request, row, curator_of(request).author, written_in(request, ORIGINAL), language_now())
    return page.acted() if request.method == "POST" and not is_unknown(request) else page.shown()


@allow(CURATOR)
@require_http_methods(METHODS)
def question(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """One question of the draft."""
    row = get_object_or_404(Questionnaire, slug=slug)
    page = QuestionPage(request, row, curator_of(request).author, written_in(request, ORIGINAL), language_now(), code)
    return page.acted() if request.method == "POST" and not is_unknown(request) else page.shown()


@allow(CURATOR)
@require_http_methods(METHODS)
def type_in(request: HttpRequest, slug: str) -> HttpResponse:
    """Typing in a sheet of paper."""
    row = get_object_or_404(Questionnaire, slug=slug)
    sheet = Sheet.of(request, row)
    if sheet is None:
        raise Http404
    return sheet.sent() if request.method == "POST" else sheet.shown()
