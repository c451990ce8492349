"""What the feeds of the site have in common (Atom, RFC 4287)."""

from typing import Any

from django.utils.feedgenerator import Atom1Feed

from organisations.outbox.outline import site_name


class Feed(Atom1Feed):
    """One whose entries may be in another language than the feed: `language` of an item, empty if in the same."""

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        """Of the element of an entry (RFC 4287, section 2)."""
        return {"xml:lang": item["language"]} if item.get("language") else {}


def new_feed(title: str, *, language: str, page: str, own: str) -> Feed:
    """A feed without entries; its author is the site, as every feed needs one (RFC 4287, 4.1.1).

    `page`: address of the page with the same content, which is the feed's id too: with a filter it is another feed.
    `own`: address of the feed.
    """
    return Feed(title=title, link=page, description="", language=language, feed_url=own, author_name=site_name())
