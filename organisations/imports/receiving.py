"""Files on their way to us: only signed-in staff sends any, to two places, and never more than an import may have."""

from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.core.files.uploadhandler import SkipFile, StopUpload, TemporaryFileUploadHandler

PATHS = ("/curate/import/", "/curate/modules/")  # files of imports, and those of lessons
PATIENCE = 4  # so many times too large, then the connection is closed


class Upload(TemporaryFileUploadHandler):
    """Takes a file into a temporary one; of one that is too large only the size, so that a sentence can say so."""

    request: Any

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Nothing is written for anybody else, or for another page."""
        session = getattr(self.request, "session", None)
        if not self.request.path.startswith(PATHS) or session is None or SESSION_KEY not in session:
            raise SkipFile
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Writes a chunk, unless the file is too large already."""
        most = settings.IMPORT_MAX_MB * 1_000_000
        if start > PATIENCE * most:
            raise StopUpload(connection_reset=True)
        if start + len(raw_data) <= most + self.chunk_size:
            self.file.write(raw_data)
