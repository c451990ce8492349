"""The rules by which the site forgets (`organisations/services/retention.py`)."""

from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mapping.geocoding.answers import HIT_DAYS, forget_old_answers
from organisations.keeping import days
from organisations.services.retention import Rule


def _end_sessions() -> int:
    return Session.objects.filter(expire_date__lt=timezone.now()).delete()[0]


RULES = (
    Rule("sessions", _("Sessions of the staff, after their end"), lambda: days(1), _end_sessions),
    Rule("answers", _("Answers of the geocoder"), lambda: days(HIT_DAYS), forget_old_answers),
)
