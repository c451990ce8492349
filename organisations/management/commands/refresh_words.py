"""`manage.py refresh_words`: the list of words that misspelt ones are corrected to, made anew."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand

from organisations.services.words import refresh_words, words_are_outdated


class Command(BaseCommand):
    """Rebuilds the list; searches use the old one until the new one is there."""

    help = "Makes the list of words that misspelt words of a search are corrected to."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One choice: to do nothing unless something public has changed since."""
        parser.add_argument("--if-outdated", action="store_true", help="only if something public changed since")

    def handle(self, *args: Any, **options: Any) -> None:
        """Refresh, and say how many words there are."""
        if options["if_outdated"] and not words_are_outdated():
            return
        self.stdout.write(f"{refresh_words()} words listed.")
