"""Texts of news and modules: a small safe subset of Markdown (CommonMark) as HTML.

Paragraphs, headings, lists, bold, italics, links to web, mail and telephone addresses. No HTML, no pictures.
"""

from typing import Any

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

from organisations.text import clean, written

RULES = ["autolink", "emphasis", "entity", "escape", "heading", "link", "list", "newline"]
SCHEMES = ("http://", "https://", "mailto:", "tel:", "/")
ENDS = (".", "!", "?", "…", ":", "؟", "。")  # of a paragraph that needs no sign behind it
TOP = 2  # a text's first level of headings stands below the title of its page


def html_of(text: str, site: str = "") -> SafeString:
    """The text as HTML. What is not in the subset stands there as it was typed. `site`: scheme and host before links
    to pages of ours, where the text is read elsewhere.

    Entities may name control characters, which no feed can carry. They are taken out of the HTML, which is not
    normalised: an accent behind a tag would become one letter with its ">".
    """
    made: SafeString = mark_safe(written(_reader.render(text, {"site": site})))  # noqa: S308  the renderer knows no HTML in the text
    return made


def plain(text: str) -> str:
    """The words of the text alone, for lists and feeds."""
    inline = [token for token in _reader.parse(text) if token.type == "inline"]
    lines = ("".join(_words(child) for child in token.children or []) for token in inline)
    ended = (line if line.endswith(ENDS) else f"{line} ·" for line in map(str.strip, lines) if line)
    return clean(" ".join(" ".join(ended).split())).removesuffix(" ·")


def _words(token: Any) -> str:
    return " " if token.type in ("softbreak", "hardbreak") else str(token.content)


def _reads(address: str) -> bool:
    """Whether an address may be linked; //host would lead to another site by our own scheme."""
    return address.lower().startswith(SCHEMES) and not address.startswith(("//", "/\\"))


def _heading(self: Any, tokens: Any, index: int, options: Any, env: Any) -> str:
    token = tokens[index]
    level = min(int(token.tag[1]) + TOP - 1, 6)
    return f"<{'/' if token.type == 'heading_close' else ''}h{level}>" + ("\n" if token.nesting < 0 else "")


def _made() -> MarkdownIt:
    reader = MarkdownIt("zero", {"html": False, "breaks": True}).enable(RULES)
    vars(reader)["validateLink"] = _reads
    for name in ("heading_open", "heading_close"):
        reader.add_render_rule(name, _heading)
    reader.add_render_rule("link_open", _link)
    return reader


def _link(self: Any, tokens: Any, index: int, options: Any, env: Any) -> str:
    token = tokens[index]
    if (href := str(token.attrGet("href") or "")).startswith("/"):
        token.attrSet("href", f"{env['site']}{href}")
    token.attrSet("rel", "noopener noreferrer nofollow")
    return str(self.renderToken(tokens, index, options, env))


_reader = _made()
