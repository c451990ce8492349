"""How long to wait, in words."""

from django.utils.translation import ngettext


def waiting_sentence(seconds: int) -> str:
    """How long it takes until the next one is welcome."""
    minutes = max(1, -(-seconds // 60))
    if minutes < 60:
        text = ngettext("Please try again in %(n)s minute.", "Please try again in %(n)s minutes.", minutes)
        return text % {"n": minutes}
    hours = -(-minutes // 60)
    return ngettext("Please try again in %(n)s hour.", "Please try again in %(n)s hours.", hours) % {"n": hours}
