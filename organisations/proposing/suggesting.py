"""Suggesting a change: what is not right, the forms of those sections or a few words, a look at it, sending."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict

from organisations.entry import PublicEntry
from organisations.forms.choices import languages
from organisations.forms.entry import EntryForm
from organisations.forms.widgets import OneFromList
from organisations.languages import is_known, reading_order
from organisations.models import Suggestion
from organisations.proposing.entry import Base, base_of, gone
from organisations.proposing.person import FIELDS, consent_text
from organisations.proposing.posting import Posting, not_sendable, nothing_said, pairs
from organisations.proposing.titles import WHOLE, title_of, titles
from organisations.public_forms.pages import MOST_AT_ONCE, language_now, rendered, too_long, work_config
from organisations.services.suggestions import EntryGone, Sender, suggest_change
from organisations.text import written
from organisations.tickets import Ticket
from organisations.validation import InvalidDocument

LONGEST_NOTE = 2_000


@dataclass(frozen=True)
class Note:
    """Own words about a section, or about the entry (no title), as typed."""

    key: str
    title: Any
    words: str

    @property
    def field(self) -> str:
        """The name of its field."""
        return f"note-{self.key}"


@dataclass(frozen=True)
class Suggesting:
    """One request about one public entry; `data`: the form that was sent, or the query of the address."""

    request: HttpRequest
    found: PublicEntry
    data: QueryDict

    @cached_property
    def keys(self) -> list[str]:
        """The sections it is about."""
        chosen = set(self.data.getlist("section"))
        return [key for key, _title in titles() if key in chosen]

    @property
    def how(self) -> str:
        """By forms ("change") or in own words alone ("words"); empty: not chosen yet."""
        how = self.data.get("how", "")
        return how if how == "words" or (how == "change" and self.keys) else ""

    @cached_property
    def base(self) -> Base:
        """The revision the form is made from."""
        return base_of(self.found.document.id, self.data if self.is_sent else {})

    @property
    def is_sent(self) -> bool:
        """Whether a form was sent."""
        return self.request.method == "POST"

    @cached_property
    def form(self) -> EntryForm:
        """The forms of the sections, filled as they were sent."""
        sent = self.data if self.is_sent else None
        keys = self.keys if self.how == "change" else []
        return EntryForm(self.base.document, sent, keys, self.texts, public_only=True)

    @property
    def texts(self) -> str:
        """The language of the texts in the forms: the one asked for, else that of the reader if there are some in it,
        else the entry's own."""
        document, asked = self.base.sight.shown, self.data.get("texts", "")
        if asked in document.texts or is_known(asked):
            return asked
        offered = [*reading_order(language_now()), document.language, *document.texts]
        return next((code for code in offered if code in document.texts), document.language)

    @property
    def other_texts(self) -> dict[str, Any]:
        """The field that asks for another language, where there is something to write in one."""
        if self.is_sent or not {"about", "openings"} & set(self.keys):
            return {}
        choices = languages(language_now(), self.texts)
        choice = OneFromList(choices=choices).render("texts", self.texts, {"id": "to"})
        return {"choice": choice, "elsewhere": self.texts != self.base.document.language}

    @cached_property
    def notes(self) -> list[Note]:
        """A note for each section, or one for the whole entry."""
        typed = {key: self.data.get(f"note-{key}", "") if self.is_sent else "" for key in self.keys or [WHOLE]}
        return [Note(key, title_of(key), written(words).strip()) for key, words in typed.items()]

    @cached_property
    def posting(self) -> Posting:
        """The form as something that is sent."""
        return Posting(
            self.request,
            self.data,
            self.base.purpose,
            lambda: pairs(self.data, FIELDS),
            str(self.found.document.id),
        )

    def answer(self) -> HttpResponse:
        """The page that comes next."""
        if not self.how:
            return self.choice()
        if not self.is_sent:
            return self.filling(200, ticket=Ticket.new(self.base.purpose))
        step = self.data.get("step", "preview")
        if self.form.is_row_step or step == "edit":
            return self.filling(200)
        if step == "send":
            return self.posting.sent(self._put, self._back, errors=self._lengths() | dict(self._faults()))
        if trouble := self.posting.form.trouble:
            return self.filling(400, notices=[trouble])
        if problem := self._problem():
            return problem
        return self.preview(200)

    def choice(self) -> HttpResponse:
        """What is not right?"""
        asked = "how" in self.data
        context = {"found": self.found, "sections": titles(), "chosen": self.keys, "nothing_chosen": asked}
        return rendered(self.request, "organisations/proposing/choose.html", context)

    def filling(self, status: int, ticket: Ticket | None = None, **more: Any) -> HttpResponse:
        """The forms and notes. `more`: `notices`, `errors` (id of the field, sentence)."""
        parts = list(zip(self.form.sections, self.notes, strict=True)) if self.how == "change" else []
        context = {"parts": parts, "notes": self.notes, "how": self.how, "keys": self.keys, "texts": self.texts}
        context |= self.other_texts
        return self._page("change", context, ticket, status, **more)

    def preview(self, status: int, **more: Any) -> HttpResponse:
        """The difference in words, who sends it, and the button."""
        context = {
            "differences": self.base.in_words(self.form.document),
            "notes": [note for note in self.notes if note.words],
            "carried": pairs(self.data, FIELDS),
            "person": self.posting.person,
            "consent_text": consent_text(),
            "config": work_config(more.get("challenge")),
        }
        return self._page("preview", context, None, status, **{"notices": self.posting.notices, **more})

    def _page(
        self, name: str, context: dict[str, Any], ticket: Ticket | None, status: int, **more: Any
    ) -> HttpResponse:
        shared = {
            "found": self.found,
            "ticket": str(ticket or self.posting.form.next_ticket),
            "most": MOST_AT_ONCE,
            "errors": {},
        }
        return rendered(self.request, f"organisations/proposing/{name}.html", shared | context | more, status)

    def _problem(self) -> HttpResponse | None:
        """The form again if something is wrong with it, or nothing was said."""
        errors = [*self._faults(), *self._lengths().items()]
        if errors:
            return self.filling(400, errors=errors)
        if not any(note.words for note in self.notes) and not self.base.in_words(self.form.document):
            return self.filling(400, notices=[nothing_said()])
        return None

    def _faults(self) -> Sequence[tuple[str, str]]:
        return () if self.form.is_valid() else self.form.errors

    def _lengths(self) -> dict[str, str]:
        found = {note.field: too_long(note.words, LONGEST_NOTE) for note in self.notes}
        return {field: sentence for field, sentence in found.items() if sentence}

    def _put(self, sender: Sender) -> Suggestion:
        notes = {note.key: note.words for note in self.notes}
        return suggest_change(self.form.document, base=self.base.number, sender=sender, notes=notes)

    def _back(self, status: int, **more: Any) -> HttpResponse:
        """The look at the difference once more, or the form if something is wrong with that."""
        return self._problem() or self.preview(status, **more)


def suggesting(request: HttpRequest, found: PublicEntry) -> HttpResponse:
    """The page that comes next for a request about an entry."""
    data = request.POST if request.method == "POST" else request.GET
    try:
        return Suggesting(request, found, data).answer()
    except EntryGone:
        return gone(request)
    except InvalidDocument as error:
        return Suggesting(request, found, data).filling(400, notices=[not_sendable(error)])
