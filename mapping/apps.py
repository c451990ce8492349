"""App configuration."""

from django.apps import AppConfig


class MappingConfig(AppConfig):
    """The app `mapping`."""

    name = "mapping"

    def ready(self) -> None:
        """Registers the system checks, what is forgotten, and what follows when addresses or areas changed."""
        from mapping import checks  # noqa: F401
        from mapping.geocoding.nudge import ask_for_geocoding
        from mapping.keeping import RULES
        from mapping.nudge import find_areas_soon
        from organisations.services import retention
        from organisations.services.geocoding import when_due
        from organisations.services.terms import when_areas_change

        retention.register(*RULES)
        when_due(ask_for_geocoding)
        when_areas_change(find_areas_soon)
