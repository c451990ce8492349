"""ETag and 304 for everything public: nothing is built again for somebody who has it already."""

import gzip
import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any, overload

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response, patch_vary_headers

from mapping.position import has_position
from mapping.release import fingerprint
from organisations.models.revision import DataVersion

View = Callable[..., HttpResponse]
Keep = Callable[[HttpRequest], bool] | bool
CACHE_CONTROL = "public, no-cache"  # anybody may keep it, and asks before using it again
KEEP_AT_MOST = 2_000_000
KEEP_SECONDS = 24 * 3600


@overload
def conditional(view: View, *, keep: Keep = ...) -> View: ...
@overload
def conditional(view: None = None, *, keep: Keep = ...) -> Callable[[View], View]: ...


def conditional(view: View | None = None, *, keep: Keep = False) -> Any:
    """Decorator of a public GET view: sets ETag and answers 304 without calling the view.

    The ETag is made of data version, local date and hour, release, path with query and interface language: whatever a
    public answer may depend on. `keep` also keeps the compressed body in this process for the next visitor: for views
    with few different addresses, or for those requests of a view that it says yes to. Answers other than 200 get no
    ETag. With DEBUG nothing is conditional.
    """
    if view is None:
        return lambda actual: conditional(actual, keep=keep)

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if settings.DEBUG or request.method not in ("GET", "HEAD") or has_position(request):
            return view(request, *args, **kwargs)  # what depends on somebody's position is kept nowhere
        etag = entity_tag(request)
        unchanged: HttpResponse | None = get_conditional_response(request, etag=etag)
        if unchanged is not None:
            return _marked(unchanged, etag)
        keeps = keep(request) if callable(keep) else keep
        kept = cache.get(etag) if keeps else None
        if kept is not None:
            return _marked(_unpacked(request, *kept), etag)
        response = view(request, *args, **kwargs)
        if response.status_code != 200:
            return response
        if keeps:
            response = _kept(request, response, etag)
        return _marked(response, etag)

    return answer


def entity_tag(request: HttpRequest) -> str:
    """The weak entity tag of a public address at this moment. The version it names stays with the request."""
    versions = DataVersion.current()
    request.vocabulary_version = versions[1]  # type: ignore[attr-defined]
    parts = (
        str(versions),
        timezone.localtime().strftime("%Y-%m-%dT%H"),
        fingerprint(),
        request.get_host(),
        request.get_full_path(),
        translation.get_language() or "",
    )
    return f'W/"{hashlib.blake2b(chr(0).join(parts).encode(), digest_size=12).hexdigest()}"'


def _marked(response: HttpResponse, etag: str) -> HttpResponse:
    response.headers["ETag"] = etag
    response.headers.setdefault("Cache-Control", CACHE_CONTROL)
    patch_vary_headers(response, ("Accept-Encoding",))
    return response


def _kept(request: HttpRequest, response: HttpResponse, etag: str) -> HttpResponse:
    """Keeps the finished answer, compressed once, and returns it in the form this client takes."""
    if hasattr(response, "render"):
        response = response.render()
    headers = {name: value for name, value in response.items() if name != "Content-Length"}
    packed = gzip.compress(response.content, compresslevel=9, mtime=0)
    if len(packed) > KEEP_AT_MOST:
        return response
    cache.set(etag, (packed, headers), KEEP_SECONDS)
    return _unpacked(request, packed, headers)


def _unpacked(request: HttpRequest, packed: bytes, headers: dict[str, str]) -> HttpResponse:
    takes_gzip = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(packed if takes_gzip else gzip.decompress(packed), headers=headers)
    if takes_gzip:
        response.headers["Content-Encoding"] = "gzip"
    return response
