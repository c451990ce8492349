"""Which ES modules a page's module brings along by static import: read from the sources, once a process."""

import re
from functools import cache
from pathlib import PurePosixPath

from django.contrib.staticfiles import finders

IMPORT = re.compile(r"^(?:import|export)\b[^;'\"]*?['\"](\.{1,2}/[^'\"]+)['\"]", re.MULTILINE)


@cache
def imported(path: str) -> tuple[str, ...]:
    """The static paths of everything `path` imports, directly or not, in the order found; itself left out."""
    found: dict[str, None] = {}
    waiting = [path]
    while waiting:
        name = waiting.pop(0)
        source = finders.find(name)
        if not source:
            continue
        with open(source, encoding="utf-8") as file:
            for target in IMPORT.findall(file.read()):
                resolved = _resolved(PurePosixPath(name).parent, target)
                if resolved not in found and resolved != path:
                    found[resolved] = None
                    waiting.append(resolved)
    return tuple(found)


def _resolved(folder: PurePosixPath, target: str) -> str:
    parts = list(folder.parts)
    for part in target.split("/"):
        if part == "..":
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)
