"""App configuration."""

from django.apps import AppConfig


class ParticipationConfig(AppConfig):
    """The app `participation`, nested in the domain it builds on."""

    name = "organisations.participation"
    label = "participation"

    def ready(self) -> None:
        """Registers the system checks."""
        from organisations.participation import checks  # noqa: F401
