"""What templates of the desk ask for themselves."""

from django import template

from organisations.models import Work

register = template.Library()


@register.simple_tag
def bulk_result(work: Work) -> object:
    """What came of a change of many entries."""
    from organisations.curate.bulk import Result

    return Result.of(work)
