"""How much memory the reading of a file may take: a hostile one is refused before it takes the machine down."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MOST = 256  # MB beyond what the process has already
_STATUS = Path("/proc/self/status")


@contextmanager
def bounded_memory(most: int = MOST) -> Iterator[None]:
    """Inside, this process gets at most that many MB more; who needs more gets MemoryError.

    The limit is the kernel's (RLIMIT_DATA, setrlimit(2)), so it holds for libraries in C and C++ too. It is one of the
    whole process: for commands, not for threads of a web server. Without /proc (macOS) there is none.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    narrower = _data() + most * 1_000_000 if _STATUS.exists() else resource.RLIM_INFINITY
    bounds = [bound for bound in (soft, hard, narrower) if bound != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_DATA, (min(bounds, default=resource.RLIM_INFINITY), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


def _data() -> int:
    """Bytes of data this process has: its private writable memory (VmData, proc(5))."""
    line = next(line for line in _STATUS.read_text().splitlines() if line.startswith("VmData:"))
    return int(line.split()[1]) * 1024
