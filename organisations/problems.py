"""What could not be used of a query, in words for people."""

from django.utils.translation import gettext as _

from organisations.search import Problem


def note_of(problem: Problem) -> str:
    """One sentence about a parameter that could not be used; it names the parameter and what was given."""
    values = {"name": problem.parameter, "value": problem.value}
    sentences = {
        "unknown": _("“%(name)s” is not known here and was left out."),
        "repeated": _("“%(name)s” may stand there only once; “%(value)s” was left out."),
        "needs_near": _("“%(name)s” needs a position and was left out."),
        "value": _("“%(value)s” is not a possible value of “%(name)s” and was left out."),
        "malformed": _("“%(value)s” cannot be read as “%(name)s” and was left out."),
    }
    return sentences[problem.code] % values
