"""`manage.py retention`: what the queue does every night, at once."""

from typing import Any

from django.core.management import BaseCommand

from organisations.services.retention import carry_out


class Command(BaseCommand):
    """Forgets what its time is over."""

    help = "Carries out the rules of keeping and forgetting personal data, which the queue does every night."

    def handle(self, *args: Any, **options: Any) -> None:
        """Carry out, and print how many records by rule."""
        for rule, count in carry_out().items():
            self.stdout.write(f"{rule}: {count}")
