"""Who sends a proposal: a name and a mail address for an answer, if they like, and their consent."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import QueryDict
from django.utils.translation import gettext as _

from organisations.public_forms.names import name_problem
from organisations.public_forms.pages import too_long
from organisations.reach import LONGEST_ADDRESS
from organisations.text import clean

LONGEST_NAME = 120
FIELDS = ("sender-name", "sender-email", "consent")


@dataclass(frozen=True)
class Person:
    """The sender as typed; texts may be too long."""

    name: str = ""
    email: str = ""
    consent: bool = False

    @classmethod
    def of(cls, form: QueryDict) -> "Person":
        """From a form that was sent."""
        name, email = clean(form.get("sender-name", "")), clean(form.get("sender-email", ""))
        return cls(name, email.replace(" ", ""), form.get("consent") == "1")

    def problems(self, needed: bool = False) -> dict[str, str]:
        """What is wrong, by the id of the field, in the reader's language. `needed`: name and address must be there."""
        found = {
            "sender-name": too_long(self.name, LONGEST_NAME) or name_problem(self.name),
            "sender-email": self._address_problem(),
            "consent": "" if self.consent else _("Please agree, so that we may read it."),
        }
        if needed and not self.name:
            found["sender-name"] = _("Please write your name.")
        if needed and not self.email:
            found["sender-email"] = _("Please write a mail address: the answer goes there.")
        return {field: sentence for field, sentence in found.items() if sentence}

    def _address_problem(self) -> str:
        if len(self.email) > LONGEST_ADDRESS:
            return _("This mail address is too long. Please check it.")
        try:
            validate_email(self.email or "nobody@example.org")
        except ValidationError:
            return _("This mail address is not complete. It looks like name@example.org.")
        return ""


def consent_text() -> str:
    """What a sender agrees to; it is stored with the proposal."""
    return _(
        "I agree that the people who look after this map read what I send and use it for the map, as the privacy page"
        " says."
    )
