"""The formats: rows of texts in, pieces of a file out, while the rows come; memory does not grow with their number.

The workbooks are the smallest that spreadsheets open (ECMA-376 and ODF 1.2): one sheet of texts, no formula, no style
but a bold header.
"""

import csv
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any
from xml.sax.saxutils import escape

from organisations.exports.columns import POINT, TEXTS
from organisations.formulas import guard

BOM = "\ufeff"
CHUNK = 1 << 16  # bytes that are sent together
Cells = Mapping[str, str]  # texts by header
_UNWRITTEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # no letters of XML 1.0
_LIKE_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # `_x0041_` is an A to Excel
_BLANKS = re.compile(r"^ +| {2,}| +$|\t")


def csv_lines(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Rows of texts as lines of CSV: semicolons, every cell in quotes, no formula. Begins with the mark of UTF-8."""
    mark = BOM
    for row in rows:
        line = StringIO()
        csv.writer(line, delimiter=";", quoting=csv.QUOTE_ALL).writerow([guard(cell) for cell in row])
        yield mark + line.getvalue()
        mark = ""


def _csv(heads: Sequence[str], rows: Iterable[Cells]) -> Iterator[bytes]:
    texts = csv_lines(_table(heads, rows))
    return (text.encode() for text in texts)


def _table(heads: Sequence[str], rows: Iterable[Cells]) -> Iterator[Sequence[str]]:
    yield heads
    for row in rows:
        yield [row.get(head, "") for head in heads]


def _geojson(heads: Sequence[str], rows: Iterable[Cells]) -> Iterator[bytes]:
    """Features with the same names as columns; the point is the geometry, null where there is none to be told."""
    before = '{"type":"FeatureCollection","features":[\n'
    for row in rows:
        # An empty text is said too: else the text of another language could be taken for it.
        said = [head for head in heads if (row.get(head) or head in TEXTS) and head not in POINT]
        properties = {head: row.get(head, "") for head in said}
        latitude, longitude = (row.get(head, "") for head in POINT)
        point = {"type": "Point", "coordinates": [float(longitude), float(latitude)]} if latitude else None
        feature = {"type": "Feature", "id": row["ID"], "geometry": point, "properties": properties}
        yield (before + json.dumps(feature, ensure_ascii=False, separators=(",", ":"))).encode()
        before = ",\n"
    yield b"\n]}\n" if before == ",\n" else f"{before}]}}\n".encode()


class _Sink:
    """What a zip archive is written to: pieces that are taken away again."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        """Keeps a piece."""
        self._pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Nothing stands elsewhere."""

    def take(self) -> bytes:
        """All pieces since the last time."""
        taken, self._pieces = b"".join(self._pieces), []
        return taken


def _zipped(
    parts: Mapping[str, str], name: str, sheet: tuple[str, str], rows: Iterator[str], *, plain: str = ""
) -> Iterator[bytes]:
    """An archive with these parts and the sheet `name`: its head and foot around the rows. `plain`: not compressed."""
    sink: Any = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, text in parts.items():
            archive.writestr(part, text, zipfile.ZIP_STORED if part == plain else None)
        with archive.open(name, "w", force_zip64=True) as handle:
            handle.write(sheet[0].encode())
            for row in rows:
                handle.write(row.encode())
                if sum(map(len, sink._pieces)) >= CHUNK:
                    yield sink.take()
            handle.write(sheet[1].encode())
    yield sink.take()


def _xml(text: str) -> str:
    return escape(_UNWRITTEN.sub("", text))


_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OPEN = "http://schemas.openxmlformats.org"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_XLSX = {
    "[Content_Types].xml": f"""{_HEAD}<Types xmlns="{_OPEN}/package/2006/content-types"><Default Extension="rels" \
ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" \
ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/><Override \
PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPES}.worksheet+xml"/><Override PartName="/xl/styles.xml" \
ContentType="{_TYPES}.styles+xml"/></Types>""",
    "_rels/.rels": f"""{_HEAD}<Relationships xmlns="{_OPEN}/package/2006/relationships"><Relationship Id="rId1" \
Type="{_OPEN}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>""",
    "xl/workbook.xml": f"""{_HEAD}<workbook xmlns="{_OPEN}/spreadsheetml/2006/main" \
xmlns:r="{_OPEN}/officeDocument/2006/relationships"><sheets><sheet name="Entries" sheetId="1" r:id="rId1"/></sheets>\
</workbook>""",
    "xl/_rels/workbook.xml.rels": f"""{_HEAD}<Relationships xmlns="{_OPEN}/package/2006/relationships"><Relationship \
Id="rId1" Type="{_OPEN}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship \
Id="rId2" Type="{_OPEN}/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>""",
    "xl/styles.xml": f"""{_HEAD}<styleSheet xmlns="{_OPEN}/spreadsheetml/2006/main"><fonts count="2"><font>\
<sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills \
count="2"><fill>\
<patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1">\
<border/></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>\
<cellXfs count="2"><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf \
numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/></cellXfs>\
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>""",
}
_XLSX_SHEET = (
    f"""{_HEAD}<worksheet xmlns="{_OPEN}/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane \
ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr \
defaultRowHeight="15"/><sheetData>""",
    "</sheetData></worksheet>",
)


def _xlsx(heads: Sequence[str], rows: Iterable[Cells]) -> Iterator[bytes]:
    letters = [_letters(number) for number in range(len(heads))]
    lines = (_xlsx_row(number, letters, row) for number, row in enumerate(_table(heads, rows), start=1))
    return _zipped(_XLSX, "xl/worksheets/sheet1.xml", _XLSX_SHEET, lines)


def _xlsx_row(number: int, letters: Sequence[str], row: Sequence[str]) -> str:
    style = 1 if number == 1 else 0
    cells = (
        f'<c r="{letter}{number}" s="{style}" t="inlineStr"><is><t xml:space="preserve">'
        f"{_xml(_LIKE_ESCAPE.sub('_x005F_', guard(text)))}</t></is></c>"
        for letter, text in zip(letters, row, strict=True)
        if text
    )
    return f'<row r="{number}">{"".join(cells)}</row>'


def _letters(number: int) -> str:
    """The name of a column, from 0: A, B … Z, AA."""
    name = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


_ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_ODS = {
    "mimetype": _ODS_TYPE,
    "META-INF/manifest.xml": f"""{_HEAD}<manifest:manifest xmlns:manifest="{_ODF}:manifest:1.0" manifest:version="1.2">\
<manifest:file-entry manifest:full-path="/" manifest:version="1.2" manifest:media-type="{_ODS_TYPE}"/>\
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>""",
}
_ODS_SHEET = (
    f"""{_HEAD}<office:document-content xmlns:office="{_ODF}:office:1.0" xmlns:table="{_ODF}:table:1.0" \
xmlns:text="{_ODF}:text:1.0" xmlns:style="{_ODF}:style:1.0" \
xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" office:version="1.2"><office:automatic-styles>\
<style:style style:name="head" style:family="table-cell"><style:text-properties fo:font-weight="bold"/></style:style>\
</office:automatic-styles><office:body><office:spreadsheet><table:table table:name="Entries">""",
    "</table:table></office:spreadsheet></office:body></office:document-content>",
)


def _ods(heads: Sequence[str], rows: Iterable[Cells]) -> Iterator[bytes]:
    lines = (_ods_row(row, number == 0) for number, row in enumerate(_table(heads, rows)))
    return _zipped(_ODS, "content.xml", _ODS_SHEET, lines, plain="mimetype")


def _ods_row(row: Sequence[str], is_head: bool) -> str:
    style = ' table:style-name="head"' if is_head else ""
    cells = []
    for text in row:
        lines = "".join(f"<text:p>{_BLANKS.sub(_ods_blanks, _xml(line))}</text:p>" for line in guard(text).split("\n"))
        kind = f'{style} office:value-type="string"'
        cells.append(f"<table:table-cell{kind}>{lines}</table:table-cell>" if text else "<table:table-cell/>")
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def _ods_blanks(found: re.Match[str]) -> str:
    return "<text:tab/>" if found.group() == "\t" else f'<text:s text:c="{len(found.group())}"/>'


def gathered(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same in pieces that are worth sending."""
    kept: list[bytes] = []
    size = 0
    for piece in pieces:
        kept.append(piece)
        size += len(piece)
        if size >= CHUNK:
            yield b"".join(kept)
            kept, size = [], 0
    yield b"".join(kept)


@dataclass(frozen=True)
class Format:
    """A format: what it is called, its media type, how its file is written from headers and rows."""

    label: str
    media_type: str
    write: Callable[[Sequence[str], Iterable[Cells]], Iterator[bytes]]


FORMATS = {
    "xlsx": Format("Excel (XLSX)", f"{_TYPES}.sheet", _xlsx),
    "ods": Format("OpenDocument (ODS)", _ODS_TYPE, _ods),
    "csv": Format("CSV", "text/csv; charset=utf-8", _csv),
    "geojson": Format("GeoJSON", "application/geo+json", _geojson),
}
