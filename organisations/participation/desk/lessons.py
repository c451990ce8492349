"""The desk's pages of learning modules and of their pages (`writing.py`)."""

from functools import cached_property
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from organisations.forms.rows import Fields
from organisations.participation.desk.forms import FileFields, ModuleFields, TitleFields
from organisations.participation.desk.writing import Writing
from organisations.participation.models import ModulePage
from organisations.participation.news import write


class ModuleWriting(Writing):
    """A module: its texts, facts and pages."""

    template, behind = "curate/news/module.html", "curate-modules"
    acts = (*Writing.acts, "page", "up", "down")
    added: ModulePage | None = None

    @cached_property
    def facts(self) -> ModuleFields:
        """What is the same in all languages."""
        now = {name: getattr(self.row, name) for name in ModuleFields.base_fields}
        return ModuleFields(self.part("facts"), prefix="facts", initial=now, empty_permitted=True, about=self.row)

    @cached_property
    def page_form(self) -> TitleFields:
        """The title of a further page; one that was typed is added, whatever button was pressed."""
        typed = self.sent is not None and (self.act == "page" or self.sent.get("page-title", "").strip())
        form = TitleFields(self.sent if typed else None, prefix="page", initial={"language": self.row.language})
        form.fields["title"].required = form.is_bound  # the page can be saved without
        return form

    @property
    def parts(self) -> dict[str, Fields]:
        """A further page, the facts."""
        return {"page_form": self.page_form, "facts": self.facts}

    def save(self) -> None:
        """Texts, facts and a further page."""
        super().save()
        if self.facts.is_bound and self.facts.has_changed():
            write.save_facts(self.row, self.facts.cleaned_data)
        if self.page_form.is_bound:
            data = self.page_form.cleaned_data
            self.added = write.add_page(self.row, data["language"], {"title": data["title"], "text": ""})

    def done(self) -> HttpResponse | None:
        """Pages are moved; a new one is opened."""
        if self.act in ("up", "down") and self.about.isdecimal():
            for page in self.row.pages.filter(pk=int(self.about)):
                write.move_page(page, self.act == "up")
        if self.act == "page" and self.added:
            return redirect("curate-module-page", self.row.pk, self.added.pk)
        if self.act == "publish" and not self.row.pages.exists():
            messages.error(self.request, _("It is saved, and not shown yet: a module needs a page first."))
            return redirect(self.request.get_full_path())
        return super().done()


class PageWriting(Writing):
    """A page of a module: its texts and files."""

    template = "curate/news/page.html"
    acts = ("save", "drop-text", "file", "detach")
    end = "drop"

    @cached_property
    def file_form(self) -> FileFields:
        """A further file; one that was chosen is added, whatever button was pressed."""
        chosen = self.sent is not None and (self.act == "file" or "file" in self.request.FILES)
        return FileFields(self.sent, self.request.FILES) if chosen else FileFields()

    @property
    def parts(self) -> dict[str, Fields]:
        """A further file."""
        return {"file_form": self.file_form}

    @property
    def more(self) -> dict[str, Any]:
        """The files there are."""
        return {"files": self.row.attachments.defer("content")}

    def keep_files(self) -> None:
        """The file that came along."""
        if self.file_form.is_bound and self.file_form.is_valid():
            file = self.file_form.cleaned_data["file"]
            made = write.attach(self.row, file.name, file.content_type, file.read())
            messages.success(self.request, _("The file %(name)s was added.") % {"name": made.name})
            self.file_form = FileFields()

    def done(self) -> HttpResponse | None:
        """A file is deleted."""
        if self.act == "detach":
            for found in self.row.attachments.filter(pk=_uuid(self.about)):
                write.detach(found)
        return super().done()

    def ended(self) -> HttpResponse:
        """The page is deleted."""
        write.drop_page(self.row)
        return redirect("curate-module", self.row.module_id)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
