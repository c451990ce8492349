"""Configuration of gunicorn: `gunicorn --config mapping/gunicorn.py mapping.wsgi`."""

import ctypes
import gc
import os
from contextlib import suppress
from typing import Any

bind = f"{os.environ.get('BIND', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = 12  # at most half of them wait for tiles (mapping/tiles.py, SLOTS)
preload_app = True  # loaded and checked once, then shared by the workers; nothing opens a connection before the fork
timeout = 60
graceful_timeout = 20
keepalive = 5
limit_request_line = 8190
control_socket_disable = True
forwarder_headers = ""  # no header of a request names the application's path; a proxy on this machine passes all on
logger_class = "mapping.logs.WebLog"
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108  heartbeats, not on a disk

# A statement that runs this long in the web server is a mistake or an attack; commands and jobs know no such limit.
raw_env = [f"STATEMENT_SECONDS={os.environ.get('STATEMENT_SECONDS', '10')}"]

# Neither address nor query: what people search for, and where, is nobody's business.
accesslog = "-"
access_log_format = "%(t)s %(m)s %(U)s %(s)s %(B)s %(M)sms"


# Each thread of a worker would keep memory of its own for later (glibc, mallopt(3)): two such stores are enough, and
# what is large goes back to the system at once.
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8
with suppress(OSError, AttributeError):  # other systems have another allocator
    _libc = ctypes.CDLL("libc.so.6")
    for _option, _value in ((_M_ARENA_MAX, 1), (_M_MMAP_THRESHOLD, 131_072), (_M_TRIM_THRESHOLD, 131_072)):
        _libc.mallopt(_option, _value)


def when_ready(server: Any) -> None:
    """Before the first worker is forked: what is loaded by then stays shared, for no collection writes to it.

    A request makes some thousand objects and hardly a cycle: to look for cycles with each of them is time lost.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
