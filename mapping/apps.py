"""App configuration."""

from django.apps import AppConfig


class MappingConfig(AppConfig):
    """The app `mapping`."""

    name = "mapping"

    def ready(self) -> None:
        """Registers the system checks, and what follows when addresses became due or areas were changed by hand."""
        from mapping import checks  # noqa: F401
        from mapping.geocoding.nudge import ask_for_geocoding
        from mapping.nudge import find_areas_soon
        from organisations.services.geocoding import when_due
        from organisations.services.terms import when_areas_change

        when_due(ask_for_geocoding)
        when_areas_change(find_areas_soon)
