"""The public summary of a questionnaire: the numbers of the newest version that was counted, question by question."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from organisations.participation.evaluation.choice import Choice
from organisations.participation.models import Questionnaire
from organisations.participation.questions.content import said
from organisations.participation.views.questions import closed
from organisations.permissions import VISITOR, allow
from organisations.public_forms.pages import language_now


@allow(VISITOR)
@require_safe
def summary(request: HttpRequest, slug: str) -> HttpResponse:
    """What was answered, if a curator has switched that on."""
    row = Questionnaire.objects.filter(slug=slug, summary_at__isnull=False).first()
    choice = Choice.parse(row, {}, language_now()) if row else None
    if choice is None or choice.one is None:
        return closed(request)
    title = said(choice.one.content.title, choice.language)
    return render(request, "participation/questions/summary.html", {"choice": choice, "title": title})
