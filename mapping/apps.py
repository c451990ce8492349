"""App configuration."""

from django.apps import AppConfig


class MappingConfig(AppConfig):
    """The app `mapping`."""

    name = "mapping"

    def ready(self) -> None:
        """Registers the system checks and what follows a publication that made addresses due."""
        from mapping import checks  # noqa: F401
        from mapping.geocoding.nudge import ask_for_geocoding
        from organisations.services.geocoding import when_due

        when_due(ask_for_geocoding)
