"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganisationsConfig(AppConfig):
    """The app `organisations`."""

    name = "organisations"
    verbose_name = _("Organisations")

    def ready(self) -> None:
        """Registers what is forgotten, and where values of a person stand."""
        from organisations.keeping import RULES
        from organisations.personal import PLACES
        from organisations.services import person_data, retention

        retention.register(*RULES)
        person_data.register(*PLACES)
