"""`manage.py send_reminders`: what the queue does by day, at once."""

from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from organisations.services.reminders import Reminded, rehearse, remind


class Command(BaseCommand):
    """Writes the reminders of today; the queue sends them."""

    help = "Asks editors by mail whether entries that nobody checked for FRESH_MONTHS are still right."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether to write at all."""
        parser.add_argument("--dry-run", action="store_true", help="print what would go to how many; write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write, and print one line a mail; of the addresses nobody learns more than their first letters."""
        if not settings.SITE_URL:
            raise CommandError("Set SITE_URL: reminders hold links to this site.")
        if options["dry_run"]:
            done, waiting = rehearse(site=settings.SITE_URL)
            self._print(done)
            self.stdout.write(f"{len(done)} mails would go today, {waiting} people would wait for another day.")
            return
        done = remind(site=settings.SITE_URL)
        self._print(done)
        self.stdout.write(f"{len(done)} mails are on their way.")

    def _print(self, done: Iterable[Reminded]) -> None:
        for one in done:
            entries = ", ".join(f"{name} (mail {step} of 3)" for name, step in one.entries)
            self.stdout.write(f"{masked(one.address)}\t{entries}")


def masked(address: str) -> str:
    """v...@v...example: enough to recognise one's own address by."""
    name, _, host = address.rpartition("@")
    domain, _, end = host.rpartition(".")
    return f"{name[:1]}...@{domain[:1]}...{end}"
