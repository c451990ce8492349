"""How reports about one request are kept: all in one text, each with the side it came from."""

from organisations.participation.models import Side

NEXT = "\x1e"  # between reports; forms let nobody type it


def with_more(report: str, side: str, words: str) -> str:
    """The text with one report more."""
    return NEXT.join(part for part in (report, f"{side}: {words}") if part)


def ends_with(report: str, side: str, words: str) -> bool:
    """Whether this was said last."""
    return apart(report)[-1:] == [(side, words)]


def apart(report: str) -> list[tuple[str, str]]:
    """Side ("newcomer", "mentor", or empty where none is known) and words of each, in the order in which they came."""
    found = []
    for part in filter(None, report.split(NEXT)):
        side = next((one.value for one in Side if part.startswith(f"{one.value}: ")), "")
        found.append((side, part.removeprefix(f"{side}: ") if side else part))
    return found
