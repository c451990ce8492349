"""Looking after questionnaires: opening and closing, a draft with its questions, and typing in sheets of paper."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from organisations.curate.views.found import curator_of
from organisations.curate.views.queue import desk
from organisations.forms.rows import harmless
from organisations.participation.desk import drafting
from organisations.participation.desk.question_forms import HeadTexts, NewQuestion, languages
from organisations.participation.desk.question_page import QuestionPage, tell
from organisations.participation.desk.sheets import Sheet
from organisations.participation.models import Questionnaire
from organisations.participation.questions.content import Content, Kind, said
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
    rows = Questionnaire.objects.prefetch_related("versions").annotate(forms=Count("versions__answers"))
    rows = rows.order_by("position", "slug")
    lines = [{"row": row, "title": _title(row), "forms": row.forms, **_versions(row)} for row in rows]
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
    author = curator_of(request).author
    if request.method == "POST" and request.POST.get("action") == "begin":
        drafting.begin(row, author=author)
        return redirect(request.path)
    draft = drafting.draft_of(row)
    if draft is None:
        if request.method == "POST":  # somebody else has published it or thrown it away: nothing was saved
            tell(request, False)
        return render(request, "curate/questions/edit.html", desk(request) | {"row": row, "title": _title(row)})
    content, language = Content.of(draft.content), in_language(request)
    head = {name: getattr(content, name).get(language, "") for name in ("title", "intro", "thanks")}
    texts, new = HeadTexts(_sent(request, "text"), initial=head), NewQuestion(_sent(request, "add"), prefix="new")
    if request.method == "POST" and (answer := _acted(request, row, texts, new, author)):
        return answer
    context = {"row": row, "draft": draft, "texts": texts, "new": new, "in_language": language, "title": _title(row)}
    context |= {"languages": languages(content.title), "faults": drafting.faults(content), "lines": _lines(content)}
    context |= {"missing": [dict(settings.LANGUAGES)[code] for code in content.missing()]}
    status = 422 if texts.is_bound or new.is_bound else 200
    return render(request, "curate/questions/edit.html", desk(request) | context, status=status)


def _acted(
    request: HttpRequest, row: Questionnaire, texts: HeadTexts, new: NewQuestion, author: str
) -> HttpResponse | None:
    """What a button of the draft does; None for a form with faults, or a button that is none of ours."""
    act, _colon, code = request.POST.get("action", "").partition(":")
    language = in_language(request)
    if act == "publish":
        return _published(request, row, author)
    if act == "discard":
        drafting.discard(row)
        return redirect(request.path)
    if act == "text" and texts.is_valid():
        done = drafting.change(row, lambda content: texts.write(content, language))
    elif act in ("up", "down"):
        done = drafting.change(row, lambda content: drafting.move(content["questions"], code, act == "up"))
    elif act == "add" and new.is_valid():
        taken, kind = drafting.codes_ever(row), Kind(new.cleaned_data["kind"])
        text = new.cleaned_data["text"]
        done = drafting.change(row, lambda content: drafting.add_question(content, taken, kind, language, text))
    else:
        return None
    tell(request, done)
    return redirect(request.get_full_path())


def _published(request: HttpRequest, row: Questionnaire, author: str) -> HttpResponse:
    try:
        done = drafting.publish(row, author=author)
    except drafting.Unfit as unfit:
        for fault in unfit.faults:
            messages.error(request, fault)
        return redirect(request.get_full_path())
    if done is None:
        tell(request, False)
        return redirect(request.path)
    messages.success(request, _("The new version is filled in from now on."))
    return redirect("curate-questionnaires")


def _lines(content: Content) -> list[dict[str, Any]]:
    kinds = dict(NewQuestion.base_fields["kind"].choices)  # type: ignore[attr-defined]
    return [
        {"code": one.code, "text": said(one.text, language_now()), "kind": kinds[one.kind.value], "rule": one.asked_if}
        for one in content.questions
    ]


def in_language(request: HttpRequest) -> str:
    """In which language texts are written."""
    asked = request.GET.get("in", "")
    return asked if asked in dict(settings.LANGUAGES) else "de"


def _sent(request: HttpRequest, act: str) -> Any:
    return harmless(request.POST) if request.POST.get("action") == act else None


@allow(CURATOR)
@require_http_methods(METHODS)
def question(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """One question of the draft."""
    row = get_object_or_404(Questionnaire, slug=slug)
    draft = drafting.draft_of(row)
    if draft is None or drafting.question_in(draft.content, code) is None:
        raise Http404
    page = QuestionPage(request, row, draft, code, in_language(request), language_now())
    return page.acted() if request.method == "POST" else page.shown()


@allow(CURATOR)
@require_http_methods(METHODS)
def type_in(request: HttpRequest, slug: str) -> HttpResponse:
    """Typing in a sheet of paper."""
    row = get_object_or_404(Questionnaire, slug=slug)
    sheet = Sheet.of(request, row)
    if sheet is None:
        raise Http404
    return sheet.sent() if request.method == "POST" else sheet.shown()
