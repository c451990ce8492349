"""One section of an entry as its editor fills it in: saved at once, or by a curator, or both versions side by side."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict

from organisations.differences import Difference, in_words
from organisations.document import OrganisationDocument
from organisations.editing.desk import Desk
from organisations.editing.forms import foreign, hidden_fields, page
from organisations.editing.summary import EMPTIED, emptied, parts_of
from organisations.forms.entry import FORMS, section_form
from organisations.forms.section import SectionForm
from organisations.merging import Change, difference, with_parts
from organisations.models import Organisation, Revision, Suggestion
from organisations.proposal import proposal_of
from organisations.services.editing import Conflicting, Edited, edit
from organisations.services.rows import documents_of
from organisations.services.suggestions import SentAlready
from organisations.tickets import Ticket
from organisations.validation import InvalidDocument

MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True)
class SectionPage:
    """The form of one section for one editor."""

    request: HttpRequest
    desk: Desk
    key: str

    @property
    def entry(self) -> Organisation:
        """What is edited."""
        return self.desk.entry

    @property
    def purpose(self) -> str:
        """What the form's ticket is for."""
        return f"edit:{self.entry.pk}:{self.key}"

    def form(self, document: OrganisationDocument, sent: QueryDict | None = None) -> SectionForm:
        """The form, filled in from the document or with what was sent."""
        if self.key not in FORMS:
            raise Http404
        return section_form(self.key, document, sent, language=document.language)

    def opened(self) -> HttpResponse:
        """The form as it opens, or the question whether nothing of the section is there any more."""
        form = self.form(self.base(self.entry.number))
        if "gone" in self.request.GET and self.key in EMPTIED:
            return self._page("section_gone.html", form, self.entry.number, part=self._part(form.before))
        return self.shown(form, self.entry.number)

    def shown(self, form: SectionForm, base: int, *, status: int = 200, **more: Any) -> HttpResponse:
        """The form. `more`: `errors`, `notice`."""
        return self._page("section.html", form, base, status, **more)

    def _page(self, template: str, form: SectionForm, base: int, status: int = 200, **more: Any) -> HttpResponse:
        context = {
            "entry": self.entry,
            "form": form,
            "key": self.key,
            "base": base,
            "answer": self.request.method == "POST",
            "ticket": str(more.pop("ticket", None) or Ticket.new(self.purpose)),
            "back": self.desk.address + self.desk.said_query,
            **more,
        }
        return page(self.request, template, context, status)

    def _part(self, document: OrganisationDocument) -> Any:
        return next(part for part in parts_of(document, ()) if part.section.key == self.key)

    # Sent ----------------------------------------------------------------------------------------------------------

    def sent(self, sent: QueryDict) -> HttpResponse:
        """Saves what was sent, or shows it again with what is wrong."""
        base = self.base_of(sent)
        before = self.base(base)
        if sent.get("step") == "gone" and self.key in EMPTIED:
            return self.saved(emptied(before, self.key), base, sent)
        form = self.form(before, sent)
        again: dict[str, Any] = {"ticket": self.ticket(sent)}
        if notice := foreign(self.request):
            return self.shown(form, base, status=400, notice=notice, **again)
        if form.is_row_step:
            return self.shown(form, base, **again)
        if sent.get("step") == "show":  # kept on the device, or by a page without a link that works
            return self.shown(form, base, kept=True, **again)
        if not form.is_valid():
            return self.shown(form, base, status=400, errors=form.errors, **again)
        return self.saved(form.document, base, sent)

    def saved(self, document: OrganisationDocument, base: int, sent: QueryDict) -> HttpResponse:
        """Public at once, waiting for a curator, or in conflict with what somebody else did meanwhile."""
        if notice := foreign(self.request):
            return self.desk.page(400, notice=notice)
        try:
            edited = self._edited(document, base, self.ticket(sent).key)
        except Conflicting as conflict:
            return self._resolved(conflict, document, sent)
        except InvalidDocument as wrong:
            return self._refused(wrong, base, sent)
        return self.done(edited)

    def done(self, edited: Edited) -> HttpResponse:
        """On to the page of the entry."""
        also = {"saved": self.key} | ({"waiting": "1"} if edited.waiting else {})
        return self.desk.said_right(self.key, **also)

    def _edited(self, document: OrganisationDocument, base: int, key: str) -> Edited:
        try:
            return edit(document, base=base, editor=self.desk.editor, key=key)
        except SentAlready as before:
            if _says_the_same(before.suggestion, document, self.base(base)):
                return Edited(waiting=before.suggestion)
            return edit(document, base=base, editor=self.desk.editor, key=Ticket.new(self.purpose).key)

    def _resolved(self, conflict: Conflicting, document: OrganisationDocument, sent: QueryDict) -> HttpResponse:
        """Saves what was chosen between two versions; shows both as long as that is not said of each."""
        rows = conflict_rows(conflict, document)
        picks = {row.field: sent.get(f"pick.{row.field}", "") for row in rows}
        if sent.get("seen") != str(conflict.number) or not set(picks.values()) <= {MINE, THEIRS}:
            return self._both(conflict, rows, sent)
        mine = [one.key for one in conflict.conflicts if picks.get(".".join(one.key), MINE) == MINE]
        chosen = with_parts(conflict.document, document, mine)
        try:
            return self.done(self._edited(chosen, conflict.number, self.ticket(sent).key))
        except Conflicting as again:
            return self._both(again, conflict_rows(again, chosen), sent)
        except InvalidDocument as wrong:
            return self._refused(wrong, conflict.number, sent)

    def _both(self, conflict: Conflicting, rows: list[Difference], sent: QueryDict) -> HttpResponse:
        context = {
            "entry": self.entry,
            "rows": rows,
            "number": conflict.number,
            "fields": hidden_fields(sent, "pick.", "seen", "step"),
            "missing": sent.get("seen") == str(conflict.number),
        }
        return page(self.request, "conflict.html", context, 409)

    def _refused(self, wrong: InvalidDocument, base: int, sent: QueryDict) -> HttpResponse:
        form = self.form(self.base(base), sent)
        form.is_valid()
        errors = [(form.anchor, fault.translated) for fault in wrong.faults]
        return self.shown(form, base, status=400, errors=errors, ticket=self.ticket(sent))

    # What was sent with it -----------------------------------------------------------------------------------------

    def ticket(self, sent: QueryDict) -> Ticket:
        """The form's own, so that a second sending is known; a fresh one if it came without."""
        return Ticket.read(sent.get("ticket", ""), self.purpose) or Ticket.new(self.purpose)

    def base_of(self, sent: QueryDict) -> int:
        """The number of the revision the form was made from; today's if that is not said."""
        text = sent.get("base", "")
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
        return number if 0 < number <= self.entry.number else self.entry.number

    def base(self, number: int) -> OrganisationDocument:
        """The document of that revision, with the values of today."""
        revision = Revision.objects.get(organisation=self.entry, number=number)
        return documents_of([revision])[0]


def conflict_rows(conflict: Conflicting, ours: OrganisationDocument) -> list[Difference]:
    """Both versions of each part in words: theirs before, ours after. Parts that read the same are left out."""
    changes = [Change(one.key, one.theirs, one.ours) for one in conflict.conflicts]
    return in_words(changes, conflict.document, ours)


def _says_the_same(suggestion: Suggestion, document: OrganisationDocument, before: OrganisationDocument) -> bool:
    """Whether everything that waits for a curator in `document` waits already."""
    if not suggestion.document:
        return False
    proposed = {change.key: change.after for change in proposal_of(suggestion).changes}
    wanted = {change.key: change.after for change in difference(before, document)}
    return all(wanted.get(key) == value for key, value in proposed.items())
