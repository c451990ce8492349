"""`python -m tests.organisations.imports.measured FILE...`: the real command on each file, and what it cost.

Prints a line of JSON for each: what the command said (its error, or the end of its report), the seconds it took and
the peak of the process's memory in MB since the file was opened.
"""

import ctypes
import gc
import json
import sys
import time
import traceback
from io import StringIO
from pathlib import Path

import django
from django.core.management import CommandError, call_command


def peak() -> int:
    """The largest resident memory since `forget_peak`, in MB (VmHWM, proc(5))."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) // 1_000


def forget_peak() -> None:
    """Measures from now on, without what the file before has left over."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    Path("/proc/self/clear_refs").write_text("5")


def measured(file: str) -> dict[str, object]:
    """One import of a file."""
    out, refused, failed = StringIO(), "", ""
    forget_peak()
    start = time.monotonic()
    try:
        call_command("import_organisations", file, stdout=out)
    except CommandError as error:
        refused = str(error)
    except BaseException:
        failed = traceback.format_exc()[-2_000:]
    seconds = time.monotonic() - start
    report = " ".join(out.getvalue().split())[-2_000:]
    return {"refused": refused, "failed": failed, "report": report, "seconds": round(seconds, 1), "memory": peak()}


if __name__ == "__main__":
    django.setup()
    for name in sys.argv[1:]:
        print(json.dumps(measured(name)), flush=True)
