"""What keeps the site healthy: web addresses in trouble, mails and whether they arrived, what is forgotten when."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.formats import long_moment
from organisations.models import Editor, LinkState, Mail, MailState, RetentionRun
from organisations.scope import decides_everywhere, within
from organisations.services.links import in_trouble
from organisations.services.retention import rules

PAGE = 50
TROUBLES = {
    "unreachable": _("no answer"),
    "slow": _("no answer in time"),
    "refused": _("leads to an address that may not be called"),
}
PURPOSES = {
    "message": _("First message"),
    "answer": _("Answer to a first message"),
    "link": _("Link for an editor"),
    "code": _("Code for an editor"),
    "reminder": _("Reminder"),
    "decision": _("Decision on a suggestion"),
    "consent": _("Asked for consent"),
    "account": _("Account of the staff"),
    "mentor": _("Mail to a mentor"),
}
TOLD = frozenset({"link", "code", "reminder", "account"})  # whose recipients are editors or staff: told in part
STATES = {
    "waiting": (_("Waiting"), Q(state__in=[MailState.QUEUED, MailState.SENDING])),
    "sent": (_("Sent"), Q(state=MailState.SENT, bounced_at=None)),
    "failed": (_("Failed"), Q(state=MailState.FAILED)),
    "bounced": (_("Came back"), Q(state=MailState.SENT, bounced_at__isnull=False)),
}
COUNTED_DAYS = 30


@dataclass(frozen=True)
class Links:
    """Entries of `user` whose web address fails or is broken; `state`: those alone."""

    user: Any
    state: str = ""
    page: int = 1

    @cached_property
    def _found(self) -> list[Any]:
        start = (self.page - 1) * PAGE
        return list(in_trouble(within(self.user), self.state)[start : start + PAGE + 1])

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The lines of the page: the entry, and what its address does."""
        return [
            {
                "entry": entry,
                "broken": entry.link_state == LinkState.BROKEN,
                "label": LinkState(entry.link_state).label,
                "why": TROUBLES.get(entry.link_trouble) or f"HTTP {entry.link_status}",
            }
            for entry in self._found[:PAGE]
        ]

    @property
    def more(self) -> int:
        """The next page, 0 if there is none."""
        return self.page + 1 if len(self._found) > PAGE else 0

    @property
    def counts(self) -> list[tuple[str, Any, int]]:
        """State, label and number of each."""
        found = dict(in_trouble(within(self.user)).order_by().values_list("link_state").annotate(n=Count("pk")))
        return [(state.value, state.label, found.get(state, 0)) for state in (LinkState.BROKEN, LinkState.FAILING)]


@dataclass(frozen=True)
class Mails:
    """The log of mails, without what they say, for who decides everywhere; and editors whom no mail reaches."""

    user: Any
    state: str = ""
    purpose: str = ""
    page: int = 1

    @property
    def whole(self) -> bool:
        """Whether this curator sees the log."""
        return decides_everywhere(self.user)

    @cached_property
    def _found(self) -> list[Mail]:
        rows = Mail.objects.filter(STATES[self.state][1]) if self.state else Mail.objects.all()
        rows = rows.filter(purpose=self.purpose) if self.purpose else rows
        start = (self.page - 1) * PAGE
        return list(rows.order_by("-created_at", "pk")[start : start + PAGE + 1]) if self.whole else []

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The lines of the page."""
        return [
            {
                "mail": mail,
                "what": PURPOSES.get(mail.purpose, mail.purpose),
                "to": masked(mail.recipient) if mail.purpose in TOLD else "",
                "state": state_of(mail),
                "label": STATES[state_of(mail)][0],
                "trouble": trouble_of(mail),
                "again": mail.state == MailState.FAILED and bool(mail.text and mail.recipient),
            }
            for mail in self._found[:PAGE]
        ]

    @property
    def more(self) -> int:
        """The next page, 0 if there is none."""
        return self.page + 1 if len(self._found) > PAGE else 0

    @cached_property
    def counts(self) -> list[tuple[str, Any, int]]:
        """State, label and number of each in the last days."""
        lately = Mail.objects.filter(created_at__gte=timezone.now() - timedelta(days=COUNTED_DAYS))
        found = lately.aggregate(**{name: Count("pk", filter=state) for name, (_label, state) in STATES.items()})
        return [(name, label, found[name]) for name, (label, _state) in STATES.items()]

    @property
    def purposes(self) -> list[tuple[str, Any]]:
        """What mails are about."""
        return list(PURPOSES.items())

    @property
    def silent(self) -> list[Editor]:
        """Editors of this curator's entries whose mails come back, the newest first."""
        rows = Editor.objects.active().filter(within(self.user, "organisation__"), bounced_at__isnull=False)
        return list(rows.select_related("organisation").order_by("-bounced_at")[:PAGE])


@dataclass(frozen=True)
class Keeping:
    """The rules of keeping and forgetting, and when each was carried out."""

    @property
    def rows(self) -> list[dict[str, Any]]:
        """A line a rule."""
        runs = RetentionRun.objects.in_bulk()
        late = timezone.now() - timedelta(days=2)
        found = []
        for rule in rules():
            run = runs.get(rule.name)
            found.append({"rule": rule, "how_long": rule.how_long(), "run": run, "late": not run or run.ran_at < late})
        return found


def state_of(mail: Mail) -> str:
    """The state of a mail as the log has it."""
    if mail.state == MailState.SENT:
        return "bounced" if mail.bounced_at else "sent"
    return "failed" if mail.state == MailState.FAILED else "waiting"


_NOT_YET = _(
    "The mail server could not be reached or did not take it yet. Next attempt: %(when)s. "
    "The log of the worker says more."
)


def trouble_of(mail: Mail) -> str:
    """Why a mail that was tried is not sent yet, as far as that is known here; empty for all others."""
    if mail.state != MailState.QUEUED or not mail.attempts:
        return ""
    return str(_NOT_YET) % {"when": long_moment(mail.next_at)}


def masked(address: str) -> str:
    """A mail address of which only the first letter and the host are told."""
    name, at, host = address.rpartition("@")
    return f"{name[:1]}…@{host}" if at else ""


def checks_links() -> bool:
    """Whether this site checks links at all."""
    return bool(settings.CHECK_LINKS)
