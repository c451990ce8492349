"""A new entry, section by section. Nothing is kept here: the document travels signed in a hidden field."""

import json
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from organisations.document import Address, OrganisationDocument, Place
from organisations.forms.entry import section_form
from organisations.forms.section import SectionForm
from organisations.forms.sections import SECTION_BY_KEY
from organisations.languages import written_in
from organisations.models import Suggestion
from organisations.proposing.packing import content, packed, unpacked, with_new_ids
from organisations.proposing.person import consent_text
from organisations.proposing.posting import Posting, not_sendable
from organisations.proposing.summary import summary_of
from organisations.public_forms.pages import language_now, rendered, work_config
from organisations.services.duplicates import candidates, public_candidates
from organisations.services.publish import StaleBase
from organisations.services.suggestions import Sender, suggest_entry
from organisations.tickets import Ticket
from organisations.validation import InvalidDocument

PURPOSE, LAST = "add", "check"
# What is needed comes first; who has filled that in may send at any time.
NEEDED = ("about", "topics", "places")
ORDER = (*NEEDED, "times", "languages", "open", "visit", "openings", "contacts", LAST)


@dataclass(frozen=True)
class Adding:
    """One request; `data`: the form that was sent, empty at the beginning."""

    request: HttpRequest
    data: QueryDict

    @cached_property
    def before(self) -> OrganisationDocument:
        """The document as it was when the page was made."""
        blank = OrganisationDocument(kind="", name="", language=written_in(language_now()))
        return unpacked(self.data.get("document", "")) or blank

    @property
    def at(self) -> str:
        """The step the page was about."""
        at = self.data.get("at", "")
        return at if at in ORDER else ORDER[0]

    @cached_property
    def posting(self) -> Posting:
        """The form as something that is sent."""
        return Posting(self.request, self.data, PURPOSE, self._said)

    def answer(self) -> HttpResponse:
        """The page that comes next."""
        step = self.data.get("step", "next")
        if self.at == LAST:
            if step == "send":
                return self.posting.sent(self._put, self._back)
            return self.page(self._target(step), self.before)
        form = self._form(self.at, self.before, self.data if self.request.method == "POST" else None)
        if not form.is_bound:
            return self.filling(form, self.before)
        if form.is_row_step or step == "show":
            form.not_judged()
            return self.filling(form, self.before)
        if not (form.is_valid() and is_enough(form)):
            return self.filling(form, self.before, 400, errors=form.errors)
        return self.page(self._target(step), form.document)

    def page(self, at: str, document: OrganisationDocument, **more: Any) -> HttpResponse:
        """The page of a step; of an earlier one if something that is needed is missing there."""
        lacking = missing(document)
        if lacking and ORDER.index(lacking) < ORDER.index(at):
            at, more = lacking, {"notices": [_("This part is still needed.")]}
        if at == LAST:
            return self.checking(document)
        return self.filling(self._form(at, document, None), document, **more)

    def filling(
        self, form: SectionForm, document: OrganisationDocument, status: int = 200, **more: Any
    ) -> HttpResponse:
        """The form of one section. `more`: `errors` (id of the field, sentence), `notices`."""
        number = ORDER.index(form.key)
        context = {
            "section": form,
            "at": form.key,
            "number": number + 1,
            "is_needed": form.key in NEEDED,
            "can_end": missing(document) is None,
            "is_first": number == 0,
            "next": SECTION_BY_KEY[ORDER[number + 1]].title if ORDER[number + 1] != LAST else "",
            "errors": [],
        }
        return self._page("add", context | more, document, status)

    def checking(self, document: OrganisationDocument, status: int = 200, **more: Any) -> HttpResponse:
        """All of it once more, entries it may be the same as, who sends it, and the button."""
        context = {
            "at": LAST,
            "groups": summary_of(document),
            "alike": public_candidates(candidates(document)),
            "person": self.posting.person,
            "consent_text": consent_text(),
            "config": work_config(more.get("challenge")),
            "errors": {},
            "notices": self.posting.notices,
        }
        return self._page("check", context | more, document, status)

    def _page(self, name: str, context: dict[str, Any], document: OrganisationDocument, status: int) -> HttpResponse:
        started = self.request.method == "POST"
        ticket = self.posting.form.next_ticket if started else Ticket.new(PURPOSE)
        shared = {"document": packed(document), "ticket": str(ticket), "started": started, "steps": len(ORDER)}
        return rendered(self.request, f"organisations/proposing/{name}.html", shared | context, status)

    def _form(self, at: str, document: OrganisationDocument, data: QueryDict | None) -> SectionForm:
        if at == "places" and not document.places and data is None:
            document = replace(document, places=(Place(Address(), primary=True),))  # one row is open from the start
        return section_form(at, document, data, language=document.language)

    def _target(self, step: str) -> str:
        number = ORDER.index(self.at)
        if step == "back":
            return ORDER[max(0, number - 1)]
        wanted = step.removeprefix("at:")
        return wanted if wanted in ORDER else ORDER[min(number + 1, len(ORDER) - 1)]

    def _back(self, status: int, **more: Any) -> HttpResponse:
        return self.checking(self.before, status, **more)

    def _said(self) -> list[tuple[str, str]]:
        return [("document", json.dumps(content(self.before), sort_keys=True, default=str))]

    def _put(self, sender: Sender) -> Suggestion:
        if missing(self.before):
            raise InvalidDocument([])
        try:
            return suggest_entry(self.before, sender=sender)
        except StaleBase:  # sent before by another form, as after the way back
            return suggest_entry(with_new_ids(self.before), sender=sender)


def missing(document: OrganisationDocument) -> str | None:
    """The first section in which something is lacking that an entry needs."""
    needs = {
        "about": document.name and document.kind,
        "topics": document.topics,
        "places": any(place.address.town for place in document.places),
    }
    return next((section for section, there in needs.items() if not there), None)


def is_enough(form: SectionForm) -> bool:
    """Whether the section has what an entry needs; the form says what is lacking. Only of a valid form."""
    if form.key == "topics" and not form.document.topics and form.main:
        form.main.add_error("main", _("Please choose one topic, so that people find it."))
        return False
    if form.key == "places" and not any(place.address.town for place in form.document.places):
        sentence = _("Please write at least the town.")
        if form.rows and form.rows.forms:
            form.rows.forms[0].add_error("town", sentence)
        else:
            form.faults.append(sentence)
        return False
    return True


def adding(request: HttpRequest) -> HttpResponse:
    """The page that comes next for a new entry."""
    made = Adding(request, request.POST if request.method == "POST" else QueryDict())
    try:
        return made.answer()
    except InvalidDocument as error:
        notice = not_sendable(error) if error.faults else _("This part is still needed.")
        return made.page(missing(made.before) or ORDER[0], made.before, notices=[notice])
