"""Writing news and modules: a list with a first title, and a page for each with its facts and a language at a time."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from organisations.curate.views.found import curator_of
from organisations.curate.views.queue import desk
from organisations.formats import long_date
from organisations.forms.rows import harmless
from organisations.participation.desk.forms import (
    FactFields,
    FileFields,
    ModuleFields,
    TextFields,
    TitleFields,
    facts_of,
    is_unknown,
    languages,
    written_in,
)
from organisations.participation.models import Module, ModulePage, News
from organisations.participation.news import write
from organisations.participation.news.text import html_of
from organisations.permissions import CURATOR, allow

Act = Callable[[HttpRequest, Any], Any]
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
def one_news(request: HttpRequest, id: UUID) -> HttpResponse:
    """A piece of news: facts and texts."""
    row = get_object_or_404(News, pk=id)
    facts = FactFields(harmless(request.POST) if request.POST.get("action") == "facts" else None, initial=facts_of(row))
    if facts.is_bound and facts.is_valid():
        write.save_facts(row, facts.values)
        if facts.ends_behind:
            messages.info(request, _("It ends on the next day, %(day)s.") % {"day": long_date(facts.ends_behind)})
        return _saved(request)
    if answer := _acted(request, row, "curate-news"):
        return answer
    return _shown(request, "curate/news/one.html", row, {"facts": facts})


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
def module(request: HttpRequest, id: UUID) -> HttpResponse:
    """A module: facts, texts, pages."""
    row = get_object_or_404(Module, pk=id)
    initial = {name: getattr(row, name) for name in ModuleFields.base_fields}
    facts = ModuleFields(harmless(request.POST) if request.POST.get("action") == "facts" else None, initial=initial)
    if facts.is_bound and facts.is_valid() and _is_free(facts, row):
        write.save_facts(row, facts.cleaned_data)
        return _saved(request)
    sent = harmless(request.POST) if request.POST.get("action") == "page" else None
    page = TitleFields(sent, prefix="page", initial={"language": row.language})
    if page.is_bound and page.is_valid():
        made = write.add_page(row, page.cleaned_data["language"], {"title": page.cleaned_data["title"], "text": ""})
        return redirect("curate-module-page", row.pk, made.pk)
    if answer := _acted(request, row, "curate-modules"):
        return answer
    more = {"facts": facts, "page_form": page, "pages": row.pages.all()}
    return _shown(request, "curate/news/module.html", row, more)


@allow(CURATOR)
@require_http_methods(METHODS)
def module_page(request: HttpRequest, id: UUID, page: int) -> HttpResponse:
    """A page of a module: texts, files, its place."""
    row = get_object_or_404(ModulePage.objects.select_related("module"), pk=page, module=id)
    sent = request.method == "POST" and request.POST.get("action") == "file"
    form = FileFields(harmless(request.POST) if sent else None, request.FILES if sent else None)
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        write.attach(row, file.name, file.content_type, file.read())
        return _saved(request)
    act = request.POST.get("action", "") if request.method == "POST" else ""
    if act == "drop":
        write.drop_page(row)
        return redirect("curate-module", id)
    if act in ("up", "down"):
        write.move_page(row, act == "up")
        return redirect("curate-module", id)
    if act == "detach":
        for found in row.attachments.filter(pk=_uuid(request.POST.get("file", ""))):
            write.detach(found)
        return _saved(request)
    if answer := _acted(request, row, "curate-modules"):
        return answer
    return _shown(request, "curate/news/page.html", row, {"file_form": form, "files": row.attachments.defer("content")})


def _language(request: HttpRequest, row: Any) -> str:
    """In which the text is written: as asked, else the original."""
    return written_in(request, getattr(row, "language", "") or row.module.language)


def _text_form(request: HttpRequest, row: Any) -> TextFields:
    return TextFields(
        harmless(request.POST) if request.POST.get("action") == "text" else None,
        initial=row.texts.get(_language(request, row), {}),
    )


def _acted(request: HttpRequest, row: Any, behind: str) -> HttpResponse | None:
    """Texts, publishing, deleting: what is done with all of them alike."""
    if request.method != "POST" or is_unknown(request):
        return None
    act, author, language = request.POST.get("action", ""), curator_of(request).author, _language(request, row)
    if act == "text" and (form := _text_form(request, row)).is_valid():
        write.save_text(row, language, form.cleaned_data)
    elif act == "drop-text":
        if not write.drop_text(row, language):
            messages.error(request, _("The original stays; delete the whole instead."))
            return redirect(request.path)
    elif act in ("publish", "hide") and not isinstance(row, ModulePage):
        write.publish(row, act == "publish", author=author)
    elif act == "remove" and not isinstance(row, ModulePage):
        write.remove(row, author=author)
        messages.success(request, _("Deleted."))
        return redirect(behind)
    else:
        return None
    return _saved(request)


def _shown(request: HttpRequest, template: str, row: Any, more: dict[str, Any]) -> HttpResponse:
    language, form = _language(request, row), _text_form(request, row)
    text = form.data.get("text", "") if form.is_bound else row.texts.get(language, {}).get("text", "")
    bound = [one for one in (form, *more.values()) if getattr(one, "is_bound", False)]
    context = desk(request) | {
        "row": row,
        "form": form,
        "in_language": language,
        "languages": languages(row.texts),
        "looks": html_of(text[:10_000]),
        **more,
    }
    return render(request, template, context, status=422 if bound else 200)


def _saved(request: HttpRequest) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect(request.get_full_path())


def _is_free(form: ModuleFields, row: Module) -> bool:
    if Module.objects.filter(slug=form.cleaned_data["slug"]).exclude(pk=row.pk).exists():
        form.add_error("slug", _("Another module has this short name."))
        return False
    return True


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
