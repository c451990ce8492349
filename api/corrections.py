"""What a text was taken for, where words of it were corrected: said beside the answer."""

from typing import Any

from organisations.matching import Matching


def corrections_of(matching: Matching) -> dict[str, Any]:
    """The member `corrections`, or nothing if every word was taken as it stands there.

    `text` is what was searched for, `exact` the text that searches for exactly what was typed, `words` each corrected
    word, folded, with what it was taken for, said for a reader of the active language.
    """
    wording = matching.wording
    if wording is None or not wording.corrections:
        return {}
    words = [{"given": given, "taken_for": list(shown)} for given, shown in wording.corrections.items()]
    return {"corrections": {"text": wording.shown_for, "exact": wording.exact, "words": words}}
