"""A form that was sent: what its ticket has sent before."""

from django.http import QueryDict
from django.test import RequestFactory

from organisations.public_forms.sent import SentForm
from organisations.tickets import Ticket


def test_what_another_request_stores_while_this_one_is_judged_is_never_taken_for_its_own():
    answers = iter([None, False])  # asked again, it would be other words
    data = QueryDict(mutable=True)
    data["ticket"] = str(Ticket.new("letter"))
    form = SentForm(RequestFactory().post("/"), data, "letter", lambda _ticket: next(answers))
    assert (form.is_again, form.is_second, form.next_ticket) == (False, False, form.ticket)
