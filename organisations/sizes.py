"""Sizes of files and answers, as sentences name them."""


def megabytes(size: int) -> str:
    """Bytes as MB (a million bytes each): "30", "0.5". Rounded up, so that what is too large never reads as if it was
    not; `formats.number` writes it in the language of a page."""
    tenths = -(-size // 100_000)
    return f"{tenths // 10}.{tenths % 10}".removesuffix(".0")
