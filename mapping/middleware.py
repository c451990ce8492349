"""What every answer gets: its language, its headers, its compression."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.views import redirect_to_login
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import redirect
from django.urls import get_resolver
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

from organisations.accounts.again import sent_again
from organisations.permissions import CURATOR, STAFF, VISITOR, actors_of, allowed_actors

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

DOCUMENT_HEADERS = ("Cross-Origin-Opener-Policy", "Permissions-Policy", "Referrer-Policy")
VALIDATORS = ("ETag", "Last-Modified")
DATA_POLICY = "default-src 'none'; frame-ancestors 'none'"


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


class LeanHeaders:
    """Stands outermost: what only acts on a document goes with documents alone.

    A first visit fetches some forty files; policies that no browser applies to a script, a style sheet or data were a
    tenth of its weight. `nosniff` stays everywhere, and a script keeps the Content-Security-Policy it has: a worker is
    ruled by that. Data keep one that forbids everything, for browsers that show them as a page.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answers the request and takes away the headers that say nothing there."""
        response = self.get_response(request)
        kind = response.get("Content-Type", "").split(";")[0]
        if "immutable" in response.get("Cache-Control", ""):
            for name in VALIDATORS:  # its name changes with its content: nobody ever asks whether it changed
                response.headers.pop(name, None)
        if kind and not kind.endswith(("html", "xml")):
            for name in DOCUMENT_HEADERS:
                response.headers.pop(name, None)
        if kind.endswith("json") and "Content-Security-Policy" in response.headers:
            response.headers["Content-Security-Policy"] = DATA_POLICY
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
    Accept-Language. Only pages of the staff, which have no prefix and are never stored, follow the browser: German or
    English, or what was chosen (StaffLanguage).
    A path with control characters (NUL would reach the database) is refused with 400.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.codes = {code for code, _ in settings.LANGUAGES}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answers the request in the language its path names."""
        first = request.path_info.split("/", 2)[1:2]
        code = first[0] if first and first[0] in self.codes else settings.LANGUAGE_CODE
        if is_staff_path(request):
            code = _staff_language(request)
        with translation.override(code):
            request.LANGUAGE_CODE = code
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", code)
        return response

    def process_view(self, request: HttpRequest, *args: object) -> HttpResponse | None:
        """Refuses control characters in the path, and NUL in queries of the staff, before a view sees them.

        Answered, not raised: anybody can send them, and a traceback for each would fill the log.
        """
        if any(letter < " " or letter == "\x7f" for letter in request.path_info):
            return _malformed(request)
        if is_staff_path(request) and any("\0" in text for _, texts in request.GET.lists() for text in texts):
            return _malformed(request)  # the site's own parameters are judged one by one
        return None


def _malformed(request: HttpRequest) -> HttpResponse:
    page: Any = get_resolver().resolve_error_handler(400)
    answer: HttpResponse = page(request, exception=BadRequest())
    return answer


class TextCompression(GZipMiddleware):
    """Compresses texts only: images, and parts of a file asked for by Range, are sent as they are."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Compresses when the body is a text."""
        kind = response.get("Content-Type", "").split(";")[0]
        if kind.startswith("text/") or kind.endswith(("json", "xml", "javascript")):
            return super().process_response(request, response)
        return response


def is_staff_path(request: HttpRequest) -> bool:
    """Whether the path is one of the staff's: signing in, the desk, the raw data."""
    return request.path_info.startswith(settings.STAFF_PATHS)


def _staff_language(request: HttpRequest) -> str:
    asked = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    wanted = (code.split("-")[0] for code, _ in asked)
    return next((code for code in wanted if code in settings.STAFF_LANGUAGES), settings.LANGUAGE_CODE)


class StaffHeaders:
    """Pages of the staff are stored nowhere, and tell our own server where a form came from.

    With the site's `no-referrer` browsers send `Origin: null` with forms, which Django's check against forged requests
    refuses. The pages of accounts may ask for a security key.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answers the request; on a path of the staff with its headers."""
        response = self.get_response(request)
        if is_staff_path(request):
            response.headers["Cache-Control"] = "no-store, private"
            response.headers.setdefault("Referrer-Policy", "same-origin")
            response.headers["Permissions-Policy"] = PERMISSIONS_POLICY.replace("-get=()", "-get=(self)")
            patch_vary_headers(response, ["Accept-Language", "Cookie"])
        return response


class _StaffOnly:
    """Lets a middleware of Django act on the staff's paths alone: visitors get no session, no user and no cookie."""

    get_response: Any

    def __call__(self, request: HttpRequest) -> Any:
        """Answers the request, with the middleware's doing only where it belongs."""
        if not is_staff_path(request):
            return self.get_response(request)
        return super().__call__(request)  # type: ignore[misc]  # the middleware this is mixed into


class StaffSession(_StaffOnly, SessionMiddleware):
    """Sessions of the staff."""


class StaffLanguage:
    """`?lang=` chooses the other language of the staff's pages; the session keeps the choice."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answers the request in the chosen language, else in that of the browser."""
        if not is_staff_path(request):
            return self.get_response(request)
        if request.GET.get("lang") in settings.STAFF_LANGUAGES:
            request.session["language"] = request.GET["lang"]
        code = request.session.get("language", request.LANGUAGE_CODE)
        with translation.override(code):
            request.LANGUAGE_CODE = code
            response = self.get_response(request)
        response.headers["Content-Language"] = code
        return response


class StaffUser(_StaffOnly, AuthenticationMiddleware):
    """Who is signed in."""


class StaffMessages(_StaffOnly, MessageMiddleware):
    """Messages for the staff, kept in their sessions."""


class StaffCsrf(_StaffOnly, CsrfViewMiddleware):
    """Protection of the staff's forms. Other addresses only read, or have their own proof, and need no cookie."""

    def process_view(self, request: HttpRequest, *args: Any) -> Any:
        """Refuses forged forms."""
        return super().process_view(request, *args) if is_staff_path(request) else None


class StaffGate:
    """Leads who may not see a page of the staff to what is missing: the sign-in, or a second factor to set up."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answers the request; the gate stands before the view."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, *args: object) -> HttpResponseBase | None:
        """The way to what is missing; None lets the view answer, who refuses the rest itself."""
        wanted = allowed_actors(view)
        there = actors_of(request)
        if not is_staff_path(request) or not wanted or wanted & (there | {VISITOR}) or CURATOR in there:
            return None
        if STAFF in there and not is_mfa_enabled(request.user):
            return redirect("mfa_index")
        if request.user.is_authenticated:  # from before the second factor was set up, or no longer staff
            logout(request)
        return sent_again(request) or redirect_to_login(request.get_full_path())
