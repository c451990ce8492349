"""After a change of the vocabulary by hand: what shows a topic, flag, level or area is made anew."""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.contrib.admin.models import DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Q

from organisations.models import Address, Area, DataVersion, GermanLevel, OpennessFlag, Organisation, Topic
from organisations.services.listing import refresh_listings
from organisations.vocabulary import forget_vocabulary

Term = Topic | OpennessFlag | GermanLevel | Area
_listeners: list[Callable[[], None]] = []


def when_areas_change(listener: Callable[[], None]) -> None:
    """Have `listener` called in each transaction that changes areas by hand: entries may lie in other ones then."""
    if listener not in _listeners:
        _listeners.append(listener)


@contextmanager
def vocabulary_changes() -> Iterator[None]:
    """Around changes of terms: one transaction; when it fails, nothing read within it stays in this process."""
    try:
        with transaction.atomic():
            yield
    except BaseException:
        forget_vocabulary()
        raise


def term_changed(term: Term) -> int:
    """Refresh the listings of all organisations with this term, within the caller's `vocabulary_changes`.

    The version is raised before the listings are made, so that they are made of the new words. Gives the number of
    organisations.
    """
    ids = list(Organisation.objects.filter(_shown_by(term)).order_by("pk").distinct().values_list("pk", flat=True))
    # The organisations before the version, as `publish` does: else the two could wait for each other.
    list(Organisation.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
    DataVersion.increase(vocabulary=True)
    refresh_listings(ids)
    _tell(type(term))
    return len(ids)


def terms_deleted(model: type[models.Model]) -> None:
    """Raise the versions after terms went away; no listing showed them, for only unused ones can go."""
    DataVersion.increase(vocabulary=True)
    _tell(model)


def _tell(model: type[models.Model]) -> None:
    if model is Area:
        for listener in _listeners:
            listener()


def deleted_by_hand(model: type[models.Model]) -> frozenset[str]:
    """What rows of this table were called that somebody deleted in the admin, as its log has it.

    Loading the shipped words leaves them away. The log of an account goes with the account.
    """
    rows = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(model), action_flag=DELETION)
    return frozenset(rows.values_list("object_repr", flat=True))


def used(terms: Sequence[Term]) -> list[Term]:
    """Those of the terms that an organisation, an address or a smaller term of the same kind still needs."""
    return [term for term in terms if _is_used(term)]


def _is_used(term: Term) -> bool:
    if isinstance(term, GermanLevel):
        return True  # the four steps are fixed
    if isinstance(term, Area) and Address.objects.filter(area=term).exists():
        return True
    if isinstance(term, Topic) and term.subtopics.exists():
        return True
    if isinstance(term, Area) and term.districts.exists():
        return True
    return Organisation.objects.filter(_shown_by(term)).exists()


def _shown_by(term: Term) -> Q:
    """Organisations whose listings show the term: its own, and those of the smaller terms below it."""
    if isinstance(term, Topic):
        return Q(topics__in=_with_children(Topic, term.pk))
    if isinstance(term, OpennessFlag):
        return Q(flags=term)
    if isinstance(term, Area):
        areas = _with_children(Area, term.pk)
        return Q(area__in=areas) | Q(locations__active=True, locations__address__area__in=areas)
    return Q(pk__in=[])  # listings hold the step's number; its words are read when a page is made


def _with_children(model: type[models.Model], pk: Any) -> Collection[Any]:
    rows = model._default_manager.filter(Q(pk=pk) | Q(parent=pk) | Q(parent__parent=pk))
    return list(rows.values_list("pk", flat=True))
