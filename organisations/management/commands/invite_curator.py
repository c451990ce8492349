"""`manage.py invite_curator MAIL`: an account for a curator or a superuser, which begins with the link in a mail."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError
from django.core.validators import validate_email

from organisations.models import Area
from organisations.services.curators import HasAccount, invite


class Command(BaseCommand):
    """Invites one person; an invitation that was not used yet is sent again."""

    help = "Invites a curator by mail: for areas, or for everything."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whom, and for what."""
        parser.add_argument("mail", help="address of the person")
        parser.add_argument("--areas", nargs="+", default=[], metavar="AREA", help="short names (slugs) of areas")
        parser.add_argument("--everywhere", action="store_true", help="decides on all entries")
        parser.add_argument("--superuser", action="store_true", help="also edits the raw data at /admin/")
        parser.add_argument("--language", choices=settings.STAFF_LANGUAGES, default=settings.LANGUAGE_CODE)
        parser.add_argument("--site", default=settings.SITE_URL, help="https://… of the site, if SITE_URL is not set")

    def handle(self, *args: Any, **options: Any) -> None:
        """Invite, or say what is missing."""
        if not options["site"]:
            raise CommandError("Where is the site? Set SITE_URL, or give --site https://…")
        if not (options["areas"] or options["everywhere"] or options["superuser"]):
            raise CommandError("For what? Give --areas with short names, or --everywhere, or --superuser.")
        try:
            validate_email(options["mail"])
        except ValidationError as error:
            raise CommandError(f"{options['mail']} is no mail address.") from error
        try:
            invite(
                options["mail"],
                areas=_areas(options["areas"]),
                everywhere=options["everywhere"],
                superuser=options["superuser"],
                site=options["site"].rstrip("/"),
                language=options["language"],
            )
        except HasAccount as error:
            raise CommandError(f"{options['mail']} has an account already; change it at /admin/.") from error
        self.stdout.write(f"An invitation to {options['mail']} is on its way. Its link works for 7 days.")


def _areas(slugs: list[str]) -> list[Area]:
    found = {area.slug: area for area in Area.objects.filter(slug__in=slugs)}
    if unknown := [slug for slug in slugs if slug not in found]:
        raise CommandError(f"There is no area {', '.join(unknown)}.")
    return list(found.values())
