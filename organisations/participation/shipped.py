"""What comes with the program as JSON files, one a thing: loaded at every start, what is there already stays."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import transaction

from organisations.models import DataVersion


@transaction.atomic
def load_each(folder: Path, loaded: Callable[[dict[str, Any]], bool]) -> int:
    """Gives the content of each file of a folder to `loaded`, which says whether that is new; how many are."""
    files = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]
    made = sum(loaded(item) for item in files)
    if made:
        DataVersion.increase(vocabulary=True)
    return made
