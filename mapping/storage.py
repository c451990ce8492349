"""Static files with hashed names, rewriting the relative imports of our ES modules too."""

import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile, File
from whitenoise.storage import CompressedManifestStaticFilesStorage

# Comments that fill lines of their own. Those behind code stay: to know them from text needs a parser.
_BLOCK = re.compile(rb"^[ \t]*/\*.*?\*/[ \t]*\n", re.MULTILINE | re.DOTALL)
_LINE = re.compile(rb"^[ \t]*//[^\n]*\n", re.MULTILINE)
OUR_MODULES = re.compile(r"^js/(?:core|map|ui|pages)/.*\.js$")


class HashedModules(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no types
    """Hashes names (also inside ES modules, so that no old module is mixed with a new one) and stores gzip copies.

    Our own modules go out without their comments: on a phone's connection those weigh as much as a third of the code.
    """

    support_js_module_import_aggregation = True

    def post_process(self, paths: dict[str, tuple[Any, str]], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Hashes and compresses, and reads our modules without comments."""
        lean = {name: (_Lean(storage), path) for name, (storage, path) in paths.items()}
        yield from super().post_process(lean, dry_run, **options)


class _Lean:
    """A storage that gives our modules without comments, and everything else as it is."""

    def __init__(self, storage: Any) -> None:
        self.storage = storage

    def __getattr__(self, name: str) -> Any:
        return getattr(self.storage, name)

    def open(self, name: str, mode: str = "rb") -> "File[Any]":
        """The file, as the storage below has it or lean."""
        file: File[Any] = self.storage.open(name, mode)
        if not OUR_MODULES.match(name.replace("\\", "/")):
            return file
        with file:
            return ContentFile(without_comments(file.read()), name)


def without_comments(source: bytes) -> bytes:
    """A module of ours without the comments that fill lines of their own."""
    return _LINE.sub(b"", _BLOCK.sub(b"", source))
