"""`manage.py build_messages`: compiles the catalogues of the interface, those that changed."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand

from mapping.messages import catalogues, collect_into, compile_catalogue


class Command(BaseCommand):
    """Compiles by polib, so that no gettext tools are needed."""

    requires_system_checks: list[str] = []
    help = "Compiles locale/*/LC_MESSAGES/django.po to .mo where the .po is newer."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One choice: to bring the .po files up to date with the sources first."""
        parser.add_argument(
            "--collect", action="store_true", help="add new messages of the sources, remove unused ones"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Collect if asked, then compile."""
        for language, path in catalogues().items():
            if options["collect"]:
                new, gone = collect_into(path)
                self.stdout.write(f"{language}: {new} new, {gone} removed")
            if compile_catalogue(path) and options["verbosity"] > 0:
                self.stdout.write(f"{language}: compiled")
