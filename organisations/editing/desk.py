"""The page of an entry for its editors: what the public sees, and whether that is still right."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse

from organisations.editing.forms import foreign, page
from organisations.editing.summary import all_said, parts_of
from organisations.editor_sessions import editor_session, take_cookie
from organisations.forms.sections import SECTION_BY_KEY
from organisations.models import Editor, Organisation, Suggestion
from organisations.models.organisation import State
from organisations.services.editing import confirm
from organisations.services.ownership import close_session
from organisations.services.rows import load_document


@dataclass(frozen=True)
class Desk:
    """One editor at one entry."""

    request: HttpRequest

    @cached_property
    def editor(self) -> Editor:
        """Who edits."""
        session = editor_session(self.request)
        assert session is not None  # noqa: S101 - the view lets nobody else in
        return session.editor

    @property
    def entry(self) -> Organisation:
        """What is edited."""
        return self.editor.organisation

    @cached_property
    def said(self) -> list[str]:
        """The sections of which the editor has said, on this visit, that they are right: they stand in the address."""
        return [key for key in self.request.GET.get("right", "")[:200].split(",") if key in SECTION_BY_KEY]

    def page(self, status: int = 200, **more: Any) -> HttpResponse:
        """What the public sees, by section."""
        saved = self.request.GET.get("saved", "")
        context = {
            "entry": self.entry,
            "parts": parts_of(load_document(self.entry.pk), self.said),
            "said": self.said_query,
            "confirmed": "confirmed" in self.request.GET,
            "saved": saved if saved in SECTION_BY_KEY or saved == "texts" else "",
            "waiting": Suggestion.objects.waiting().filter(organisation=self.entry, author=self.editor.author).count(),
            "is_public": self.entry.state == State.PUBLIC,
            **more,
        }
        return page(self.request, "desk.html", context, status)

    def sent(self, form: QueryDict) -> HttpResponse:
        """A button was pressed: everything is right, one section is, or the editor is done."""
        if notice := foreign(self.request):
            return self.page(400, notice=notice)
        act = form.get("act", "")
        if act == "leave":
            return self._left()
        if act == "right":
            return self._confirmed()
        if act in SECTION_BY_KEY:
            return self.said_right(act)
        return self.page(400)

    def said_right(self, section: str, **also: str) -> HttpResponse:
        """One section is right; when all are, so is the entry."""
        said = [*dict.fromkeys([*self.said, section])]
        if all_said(said) and not also.get("waiting"):
            return self._confirmed(**also)
        query = QueryDict(mutable=True)
        query.update({"right": ",".join(said), **also})
        return HttpResponseRedirect(f"{self.address}?{query.urlencode(safe=',')}#part-{section}")

    @property
    def said_query(self) -> str:
        """What was said so far, for addresses."""
        return f"?right={','.join(self.said)}" if self.said else ""

    @property
    def address(self) -> str:
        """Of this page."""
        return reverse("edit", args=[self.entry.slug])

    def _confirmed(self, **also: str) -> HttpResponse:
        if self.entry.state == State.PUBLIC:
            confirm(self.entry.pk, author=self.editor.author)
        query = QueryDict(mutable=True)
        query.update({"confirmed": "1", **also})
        return HttpResponseRedirect(f"{self.address}?{query.urlencode()}")

    def _left(self) -> HttpResponse:
        session = editor_session(self.request)
        if session:
            close_session(session)
        response = HttpResponseRedirect(reverse("update") + "?left=1")
        take_cookie(response, self.entry.pk)
        return response
