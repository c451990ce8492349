"""The beginning of a process of the pool. Imports nothing that needs Django's apps, which are not there yet."""

import os
import signal
from collections.abc import Mapping


def begin(variables: Mapping[str, str]) -> None:
    """Take this environment instead of the inherited one, then set Django up. Ctrl-C is the parent's affair."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ.clear()
    os.environ.update(variables)
    import django

    django.setup()
