"""App configuration."""

from django.apps import AppConfig


class MappingConfig(AppConfig):
    """The app `mapping`."""

    name = "mapping"

    def ready(self) -> None:
        """Registers the system checks."""
        from mapping import checks  # noqa: F401
