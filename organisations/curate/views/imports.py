"""Imports in the browser: a file is given, its columns and words are explained, its rows chosen and imported."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from organisations.curate.choice import page_of
from organisations.curate.imports.columns import Columns
from organisations.curate.imports.rows import Rows
from organisations.curate.imports.start import Start, UploadForm, runs_of
from organisations.curate.imports.unknown import UnknownWords
from organisations.curate.telling import told
from organisations.curate.works import WorkPage
from organisations.forms.rows import harmless
from organisations.imports import stages
from organisations.imports.holding import STOOD, NotNow, hold
from organisations.imports.uploads import SourceGone, forget_file
from organisations.models import ImportRun, Phase
from organisations.permissions import CURATOR, allow
from organisations.services.work import WorkFailed

BUSY = (Phase.READING, Phase.PLANNING, Phase.RUNNING)
View = Callable[[HttpRequest, UUID], HttpResponse]


def _one_at_a_time(view: View) -> View:
    """What forms do to a run happens one after another; one that comes too late (a double click) leads to its page."""

    @wraps(view)
    def guarded(request: HttpRequest, id: UUID) -> HttpResponse:
        try:
            with transaction.atomic():
                return view(request, id)
        except NotNow:
            return redirect("curate-import", id)

    return guarded


@allow(CURATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """Earlier imports, and the form for a file."""
    form = UploadForm(request.user, *((harmless(request.POST), request.FILES) if request.method == "POST" else ()))
    if form.is_bound and form.is_valid() and (kept := _kept(form)):
        return redirect("curate-import", kept.pk)
    status = 422 if form.is_bound else 200
    return render(
        request, "curate/imports/start.html", {"start": Start(request.user, form, page_of(request.GET))}, status=status
    )


def _kept(form: UploadForm) -> ImportRun | None:
    try:
        return form.kept()
    except SourceGone:
        form.add_error("source", _("This source was deleted meanwhile. Please choose another one."))
        return None


@allow(CURATOR)
@require_http_methods(["GET", "HEAD", "POST"])
@_one_at_a_time
def run(request: HttpRequest, id: UUID) -> HttpResponse:
    """One import, as far as it is; POST chooses rows, imports them, or gives the import up."""
    found = run_of(request, id)
    wanted = request.POST.get("action") or ("save" if {"list", "page"} & request.POST.keys() else "")
    act = ACTS.get(wanted) if request.method == "POST" else None
    if act:
        return act(request, found)
    page = WorkPage(found.work) if found.work else None
    context: dict[str, Any] = {"run": found, "page": page, "work": found.work, "busy": found.phase in BUSY}
    context["error"] = told(found.error)
    if found.phase in (Phase.READY, Phase.DONE) and not found.forgotten:
        context |= {"rows": Rows.parse(found, request.user, request.GET), "words": UnknownWords(found)}
    return render(request, "curate/imports/run.html", context)


@allow(CURATOR)
@require_http_methods(["GET", "HEAD", "POST"])
@_one_at_a_time
def columns(request: HttpRequest, id: UUID) -> HttpResponse:
    """What the columns mean; POST keeps that for the source and has the rows compared, or the file read anew."""
    found = run_of(request, id, STOOD)
    shown = Columns(found)
    if request.method == "POST" and shown.reads_anew(request.POST):
        stages.begin(found, stages.READ, by=request.user)
        return redirect("curate-import", id)
    if request.method == "POST":
        shown = shown.said(harmless(request.POST))
        if not shown.problem:
            return _compare(request, found)
    status = 422 if shown.problem else 200
    return render(request, "curate/imports/columns.html", {"run": found, "columns": shown}, status=status)


@allow(CURATOR)
@require_http_methods(["GET", "HEAD", "POST"])
@_one_at_a_time
def words(request: HttpRequest, id: UUID) -> HttpResponse:
    """What words mean that nobody knows; POST keeps that for the source and has the rows compared again."""
    found = run_of(request, id, STOOD)
    shown = UnknownWords(found, page_of(request.GET))
    if request.method == "POST":
        shown = shown.said(harmless(request.POST))
        if not shown.problems:
            return _compare(request, found)
    status = 422 if shown.problems else 200
    return render(request, "curate/imports/words.html", {"run": found, "words": shown}, status=status)


def run_of(request: HttpRequest, id: UUID, phases: tuple[Phase, ...] = ()) -> ImportRun:
    """An import that the curator may see, in one of these phases; held, if a form says something about it.

    Raises Http404, for a form that comes too late NotNow.
    """
    found = runs_of(request.user).filter(pk=id).first()
    if found and request.method == "POST":
        hold(found, *phases)
    if found is None or (phases and (found.phase not in phases or found.forgotten)):
        raise Http404
    return found


def _compare(request: HttpRequest, found: ImportRun) -> HttpResponse:
    stages.begin(found, stages.PLAN, by=request.user, total=found.count)
    return redirect("curate-import", found.pk)


def _choose(request: HttpRequest, found: ImportRun) -> HttpResponse:
    """What is ticked on the page; then what the button says of all rows of the tab, or the import itself."""
    rows = Rows.parse(found, request.user, request.GET)
    if found.phase != Phase.READY or found.forgotten:
        raise NotNow
    try:
        rows.choose(request.POST)
    except WorkFailed as error:
        messages.error(request, told(str(error)))
    how = request.POST.get("action", "")
    rows.choose_list(how)
    if how == "import":
        if rows.chosen or rows.marks:
            stages.begin_import(found, by=request.user)
            return redirect("curate-import", found.pk)
        messages.warning(request, _("Nothing is chosen."))
    return redirect(f"{request.path}{rows.towards(request.POST).query}")


def _forget(request: HttpRequest, found: ImportRun) -> HttpResponse:
    if found.phase in BUSY:
        raise NotNow
    forget_file(found.pk)
    messages.success(request, _("The file and its rows are deleted."))
    return redirect("curate-imports")


ACTS: dict[str, Callable[[HttpRequest, ImportRun], HttpResponse]] = {
    **dict.fromkeys(("save", "all", "none", "over", "import"), _choose),
    "forget": _forget,
}
