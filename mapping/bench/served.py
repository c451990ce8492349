"""The real site on invented entries, for measurements that look at its pages with a browser."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from mapping.bench.load import load_entries, prepare_database
from mapping.bench.scratch import mark_filled, scratch_database, scratch_name
from mapping.bench.server import HOST, running_server


@contextmanager
def served(entries: int, **variables: str) -> Iterator[tuple[str, Path]]:
    """The site's address with so many entries, and a folder for the time of the run. The database is kept.

    `variables`: further environment of the web server. Raises CommandError when a part does not start.
    """
    name = scratch_name(str(settings.DATABASES["default"]["NAME"]), entries, keep=True)
    with scratch_database(name, entries, keep=True) as filled, tempfile.TemporaryDirectory() as folder:
        prepare_database()
        if not filled:
            load_entries(name, entries, lambda _more: None)
            mark_filled(name, entries)
        with running_server(name, Path(folder) / "server.log", variables) as server:
            yield f"http://{HOST}:{server.port}", Path(folder)
