"""A real mail server on loopback that keeps every byte it gets, and can misbehave on demand."""

import socket
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class MailServer:
    """Takes mail at `port`. `behaviour`: take, or the answer it gives to a part of the conversation; drop: hangs up.

    `rcpt 550 …` answers to a recipient, `data 451 …` to the mail, `drop` hangs up after the mail without an answer.
    """

    def __init__(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port: int = free.getsockname()[1]
        self.behaviour = "take"
        self.taken: list[Envelope] = []
        self.refused = 0
        self._controller: Controller | None = None

    def start(self) -> "MailServer":
        """Opens the door."""
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()
        return self

    def stop(self) -> None:
        """Closes it: nobody listens any more."""
        if self._controller:
            self._controller.stop(no_assert=True)
            self._controller = None

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """A recipient."""
        if self.behaviour.startswith("rcpt"):
            self.refused += 1
            return self.behaviour.removeprefix("rcpt ")
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """The mail itself."""
        if self.behaviour.startswith("data"):
            self.refused += 1
            return self.behaviour.removeprefix("data ")
        self.taken.append(envelope)
        if self.behaviour == "drop" and server.transport:
            server.transport.close()
        return "250 OK"

    def raw(self) -> bytes:
        """All bytes of all mails, envelopes included."""
        parts: list[Any] = []
        for envelope in self.taken:
            parts += [(envelope.mail_from or "").encode(), *(address.encode() for address in envelope.rcpt_tos)]
            parts.append(envelope.original_content)
        return b"\n".join(parts)

    def mails(self) -> list[EmailMessage]:
        """The mails, parsed."""
        return [message_from_bytes(envelope.original_content or b"", policy=policy.default) for envelope in self.taken]


def part(mail: EmailMessage, kind: str) -> str:
    """The text of the part of that kind (plain or html)."""
    found = mail.get_body(preferencelist=(kind,))
    assert found is not None, f"no {kind} part"
    return str(found.get_content())
