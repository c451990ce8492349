"""What the forms of these pages have in common: reading what was sent, and giving it back when nothing can be saved."""

from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from organisations.own_page import Sender, sender_of
from organisations.public_forms.pages import rendered
from organisations.text import written

OURS = ("ticket", "base", "step", "seen", "csrfmiddlewaretoken")
TECHNICAL = ("-end", "-count", "-id", "-lat", "-lng", "-was")


def sent_form(request: HttpRequest) -> QueryDict | None:
    """The form that was sent; None if it is larger than any browser of ours makes it."""
    try:
        return request.POST
    except (RequestDataTooBig, TooManyFieldsSent):
        return None


def foreign(request: HttpRequest) -> str:
    """The sentence for a form that another site sent; empty if ours did."""
    if sender_of(request) != Sender.FOREIGN:
        return ""
    return _("This form did not come from our page. Please read it again and press “Send” once more.")


def hidden_fields(sent: QueryDict, *without: str) -> list[tuple[str, str]]:
    """All that was sent, for hidden inputs; without the fields whose names begin with one of these."""
    return [(name, written(value)) for name, values in sent.lists() if not name.startswith(without) for value in values]


def typed_words(sent: QueryDict) -> list[str]:
    """What a person typed, for reading: no marks of the form itself, nothing twice."""
    words = (
        written(value).strip()
        for name, values in sent.lists()
        if name not in OURS and not name.endswith(TECHNICAL)
        for value in values
    )
    return list(dict.fromkeys(word for word in words if len(word) > 1))


def page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A page of these."""
    return rendered(request, f"organisations/edit/{template}", context, status)


def address_error(email: str) -> str:
    """What is wrong with a mail address; empty if nothing is."""
    try:
        validate_email(email)
    except ValidationError:
        return _("This mail address is not complete. It looks like name@example.org.")
    return "" if len(email) <= 254 else _("This mail address is too long. Please check it.")
