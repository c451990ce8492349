"""`manage.py prepare`: everything between an empty database and a site that can be served, in one process."""

import hashlib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import BaseCommand, call_command
from django.db import connection

QUOTES = (
    "The database writes statements that fail into its own log, with what people typed: please set"
    " log_min_error_statement = panic and log_error_verbosity = terse there (README, Database of your own)."
)


class Command(BaseCommand):
    """Runs each preparing command in its order; each does nothing when there is nothing to do."""

    help = "Migrates, compiles messages, loads vocabularies, areas, questionnaires, lessons; collects static files."
    requires_system_checks = ()  # the web server makes them when it starts (mapping/gunicorn.py)

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One choice: whether the invented sample entries belong into this database."""
        parser.add_argument("--sample-data", action="store_true", help="load the invented sample entries too")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the commands; the first that fails ends it with its own error."""
        quiet = {"verbosity": options["verbosity"], "stdout": self.stdout, "stderr": self.stderr}
        call_command("migrate", interactive=False, **quiet)
        call_command("build_messages", **quiet)
        call_command("load_vocabularies", **quiet)
        call_command("load_areas", **quiet)
        call_command("load_questionnaires", open=options["sample_data"], **quiet)
        call_command("load_modules", open=options["sample_data"], **quiet)
        call_command("refresh_listings", if_outdated=True, **quiet)
        if options["sample_data"]:
            call_command("load_sample_data", **quiet)
        call_command("refresh_words", if_outdated=True, **quiet)
        self.collect_static(quiet)
        if quotes_statements():
            self.stderr.write(QUOTES)

    def collect_static(self, quiet: dict[str, Any]) -> None:
        """Collect and compress static files when one of them changed since the last time."""
        stamp = Path(f"{settings.STATIC_ROOT}.stamp")
        fingerprint = static_fingerprint()
        if stamp.is_file() and stamp.read_text() == fingerprint and Path(settings.STATIC_ROOT).is_dir():
            return
        call_command("collectstatic", interactive=False, **quiet)
        stamp.write_text(fingerprint)


def quotes_statements() -> bool:
    """Whether the database writes statements that fail into its own log, with the values of people in them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('log_min_error_statement')")
        return cursor.fetchone()[0] not in ("fatal", "panic")


def static_fingerprint() -> str:
    """Hash over path, size and time of every static file and over the storage that writes them."""
    digest = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode())
    digest.update((settings.BASE_DIR / "mapping" / "storage.py").read_bytes())
    for finder in get_finders():
        for path, storage in finder.list([]):
            file = Path(storage.path(path)).stat()
            digest.update(f"{path} {file.st_size} {file.st_mtime_ns}\n".encode())
    return digest.hexdigest()
