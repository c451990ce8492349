"""The rules by which this app forgets (`services/retention.py`)."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from organisations.imports import uploads
from organisations.limits import forget_old_counters
from organisations.link_sessions import LINK_DAYS
from organisations.outbox.sending import forget_recipients
from organisations.services.bulk.forgetting import ENTRY_DAYS, forget_old_entries
from organisations.services.consent import forget_old_consent_links
from organisations.services.ownership import forget_old_links
from organisations.services.retention import Rule
from organisations.services.suggestions import forget_senders
from organisations.services.wishes import KEPT_DAYS, forget_old_wishes


def days(count: int) -> str:
    """A number of days in words."""
    return ngettext("%(count)s day", "%(count)s days", count) % {"count": count}


RULES = (
    Rule(
        "recipients",
        _("To whom a mail went and what it said; whether it was sent stays for a year"),
        lambda: days(settings.MESSAGE_DAYS),
        forget_recipients,
    ),
    Rule(
        "senders",
        _("Name, address, proof and words of whoever suggested something, after the decision"),
        lambda: days(settings.MESSAGE_DAYS),
        forget_senders,
    ),
    Rule("links", _("Links by which editors came, after their end"), lambda: days(LINK_DAYS), forget_old_links),
    Rule(
        "consent_links",
        _("Links that asked for a consent, after their end"),
        lambda: days(LINK_DAYS),
        forget_old_consent_links,
    ),
    Rule(
        "wishes", _("What was searched and not found (no person stands in it)"), lambda: days(KEPT_DAYS),
        forget_old_wishes,
    ),
    Rule(
        "imports",
        _("Files of imports and their rows; what was imported stays"),
        lambda: days(uploads.KEPT_DAYS),
        uploads.forget_old_files,
    ),
    Rule(
        "work_entries", _("Which entries a change of several was about"), lambda: days(ENTRY_DAYS), forget_old_entries
    ),
    Rule("counters", _("Counters that stop floods (no address stands in them)"), lambda: days(1), forget_old_counters),
)  # fmt: skip
