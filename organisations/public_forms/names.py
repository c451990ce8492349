"""Names as strangers type them: they stand in mails to addresses nobody has proved, so none may lead elsewhere."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from organisations.public_forms.pages import too_long

MOST_DIGITS = 5  # more are a telephone number, or worse
# What mail programs turn into a link by themselves: a scheme, "www.", a mail address, a domain with a path or a
# well-known ending. A full stop in a name is followed by a blank ("Dr. h. c."), a letter ("A.B.") or the end.
_LEADS_AWAY = re.compile(
    r"""
    :\s*// | \bhttps? | \bwww\s*\. | @
    | [^\W_]\.[^\W\d_]{2,}\s*[/?\#:]
    | [^\W_]{2,}\.(?:com|net|org|info|biz|shop|online|site|xyz|top|app|link|click|example|(?-i:de|eu|io|me|ru))
      (?![^\W_]|\.\w)
    """,
    re.IGNORECASE | re.VERBOSE,
)


def name_problem(name: str) -> str:
    """The sentence about a name that leads to another page, or holds an address or number; else empty."""
    plain = unicodedata.normalize("NFKC", name).replace("。", ".")
    if _LEADS_AWAY.search(plain) or sum(letter.isdigit() for letter in plain) > MOST_DIGITS:
        return _("Please write the name alone: no web address, no mail address and no number.")
    return ""


def named(name: str, most: int) -> str:
    """The name, for a form. Raises ValidationError for one that is none, or has more letters than that."""
    if sentence := too_long(name, most) or name_problem(name):
        raise ValidationError(sentence)
    return name
