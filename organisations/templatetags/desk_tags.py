"""What templates of the desk ask for themselves."""

from django import template
from django.utils.safestring import SafeString

from organisations.models import Work

register = template.Library()


@register.simple_tag
def bulk_result(work: Work) -> object:
    """What came of a change of many entries."""
    from organisations.curate.bulk import Result

    return Result.of(work)


@register.filter
def told(said: str) -> SafeString:
    """A sentence that is kept in English, in the language of the page."""
    from organisations.curate.telling import told

    return told(said)
