"""The mail that tells a sender what became of a suggestion, in the language of their page."""

from collections.abc import Callable, Iterable

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from organisations.models import Suggestion, SuggestionKind, SuggestionState
from organisations.models.organisation import State
from organisations.outbox.outline import Block, Outline, site_name


def decided_outline(suggestion: Suggestion, site: str) -> Outline:
    """What the sender gets to read. `site`: our own address, without a slash at the end."""
    with translation.override(suggestion.language):
        subject = _("What became of your suggestion: %(name)s") % {"name": suggestion.organisation.name}
        return Outline(suggestion.language, subject, tuple(_blocks(suggestion, site)))


def _blocks(suggestion: Suggestion, site: str) -> Iterable[Block]:
    yield Block(_("Good day,"))
    names = {"name": suggestion.organisation.name, "site": site_name()}
    yield Block(_("you have written to “%(site)s” about this entry: %(name)s.") % names)
    yield Block(outcome(suggestion))
    if suggestion.reason:
        yield Block(_("The people who look after the map write about it:"))
        yield Block(suggestion.reason, "quote", "", "auto")
    if suggestion.organisation.state == State.PUBLIC:
        yield Block(site + reverse("entry", args=[suggestion.organisation.slug]), "link")
    yield Block(_("Please do not answer this mail itself: nobody would get your answer."))


def outcome(suggestion: Suggestion) -> str:
    """What became of it, in one sentence in the active language; empty as long as it waits."""
    own = _OF_KIND.get((suggestion.kind, suggestion.state))
    told = own or _SENTENCES.get(suggestion.state)
    return told() if told else ""


_SENTENCES: dict[str, Callable[[], str]] = {
    SuggestionState.ACCEPTED: lambda: _("Your suggestion was taken over. Thank you for your help."),
    SuggestionState.PARTLY: lambda: _("A part of your suggestion was taken over. Thank you for your help."),
    SuggestionState.REJECTED: lambda: _("Your suggestion was not taken over. Thank you all the same."),
}
_OF_KIND: dict[tuple[str, str], Callable[[], str]] = {
    (SuggestionKind.REPORT, SuggestionState.ACCEPTED): lambda: _("We have looked into it. Thank you for your help."),
    (SuggestionKind.CLAIM, SuggestionState.REJECTED): lambda: _("You cannot look after this entry for now."),
    (SuggestionKind.REMOVAL, SuggestionState.ACCEPTED): lambda: _("The entry was taken off the map."),
    (SuggestionKind.REMOVAL, SuggestionState.REJECTED): lambda: _("The entry stays on the map for now."),
}
