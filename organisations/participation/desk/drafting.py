"""What curators do with questionnaires: a draft is changed and published; a version that is out never changes."""

import re
from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations.participation.desk.older import ORIGINAL, older, stamp
from organisations.participation.models import Questionnaire, Version
from organisations.participation.questions.content import Content, Kind
from organisations.participation.questions.noting import note
from organisations.text import fold

EMPTY: Mapping[str, Any] = {"title": {}, "intro": {}, "thanks": {}, "questions": []}
CHOSEN = (Kind.ONE, Kind.MANY)  # kinds with options of their own


class Unfit(Exception):
    """The draft cannot go out; `faults` say why, in words for the curator."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("; ".join(faults))


@transaction.atomic
def begin(row: Questionnaire, *, author: str) -> Version:
    """The draft: the one there is, else a copy of the current version."""
    held = Questionnaire.objects.select_for_update().get(pk=row.pk)
    if draft := draft_of(held):
        return draft
    number = max((one.number for one in held.versions.all()), default=0) + 1
    return Version.objects.create(questionnaire=held, number=number, content=beginning(held), author=author)


def beginning(row: Questionnaire) -> dict[str, Any]:
    """What a draft begins with."""
    last = row.versions.filter(published_at__isnull=False).last()
    return deepcopy(last.content if last else dict(EMPTY))


def draft_of(row: Questionnaire, *, held: bool = False) -> Version | None:
    """The draft, if one was begun; `held`: nobody else changes it until the end of the transaction."""
    rows = row.versions.filter(published_at__isnull=True)
    return (rows.select_for_update() if held else rows).first()


def change(draft: Version, act: Callable[[dict[str, Any]], None]) -> None:
    """Does something to the content of the draft, which is held."""
    act(draft.content)
    draft.save(update_fields=["content", "changed_at"])


@transaction.atomic
def publish(row: Questionnaire, *, author: str, anyway: str = "") -> Version | None:
    """The draft becomes the version that is filled in from now on; None if there is none. Raises Unfit.

    `anyway`: the stamp of texts that are older than the German and may go out like this.
    """
    draft = Version.objects.select_for_update().filter(questionnaire=row, published_at__isnull=True).first()
    if draft is None:
        return None
    if found := faults(Content.of(draft.content)):
        raise Unfit(found)
    if older(draft.content) and anyway != stamp(draft.content):
        sorry = _(
            "Some texts are older than the German ones. Please look at them, or tick that they may go out like this."
        )
        raise Unfit([sorry])
    draft.published_at, draft.author = timezone.now(), author
    draft.save(update_fields=["published_at", "author", "changed_at"])
    note(author, "published", row, version=draft.number)
    return draft


@transaction.atomic
def discard(row: Questionnaire) -> None:
    """Throws the draft away."""
    Version.objects.filter(questionnaire=row, published_at__isnull=True).delete()


@transaction.atomic
def open_or_close(row: Questionnaire, opened: bool, *, author: str) -> None:
    """Lets everybody fill it in, or nobody any more."""
    held = Questionnaire.objects.select_for_update().get(pk=row.pk)
    if bool(held.open_at) != opened:
        held.open_at = timezone.now() if opened else None
        held.save(update_fields=["open_at"])
        note(author, "opened" if opened else "closed", row)


def faults(content: Content) -> list[str]:
    """Why these questions cannot be asked so; empty if they can."""
    found = [] if content.questions else [_("There is no question yet.")]
    found += _wordless(content)
    seen: set[str] = set()
    for number, question in enumerate(content.questions, 1):
        if question.kind in CHOSEN and len(question.options) < 2:
            found.append(_("Question %(number)s needs at least two answers.") % {"number": number})
        if question.asked_if and question.asked_if.question not in seen:
            found.append(_("Question %(number)s depends on a question that comes later.") % {"number": number})
        if question.least > question.most:
            found.append(_("Question %(number)s: the smallest number is larger than the largest.") % {"number": number})
        seen.add(question.code)
    return found


def _wordless(content: Content) -> list[str]:
    """What has no text that could take the place of a missing one: somebody would read nothing there."""
    found = [] if content.title.get(ORIGINAL) else [_("The title is missing in German.")]
    for number, question in enumerate(content.questions, 1):
        if not question.text.get(ORIGINAL):
            found.append(_("Question %(number)s is missing in German.") % {"number": number})
        for place, option in enumerate(question.options, 1):
            if not option.text.get(ORIGINAL):
                numbers = {"number": number, "answer": place}
                found.append(_("Question %(number)s: answer %(answer)s is missing in German.") % numbers)
    return found


# Acts on the content of a draft -----------------------------------------------------------------------------------


def add_question(content: dict[str, Any], taken: Iterable[str], kind: Kind, language: str, text: str) -> None:
    """A question behind the last one; `taken` are the codes that it must not have."""
    code = _free_code(text, taken)
    made: dict[str, Any] = {"code": code, "kind": kind.value, "text": {language: text}}
    if kind in CHOSEN:
        made["options"] = []
    content["questions"].append(made)


def drop_question(content: dict[str, Any], code: str) -> None:
    """Takes a question out, and the rules of others that rest on it."""
    content["questions"] = [one for one in content["questions"] if one["code"] != code]
    for one in content["questions"]:
        if one.get("asked_if", {}).get("question") == code:
            del one["asked_if"]


def add_option(
    question: dict[str, Any], taken: Iterable[str], language: str, text: str, offers: Mapping[str, str]
) -> None:
    """A possible answer behind the last one; `offers`: what it proposes."""
    made: dict[str, Any] = {"code": _free_code(text, taken), "text": {language: text}}
    question["options"].append(made | ({"offers": dict(offers)} if offers else {}))


def drop_option(content: dict[str, Any], question: dict[str, Any], code: str) -> None:
    """Takes a possible answer out, also of the rules of others."""
    question["options"] = [one for one in question["options"] if one["code"] != code]
    for one in content["questions"]:
        rule = one.get("asked_if", {})
        if rule.get("question") == question["code"] and code in rule.get("is", ()):
            rule["is"].remove(code)
            if not rule["is"]:
                del one["asked_if"]


def move(rows: list[dict[str, Any]], code: str, up: bool) -> None:
    """A place further up or down."""
    place = next((place for place, one in enumerate(rows) if one["code"] == code), None)
    if place is None:
        return
    other = place + (-1 if up else 1)
    if 0 <= other < len(rows):
        rows[place], rows[other] = rows[other], rows[place]


def question_in(content: Mapping[str, Any], code: str) -> dict[str, Any] | None:
    """The question with that code."""
    found: dict[str, Any] | None = next((one for one in content["questions"] if one["code"] == code), None)
    return found


def codes_ever(row: Questionnaire, question: str = "") -> set[str]:
    """All codes that any version has used for questions, or for the answers of one: none of them is used for something
    else, or answers of different versions would be compared that have nothing in common."""
    contents = row.versions.values_list("content", flat=True)
    every = [one for content in contents for one in content["questions"]]
    if not question:
        return {one["code"] for one in every}
    return {option["code"] for one in every if one["code"] == question for option in one.get("options", ())}


def _free_code(text: str, taken: Iterable[str]) -> str:
    known = set(taken)
    base = re.sub(r"[^a-z0-9]+", "_", fold(text)).strip("_")[:24].strip("_") or "answer"
    return next(name for name in (base, *(f"{base}_{n}" for n in range(2, 10_000))) if name not in known)
