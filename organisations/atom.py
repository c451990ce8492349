"""What the feeds of the site have in common (Atom, RFC 4287)."""

from django.utils.feedgenerator import Atom1Feed

from organisations.outbox.outline import site_name


def new_feed(title: str, *, language: str, page: str, own: str) -> Atom1Feed:
    """A feed without entries; its author is the site, as every feed needs one (RFC 4287, 4.1.1).

    `page`: address of the page with the same content, which is the feed's id too: with a filter it is another feed.
    `own`: address of the feed.
    """
    return Atom1Feed(title=title, link=page, description="", language=language, feed_url=own, author_name=site_name())
