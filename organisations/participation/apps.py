"""App configuration."""

from django.apps import AppConfig


class ParticipationConfig(AppConfig):
    """The app `participation`, nested in the domain it builds on."""

    name = "organisations.participation"
    label = "participation"
