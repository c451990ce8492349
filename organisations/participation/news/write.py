"""What curators do with news and modules. Each act raises both versions: no old page or menu is kept (linked.py)."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from unicodedata import category
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from organisations.models import DataVersion, Decision
from organisations.participation.models import Attachment, Module, ModulePage, News
from organisations.text import clean, fold

SHOWN_DAYS = 60  # so long a piece of news is shown if nobody says otherwise


@transaction.atomic
def new_news(title: str, language: str, *, author: str) -> News:
    """A draft with nothing but a title."""
    until = timezone.localdate() + timedelta(days=SHOWN_DAYS)
    return News.objects.create(
        language=language, texts={language: {"title": title, "text": ""}}, until=until, author=author
    )


@transaction.atomic
def new_module(title: str, language: str) -> Module:
    """A draft with nothing but a title, behind all others; its short name is made of the title."""
    last = Module.objects.aggregate(last=Max("position"))["last"] or 0
    slug = unique_slug(title)
    texts = {language: {"title": title, "text": ""}}
    return Module.objects.create(slug=slug, language=language, texts=texts, position=last + 1)


def unique_slug(title: str) -> str:
    """A short name nobody has yet."""
    base = re.sub(r"[^a-z0-9]+", "-", fold(title)).strip("-")[:50] or "lesson"
    taken = set(Module.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(name for name in (base, *(f"{base}-{n}" for n in range(2, 10_000))) if name not in taken)


@transaction.atomic
def save_text(row: Any, language: str, text: Mapping[str, str]) -> None:
    """Title and text of a news item, module or page in one language; the first one is the original."""
    now = _held(row)  # somebody may write in another language at this moment
    if hasattr(now, "language") and not any(one.get("title") for one in now.texts.values()):
        now.language = language
    now.texts = {**now.texts, language: dict(text)}
    now.save()
    DataVersion.increase(vocabulary=True)


@transaction.atomic
def drop_text(row: Any, language: str) -> bool:
    """Takes a language away; False for the original, without which nothing is left to read."""
    now = _held(row)
    if language == getattr(now, "language", "") or language not in now.texts:
        return False
    now.texts = {code: text for code, text in now.texts.items() if code != language}
    now.save()
    DataVersion.increase(vocabulary=True)
    return True


@transaction.atomic
def save_facts(row: Any, values: Mapping[str, Any]) -> None:
    """What is the same in all languages."""
    now = _held(row)
    for name, value in values.items():
        setattr(now, name, value)
    now.save()
    DataVersion.increase(vocabulary=True)


@transaction.atomic
def publish(row: News | Module, shown: bool, *, author: str) -> None:
    """Shows it to everybody, or takes it back."""
    now = _held(row)
    now.published_at = (now.published_at or timezone.now()) if shown else None
    now.save()
    _note(author, "shown" if shown else "hidden", row)
    DataVersion.increase(vocabulary=True)


@transaction.atomic
def remove(row: News | Module, *, author: str) -> None:
    """Deletes it for good."""
    _note(author, "removed", row)
    row.delete()
    DataVersion.increase(vocabulary=True)


def was_removed(id: UUID) -> bool:
    """Whether somebody has deleted the module with this id, as the log of decisions has it for good."""
    return Decision.objects.filter(action="module:removed", detail__module=str(id)).exists()


@transaction.atomic
def add_page(module: Module, language: str, text: Mapping[str, str]) -> ModulePage:
    """A page behind the last one."""
    last = module.pages.aggregate(last=Max("position"))["last"]
    page = ModulePage.objects.create(module=module, texts={language: dict(text)}, position=(last or 0) + 1)
    DataVersion.increase(vocabulary=True)
    return page


@transaction.atomic
def move_page(page: ModulePage, up: bool) -> None:
    """A place further up or down."""
    pages = list(ModulePage.objects.select_for_update().filter(module=page.module_id))
    place = next(number for number, one in enumerate(pages) if one.pk == page.pk)
    other = place + (-1 if up else 1)
    if 0 <= other < len(pages):
        pages[place], pages[other] = pages[other], pages[place]
    for number, one in enumerate(pages, 1):
        ModulePage.objects.filter(pk=one.pk).update(position=number)
    DataVersion.increase(vocabulary=True)


@transaction.atomic
def drop_page(page: ModulePage) -> None:
    """Deletes a page with its files."""
    page.delete()
    DataVersion.increase(vocabulary=True)


@transaction.atomic
def attach(page: ModulePage, name: str, media_type: str, content: bytes) -> Attachment:
    """A file for a page, under a name made harmless."""
    made = Attachment.objects.create(
        page=page, name=file_name(name), media_type=media_type, content=content, size=len(content)
    )
    DataVersion.increase(vocabulary=True)
    return made


@transaction.atomic
def detach(file: Attachment) -> None:
    """Deletes a file."""
    file.delete()
    DataVersion.increase(vocabulary=True)


def _held(row: Any) -> Any:
    """The row as it is now, locked until the end of the transaction."""
    return type(row)._default_manager.select_for_update().get(pk=row.pk)


def file_name(name: str) -> str:
    """A name of letters, digits, dashes and its ending: it stands in addresses. Latin ones lose their accents, those
    of other scripts stay as they are."""
    stem, _dot, ending = clean(name).rpartition(".")
    latin = fold(stem)
    letters = latin if latin.isascii() else stem.lower()
    kept = "".join(one if one.isalnum() or category(one).startswith("M") else "-" for one in letters)
    return f"{re.sub('-+', '-', kept).strip('-')[:80] or 'file'}.{re.sub(r'[^a-z0-9]', '', ending.lower())[:5]}"


def _note(author: str, what: str, row: News | Module) -> None:
    kind = "news" if isinstance(row, News) else "module"
    Decision.objects.create(actor=author, action=f"{kind}:{what}", detail={kind: str(row.pk)})
