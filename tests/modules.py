"""Whether files are valid JavaScript modules, as Node says."""

import json
import subprocess
from collections.abc import Iterable
from pathlib import Path

_CHECK = ["node", "--no-warnings", "--experimental-vm-modules", str(Path(__file__).parent / "js" / "valid.mjs")]


def module_errors(paths: Iterable[Path]) -> dict[str, str]:
    """What is wrong with each file that is no valid module."""
    found = subprocess.run(_CHECK, input=json.dumps([*map(str, paths)]), capture_output=True, text=True, check=True)
    errors: dict[str, str] = json.loads(found.stdout)
    return errors
