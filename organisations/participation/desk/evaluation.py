"""Reading a questionnaire: counts with plots and tables, files of them, own words, and the public summary's switch."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organisations.curate.views.found import curator_of
from organisations.curate.views.queue import desk
from organisations.exports.files import csv_lines
from organisations.models import Export
from organisations.participation.desk import evaluation_file as tables
from organisations.participation.desk import evaluation_words as telling
from organisations.participation.evaluation import looks, words
from organisations.participation.evaluation.choice import Choice
from organisations.participation.models import Questionnaire, Version
from organisations.participation.questions.content import Content, Said, said
from organisations.permissions import CURATOR, allow
from organisations.public_forms.pages import language_now

METHODS = ["GET", "HEAD", "POST"]


@allow(CURATOR)
@require_http_methods(METHODS)
def evaluation(request: HttpRequest, slug: str) -> HttpResponse:
    """What was answered; POST counts, or switches the summary on or off."""
    row = get_object_or_404(Questionnaire, slug=slug)
    if request.method == "POST":
        return _acted(request, row)
    choice, waiting = Choice.parse(row, request.GET, language_now()), looks.waiting(row)
    context = {"row": row, "choice": choice, "query": choice.query(), "title": _title([one.version for one in waiting])}
    context |= {"step": looks.STEP, "waiting": waiting}
    context |= {"notes": telling.notes(choice), "not_by": telling.not_by(choice), "apart": telling.apart(choice)}
    return render(request, "curate/questions/evaluation.html", desk(request) | context)


def _acted(request: HttpRequest, row: Questionnaire) -> HttpResponse:
    author, act = curator_of(request).author, request.POST.get("action", "")
    if act == "count":
        number = request.POST.get("version", "")
        _counted(
            request,
            next((one.version for one in looks.waiting(row) if str(one.version.number) == number), None),
            author,
        )
    elif act in ("show", "hide"):
        if looks.show_summary(row, act == "show", author=author):
            messages.success(request, _("Saved."))
        else:
            messages.error(request, _("Nothing was counted yet that the summary could show."))
    return redirect("curate-evaluation", row.slug)


def _counted(request: HttpRequest, version: Version | None, author: str) -> None:
    try:
        if version is None:
            raise looks.TooFew
        looks.count(version, author=author)
        messages.success(request, _("The forms were counted."))
    except looks.TooFew:
        messages.error(request, _("There are too few new forms to count."))


@allow(CURATOR)
@require_POST
def file(request: HttpRequest, slug: str) -> HttpResponse:
    """The tables of the page as CSV; who took them out is noted, as with every file."""
    row = get_object_or_404(Questionnaire, slug=slug)
    choice = Choice.parse(row, request.GET, language_now())
    if choice.one is None:
        return redirect("curate-evaluation", slug)
    page = f"{reverse('curate-evaluation', args=[slug])}?{choice.query()}"
    author = curator_of(request).author
    Export.objects.create(actor=author, format="csv", view=page, entries=0, contacts=False)
    title = said(choice.one.content.title, choice.language).text
    answer = HttpResponse("".join(csv_lines(tables.rows(choice, title))), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{slug}-{tables.name(choice)}.csv"'
    return answer


@allow(CURATOR)
@require_safe
def own_words(request: HttpRequest, slug: str) -> HttpResponse:
    """What was written in own words, version by version."""
    row = get_object_or_404(Questionnaire, slug=slug)
    versions = list(row.versions.filter(published_at__isnull=False).order_by("-number"))
    groups = [(version, _told(version)) for version in versions]
    context = {"row": row, "title": _title(versions), "groups": [group for group in groups if group[1]]}
    return render(request, "curate/questions/words.html", desk(request) | context)


def _told(version: Version) -> list[tuple[Said, tuple[str, ...]]]:
    return [(said(one.question.text, language_now()), one.texts) for one in words.written(version)]


def _title(versions: list[Version]) -> Said:
    return said(Content.of(versions[0].content).title, language_now()) if versions else Said("")
