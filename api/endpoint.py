"""What all endpoints share: parse, answer, render; CORS; ETag."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation
from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from api.cors import shared
from api.params import Asked, read
from api.shapes import Schema
from api.throttles import throttled
from mapping.conditional import conditional
from mapping.position import query_values
from organisations.moved import moved_to
from organisations.permissions import VISITOR, allow
from organisations.vocabulary import vocabulary

JSON = "application/json"
GEOJSON = "application/geo+json"
# Prose may quote an e-mail address although it has a field of its own; none of them leaves through the API. Escapes of
# JSON are matched first, so that none is torn apart.
ESCAPE_OR_MAIL = re.compile(
    r"""\\u[0-9a-fA-F]{4}|\\.|(?P<mail>[^\s"'\\<>()\[\]:;,@/]{1,64}@[^\s"'\\<>()\[\]:;,@/]{1,190}\.[^\s"'\\<>()\[\]:;,@/.]{2,63})"""
)


class MovedTo(Exception):
    """What was asked for is at another address by now; parameters go with it."""

    def __init__(self, address: str) -> None:
        self.address = address
        super().__init__(address)


class AnyJson(BaseContentNegotiation):
    """Answers whoever takes JSON of some kind; there is only one form of each answer."""

    def select_parser(self, request: Request, parsers: Any) -> BaseParser | None:
        """Nothing is ever sent to us."""
        return None

    def select_renderer(
        self, request: Request, renderers: Any, format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        """Raises NotAcceptable when the Accept header excludes all JSON."""
        accepted = [part.split(";")[0].strip().lower() for part in request.headers.get("Accept", "*/*").split(",")]
        if not any(kind in ("*/*", "application/*", "") or kind.endswith("json") for kind in accepted):
            raise NotAcceptable("Only JSON is served.")
        return JSONRenderer(), JSON


class Endpoint(APIView):
    """An address of the API. Subclasses say which parameters they read and make the answer from them."""

    parameters: ClassVar[tuple[str, ...]] = ("lang",)
    with_query: ClassVar[bool] = False
    unread: ClassVar[tuple[str, ...]] = ()  # parameters of the query that have no meaning here
    media_type: ClassVar[str] = JSON
    shape: ClassVar[Schema]  # JSON Schema of the answer
    may_be_missing: ClassVar[bool] = False  # may answer 404
    may_have_moved: ClassVar[bool] = False  # may answer 301
    may_be_busy: ClassVar[bool] = False  # may answer 503
    required: ClassVar[tuple[str, ...]] = ()  # parameters that must be there
    content_negotiation_class = AnyJson
    metadata_class = None
    http_method_names = ("get", "head", "options")

    def dispatch(self, request: HttpRequest, *args: Any, **path: Any) -> HttpResponseBase:
        """The answer, not held by the view any more: view and request hold each other until garbage is collected."""
        response = super().dispatch(request, *args, **path)
        del self.response
        return response

    def get(self, request: Request, **path: Any) -> HttpResponse:
        """Parse, then answer in the language that was asked for, then render."""
        terms = vocabulary(version=getattr(request._request, "vocabulary_version", None))
        values = query_values(request._request) if self.with_query else request._request.GET
        asked = read(values, terms, self.parameters, self.with_query, self.unread)
        try:
            with translation.override(asked.lang):
                body, headers = self.answer(request._request, asked, **path)
        except MovedTo as moved:
            query = request._request.META.get("QUERY_STRING", "")
            return moved_to(f"{moved.address}?{query}" if query else moved.address)
        return rendered(body, self.media_type, {"Content-Language": asked.lang, **headers})

    def answer(self, request: HttpRequest, asked: Asked, **path: Any) -> tuple[Any, Mapping[str, str]]:
        """The body as plain values (or finished JSON text), and further headers."""
        raise NotImplementedError


def dumps(value: Any) -> str:
    """JSON without blanks."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def rendered(body: Any, media_type: str, headers: Mapping[str, str]) -> HttpResponse:
    """The finished response; e-mail addresses in prose are blanked."""
    text = body if isinstance(body, str) else dumps(body)
    if "@" in text:
        text = ESCAPE_OR_MAIL.sub(lambda found: "…" if found["mail"] else found[0], text)
    return HttpResponse(text, content_type=media_type, headers=dict(headers))


def private(view: type[Endpoint]) -> Callable[..., HttpResponse]:
    """The callable of an address for our own pages: marked and counted, closed to other origins, kept nowhere."""
    return allow(VISITOR)(throttled(view.as_view()))


def endpoint(view: type[Endpoint], keep: bool = False) -> Callable[..., HttpResponse]:
    """The callable of an address: marked for visitors, open to other origins, counted, conditional."""
    return allow(VISITOR)(shared(throttled(conditional(view.as_view(), keep=keep))))
