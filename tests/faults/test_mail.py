"""The database goes away at the very moment in which the mail server takes a mail: it is sent once all the same."""

import time

from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.faults.conftest import World
from tests.faults.processes import wait_until
from tests.participation.smtp import MailServer

WRITE = """
import django; django.setup()
from organisations.participation.draft import Draft
from organisations.participation.phrases import Choices
from organisations.participation.services import Addressee, send
draft = Draft(Choices(("ask",)), name="Oksana", reach="oksana@newcomer.example", consent=True)
send(draft, Addressee(), key="k" * 43, language="en", consent="yes", site="http://localhost")
"""
STATE = "SELECT state FROM organisations_mail"


class Interrupted(MailServer):
    """A mail server in whose hour of glory the database is stopped."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self.world = world

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Takes the mail, and the database goes away before it says so."""
        if not self.taken:
            self.world.cluster.stop("immediate")
        return await super().handle_DATA(server, session, envelope)


def test_a_mail_taken_while_the_database_goes_away_is_written_down_when_it_is_back(world: World) -> None:
    post = Interrupted(world).start()
    settings = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(post.port), "CURATORS_EMAIL": "team@stadt.example"}
    writing = world.run("-c", WRITE, **settings)
    assert writing.child.wait(60) == 0, writing.said()
    assert world.sql(STATE) == [("queued",)]
    try:
        worker = world.worker(**settings)
        wait_until(lambda: post.taken, 60, "the mail")
        time.sleep(3)
        assert worker.runs(), worker.said()
        world.cluster.start()
        wait_until(lambda: world.sql(STATE) == [("sent",)], 60, "the note")
        assert len(post.taken) == 1
    finally:
        post.stop()
        if not world.cluster.is_running():
            world.cluster.start()
