"""The base map: tiles through our proxy, or parts of the operator's PMTiles file."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import require_safe

from mapping.tiles import BusyError, NoTileError, get_tile
from organisations.limits import client_address, is_direct_from_here, network_of, seconds_to_wait
from organisations.permissions import VISITOR, allow

ONE_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})\Z")
CHUNK = 64 * 1024
COLD_TILES = 1_500  # in ten minutes for one address: a long walk over the map


@allow(VISITOR)
@require_safe
def tile(request: HttpRequest, z: int, x: int, y: int) -> HttpResponse:
    """One tile as an image; 404 when there is none, 503 when too many wait for the upstream."""
    try:
        found = get_tile(z, x, y, may_fetch=lambda: _has_not_had_enough(request))
    except NoTileError:
        return HttpResponse(status=404, headers={"Cache-Control": "public, max-age=60"})
    except BusyError:
        return HttpResponse(status=503, headers={"Retry-After": "2"})
    headers = {"Cache-Control": "public, max-age=604800"}
    return HttpResponse(found.body, content_type=found.media_type, headers=headers)


def _has_not_had_enough(request: HttpRequest) -> bool:
    """Tiles from the disk are free; those the upstream must be asked for are counted: nobody copies it through us."""
    if is_direct_from_here(request):
        return True
    return not seconds_to_wait("tiles", network_of(client_address(request)), limit=COLD_TILES, seconds=600)


@allow(VISITOR)
@require_safe
def pmtiles(request: HttpRequest) -> HttpResponseBase:
    """The operator's PMTiles file, whole or the one range of bytes that is asked for (RFC 9110, section 14)."""
    path = Path(settings.PMTILES_FILE)
    if not settings.PMTILES_FILE or not path.is_file():
        return HttpResponse(status=404, headers={"Cache-Control": "public, max-age=60"})
    found = path.stat()
    headers = {
        "Accept-Ranges": "bytes",
        "ETag": f'"{found.st_mtime_ns:x}-{found.st_size:x}"',
        "Cache-Control": "public, max-age=3600",
    }
    asked = ONE_RANGE.match(request.headers.get("Range", ""))
    if not asked or asked.groups() == ("", "") or request.headers.get("If-Range", headers["ETag"]) != headers["ETag"]:
        return FileResponse(path.open("rb"), content_type="application/octet-stream", headers=headers)
    start, end = _span(*asked.groups(), size=found.st_size)
    if start > end:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{found.st_size}"})
    headers |= {"Content-Range": f"bytes {start}-{end}/{found.st_size}", "Content-Length": str(end - start + 1)}
    parts = _read(path.open("rb"), start, end - start + 1)
    return StreamingHttpResponse(parts, status=206, content_type="application/octet-stream", headers=headers)


def _span(first: str, last: str, *, size: int) -> tuple[int, int]:
    """First and last byte, both included; the first lies behind the last when the range cannot be met."""
    if not first:
        return max(0, size - int(last)), size - 1 if int(last) else -1
    return int(first), min(int(last) if last else size - 1, size - 1)


def _read(file: BinaryIO, start: int, count: int) -> Iterator[bytes]:
    with file:
        file.seek(start)
        while count and (chunk := file.read(min(CHUNK, count))):
            count -= len(chunk)
            yield chunk
