"""What the pages of the form show."""

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext as _

from organisations.cards import Reader
from organisations.detail import EntryPage
from organisations.entry import PublicEntry
from organisations.languages import language_name
from organisations.outbox.outline import GERMAN, html_lang
from organisations.participation import phrases
from organisations.participation.draft import Draft, offered_languages
from organisations.participation.phrases import Choices
from organisations.participation.services import Addressee
from organisations.public_forms.pages import MOST_AT_ONCE, language_now, rendered, work_config
from organisations.tickets import Ticket
from organisations.vocabulary import vocabulary

FEW_LANGUAGES = 6  # shown at once; the others unfold


def consent_text(to_operator: bool) -> str:
    """What a writer agrees to; it is stored with the message."""
    if to_operator:
        return _(
            "I agree that this message is used to answer me, as the privacy page says. It is erased after 90 days."
        )
    return _("I allow this message to be passed on to the group. It is erased here after 90 days.")


@dataclass(frozen=True)
class Writing:
    """The form for one addressee at one address (`action`)."""

    request: HttpRequest
    to: Addressee
    action: str
    entry: PublicEntry | None = None

    @property
    def to_operator(self) -> bool:
        """Whether it goes to those who run the map."""
        return self.to.id is None

    def form(self, draft: Draft, ticket: Ticket | None = None, *, status: int = 200, **more: Any) -> HttpResponse:
        """The form, filled in. `more`: `errors` by field, `notices`, `challenge`, `gone`."""
        language = language_now()
        context = self._context(draft, ticket) | more | {
            "errors": more.get("errors", {}),
            "groups": groups(draft, self.to_operator),
            "config": self._config(more.get("challenge")),
            "most": MOST_AT_ONCE,
            "sentences": phrases.letter(draft.choices, draft.name, language),
        }  # fmt: skip
        return self._rendered("participation/write.html", context, status)

    def preview(self, draft: Draft, ticket: Ticket, *, status: int = 200, **more: Any) -> HttpResponse:
        """Both languages, to look at before sending."""
        context = self._context(draft, ticket) | {"errors": {}} | more
        context["sentences"] = phrases.letter(draft.choices, draft.name, language_now())
        if challenge := more.get("challenge"):
            context["config"] = self._config(challenge)
        return self._rendered("participation/preview.html", context, status)

    def _context(self, draft: Draft, ticket: Ticket | None) -> dict[str, Any]:
        language = language_now()
        return {
            "to": self.to,
            "to_operator": self.to_operator,
            "action": self.action,
            "page": self._page(),
            "draft": draft,
            "ticket": str(ticket or Ticket.new(self.to.purpose)),
            "german": phrases.letter(draft.choices, draft.name, GERMAN),
            "own_language": language_name(language, language).own,
            "is_german": html_lang(language) == GERMAN,
            "consent_text": consent_text(self.to_operator),
        }

    def _page(self) -> EntryPage | None:
        if self.entry is None:
            return None
        return EntryPage(self.entry, Reader(language_now(), timezone.localdate(), vocabulary()))

    def _config(self, challenge: dict[str, Any] | None) -> dict[str, Any]:
        spoken = offered_languages()
        books = [phrases.book(code, spoken, self.to_operator) for code in (language_now(), GERMAN)]
        return {"books": books, **work_config(challenge)}

    def _rendered(self, template: str, context: dict[str, Any], status: int) -> HttpResponse:
        return rendered(self.request, template, context, status)


def moved_to_operator(request: HttpRequest, draft: Draft) -> HttpResponse:
    """The entry is gone since: what was chosen and typed goes into the operator's form as text, so nothing is lost."""
    said = phrases.letter(draft.choices, "", language_now())[1:]
    words = "\n\n".join(part for part in (" ".join(said), draft.words) if part)
    kept = replace(draft, choices=Choices(), words=words, consent=False)
    return Writing(request, Addressee(), reverse("contact")).form(kept, status=410, gone=True)


def groups(draft: Draft, to_operator: bool) -> dict[str, Any]:
    """The choices by part of the form: (value, words, is it chosen)."""
    chosen, names = draft.choices, phrases.day_names()
    days = [(day, names[day], day in chosen.days) for day in phrases.DAYS]
    spoken = [_spoken(code, code in chosen.languages) for code in _in_order(offered_languages())]
    return {
        "wishes": _rows(phrases.wishes(to_operator), chosen.wishes),
        "days": [*days, ("unknown", gettext("I do not know yet"), "unknown" in chosen.days)],
        "times": _rows(phrases.TIMES, chosen.times),
        "german": _rows(phrases.GERMAN, chosen.german),
        "questions": _rows(phrases.QUESTIONS, chosen.questions),
        "companion": _rows(phrases.COMPANION, chosen.companion),
        "languages": spoken[:FEW_LANGUAGES],
        "more_languages": spoken[FEW_LANGUAGES:],
        "more_open": any(row["chosen"] for row in spoken[FEW_LANGUAGES:]),
    }


def _rows(table: dict[str, str], chosen: tuple[str, ...]) -> list[tuple[str, str, bool]]:
    return [(code, gettext(text), code in chosen) for code, text in table.items()]


def _spoken(code: str, chosen: bool) -> dict[str, Any]:
    name = language_name(code, language_now())
    return {"code": code, "own": name.own, "name": name.name, "dir": name.direction, "chosen": chosen}


def _in_order(codes: list[str]) -> list[str]:
    """The language of the page first."""
    return sorted(codes, key=lambda code: code != language_now())


def second_sentence() -> str:
    """What to say when other words come with a form that has sent a message already."""
    return _(
        "This form was already used for a message. What you have written now is below; send it as a second message?"
    )
