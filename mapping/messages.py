"""Messages of the interface: which ones the sources use, and the catalogues in locale/*/LC_MESSAGES/django.po."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

import polib
from babel.messages.extract import extract
from django.conf import settings
from django.utils.translation import to_language
from django.utils.translation.template import templatize

# Functions by which messages are marked: plain, with plural (1, 2), with context ((1, "c"), 2).
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "mark": None,
    "ngettext": (1, 2),
    "plural": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
# What only staff read: it needs their languages and no others.
STAFF_SOURCES = (
    "mapping/keeping.py",
    "organisations/accounts/",
    "organisations/admin/",
    "organisations/curate/",
    "organisations/imports/",
    "organisations/models/",
    "organisations/keeping.py",
    "organisations/outbox/accounts.py",
    "organisations/participation/desk/",
    "organisations/faults.py",
    "organisations/openings/faults.py",
    "organisations/participation/company/keeping.py",
    "organisations/participation/keeping.py",
    "organisations/participation/mentors/keeping.py",
    "organisations/participation/models/",
    "organisations/personal.py",
    "organisations/personal_texts.py",
    "organisations/services/",
    "organisations/apps.py",
    "organisations/recurrence.py",
    "organisations/validation.py",
    "templates/account/",
    "templates/admin/",
    "templates/curate/",
    "templates/mfa/",
    "templates/organisations/admin/",
)
SOURCES = ("mapping/**/*.py", "organisations/**/*.py", "api/**/*.py", "templates/**/*.html")


@dataclass(frozen=True, order=True)
class Message:
    """A message as the sources have it, in English."""

    context: str
    text: str
    plural: str = ""


def catalogues(root: Path | None = None) -> dict[str, Path]:
    """The .po files by language."""
    folder = root or settings.BASE_DIR / "locale"
    return {language_of(path): path for path in sorted(folder.glob("*/LC_MESSAGES/django.po"))}


def language_of(path: Path) -> str:
    """The language of a catalogue by its folder: `de_Simple` holds `de-simple`."""
    return to_language(path.parent.parent.name)


def compile_catalogue(path: Path) -> bool:
    """Write the .mo beside a .po if it is missing or older; whether it was written. Fuzzy messages are left out."""
    target = path.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime_ns >= path.stat().st_mtime_ns:
        return False
    polib.pofile(str(path)).save_as_mofile(str(target))
    return True


@cache
def used_messages(root: Path | None = None) -> Mapping[Message, list[str]]:
    """Every message of the sources, with the files that use it; read once, as every catalogue asks for them."""
    found: dict[Message, list[str]] = {}
    base = root or settings.BASE_DIR
    for pattern in SOURCES:
        for path in sorted(base.glob(pattern)):
            name = path.relative_to(base).as_posix()
            for message in _messages(path):
                places = found.setdefault(message, [])
                if name not in places:
                    places.append(name)
    return found


def messages_for(language: str) -> Mapping[Message, list[str]]:
    """The messages a catalogue needs: all of them, or without those that only staff read."""
    used = used_messages()
    if language in settings.STAFF_LANGUAGES:
        return used
    return {message: places for message, places in used.items() if not all(map(_is_for_staff, places))}


def _is_for_staff(place: str) -> bool:
    return place.startswith(STAFF_SOURCES)


def _messages(path: Path) -> Iterator[Message]:
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        source = templatize(source)
    for _line, texts, _comments, context in extract("python", BytesIO(source.encode()), keywords=KEYWORDS):
        several = texts if isinstance(texts, tuple) else (texts,)
        if several[0]:
            yield Message(context or "", several[0], several[1] if len(several) > 1 and several[1] else "")


def collect_into(path: Path) -> tuple[int, int]:
    """Bring a catalogue up to date: new messages come in empty, unused ones go. The numbers of both."""
    po = polib.pofile(str(path), wrapwidth=110)
    used = messages_for(language_of(path))
    present = {(entry.msgctxt or "", entry.msgid): entry for entry in po}
    wanted = {(message.context, message.text): message for message in used}
    gone = [entry for key, entry in present.items() if key not in wanted]
    for entry in gone:
        po.remove(entry)
    new = [message for key, message in wanted.items() if key not in present]
    forms = range(int(po.metadata["Plural-Forms"].split("nplurals=")[1].split(";")[0]))
    for message in sorted(new):
        entry = polib.POEntry(msgid=message.text, msgctxt=message.context or None)
        if message.plural:
            entry.msgid_plural, entry.msgstr_plural = message.plural, dict.fromkeys(forms, "")
        po.append(entry)
    for entry in po:
        entry.occurrences = [(name, "") for name in used[wanted[entry.msgctxt or "", entry.msgid]]]
    po.sort(key=lambda entry: (entry.occurrences[0][0], entry.msgctxt or "", entry.msgid))
    po.save()
    return len(new), len(gone)
