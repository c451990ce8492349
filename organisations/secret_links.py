"""Secrets that stand in links of mails and pages: 256 random bits, of which the database knows the digest alone."""

import hashlib
import secrets


def new_secret() -> str:
    """43 letters that nobody can guess."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> bytes:
    """What is stored of a secret: its SHA-256, 32 bytes."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).digest()
