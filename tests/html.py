"""Reading our own pages in tests: a small tree with selectors of tag, #id, .class, [attribute] and descendants."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
PIECE = re.compile(r'([.#]?)([\w-]+)|\[([\w-]+)(?:="?([^"\]]*)"?)?\]')


@dataclass
class Element:
    """An element with its attributes; text is a child too."""

    tag: str
    attributes: dict[str, str]
    children: list[Any] = field(default_factory=list)

    def get(self, name: str) -> str | None:
        """An attribute, None if it is not there."""
        return self.attributes.get(name)

    @property
    def text(self) -> str:
        """All words below, blanks joined."""
        return re.sub(r"[ \n]+", " ", self._raw()).strip()

    def _raw(self) -> str:
        return "".join(child if isinstance(child, str) else child._raw() for child in self.children)

    def all(self, selector: str) -> list["Element"]:
        """The elements below that a selector meets, in the order of the page."""
        found = [self]
        for step in selector.split():
            below = [element for top in found for element in top._below() if element._meets(step)]
            found = list({id(element): element for element in below}.values())
        return found

    def one(self, selector: str) -> "Element":
        """The first of them. Raises IndexError if there is none."""
        return self.all(selector)[0]

    def _below(self) -> list["Element"]:
        """What is drawn: the content of a `template` is not."""
        elements = [child for child in self.children if isinstance(child, Element) and child.tag != "template"]
        return [each for element in elements for each in (element, *element._below())]

    def _meets(self, step: str) -> bool:
        for kind, word, name, value in PIECE.findall(step):
            if name and (name not in self.attributes or (value and self.attributes[name] != value)):
                return False
            if kind == "#" and self.get("id") != word:
                return False
            if kind == "." and word not in (self.get("class") or "").split():
                return False
            if word and not kind and self.tag != word:
                return False
        return True


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Element("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def parse(source: str) -> Element:
    """The tree of a page. Fails on elements that are not closed in order."""
    reader = _Reader()
    reader.feed(source)
    reader.close()
    assert len(reader.open) == 1, f"<{reader.open[-1].tag}> is not closed"
    return reader.open[0]


def sent_by(form: Element) -> dict[str, list[str]]:
    """The names and values a browser would send for a form (or a part of one) that is left as it is."""
    found: dict[str, list[str]] = {}
    for given in form.all("input"):
        if given.get("type") == "submit" or "disabled" in given.attributes or not given.get("name"):
            continue
        if given.get("type") not in ("checkbox", "radio") or "checked" in given.attributes:
            unsaid = "on" if given.get("type") == "checkbox" else ""
            found.setdefault(str(given.get("name")), []).append(given.get("value") or unsaid)
    for area in form.all("textarea"):
        found[str(area.get("name"))] = [area._raw().removeprefix("\n").replace("\n", "\r\n")]
    for select in form.all("select"):
        found[str(select.get("name"))] = _chosen(select)
    return found


def _chosen(select: Element) -> list[str]:
    options = select.all("option")
    chosen = [option for option in options if "selected" in option.attributes]
    if not chosen and "multiple" not in select.attributes:
        chosen = options[:1]
    return [option.get("value") or "" for option in chosen]
