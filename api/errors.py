"""Whatever goes wrong is answered with a problem document (RFC 9457, application/problem+json)."""

import json
import logging
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpResponse
from rest_framework.exceptions import APIException, MethodNotAllowed

from api.cors import CORS_HEADERS
from api.params import ParameterError
from organisations.search import Problem

MEDIA_TYPE = "application/problem+json"
logger = logging.getLogger("django.request")

SENTENCES = {
    "unknown": "There is no such parameter here.",
    "repeated": "This parameter may stand only once, or not that often.",
    "malformed": "The value does not have the form or range of this parameter.",
    "value": "The value is not one of the possible values.",
    "needs_near": "This parameter needs a position (near).",
}
TITLES = {
    400: "The request cannot be used",
    403: "Not allowed",
    404: "Not found",
    405: "Only GET, HEAD and OPTIONS are answered",
    406: "Only JSON is served",
    429: "Too many requests",
    500: "Something went wrong here",
    503: "Not available at the moment",
}


def problem(
    status: int, detail: str = "", headers: Mapping[str, str] | None = None, kind: str = "", **members: Any
) -> HttpResponse:
    """A problem document; `kind` names one of several problems with that status, `members` are extension members."""
    document = {
        "type": f"/api/#{kind or f'status-{status}'}",
        "title": TITLES.get(status, "The request cannot be answered"),
    }
    content = json.dumps({**document, "status": status, "detail": detail, **members}, ensure_ascii=False)
    all_headers = {"Content-Language": "en", **CORS_HEADERS, **(headers or {})}
    return HttpResponse(content, MEDIA_TYPE, status, headers=all_headers)


def problem_response(error: Exception, context: dict[str, Any]) -> HttpResponse:
    """Django REST framework's exception handler: any exception of an endpoint as a problem document."""
    if isinstance(error, ParameterError):
        return parameter_problem(error.problems)
    if isinstance(error, Http404):
        return problem(404, "There is nothing public at this address.")
    if isinstance(error, PermissionDenied):
        return problem(403)
    if isinstance(error, SuspiciousOperation):
        return problem(400, "The request is malformed.")
    if isinstance(error, MethodNotAllowed):  # its own words are in the language of the site, all others in English
        return problem(error.status_code, "This API is for reading only.")
    if isinstance(error, APIException):
        return problem(error.status_code, str(error.detail))
    logger.error("%s: %s", context["request"].path, type(error).__name__, exc_info=error)
    if isinstance(error, OperationalError | InterfaceError):
        return problem(503, "The database does not answer, or not in time.", {"Retry-After": "5"})
    return problem(500, "The operator finds the reason in the log.")


def too_many(seconds: int) -> HttpResponse:
    """429: when to try again."""
    return problem(429, f"Try again in {seconds} seconds.", {"Retry-After": str(seconds)})


def parameter_problem(problems: Sequence[Problem]) -> HttpResponse:
    """400 that names the parameters: the first as `parameter`, all of them in `errors`."""
    errors = [
        {"parameter": found.parameter, "value": found.value, "code": found.code, "detail": SENTENCES[found.code]}
        for found in problems
    ]
    first = errors[0]
    return problem(400, f"{first['parameter']}: {first['detail']}", parameter=first["parameter"], errors=errors)
