"""Entries whose people have to be called: they did not answer three mails, or no mail reaches them."""

from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Lower, NullIf

from organisations.models import ContactPerson, Editor, Organisation, Reminder
from organisations.services.reminders import STEPS, a_month_ago, due_entries, without_reach


def telephone_list(within: Q | None = None) -> QuerySet[Any]:
    """Those entries, the one that waits longest first. `within`: only entries that this holds for (scope.py).

    Each has `vouched_on`, the day of the last check, else that it became public, and a `telephone`: its own, else that
    of a contact person who agreed to be shown, else none.
    """
    due = due_entries().filter(organisation=OuterRef("pk")).values("vouched_on")
    rows = Organisation.objects.filter(within or Q()).annotate(vouched_on=Subquery(due), address=Lower("email"))
    last = Reminder.objects.filter(editor__organisation=OuterRef("pk"), cycle=OuterRef("vouched_on"), step=STEPS)
    silent = Exists(last.filter(created_at__lt=a_month_ago()))
    nobody = ~Exists(Editor.objects.reachable().filter(organisation=OuterRef("pk")))
    no_mail = Q(email="") | Exists(without_reach())
    found = rows.filter(Q(vouched_on__isnull=False) & (Q(silent) | (Q(nobody) & no_mail)))
    people = ContactPerson.objects.shown().filter(organisation=OuterRef("pk")).exclude(details__phone="")
    person = Subquery(people.values("details__phone")[:1])
    found = found.annotate(telephone=Coalesce(NullIf("phone", Value("")), person, Value("")))
    return found.select_related("area").order_by(F("vouched_on"), "name", "pk")
