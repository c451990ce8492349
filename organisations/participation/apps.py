"""App configuration."""

from django.apps import AppConfig


class ParticipationConfig(AppConfig):
    """The app `participation`, nested in the domain it builds on."""

    name = "organisations.participation"
    label = "participation"

    def ready(self) -> None:
        """Registers checks, what is forgotten, where values of a person stand, what to read, how mentors are known."""
        from organisations import further, permissions
        from organisations.curate import reasons
        from organisations.participation import checks  # noqa: F401
        from organisations.participation.company import keeping as of_company
        from organisations.participation.desk import care as of_requests
        from organisations.participation.keeping import PLACES, RULES
        from organisations.participation.mentors import keeping as of_mentors
        from organisations.participation.mentors.care import REASON
        from organisations.participation.mentors.sessions import mentor_session
        from organisations.participation.news.linked import NewsAndModules
        from organisations.participation.questions.linked import Questionnaires
        from organisations.services import person_data, retention

        further.register(NewsAndModules())
        further.register(Questionnaires())
        permissions.recognise(permissions.MENTOR, mentor_session)
        reasons.register(of_requests.REASON, REASON)
        retention.register(*RULES, *of_mentors.RULES, *of_company.RULES)
        person_data.register(*PLACES, *of_mentors.PLACES, *of_company.PLACES)
