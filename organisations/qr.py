"""QR codes as drawings within the page."""

from functools import lru_cache

import segno
from django.utils.safestring import SafeString, mark_safe


@lru_cache(maxsize=1000)
def qr_code(address: str, shorter: str = "") -> SafeString:
    """The code of an address as inline SVG without a size (the style sheet gives it), with its quiet zone.

    An address too long for a code becomes `shorter`. Kept for the last 1,000 addresses, because drawing one takes
    about 5 ms.
    """
    try:
        code = segno.make(address, error="m", micro=False)
    except segno.DataOverflowError:
        code = segno.make(shorter, error="m", micro=False)
    drawing: str = code.svg_inline(omitsize=True, svgclass=None, lineclass=None, border=4, light="#fff")
    return mark_safe(drawing)  # noqa: S308 - made of numbers by segno
