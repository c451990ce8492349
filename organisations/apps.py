"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganisationsConfig(AppConfig):
    """The app `organisations`."""

    name = "organisations"
    verbose_name = _("Organisations")
