"""Writing news and modules: a list with a first title, and a page for each with its facts and a language at a time."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from organisations.curate.views.found import curator_of
from organisations.curate.views.queue import desk
from organisations.forms.rows import harmless
from organisations.participation.desk.forms import TitleFields
from organisations.participation.desk.lessons import ModuleWriting, PageWriting
from organisations.participation.desk.writing import NewsWriting
from organisations.participation.models import Module, ModulePage, News
from organisations.participation.news import write
from organisations.permissions import CURATOR, allow

METHODS = ["GET", "HEAD", "POST"]


@allow(CURATOR)
@require_http_methods(METHODS)
def news(request: HttpRequest) -> HttpResponse:
    """All news and events; POST begins one."""
    form = TitleFields(harmless(request.POST) if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        title, language = form.cleaned_data["title"], form.cleaned_data["language"]
        made = write.new_news(title, language, author=curator_of(request).author)
        return redirect("curate-news-one", made.pk)
    context = {"rows": News.objects.all()[:200], "form": form}
    return render(request, "curate/news/list.html", desk(request) | context, status=422 if form.is_bound else 200)


@allow(CURATOR)
@require_http_methods(METHODS)
@transaction.atomic
def one_news(request: HttpRequest, id: UUID) -> HttpResponse:
    """A piece of news: facts and texts."""
    return NewsWriting(request, get_object_or_404(_held(request, News), pk=id)).answer()


@allow(CURATOR)
@require_http_methods(METHODS)
def modules(request: HttpRequest) -> HttpResponse:
    """All modules; POST begins one."""
    form = TitleFields(harmless(request.POST) if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        made = write.new_module(form.cleaned_data["title"], form.cleaned_data["language"])
        return redirect("curate-module", made.pk)
    context = {"rows": Module.objects.all()[:200], "form": form}
    return render(request, "curate/news/modules.html", desk(request) | context, status=422 if form.is_bound else 200)


@allow(CURATOR)
@require_http_methods(METHODS)
@transaction.atomic
def module(request: HttpRequest, id: UUID) -> HttpResponse:
    """A module: facts, texts, pages."""
    return ModuleWriting(request, get_object_or_404(_held(request, Module), pk=id)).answer()


@allow(CURATOR)
@require_http_methods(METHODS)
@transaction.atomic
def module_page(request: HttpRequest, id: UUID, page: int) -> HttpResponse:
    """A page of a module: texts and files."""
    return PageWriting(request, get_object_or_404(_held(request, ModulePage), pk=page, module=id)).answer()


def _held(request: HttpRequest, model: Any) -> Any:
    """The rows of a model. Who sends something has one alone until all is done."""
    return model.objects.select_for_update() if request.method == "POST" else model.objects
