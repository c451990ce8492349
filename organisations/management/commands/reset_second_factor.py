"""`manage.py reset_second_factor MAIL`: for somebody who lost telephone, key and recovery codes."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError

from organisations.services.curators import of_address, reset_second_factor


class Command(BaseCommand):
    """Takes the second factors of one account away. Make sure first who is asking for it."""

    help = "Takes the second factors of an account away; its owner sets up a new one at the next sign-in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose."""
        parser.add_argument("mail", help="address (or user name) of the account")

    def handle(self, *args: Any, **options: Any) -> None:
        """Take them away, or say that there is no such account."""
        user = of_address(options["mail"])
        if user is None:
            raise CommandError(f"{options['mail']} has no account.")
        count = reset_second_factor(user)
        self.stdout.write(f"{options['mail']} had {count} second factors and has none now; all sessions have ended.")
