"""A circuit breaker: after several failures in a row a host is left alone for a while."""

import threading
import time
from dataclasses import dataclass


@dataclass
class _Host:
    failures: int = 0
    open_until: float = 0.0


class Breaker:
    """Counts failures per host in this process: so many in a row open it for `seconds`, then one try is let through."""

    def __init__(self, failures: int, seconds: float) -> None:
        self.limit, self.seconds = failures, seconds
        self._hosts: dict[str, _Host] = {}
        self._lock = threading.Lock()

    def closed(self, host: str) -> bool:
        """Whether a request may be made now. After the rest the first to ask is let through, the others wait."""
        with self._lock:
            state = self._hosts.get(host)
            if state is None or state.failures < self.limit:
                return True
            now = time.monotonic()
            if now < state.open_until:
                return False
            state.open_until = now + self.seconds
            return True

    def failed(self, host: str) -> None:
        """Counts one failure."""
        with self._lock:
            state = self._hosts.setdefault(host, _Host())
            state.failures += 1
            state.open_until = time.monotonic() + self.seconds

    def worked(self, host: str) -> None:
        """Forgets the host's failures."""
        with self._lock:
            self._hosts.pop(host, None)

    def reset(self) -> None:
        """Forgets all hosts."""
        with self._lock:
            self._hosts.clear()
