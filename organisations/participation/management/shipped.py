"""What commands that load a folder of shipped JSON files have in common."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser


class ShippedCommand(BaseCommand):
    """Loads a folder below fixtures/, or another one; a second run changes nothing."""

    folder: str
    opened: str  # what --open does
    told: str  # what is said in the end, with {made}

    def load(self, folder: Path, *, open: bool) -> int:
        """Loads the folder; how many are new."""
        raise NotImplementedError

    def add_arguments(self, parser: CommandParser) -> None:
        """A folder may be given instead of the shipped one."""
        parser.add_argument("folder", nargs="?", type=Path, default=settings.BASE_DIR / "fixtures" / self.folder)
        parser.add_argument("--open", action="store_true", help=self.opened)

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and say how many are new."""
        made = self.load(options["folder"], open=options["open"])
        self.stdout.write(self.told.format(made=made))
