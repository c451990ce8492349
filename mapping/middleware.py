"""What every answer gets: its language, its headers, its compression."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.middleware.gzip import GZipMiddleware
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

GetResponse = Callable[[HttpRequest], HttpResponse]

# Everything a page could ask of the device is off, but for the position behind the "near me" button.
PERMISSIONS_POLICY = ", ".join(
    ["geolocation=(self)", "fullscreen=(self)"]
    + [
        f"{feature}=()"
        for feature in (
            "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "encrypted-media",
            "gyroscope", "hid", "idle-detection", "local-fonts", "magnetometer", "microphone", "midi", "payment",
            "picture-in-picture", "publickey-credentials-get", "screen-wake-lock", "serial", "usb",
            "xr-spatial-tracking",
        )
    ]
)  # fmt: skip


class SiteHeaders:
    """Headers of every answer. What a view set itself stays; without a word of the view nothing is stored anywhere.

    HEAD gets the headers of GET and no body: Django leaves that to the web server, which complains about each.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answers the request and adds the headers that are missing."""
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Cache-Control", "no-store")
        if request.method == "HEAD":
            _empty(response)
        return response


def _empty(response: HttpResponseBase) -> None:
    """Takes the body away; the length in the headers stays that of the answer to GET (RFC 9110, section 9.3.2)."""
    if isinstance(response, StreamingHttpResponse):
        response.streaming_content = ()
    elif isinstance(response, HttpResponse):
        response.content = b""


class PathLanguage:
    """The interface language is the first segment of the path, else the default; no cookie and no header decides.

    Django's LocaleMiddleware is not used: it reads a cookie and makes every answer outside the prefixes vary on
    Accept-Language. Only the admin, which has no prefix and is never stored, follows the browser: German or English.
    A path with control characters (NUL would reach the database) is refused with 400.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.codes = {code for code, _ in settings.LANGUAGES}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answers the request in the language its path names."""
        first = request.path_info.split("/", 2)[1:2]
        code = first[0] if first and first[0] in self.codes else settings.LANGUAGE_CODE
        if is_admin(request):
            code = _admin_language(request)
        with translation.override(code):
            request.LANGUAGE_CODE = code
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", code)
        return response

    def process_view(self, request: HttpRequest, *args: object) -> None:
        """Refuses control characters in the path, and NUL in queries of the admin, before a view sees them."""
        if any(letter < " " or letter == "\x7f" for letter in request.path_info):
            raise BadRequest("Control characters in the path.")
        if is_admin(request) and any("\0" in text for _, texts in request.GET.lists() for text in texts):
            raise BadRequest("NUL in the query.")  # the site's own parameters are judged one by one


class TextCompression(GZipMiddleware):
    """Compresses texts only: images, and parts of a file asked for by Range, are sent as they are."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Compresses when the body is a text."""
        kind = response.get("Content-Type", "").split(";")[0]
        if kind.startswith("text/") or kind.endswith(("json", "xml", "javascript")):
            return super().process_response(request, response)
        return response


def is_admin(request: HttpRequest) -> bool:
    """Whether the path lies below the admin's."""
    return request.path_info.startswith(settings.STAFF_PATHS)


def _admin_language(request: HttpRequest) -> str:
    asked = (code.split("-")[0] for code, _ in parse_accept_lang_header(request.headers.get("Accept-Language", "")))
    return next((code for code in asked if code in settings.ADMIN_LANGUAGES), settings.LANGUAGE_CODE)


class AdminHeaders:
    """Pages of the admin are stored nowhere, and tell our own server where a form came from.

    With the site's `no-referrer` browsers send `Origin: null` with forms, which Django's check against forged requests
    refuses.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answers the request; below the admin's path with its headers."""
        response = self.get_response(request)
        if is_admin(request):
            response.headers["Cache-Control"] = "no-store, private"
            response.headers["Referrer-Policy"] = "same-origin"
            patch_vary_headers(response, ["Accept-Language", "Cookie"])
        return response


class _AdminOnly:
    """Lets a middleware of Django act below the admin's path alone: visitors get no session, no user and no cookie."""

    get_response: Any

    def __call__(self, request: HttpRequest) -> Any:
        """Answers the request, with the middleware's doing only where it belongs."""
        if not is_admin(request):
            return self.get_response(request)
        return super().__call__(request)  # type: ignore[misc]  # the middleware this is mixed into


class AdminSession(_AdminOnly, SessionMiddleware):
    """Sessions of the admin."""


class AdminUser(_AdminOnly, AuthenticationMiddleware):
    """Who is signed in to the admin."""


class AdminMessages(_AdminOnly, MessageMiddleware):
    """Messages of the admin, kept in its sessions."""


class AdminCsrf(_AdminOnly, CsrfViewMiddleware):
    """Protection of the admin's forms. Public addresses only read and need no cookie."""

    def process_view(self, request: HttpRequest, *args: Any) -> Any:
        """Refuses forged forms of the admin."""
        return super().process_view(request, *args) if is_admin(request) else None
