"""A mail before it is a mail: its paragraphs, from which both parts are made, and the row that promises to send it."""

import re
from dataclasses import dataclass, replace
from email.utils import parseaddr

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation

from organisations.languages import language_name
from organisations.models import Mail
from organisations.outbox.nudge import deliver_soon

GERMAN = "de"
LONGEST_SUBJECT = 150
# Of a name that ends in one ("e. V.") and the sentence behind it; the name may be marked off (`isolated`).
TWO_FULL_STOPS = re.compile(r"(?<!\.)\.(\u2069?)\.(?!\.)")


@dataclass(frozen=True)
class Block:
    """A paragraph of a mail.

    `kind`: text, name (of an entry, above what belongs to it), quote (somebody's own words) or link (`text` is an
    address of ours, `label` says what it does).
    """

    text: str
    kind: str = "text"
    lang: str = ""
    dir: str = ""
    label: str = ""


@dataclass(frozen=True)
class Outline:
    """What a mail says. `language`: code of the interface language it is written in."""

    language: str
    subject: str
    blocks: tuple[Block, ...]

    def plain(self) -> str:
        """The part for programs that show no HTML."""
        return "\n\n".join(_plain(block) for block in self.said) + "\n"

    @property
    def said(self) -> tuple[Block, ...]:
        """The paragraphs as both parts hold them; what somebody else wrote stays as it is."""
        return tuple(replace(one, text=one_full_stop(one.text)) if one.kind == "text" else one for one in self.blocks)

    def html(self) -> str:
        """The same as HTML: no pictures, no styles, links to our own pages only."""
        direction = language_name(self.language, self.language).direction
        context = {"outline": self, "lang": html_lang(self.language), "dir": direction}
        return render_to_string("organisations/mail.html", context)


def put_out(outline: Outline, recipient: str, *, purpose: str, unsubscribe: str = "") -> Mail:
    """Stores a mail in the caller's transaction and tells the queue; it has a Message-ID of our own for good.

    `unsubscribe`: our own page (RFC 8058) on which the reader stops mails of that kind.
    """
    mail = Mail(
        purpose=purpose,
        recipient=recipient,
        language=outline.language,
        subject=one_line(outline.subject),
        text=outline.plain(),
        html=outline.html(),
        unsubscribe=unsubscribe,
        next_at=timezone.now(),
    )
    mail.header_id = f"<{mail.id.hex}@{own_address().rpartition('@')[2] or 'localhost'}>"
    mail.save(force_insert=True)
    deliver_soon()
    return mail


def one_full_stop(text: str) -> str:
    """Our own sentences: one that ends in a name with a full stop of its own ("e. V.") has no second one."""
    return TWO_FULL_STOPS.sub(r".\1", text)


def one_line(text: str) -> str:
    """A subject: names in it may hold anything."""
    return " ".join(text.split())[:LONGEST_SUBJECT]


def own_address() -> str:
    """The site's own mail address, without a name."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def site_name() -> str:
    """The site's name in the active language."""
    return settings.SITE_NAMES.get(translation.get_language() or "", settings.SITE_NAME)


def curators_address() -> str:
    """Who reads what reaches no other address: the curators, else the operator, else the site's own mailbox."""
    return settings.CURATORS_EMAIL or own_address()


def html_lang(code: str) -> str:
    """A code of the interface as HTML takes it: easy German is German."""
    return "de" if code == "de-simple" else code


def _plain(block: Block) -> str:
    if block.kind == "quote":
        return "\n".join(f"> {line}".rstrip() for line in block.text.split("\n"))
    if block.kind == "name":
        return f"== {block.text} =="
    return f"{block.label}\n{block.text}" if block.label else block.text
