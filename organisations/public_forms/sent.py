"""A form that was sent: whether it came from a page of ours, in time, from a person, and not with too many others."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from organisations.own_page import Sender, sender_of
from organisations.public_forms import work
from organisations.public_forms.throttle import Verdict
from organisations.tickets import LEAST_SECONDS, Ticket


@dataclass(frozen=True)
class SentForm:
    """One POST of a public form whose tickets are for `purpose`.

    `before`: whether its ticket has sent the same words before, or others (False), or nothing (None). It is asked once:
    what another request stores meanwhile is found out when this one stores its own.
    """

    request: HttpRequest
    data: QueryDict
    purpose: str
    before: Callable[[Ticket], bool | None] = lambda _ticket: None

    @cached_property
    def ticket(self) -> Ticket | None:
        """The ticket of the form; None if it is none of ours for this purpose."""
        return Ticket.read(self.data.get("ticket", ""), self.purpose)

    @cached_property
    def _same_before(self) -> bool | None:
        return self.before(self.ticket) if self.ticket else None

    @property
    def is_second(self) -> bool:
        """Whether the form was used before, with other words."""
        return self._same_before is False

    @property
    def is_again(self) -> bool:
        """Whether the form was sent before as it is now."""
        return self._same_before is True

    @cached_property
    def next_ticket(self) -> Ticket:
        """The one that goes back with the form: the same if it still works, so that a second sending is recognised."""
        if self.ticket is None or self.is_second:
            return Ticket.new(self.purpose)
        return self.ticket.renewed() if self.ticket.is_over else self.ticket

    @property
    def trouble(self) -> str:
        """What is wrong with the form itself, in words for people; empty if nothing is."""
        if sender_of(self.request) == Sender.FOREIGN:
            return _("This form did not come from our page. Please read it again and press “Send” once more.")
        if self.ticket is None or (self.ticket.is_over and not self.is_second):
            return _("The form was open for too long. Nothing is lost: please press the button once more.")
        if self.data.get("website"):
            return _("A field that nobody sees was filled in. It is empty again: please press the button once more.")
        return ""

    @property
    def haste(self) -> str:
        """What to say to one who sends faster than anybody reads; empty for all others."""
        if self.next_ticket.age >= LEAST_SECONDS:
            return ""
        return _("That was very fast. Please read it once more and press “Send”.")

    def judged(self, judge: Callable[[bool], Verdict]) -> Verdict:
        """The verdict of `judge`, which is told whether the sender's device has worked."""
        return judge(work.is_solved(self.data.get("work", ""), self.next_ticket.key))
