"""The OpenAPI document, made from the endpoints themselves by drf-spectacular."""

from collections.abc import Mapping
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema

from api import shapes
from api.endpoint import Endpoint
from api.errors import MEDIA_TYPE, TITLES
from api.params import DEEPEST_ZOOM, FEW_ROWS, MOST_ROWS, Asked
from mapping.places import LONGEST_PLACE
from organisations.models.vocabulary import German
from organisations.search import ACCESSES, LAST_PAGE, LONGEST_TEXT, PARSERS, REPEATED, SORTS, WIDEST_RADIUS
from organisations.vocabulary import Vocabulary, vocabulary

# Numbers as the parsers take them, bounds included, so that nothing is described that would be refused. ASCII only.
_UP_TO_90 = r"(0{0,2}[0-9]|0?[1-8][0-9])(\.[0-9]{1,15})?|0?90(\.0{1,15})?"
_UP_TO_180 = r"(0{0,2}[0-9]|0?[1-9][0-9]|1[0-7][0-9])(\.[0-9]{1,15})?|180(\.0{1,15})?"
LATITUDE, LONGITUDE = f"-?({_UP_TO_90})", f"-?({_UP_TO_180})"
BOX = f"{LONGITUDE},{LATITUDE},{LONGITUDE},{LATITUDE}"
_DECIMALS_ABOVE_0 = "|".join(f"0{{{n}}}[1-9][0-9]{{0,{5 - n}}}" for n in range(6))
RADIUS = (
    r"(0{0,3}[1-9]|0{0,2}[1-9][0-9]|0?[1-9][0-9]{2})(\.[0-9]{1,6})?"
    rf"|1000(\.0{{1,6}})?|0{{1,4}}\.({_DECIMALS_ABOVE_0})"
)
CODE = "^[a-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}$"
MARK = "^[A-Za-z0-9_.-]+:[A-Za-z0-9_-]+$"  # a signed value (django.core.signing)
NO_NUL = r"^[^\u0000]*$"
MOST_AREAS = 300  # more of them are not listed one by one

DESCRIPTIONS = {
    "q": "Words to look for in names, texts, topics and places. Words that nobody wrote are corrected; `corrections`"
    ' says so. In quotes ("chor") nothing is.',
    "topic": "Topic; one with subtopics includes them. Several: any of them.",
    "language": "Language spoken there (BCP 47). Several: any of them.",
    "understood": "Speaks this language, or needs at most a little German.",
    "german": "At most this much German is needed.",
    "open": "In what way it is open. Several: all of them.",
    "opening": "Something of that kind is open today (a seat, a trial training ...). Several: any of them.",
    "kind": "Kind of organisation. Several: any of them.",
    "area": "Municipality or district by slug or official key (AGS). Several: any of them.",
    "near": "Position as latitude,longitude in degrees; nearest first.",
    "radius": f"Kilometres around `near`, at most {WIDEST_RADIUS:g}; needs `near`.",
    "bbox": "West, south, east, north in degrees; west before east, south before north, else the answer is 400.",
    "day": "Weekday on which it meets. Several: any of them.",
    "access": "Accessible with a wheelchair.",
    "fresh": "Checked by a human within the last year.",
    "sort": "Order; `distance` needs `near`.",
    "page": "Page by number. To take everything follow `next` instead.",
    "lang": "Language of labels and texts.",
    "limit": "Features of one answer.",
    "after": "Mark of the next page, from the `next` link; of the same query, any other is answered with 400.",
    "zoom": "Zoom of the map (Web Mercator), which sets the size of the cells.",
    "place": "What somebody types: a town, a district, a postcode, or a street with its town.",
    "id": "The organisation's id.",
}


class EndpointSchema(AutoSchema):
    """Describes an endpoint by what it says of itself: parameters, media type, shape of the answer."""

    def get_operation(self, path: str, path_regex: str, path_prefix: str, method: str, registry: Any) -> dict[str, Any]:
        """The operation object of one address (OpenAPI 3.1, section 4.8.10)."""
        view, terms = cast(Endpoint, self.view), vocabulary()
        query = [name for name in PARSERS if name not in view.unread] if view.with_query else []
        names = [*query, *(name for name in view.parameters if name not in PARSERS)]
        names += [name for name in view.parameters if name in PARSERS and not view.with_query]
        parameters = [_parameter(name, terms, name in view.required) for name in names]
        if "{id}" in path:
            where = {"name": "id", "in": "path", "required": True}
            parameters.insert(0, where | {"description": DESCRIPTIONS["id"], "schema": shapes.ID})
        summary, _, description = (view.__doc__ or "").partition("\n")
        answer = {"description": summary, "content": {view.media_type: {"schema": view.shape}}}
        failures = [400, 404, 406, 429] if "{id}" in path or view.may_be_missing else [400, 406, 429]
        return {
            "operationId": path.removeprefix("/api/v1/").replace("/{id}", "_by_id").replace("/", "_").replace(".", "_"),
            "summary": summary,
            "description": description.strip() or (type(view).answer.__doc__ or ""),
            "parameters": parameters,
            "responses": {"200": answer, "304": {"description": "Unchanged (If-None-Match)"}}
            | ({"301": {"description": "Merged into the entry at Location"}} if view.may_have_moved else {})
            | {str(status): _failure(status) for status in (*failures, *([503] if view.may_be_busy else []))},
        }


class OpenApi(Endpoint):
    """This description of the API (OpenAPI 3.1)."""

    shape = {"type": "object", "additionalProperties": True}

    def answer(self, request: HttpRequest, asked: Asked, **path: Any) -> tuple[Any, Mapping[str, str]]:
        """The document; possible values are those of the present vocabulary."""
        return document(), {}


def described() -> list[dict[str, Any]]:
    """The operations for the human documentation: path, summary, description, parameters with their possible values."""
    operations = [{"path": path, **methods["get"]} for path, methods in document()["paths"].items()]
    for operation in operations:
        operation["description"] = _with_code(operation["description"])
        for parameter in operation["parameters"]:
            parameter["description"] = _with_code(parameter["description"])
            schema = parameter["schema"].get("items", parameter["schema"])
            parameter["one"] = schema.get("anyOf", [schema])[0]
    return operations


def _with_code(text: str) -> SafeString:
    """Plain text as HTML, what stands between backticks as code."""
    pieces = enumerate(text.split("`"))
    return format_html_join("", "{}", ((format_html("<code>{}</code>", p) if n % 2 else p,) for n, p in pieces))


def document() -> dict[str, Any]:
    """The whole OpenAPI document."""
    generator: Any = SchemaGenerator
    found: dict[str, Any] = generator().get_schema(request=None, public=True)
    return found


def _parameter(name: str, terms: Vocabulary, required: bool) -> dict[str, Any]:
    schema = _schemas(terms)[name]
    if required:
        return {"name": name, "in": "query", "required": True, "description": DESCRIPTIONS[name], "schema": schema}
    # An empty value counts as not given, so that a form may send its empty fields.
    schema = {"anyOf": [schema, {"type": "string", "maxLength": 0}]}
    if name in REPEATED:
        schema = {"type": "array", "items": schema, "maxItems": 50}
    return {"name": name, "in": "query", "description": DESCRIPTIONS[name], "schema": schema}


def _schemas(terms: Vocabulary) -> dict[str, shapes.Schema]:
    areas = [key for area in terms.areas for key in (area.slug, area.ags) if key]
    code = {"type": "string", "pattern": CODE}
    return {
        "q": {"type": "string", "maxLength": LONGEST_TEXT, "pattern": NO_NUL},
        "topic": _one_of([topic.slug for topic in terms.topics]),
        "language": code,
        "understood": code,
        "german": _one_of(list(German.values)),
        "open": _one_of([flag.slug for flag in terms.flags]),
        "opening": shapes.OPENING_KIND,
        "kind": shapes.KIND,
        "area": _one_of(areas) if len(areas) <= MOST_AREAS else {"type": "string"},
        "near": {"type": "string", "pattern": f"^{LATITUDE},{LONGITUDE}$", "example": "48.66,9.22"},
        "radius": {"type": "string", "pattern": f"^({RADIUS})$", "example": "2.5"},
        "bbox": {"type": "string", "pattern": f"^{BOX}$", "example": "9.1,48.6,9.3,48.7"},
        "day": shapes.DAY,
        "access": _one_of(list(ACCESSES)),
        "fresh": _one_of(["1"]),
        "sort": _one_of(list(SORTS)),
        "page": {"type": "integer", "minimum": 1, "maximum": LAST_PAGE},
        "lang": _one_of([code for code, _ in settings.LANGUAGES]) | {"default": settings.LANGUAGE_CODE},
        "limit": {"type": "integer", "minimum": 1, "maximum": MOST_ROWS, "default": FEW_ROWS},
        "place": {"type": "string", "minLength": 1, "maxLength": LONGEST_PLACE, "pattern": NO_NUL},
        "after": {"type": "string", "maxLength": 2_000, "pattern": MARK},
        "zoom": {"type": "integer", "minimum": 0, "maximum": DEEPEST_ZOOM},
    }


def _one_of(values: list[str]) -> shapes.Schema:
    return {"type": "string", "enum": values} if values else {"type": "string"}


def _failure(status: int) -> dict[str, Any]:
    return {"description": TITLES[status], "content": {MEDIA_TYPE: {"schema": shapes.PROBLEM}}}
