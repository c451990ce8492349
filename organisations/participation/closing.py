"""What mails to newcomers and mentors say of answering: not to the mail itself, but on the page of ours."""

from django.conf import settings
from django.utils.translation import gettext as _

from organisations.outbox.outline import Block


def write_to_us(language: str, site: str = "") -> tuple[Block, ...]:
    """The link behind a sentence that says "write to us", in the caller's language; none without an address of ours."""
    address = site or settings.SITE_URL
    return (Block(f"{address}/{language}/contact/", "link", label=_("Write to us")),) if address else ()


def no_answer() -> Block:
    """At the end: nobody reads what is answered to the mail. In the caller's language."""
    return Block(_("Please do not answer this mail itself: nobody would get your answer."))
