"""GET /api/v1/suggest: what somebody who is typing may mean."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from api import links, shapes
from api.endpoint import Endpoint
from api.params import Asked
from mapping.results import facets_of
from organisations.matching import Matching
from organisations.search import OrganisationQuery
from organisations.suggesting import Suggestion, suggest
from organisations.vocabulary import Vocabulary

SECONDS = 60  # so long a browser answers by itself what was typed before


class Suggest(Endpoint):
    """Topics, languages, areas and entries for the beginning of a search."""

    shape = shapes.SUGGESTIONS
    parameters = ("q", "lang")

    def answer(self, request: HttpRequest, asked: Asked, **path: Any) -> tuple[Any, Mapping[str, str]]:
        """The likeliest first, of topics, languages and areas only those that occur; names in any of our languages.

        `kind` is the parameter of the query that `value` belongs to, or "entry" with a slug. `matched` is the word it
        was found by where that is not part of the label, `count` how many organisations there are. `corrected`: what
        a misspelt text was taken for.
        """
        everything = Matching.of(OrganisationQuery(), asked.terms)
        counts = facets_of(everything, asked.terms).counts
        found, corrected = suggest(asked.q, asked.terms, counts, asked.lang)
        body = {"corrected": corrected or None, "suggestions": [_shown(one, asked.terms, request) for one in found]}
        return body, {"Cache-Control": f"public, max-age={SECONDS}"}


def _shown(one: Suggestion, terms: Vocabulary, request: HttpRequest) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "kind": one.kind,
        "value": one.value,
        "label": one.label,
        "label_language": one.language or None,
        "matched": one.matched or None,
        "count": one.count,
        "icon": None,
        "hue": None,
        "entry_kind": one.entry_kind or None,
        "url": None,
    }
    if one.kind == "topic":
        topic = terms.topic_by_slug[one.value]
        parent = terms.topic_by_id.get(topic.parent_id or 0)
        shown |= {"icon": topic.icon or (parent.icon if parent else None), "hue": terms.hue(topic)}
    if one.kind == "entry":
        shown["url"] = links.base(request) + reverse("entry", args=[one.value])
    return shown
