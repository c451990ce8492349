"""The page of an entry for its editors: what the public sees, and whether that is still right."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext

from organisations.document import OrganisationDocument
from organisations.editing.forms import foreign, page
from organisations.editing.summary import all_said, parts_of
from organisations.editor_sessions import editor_session, take_cookie
from organisations.forms.sections import SECTION_BY_KEY
from organisations.further import links, waits
from organisations.models import ContactPerson, DataVersion, Editor, Organisation, Suggestion
from organisations.models.organisation import State
from organisations.own_page import site_of
from organisations.public_forms.pages import language_now
from organisations.services.consent import AskedAlready, NoAddress, ask_consent
from organisations.services.editing import confirm
from organisations.services.ownership import close_session
from organisations.services.rows import load_document


@dataclass(frozen=True)
class Person:
    """A contact person of the entry; `agreed` to being shown, or has an `address` at which they can be asked."""

    id: UUID
    name: str
    agreed: bool
    address: bool


def people_of(document: OrganisationDocument) -> list[Person]:
    """The contact persons as the entry names them."""
    hidden = {person.pk for person in hidden_people(document.id)} if document.contacts else set()
    return [Person(one.id, one.name or one.role, one.id not in hidden, bool(one.email)) for one in document.contacts]


def hidden_people(entry: UUID) -> QuerySet[ContactPerson]:
    """Contact persons whom visitors do not see."""
    rows = ContactPerson.objects.filter(organisation_id=entry, active=True).select_related("details", "organisation")
    return rows.exclude(pk__in=ContactPerson.objects.shown().filter(organisation_id=entry).values("pk"))


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
        document = load_document(self.entry.pk)
        context = {
            "entry": self.entry,
            "parts": parts_of(document, self.said),
            "people": people_of(document),
            "said": self.said_query,
            "confirmed": "confirmed" in self.request.GET,
            "asked": "asked" in self.request.GET,
            "saved": saved if saved in SECTION_BY_KEY or saved == "texts" else "",
            "waiting": Suggestion.objects.waiting().filter(organisation=self.entry, author=self.editor.author).count(),
            "is_public": self.entry.state == State.PUBLIC,
            "waits": [link.about(self.entry.slug) for link in waits(self.entry.pk)],
            "further": [link.about(self.entry.slug) for link in links("editors", DataVersion.current()[1])],
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
        if act.startswith("ask:"):
            return self._asked(act.removeprefix("ask:"))
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

    def _asked(self, id: str) -> HttpResponse:
        """A contact person is asked by mail whether visitors may see them."""
        people = {str(person.pk): person for person in hidden_people(self.entry.pk)}
        if id not in people:
            return self.page(400)
        try:
            ask_consent(people[id], self.editor.author, language=language_now(), site=site_of(self.request))
        except (AskedAlready, NoAddress):
            return self.page(
                409, notice=gettext("This person was asked in the last days, or has no mail address here.")
            )
        return HttpResponseRedirect(f"{self.address}?asked=1#part-contacts")

    def _left(self) -> HttpResponse:
        session = editor_session(self.request)
        if session:
            close_session(session)
        response = HttpResponseRedirect(reverse("update"))
        take_cookie(response, self.entry.pk)
        return response
