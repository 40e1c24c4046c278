"""A picture and a voice note to send, made here so that no file of anybody's is needed."""

import struct
import zlib

SIZE = 160
SERIAL = 7
SILENCE = b"\xf8\xff\xfe"  # 20 ms of Opus without a sound
PIECES = 50  # one second


def picture() -> bytes:
    """A small PNG: a field, a house and a sky."""
    rows = b"".join(b"\0" + b"".join(_colour(x, y) for x in range(SIZE)) for y in range(SIZE))
    head = struct.pack(">IIBBBBB", SIZE, SIZE, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def voice_note() -> bytes:
    """One second of silence as Ogg with Opus, as WhatsApp's voice notes are."""
    head = b"OpusHead" + struct.pack("<BBHIhB", 1, 1, 0, 48000, 0, 0)
    tags = b"OpusTags" + struct.pack("<I", 9) + b"simulator" + struct.pack("<I", 0)
    return (
        _page(2, 0, 0, [head])
        + _page(0, 0, 1, [tags])
        + _page(4, 960 * PIECES, 2, [SILENCE] * PIECES)
    )


def _colour(x: int, y: int) -> bytes:
    if 50 <= x < 110 and 70 <= y < 120:
        return b"\x8a\x4b\x2a"
    return b"\x5c\x94\x40" if y >= 110 else b"\xbc\xd8\xec"


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _page(flags: int, position: int, number: int, packets: list[bytes]) -> bytes:
    sizes = bytes(len(packet) for packet in packets)
    head = struct.pack("<4sBBqIII", b"OggS", 0, flags, position, SERIAL, number, 0)
    page = head + bytes([len(sizes)]) + sizes + b"".join(packets)
    return page[:22] + struct.pack("<I", _ogg_sum(page)) + page[26:]


def _ogg_sum(page: bytes) -> int:
    """Ogg's own sum: the usual polynomial, from the other end."""
    found = 0
    for one in page:
        found ^= one << 24
        for _bit in range(8):
            found = (found << 1 ^ 0x04C11DB7 if found & 0x80000000 else found << 1) & 0xFFFFFFFF
    return found
