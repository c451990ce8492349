"""Form tickets: without session and cookie a public form carries a signed word about what it is for, and since when.

The key in a ticket is the message's idempotency key and at the same time the writer's secret link: 256 random bits, of
which the database knows the digest alone. So a form sent twice finds the message it has sent.
"""

import secrets
import time
from dataclasses import dataclass, replace

from django.core import signing

SALT = "organisations.participation.ticket"
LASTS_SECONDS = 4 * 3600
LEAST_SECONDS = 3  # nobody reads and fills the form faster


@dataclass(frozen=True)
class Ticket:
    """`purpose` is what the form is for, `issued` the second it was handed out."""

    key: str
    purpose: str
    issued: float

    @classmethod
    def new(cls, purpose: str) -> "Ticket":
        """A fresh one."""
        return cls(secrets.token_urlsafe(32), purpose, time.time())

    @classmethod
    def read(cls, text: str, purpose: str = "") -> "Ticket | None":
        """The ticket a form brought back, however old; None if it is not ours, or not for `purpose` if one is given."""
        try:
            found = signing.loads(text, salt=SALT)
            ticket = cls(str(found["k"]), str(found["p"]), float(found["t"]))
        except (signing.BadSignature, KeyError, TypeError, ValueError):
            return None
        return ticket if purpose in ("", ticket.purpose) else None

    def __str__(self) -> str:
        return signing.dumps({"k": self.key, "p": self.purpose, "t": self.issued}, salt=SALT)

    @property
    def age(self) -> float:
        """Seconds since it was handed out."""
        return time.time() - self.issued

    @property
    def is_over(self) -> bool:
        """Whether it is too old, or from the future (the clock was set back)."""
        return not -60 <= self.age <= LASTS_SECONDS

    def renewed(self) -> "Ticket":
        """The same key once more, handed out now."""
        return replace(self, issued=time.time())
