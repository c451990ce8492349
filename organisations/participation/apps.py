"""App configuration."""

from django.apps import AppConfig


class ParticipationConfig(AppConfig):
    """The app `participation`, nested in the domain it builds on."""

    name = "organisations.participation"
    label = "participation"

    def ready(self) -> None:
        """Registers the system checks, what is forgotten, where values of a person stand, and what to read."""
        from organisations import further
        from organisations.participation import checks  # noqa: F401
        from organisations.participation.keeping import PLACES, RULES
        from organisations.participation.news.linked import NewsAndModules
        from organisations.participation.questions.linked import Questionnaires
        from organisations.services import person_data, retention

        further.register(NewsAndModules())
        further.register(Questionnaires())
        retention.register(*RULES)
        person_data.register(*PLACES)
