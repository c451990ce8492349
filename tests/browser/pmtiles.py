"""The smallest useful PMTiles file: one tile for the whole world that is land, without compression.

Format: https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md; the tile is a Mapbox vector tile of version 2.
"""

import struct

HEADER_BYTES = 127


def world_of_land() -> bytes:
    """The bytes of the file."""
    tile = _land()
    directory = b"".join(_varint(number) for number in (1, 0, 1, len(tile), 1))  # one entry: id, run, length, offset
    metadata = b"{}"
    lengths = (len(directory), len(metadata), 0, len(tile))
    offsets = [HEADER_BYTES]
    for length in lengths[:-1]:
        offsets.append(offsets[-1] + length)
    sections = [number for pair in zip(offsets, lengths, strict=True) for number in pair]
    world = (-180_0000000, -85_0000000, 180_0000000, 85_0000000)
    header = b"PMTiles\x03" + struct.pack("<11Q", *sections, 1, 1, 1)
    header += struct.pack("<6B4iBii", 1, 1, 1, 1, 0, 0, *world, 0, 0, 0)
    return header + directory + metadata + tile


def _land() -> bytes:
    """A layer "earth" with one square over the whole tile."""
    commands = [9, 0, 0, 26, *(_zigzag(step) for step in (4096, 0, 0, 4096, -4096, 0)), 15]
    geometry = b"".join(_varint(command) for command in commands)
    feature = _field(3, 3) + _bytes(4, geometry)
    layer = _field(15, 2) + _bytes(1, b"earth") + _bytes(2, feature) + _field(5, 4096)
    return _bytes(3, layer)


def _zigzag(number: int) -> int:
    return (number << 1) ^ (number >> 31)


def _varint(number: int) -> bytes:
    found = bytearray()
    while number > 127:
        found.append(number & 127 | 128)
        number >>= 7
    return bytes([*found, number])


def _field(name: int, number: int) -> bytes:
    return _varint(name << 3) + _varint(number)


def _bytes(name: int, value: bytes) -> bytes:
    return _varint(name << 3 | 2) + _varint(len(value)) + value
