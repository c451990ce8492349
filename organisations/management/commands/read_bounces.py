"""`manage.py read_bounces`: what the queue does with BOUNCE_MAILBOX, at once."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from organisations.outbox.bounces import read_mailbox


class Command(BaseCommand):
    """Reads a mailbox of what came back, and changes nothing in it."""

    help = "Finds mails of ours that could not be delivered; their editors get no reminders until a sign of life."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which mailbox."""
        parser.add_argument("mailbox", nargs="?", help="an mbox file or a Maildir; BOUNCE_MAILBOX without it")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, and print how many."""
        path = options["mailbox"] or settings.BOUNCE_MAILBOX
        if not path:
            raise CommandError("Name a mailbox, or set BOUNCE_MAILBOX.")
        try:
            read, silenced = read_mailbox(path)
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}") from error
        self.stdout.write(f"{read} messages read, {silenced} editors get no reminders any more.")
