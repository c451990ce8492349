"""The history of an entry in words: who, when and what, as its editors and the curators read it."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organisations import formats
from organisations.differences import Difference, in_words
from organisations.models.organisation import State
from organisations.services.editing import Step, history
from organisations.vocabulary import Vocabulary, vocabulary

MOST = 20  # steps on a page
UNTOLD = ("sample", "state", "ends_on")  # `state` is told as an act
KINDS: Mapping[str, Any] = {
    "editor": _("An editor"),
    "user": _("A curator"),
    "import": _("An import"),
    "geocoder": _("The geocoder"),
    "visitor": _("A visitor"),
    "questionnaire": _("A questionnaire"),
    "address on file": _("By an address on file"),
}
ACTS: Mapping[str, Any] = {
    "confirmed": _("Everything was confirmed as right"),
    "checked by a curator": _("Everything was checked"),
    "text confirmed": _("A translation was read and is right"),
    "unlisted": _("Off the map: it is not to be listed"),
    "gone": _("Off the map: the group is no more"),
    "listed again": _("On the map again"),
    "erased": _("A contact person was erased"),
    "suggestion": _("A suggestion was taken over"),
    "suggested": _("The entry was suggested"),
    "undone": _("A batch of changes was taken back"),
    "joined": _("It was merged into another entry"),
    "joined by": _("Another entry was merged into it"),
    "parted": _("A merge was undone"),
}


@dataclass(frozen=True)
class Told:
    """One step in words; `day` is `when` as people read it."""

    number: int
    when: datetime
    day: str
    who: str
    act: str
    lines: list[Difference]


@dataclass(frozen=True)
class Page:
    """Some steps, the newest first; `older`: the number below which there are more, None if there are none."""

    steps: list[Told]
    older: int | None


def told_page(
    entry: UUID, *, before: int | None, names: Callable[[Collection[str]], Mapping[str, str]] | None = None
) -> Page:
    """Steps below the number `before` (None: all), at most twenty; `names` says who authors are, else their kind."""
    steps = history(entry, most=MOST, before=before)
    authors = {step.revision.author for step in steps}
    known = names(authors) if names else {author: kind_of(author) for author in authors}
    terms = vocabulary("default")
    older = steps[-1].revision.number if steps and steps[-1].revision.number > 1 else None
    return Page([_told(step, terms, known[step.revision.author]) for step in steps], older)


def kind_of(author: str) -> str:
    """What kind of person or program that author is, without a name."""
    return str(KINDS.get(author.partition(":")[0]) or _("The operator"))


def _told(step: Step, terms: Vocabulary, who: str) -> Told:
    revision = step.revision
    when = timezone.localtime(revision.created_at)
    changes = [change for change in step.changes if change.key[0] not in UNTOLD]
    lines = in_words(changes, step.before, step.after, terms)
    day = formats.long_moment(when)
    return Told(revision.number, when, day, who, _act_of(step, lines), lines)


def _act_of(step: Step, lines: list[Difference]) -> str:
    """What was done, beside the changes."""
    revision = step.revision
    reason, _colon, number = revision.reason.partition(":")
    if reason == "restored":
        return gettext("Version %(number)s was restored") % {"number": number}
    if reason in ACTS:
        return str(ACTS[reason])
    if revision.number == 1:
        return gettext("The entry was made")
    was, now = (document.state == State.PUBLIC for document in (step.before, step.after))
    if was != now:
        return gettext("Put on the map") if now else gettext("Taken off the map")
    return gettext("Changed") if lines else gettext("Nothing that is seen was changed")
