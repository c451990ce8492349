"""Claiming an entry, or asking to have it taken off the map: who somebody is, and what shows that they belong to it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from organisations.entry import PublicEntry
from organisations.models import Suggestion, SuggestionKind
from organisations.proposing.entry import gone
from organisations.proposing.person import FIELDS, Person, consent_text
from organisations.proposing.posting import Posting, pairs
from organisations.public_forms.pages import MOST_AT_ONCE, rendered, too_long, work_config
from organisations.services.suggestions import EntryGone, Sender, ask
from organisations.text import written
from organisations.tickets import Ticket

LONGEST_PROOF = 2_000
WISHES = {"claim": SuggestionKind.CLAIM, "removal": SuggestionKind.REMOVAL}


@dataclass(frozen=True)
class Claiming:
    """One request about one public entry; `data`: the form that was sent, or the query of the address."""

    request: HttpRequest
    found: PublicEntry
    data: QueryDict

    @property
    def wish(self) -> str:
        """To look after the entry, or to have it taken off."""
        wish = self.data.get("wish", "")
        return wish if wish in WISHES else "claim"

    @property
    def proof(self) -> str:
        """What shows that they belong to the group, or why it should not be on the map."""
        return written(self.data.get("proof", "") if self.request.method == "POST" else "").strip()

    @property
    def purpose(self) -> str:
        """What tickets are for."""
        return f"claim:{self.found.document.id}"

    @cached_property
    def posting(self) -> Posting:
        """The form as something that is sent."""
        said = lambda: pairs(self.data, FIELDS)  # noqa: E731
        return Posting(self.request, self.data, self.purpose, said, str(self.found.document.id))

    def page(self, status: int, **more: Any) -> HttpResponse:
        """The form, filled. `more`: `notices`, `errors`, `challenge`."""
        is_sent = self.request.method == "POST"
        context = {
            "found": self.found,
            "wish": self.wish,
            "proof": self.proof,
            "person": self.posting.person if is_sent else Person(),
            "ticket": str(self.posting.form.next_ticket if is_sent else Ticket.new(self.purpose)),
            "most": MOST_AT_ONCE,
            "errors": {},
            "consent_text": consent_text(),
            "config": work_config(more.get("challenge")),
        }
        return rendered(self.request, "organisations/proposing/claim.html", context | more, status)

    def answer(self) -> HttpResponse:
        """The form, or what follows from the one that was sent."""
        if self.request.method != "POST":
            return self.page(200)
        return self.posting.sent(self._put, self.page, errors=self._problems())

    def _problems(self) -> dict[str, str]:
        if not self.proof:
            return {"proof": _("Please write a few words about this.")} | self._of_person()
        too_much = too_long(self.proof, LONGEST_PROOF)
        return ({"proof": too_much} if too_much else {}) | self._of_person()

    def _of_person(self) -> dict[str, str]:
        """Who wants to look after an entry must be reached; who does not want it shown need not say more than that."""
        return self.posting.person.problems(needed=self.wish == "claim")

    def _put(self, sender: Sender) -> Suggestion:
        return ask(WISHES[self.wish], self.found.document.id, sender=sender, proof=self.proof)


def claiming(request: HttpRequest, found: PublicEntry) -> HttpResponse:
    """The page that comes next for a request about an entry."""
    try:
        return Claiming(request, found, request.POST if request.method == "POST" else request.GET).answer()
    except EntryGone:
        return gone(request)
