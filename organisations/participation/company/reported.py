"""How reports about one request are kept: all in one text, each with the side it came from."""

from organisations.participation.models import Accompaniment, Side

NEXT = "\x1e"  # between reports; forms let nobody type it
SEEN = "\x1d"  # behind those that curators have seen to, once there is a newer one


def with_more(report: str, side: str, words: str, *, seen: bool = False) -> str:
    """The text with one report more. `seen`: curators have seen to all that was reported before."""
    before = report + SEEN if report and seen else report
    return NEXT.join(part for part in (before, f"{side}: {words}") if part)


def ends_with(report: str, side: str, words: str) -> bool:
    """Whether this was said last."""
    return apart(report)[-1:] == [(side, words)]


def apart(report: str) -> list[tuple[str, str]]:
    """Side ("newcomer", "mentor", or empty where none is known) and words of each, in the order in which they came."""
    found = []
    for part in filter(None, report.replace(SEEN, "").split(NEXT)):
        side = next((one.value for one in Side if part.startswith(f"{one.value}: ")), "")
        found.append((side, part.removeprefix(f"{side}: ") if side else part))
    return found


def waits(request: Accompaniment, side: str) -> bool:
    """Whether that side reported something that no curator has seen to yet; the other side's is no business of it."""
    return request.reported_at is not None and side in (one for one, _words in apart(_open(request.report)))


def waits_of_others(request: Accompaniment, side: str) -> bool:
    """Whether anybody but that side reported something that no curator has seen to yet."""
    return request.reported_at is not None and any(one != side for one, _words in apart(_open(request.report)))


def of_others(report: str, side: str) -> str:
    """What waits for curators without what that side said."""
    return NEXT.join(f"{one}: {words}" if one else words for one, words in apart(_open(report)) if one != side)


def _open(report: str) -> str:
    return report.rpartition(SEEN)[2]
