"""Reading a questionnaire: counts with plots and tables, files of them, own words, and the public summary's switch."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organisations.curate.views.found import curator_of
from organisations.curate.views.queue import desk
from organisations.exports.files import csv_lines
from organisations.models import Export
from organisations.participation.evaluation import looks, words
from organisations.participation.evaluation.choice import ALL, Choice
from organisations.participation.evaluation.control import LEAST_GROUP
from organisations.participation.models import Questionnaire, Version
from organisations.participation.questions.content import Content, Said, said
from organisations.permissions import CURATOR, allow
from organisations.public_forms.pages import language_now

METHODS = ["GET", "HEAD", "POST"]
BY_CHANCE = gettext_lazy(
    "Of two questions beside each other all numbers are rounded to multiples of 5 and changed a little by chance, "
    "rarely by more than 5; what is below 5 then is hidden. So the numbers do not quite add up, and no small number "
    "can be worked out from them, not even from many tables."
)
SOME_BY_CHANCE = gettext_lazy(
    "The numbers of some questions are rounded to multiples of 5 and changed a little by chance. These questions are "
    "only asked after certain answers, and their true number would tell how many gave an answer that is hidden."
)
HIDDEN = {
    "area": gettext_lazy(
        "By area: hidden, because there are fewer than two groups of at least %(number)s forms each. Smaller groups "
        "are put together first, so that nobody can be recognised."
    ),
    "language": gettext_lazy(
        "By language: hidden, because there are fewer than two groups of at least %(number)s forms each. Smaller "
        "groups are put together first, so that nobody can be recognised."
    ),
}
ADDED = gettext_lazy("This was done in each of the counts that are added up here: together they can be further off.")


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
    context |= {"note": _note(choice), "not_by": _not_by(choice)}
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


def _not_by(choice: Choice) -> list[str]:
    """By what a count cannot be read, and why: a sentence each."""
    if choice.one is None:
        return []
    shown = choice.one.look.groups
    found = [str(why) % {"number": LEAST_GROUP} for axis, why in HIDDEN.items() if axis not in shown]
    if choice.one.number == ALL:
        found = [_("By area or language each count can be read alone: in each of them other groups are put together.")]
    if not choice.columns_to_choose:
        found.append(
            _("By another question: hidden, because too few forms answered two questions with numbers to show.")
        )
    return found


def _note(choice: Choice) -> str:
    """How numbers were changed by chance; empty where none were."""
    if choice.one is None:
        return ""
    if choice.column is None:
        return str(SOME_BY_CHANCE) if any(one.is_by_chance for one in choice.questions) else ""
    return f"{BY_CHANCE} {ADDED}" if choice.one.number == ALL else str(BY_CHANCE)


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
    rows = [*choice.rows(), *([[note]] if (note := _note(choice)) else [])]
    answer = HttpResponse("".join(csv_lines(rows)), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{slug}-{choice.one.key}.csv"'
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
