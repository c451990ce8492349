"""Static files with hashed names, rewriting the relative imports of our ES modules too."""

import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile, File
from whitenoise.storage import CompressedManifestStaticFilesStorage

# Comments that fill lines of their own. Those behind code stay: to know them from text needs a parser.
_BLOCK = re.compile(rb"^[ \t]*/\*(?:[^*]|\*(?!/))*\*/[ \t]*\n", re.MULTILINE)
_LINE = re.compile(rb"^[ \t]*//[^\n]*\n", re.MULTILINE)
_INDENT = re.compile(rb"^[ \t]+|^\n", re.MULTILINE)
# Blanks that mean nothing in a style sheet; no text in ours holds one of these.
_TIGHT = ((b" { ", b"{"), (b" {\n", b"{\n"), (b"; }", b"}"), (b"; ", b";"), (b": ", b":"))
OUR_MODULES = re.compile(r"^js/(?:core|map|ui|pages)/.*\.js$")
OUR_STYLES = re.compile(r"^css/.*\.css$")


class HashedModules(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no types
    """Hashes names (also inside ES modules, so that no old module is mixed with a new one) and stores gzip copies.

    Our own modules and style sheets go out without comments and indentation: on a phone's connection those weigh as
    much as a third of the code. Tests see to it that no text in them runs over several lines, so only looks are lost.
    """

    support_js_module_import_aggregation = True

    def file_hash(self, name: str, content: "File[Any] | None" = None) -> str | None:
        """Eight digits of the twelve: enough for versions of one file, and the list of modules stands in every page."""
        found: str | None = super().file_hash(name, content)
        return found and found[:8]

    def post_process(self, paths: dict[str, tuple[Any, str]], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Hashes and compresses, and reads our own files lean."""
        ours = {name: (_Lean(storage), path) for name, (storage, path) in paths.items()}
        yield from super().post_process(ours, dry_run, **options)


class _Lean:
    """A storage that gives our modules and style sheets lean, and everything else as it is."""

    def __init__(self, storage: Any) -> None:
        self.storage = storage

    def __getattr__(self, name: str) -> Any:
        return getattr(self.storage, name)

    def open(self, name: str, mode: str = "rb") -> "File[Any]":
        """The file, as the storage below has it or lean."""
        file: File[Any] = self.storage.open(name, mode)
        path = name.replace("\\", "/")
        if not is_ours(path):
            return file
        with file:
            return ContentFile(lean(path, file.read()), name)


def is_ours(path: str) -> bool:
    """Whether the file below static/ is a module or a style sheet of ours."""
    return bool(OUR_MODULES.match(path) or OUR_STYLES.match(path))


def lean(path: str, source: bytes) -> bytes:
    """A file of ours without comments that fill lines of their own, indentation, empty lines and needless blanks."""
    found = _BLOCK.sub(b"", source)
    if path.endswith(".js"):
        found = _LINE.sub(b"", found)
    found = _INDENT.sub(b"", found)
    if path.endswith(".css"):
        for wide, tight in _TIGHT:
            found = found.replace(wide, tight)
    return found
