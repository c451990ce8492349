"""What curators do with questionnaires is noted, and shown at once wherever pages are kept."""

from typing import Any

from organisations.models import DataVersion, Decision
from organisations.participation.models import Questionnaire


def note(author: str, what: str, row: Questionnaire, **detail: Any) -> None:
    """In the caller's transaction, as its last step."""
    Decision.objects.create(actor=author, action=f"questionnaire:{what}", detail={"questionnaire": row.slug, **detail})
    DataVersion.increase(vocabulary=True)
