"""Hostile and broken import files: how each is made, and what must be said of it."""

import gzip
import os
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

import osmium

from tests.organisations.imports.files import xlsx_file

ODF = ("office", "table", "text")
NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHEET = "xl/worksheets/sheet1.xml"
Case = tuple[str, Callable[[Path], object], str]  # name, maker, part of the sentence


def repeated(piece: str, count: int, before: str = "", after: str = "") -> Callable[[Path], object]:
    """Writes a file with a piece many times over."""
    return lambda path: path.write_text(before + piece * count + after, encoding="utf-8")


def content(data: bytes) -> Callable[[Path], object]:
    """Writes a file of these bytes."""
    return lambda path: path.write_bytes(data)


def of_length(start: bytes, length: int) -> Callable[[Path], object]:
    """Writes a file that begins so and is filled up with zeros, which take no room on the disk."""

    def make(path: Path) -> None:
        path.write_bytes(start)
        os.truncate(path, length)

    return make


def workbook(part: str, pieces: Sequence[str]) -> Callable[[Path], object]:
    """Writes a workbook one part of which is replaced by these pieces."""

    def make(path: Path) -> None:
        plain = xlsx_file(path.parent, [["Name", "Ort"], ["Chor", "Aich"]], name="plain.xlsx")
        with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
            for entry in old.infolist():
                if entry.filename != part:
                    new.writestr(entry.filename, old.read(entry))
            with new.open(part, "w", force_zip64=True) as handle:
                for piece in pieces:
                    handle.write(piece.encode())

    return make


def spreadsheet(pieces: Sequence[str], head: str = "") -> Callable[[Path], object]:
    """Writes an OpenDocument spreadsheet with these pieces as the rows of its sheet; `head` stands at the beginning."""
    names = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ODF)
    start = f"<office:document-content {names}><office:body><office:spreadsheet><table:table table:name='Liste'>"
    end = "</table:table></office:spreadsheet></office:body></office:document-content>"

    def make(path: Path) -> None:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
            with archive.open("content.xml", "w", force_zip64=True) as handle:
                for piece in (head, start, *pieces, end):
                    handle.write(piece.encode())

    return make


def ods_row(*cells: str, times: int = 1) -> str:
    """A row of a spreadsheet with these texts."""
    written = "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in cells)
    return f'<table:table-row table:number-rows-repeated="{times}">{written}</table:table-row>'


def noisy(piece: str, count: int) -> list[str]:
    """A piece forty times `count`, with something between that keeps the compression below that of a bomb."""
    chance = random.Random(1)
    return [piece * 40 + f"<!--{chance.getrandbits(64):x}-->" for _ in range(count)]


def sheet(pieces: Sequence[str]) -> Callable[[Path], object]:
    """Writes a workbook with these pieces as its rows."""
    return workbook(SHEET, [f"<worksheet {NAMESPACE}><sheetData>", *pieces, "</sheetData></worksheet>"])


def lying(path: Path) -> None:
    """A workbook whose directory says that its sheet is small."""
    sheet(["<row></row>" * 100_000] * 100)(path)
    data = bytearray(path.read_bytes())
    size = data.rindex(SHEET.encode()) - 46 + 24  # of the unpacked part (APPNOTE.TXT, section 4.3.12)
    data[size : size + 4] = struct.pack("<I", 1_000)
    path.write_bytes(data)


def osm(*tags: str, where: str = 'lat="48.66" lon="9.22"') -> bytes:
    """An OpenStreetMap file with one node with these tags."""
    written = "".join(f'<tag k="{tag}" v="Muster"/>' for tag in tags)
    return f'<osm version="0.6"><node id="1" version="1" {where}>{written}</node></osm>'.encode()


def blob(kind: bytes, packed: bytes, size: int) -> bytes:
    """A block of a PBF file (OSM wiki, PBF Format): its header, and compressed data said to unpack to `size`."""

    def varint(number: int) -> bytes:
        return bytes([number & 127 | 128]) + varint(number >> 7) if number > 127 else bytes([number])

    body = b"\x10" + varint(size) + b"\x1a" + varint(len(packed)) + packed
    header = b"\x0a" + varint(len(kind)) + kind + b"\x18" + varint(len(body))
    return struct.pack(">I", len(header)) + header + body


def pbf(size: int, blocks: int) -> bytes:
    """A PBF file with blocks that unpack to `size` bytes of nothing."""
    head = b"\x22\x0eOsmSchema-V0.6\x22\x0aDenseNodes"
    block = blob(b"OSMData", zlib.compress(bytes(size)), size)
    return blob(b"OSMHeader", zlib.compress(head), len(head)) + block * blocks


def truncated_pbf(path: Path) -> None:
    """The first two thirds of a good file of a thousand clubs."""
    whole = path.with_name("whole.osm.pbf")
    with osmium.SimpleWriter(str(whole)) as writer:
        for number in range(1, 20_000):
            place = osmium.osm.Location(9 + number / 1e5, 48.6)
            tags = {"club": "sport", "name": f"Verein {number}"}
            writer.add_node(osmium.osm.mutable.Node(id=number, version=1, location=place, tags=tags))
    data = whole.read_bytes()
    path.write_bytes(data[: len(data) * 2 // 3])


def tangle(count: int) -> list[list[float]]:
    """A closed line that crosses itself nearly everywhere."""
    chance = random.Random(2)
    line = [[9 + chance.random(), 48 + chance.random()] for _ in range(count)]
    return [*line, line[0]]


DEEP_JSON = (
    '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"A","x":%s},"geometry":null}]}'
)
WIDE_JSON = ",".join(f'"{number}":0' for number in range(600_000))
FILES: list[Case] = [
    *((f"empty{end}", content(b""), "is empty") for end in (".csv", ".xlsx", ".geojson", ".osm", ".osm.pbf")),
    *(
        (f"big{end}", of_length(b"Name;Ort\n", 200_000_000), "has 200 MB; at most 100 MB are read")
        for end in (".csv", ".xlsx", ".geojson", ".osm", ".osm.pbf")
    ),
    ("zeros.csv", of_length(b"Name;Ort\nChor;Aich\n" * 10, 99_000_000), "line 21 holds a NUL byte"),
    ("zeros.geojson", of_length(b'{"type":"FeatureCollection","features":[', 99_000_000), "the content is binary"),
    (
        "zeros.osm",
        of_length(b'<osm version="0.6">' + b" " * 64, 99_000_000),
        "may be cut off: XML parsing error at line 1",
    ),
    ("line.csv", repeated("a", 2_000_000, "Name;Ort\n"), "line 2 is longer than 1000000 characters"),
    ("bomb.xlsx", sheet(["<row></row>" * 100_000] * 30), f"its part {SHEET} unpacks to more than 400 times"),
    ("large.xlsx", sheet(["<row></row>" * 100_000] * 400), f"its part {SHEET} would unpack to 440.1 MB"),
    ("liar.xlsx", lying, f"its part {SHEET} cannot be read: Bad CRC-32"),
    (
        "columns.xlsx",
        sheet(["<row/><row>", *noisy("<c/>", 25_000), "</row>"]),
        f"row 2 of its part {SHEET} is longer than",
    ),
    (
        "bomb.ods",
        spreadsheet([ods_row("Name"), *[" " * 1_000_000] * 30]),
        "its part content.xml unpacks to more than 400 times",
    ),
    (
        "rows.ods",
        spreadsheet([ods_row("Name"), ods_row("Chor", times=1_048_576)]),
        "has more than 200000 rows (setting IMPORT_MAX_ROWS)",
    ),
    (
        "wide.ods",
        spreadsheet([ods_row("Name").replace("-cell>", '-cell table:number-columns-repeated="16384">', 1)]),
        "has 16384 columns in row 1",
    ),
    (
        "laughs.ods",
        spreadsheet([ods_row("&b;")], head='<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'),
        "declares entities, which no spreadsheet needs",
    ),
    ("deep.ods", spreadsheet(["<text:span>" * 200 + "</text:span>" * 200]), "is nested deeper than 64 levels"),
    ("cut.ods", spreadsheet([ods_row("Name"), "<table:table-row>"]), "cannot be read: mismatched tag"),
    ("endless.vcf", repeated("TEL:0711 1\n", 5_000, "BEGIN:VCARD\nFN:Chor\n"), "has more than 2000 lines"),
    ("line.vcf", repeated(" a\n", 600_000, "BEGIN:VCARD\nNOTE:a\n"), "is longer than 1000000 characters"),
    ("cut.vcf", content(b"BEGIN:VCARD\nFN:Chor\n"), "ends in the middle of the card from line 1 on"),
    ("none.vcf", content(b"Name;Ort\nChor;Aich\n"), "holds no contact card"),
    ("columns.csv", repeated("a;", 499_000), "has 499001 columns in line 1"),
    ("columns2.csv", repeated("a;", 1_000_000), "line 1 is longer than 1000000 characters"),
    ("columns.geojson", repeated(WIDE_JSON, 1, DEEP_JSON[:85], "}}]}"), "a feature or text is longer than 4000000"),
    (
        "latin.geojson",
        content('{"type":"FeatureCollection","features":[{"name":"Fußball"}]}'.encode("latin-1")),
        "from line 1 on: the text is not UTF-8",
    ),
    ("utf16.csv", content(b"\xff\xfeN\0a\0m\0e\0;\0O\0r\0t\0\n\0\xd8"), "utf-16"),
    ("half.csv", content(b"\xff\xfe" + b"N\0a\0m\0e\0;\0\0\xd8\n\0C\0\n\0"), "after line 0 the text is not utf-16"),
    ("utf16.geojson", content('{"type": "FeatureCollection"}'.encode("utf-16-le")), "the content is binary"),
    ("bytes.osm", content(osm("club", "name").replace(b"Muster", b"M\xff\xfe")), "XML parsing error at line 1, column"),
    (
        "packed.csv",
        content(gzip.compress(b"Name;Ort\nChor;Aich\n")),
        "the extension .csv is wrong, the content is gzip",
    ),
    ("clubs.xlsx", content(b"Name;Ort\nChor;Aich\n"), "the extension .xlsx is wrong, the content is text"),
    ("clubs.osm.pbf", content(osm("club", "name")), "the extension .osm.pbf is wrong, the content is xml"),
    (
        "deep.geojson",
        repeated(DEEP_JSON % ("[" * 10_000 + "]" * 10_000), 1),
        "from line 1 on: it is nested deeper than 40",
    ),
    ("deep2.geojson", repeated(DEEP_JSON % ('{"a":' * 10_000 + "1" + "}" * 10_000), 1), "it is nested deeper than 40"),
    ("deep.osm", repeated("<a>", 100_000, '<osm version="0.6">'), "xml file nested too deep"),
    ("laughs.osm", content(b'<!DOCTYPE x [<!ENTITY a "b">]>' + osm("club", "name")), "XML entities are not supported"),
    ("cut.osm", content(osm("club", "name")[:-20]), "it may be cut off: XML parsing error at line 1"),
    ("cut.osm.pbf", truncated_pbf, "it may be cut off"),
    (
        "cut.geojson",
        content(b'{"type":"FeatureCollection","features":[{"type":"Feature"'),
        "the file ends in the middle",
    ),
    ("nameless.osm", content(osm("club")), "nameless.osm: No column holds the name of the entries"),
    ("huge.osm.pbf", content(pbf(64_000_000, 1)), "no readable OpenStreetMap file"),
    ("said.osm.pbf", content(b"\x00\x00\x00\x0e\x0a\x09OSMHeader\x18" + b"\xff" * 8), "no readable OpenStreetMap file"),
]
SLOW: list[Case] = [
    ("rows.xlsx", sheet(noisy("<row/>", 1_000_000)), "takes more than 256 MB of memory"),
    (
        "styles.xlsx",
        workbook(
            "xl/styles.xml", [f"<styleSheet {NAMESPACE}><cellXfs>", *noisy("<xf/>", 170_000), "</cellXfs></styleSheet>"]
        ),
        "takes more than 256 MB of memory",
    ),
    (
        "value.osm",
        repeated("x", 90_000_000, '<osm version="0.6"><node id="1" lat="48" lon="9"><tag k="', '"/></node></osm>'),
        "out of memory",
    ),
    ("blocks.osm.pbf", content(pbf(32_000_000, 200)), "no readable OpenStreetMap file"),
]
