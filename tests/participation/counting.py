"""What the tests of the evaluation share: a questionnaire, and forms that were filled in."""

from typing import Any
from uuid import uuid4

from django.utils import timezone

from organisations.models import Area
from organisations.participation.models import Answers, Questionnaire, Version, Way

SECRET = "Ich bin die einzige Bäckerin in Sielmingen."


def _question(code: str, kind: str, *options: str, **more: Any) -> dict[str, Any]:
    texts = [{"code": one, "text": {"de": f"{one} (de)", "en": f"{one} (en)"}} for one in options]
    return {
        "code": code,
        "kind": kind,
        "text": {"de": f"Frage {code}", "en": f"Question {code}"},
        "options": texts,
    } | more


QUESTIONS = [
    _question("since", "one", "new", "long", "=always"),
    _question("help", "many", "own", "trial", "never"),
    _question("welcome", "scale", low={"de": "gar nicht"}, high={"de": "sehr"}),
    _question("words", "text"),
]


def questionnaire(slug: str = "newcomers") -> Version:
    """An open one with its first version."""
    row = Questionnaire.objects.create(slug=slug, open_at=timezone.now())
    return version_of(row, 1)


def version_of(row: Questionnaire, number: int, questions: list[dict[str, Any]] | None = None) -> Version:
    """A version that is out."""
    title = {"de": "Was hilft?", "en": "What helps?"}
    content = {"title": title, "intro": title, "thanks": title, "questions": questions or QUESTIONS}
    return Version.objects.create(
        questionnaire=row, number=number, content=content, author="user:1", published_at=timezone.now()
    )


def fill(
    version: Version, number: int, area: str = "filderstadt", language: str = "de", way: str = Way.SELF, **values: Any
) -> None:
    """So many forms with these answers."""
    found = Area.objects.filter(slug=area).first()
    day = timezone.localdate()
    Answers.objects.bulk_create(
        Answers(version=version, language=language, area=found, way=way, day=day, values=values, key_hash=uuid4().bytes)
        for _ in range(number)
    )


def fill_some(version: Version) -> None:
    """Sixty forms of two towns: 30 new, 24 long, 3 always and 3 who do not say."""
    for area, language in (("filderstadt", "de"), ("denkendorf", "ar")):
        fill(version, 15, area, language, since="new", help=["own"], welcome=4, words=SECRET)
        fill(version, 12, area, language, since="long", help=["trial"], welcome=2)
    fill(version, 3, since="=always", help=["own", "never"], welcome=1)
    fill(version, 3, since=None, welcome=5)
