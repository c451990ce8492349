"""App configuration."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The app `api`."""

    name = "api"
