"""The acts on many entries, and for which entries each is refused, with the sentence that says why.

A refusal is a Q on Organisation, so the preview counts without loading entries, and the work asks the same again.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Case, CharField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Lower
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from organisations.models import Editor, EntryLabel, Listing, Organisation, OrganisationTopic, Reminder, WorkEntry
from organisations.models.organisation import State
from organisations.services.geocoding import places_without_point
from organisations.services.reminders import STEPS, a_month_ago, unreachable
from organisations.vocabulary import label, vocabulary


@dataclass(frozen=True)
class Refusal:
    """Why an entry is left as it is: a code, the sentence, and for which entries that holds."""

    code: str
    words: Any
    condition: Q


@dataclass(frozen=True)
class Act:
    """Something done to many entries. `value`: what else must be said ("label", "topic"); `note`: what it means, for
    the preview; `runner`: the kind of work that does it; `undo`: the act that takes it back, if that is no batch."""

    name: str
    label: Any
    note: Any
    refusals: Callable[[str], Sequence[Refusal]]
    runner: str
    value: str = ""
    undo: str = ""


# Found out while it is done.
LATE: Mapping[str, Any] = {
    "outside": _("is no longer in your areas"),
    "invalid": _("would break a rule for entries"),
    "full": _("the mails of today are used up"),
    "asked": _("everybody who looks after it was asked within a month"),
}


def _publish(value: str) -> Sequence[Refusal]:
    return [
        Refusal("public", _("is public already"), Q(state=State.PUBLIC)),
        Refusal("unlisted", _("its people do not want it to be listed"), Q(unlisted_on__isnull=False)),
    ]


def _archive(value: str) -> Sequence[Refusal]:
    return [Refusal("archived", _("is archived already"), Q(state=State.ARCHIVED))]


def _labelled(name: str) -> Q:
    return Q(pk__in=EntryLabel.objects.filter(label__name__iexact=name).values("organisation"))


def _label_on(name: str) -> Sequence[Refusal]:
    return [Refusal("there", _("has this label already"), _labelled(name))]


def _label_off(name: str) -> Sequence[Refusal]:
    return [Refusal("not_there", _("does not have this label"), ~_labelled(name))]


def _has_topic(slug: str) -> Q:
    return Q(pk__in=OrganisationTopic.objects.filter(topic__slug=slug).order_by().values("organisation"))


def _topic_on(slug: str) -> Sequence[Refusal]:
    return [Refusal("has_topic", _("has this topic already"), _has_topic(slug))]


def _topic_off(slug: str) -> Sequence[Refusal]:
    return [Refusal("no_topic", _("does not have this topic"), ~_has_topic(slug))]


def _not_public() -> Refusal:
    return Refusal("not_public", _("is not public"), ~Q(state=State.PUBLIC))


def _ask(value: str) -> Sequence[Refusal]:
    active, reachable = Editor.objects.active().order_by(), Editor.objects.reachable().order_by()
    reached = Q(pk__in=reachable.values("organisation"))
    silent = Q(mail_of_entry__in=unreachable().values("folded"))
    lately = Reminder.objects.filter(created_at__gte=a_month_ago()).values("editor__organisation")
    cycle = Coalesce("editor__organisation__checked_on", "editor__organisation__published_on")
    often = Reminder.objects.filter(step__gte=STEPS, cycle=cycle).values("editor__organisation")
    nobody = ~Q(pk__in=active.values("organisation")) & Q(email="")
    return [
        _not_public(),
        Refusal("sample", _("is an example"), Q(sample=True)),
        Refusal("nobody", _("has no editor and no e-mail address"), nobody),
        Refusal("silent", _("its people want no such mails, or mails come back"), ~reached & (Q(email="") | silent)),
        Refusal("lately", _("was asked by mail within a month"), Q(pk__in=lately)),
        Refusal("often", _("was asked three times in vain: please call"), Q(pk__in=often)),
    ]


def _geocode(value: str) -> Sequence[Refusal]:
    if not settings.GEOCODER_URL:
        return [Refusal("no_geocoder", _("no geocoder is set up (GEOCODER_URL)"), Q(pk__isnull=False))]
    ready = Q(pk__in=places_without_point().order_by().values("organisation"))
    exact = Q(pk__in=Listing.objects.filter(primary=True, approximate=False).values("organisation"))
    return [
        _not_public(),
        Refusal("has_point", _("is on the map already"), ~ready & exact),
        Refusal("no_address", _("has no street and town, or its address is private"), ~ready),
    ]


ACTS: Mapping[str, Act] = {
    act.name: act
    for act in (
        Act("publish", _("Publish"), _("The entries become public at once."), _publish, "bulk-entries"),
        Act(
            "archive",
            _("Archive"),
            _("The entries go off the map and out of all lists. Nothing of them is deleted."),
            _archive,
            "bulk-entries",
        ),
        Act(
            "label-on",
            _("Put a label on"),
            _("Labels are seen by curators alone."),
            _label_on,
            "bulk-labels",
            "label",
            "label-off",
        ),
        Act(
            "label-off",
            _("Take a label off"),
            _("Labels are seen by curators alone."),
            _label_off,
            "bulk-labels",
            "label",
            "label-on",
        ),
        Act("topic-on", _("Add a topic"), _("It comes after those there are."), _topic_on, "bulk-entries", "topic"),
        Act("topic-off", _("Remove a topic"), _("The others stay."), _topic_off, "bulk-entries", "topic"),
        Act(
            "ask",
            _("Ask for confirmation"),
            _("Whoever looks after the entries is asked by mail whether they are still right: one mail a person."),
            _ask,
            "bulk-asking",
        ),
        Act(
            "geocode",
            _("Look up on the map"),
            _("The addresses are looked up one after another, one a second at most."),
            _geocode,
            "bulk-geocoding",
        ),
    )
}


_OTHERS: Mapping[str, Any] = {"merge": _("Merged entries")}  # sources of batches that are no import (joining.py)


def words_of(act: Act, value: str, code: str) -> str:
    """The sentence of a refusal."""
    known = {refusal.code: refusal.words for refusal in act.refusals(value)}
    return str(known.get(code) or LATE.get(code) or code)


def title_of(act: Act, value: str) -> str:
    """What is done, in the active language: "Thema hinzufügen: Fußball"."""
    topic = vocabulary("default").topic_by_slug.get(value) if act.value == "topic" else None
    words = label(topic.names, get_language() or "de") if topic else value
    return f"{act.label}: {words}" if words else str(act.label)


def source_words(source: str) -> str:
    """What a batch came from, in the active language: what was done to many entries, or the source of an import."""
    if source in _OTHERS:
        return str(_OTHERS[source])
    kind, _colon, act = source.partition(":")
    return str(ACTS[act].label) if kind == "bulk" and act in ACTS else source


def judged(act: Act, value: str, entries: QuerySet[Organisation]) -> QuerySet[Any]:
    """The entries with their `verdict`: the code of the first refusal that holds, "changed" if none does."""
    rows = entries.order_by().annotate(mail_of_entry=Lower("email"))
    whens: Iterable[When] = [When(one.condition, then=Value(one.code)) for one in act.refusals(value)]
    return rows.annotate(verdict=Case(*whens, default=Value(WorkEntry.CHANGED), output_field=CharField()))
