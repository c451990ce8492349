"""Cells that a spreadsheet would work out: made harmless where we write one, and as they were where we read one.

A text that begins with = + - @ (or their wide forms), a tab or a line break is a formula to some spreadsheet, and a
formula can send the whole sheet away. An apostrophe in front makes it a text. A text that already begins with
apostrophes before such a sign gets one more, so that taking one off always gives the text that was meant.
"""

import re

_RISKY = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_GUARDED = re.compile(r"''*[=+\-@\t\r\n＝＋－＠]")


def guard(text: str) -> str:
    """The text as it may stand in a cell."""
    return f"'{text}" if _RISKY.match(text) else text


def unguard(text: str) -> str:
    """The text that a cell stands for."""
    return text[1:] if _GUARDED.match(text) else text
