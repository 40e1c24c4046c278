"""Small true files of several types, made in memory."""

import io

import pillow_heif
from PIL import Image

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def a_photo(size=(1200, 800), *, place=True):
    """A JPEG; with ``place`` it tells where and with what it was taken."""
    out, exif = io.BytesIO(), Image.Exif()
    if place:
        exif[271] = "TestCamera"
        exif.get_ifd(0x8825)[1] = "S"
    Image.new("RGB", size, "darkgreen").save(out, "JPEG", exif=exif)
    return out.getvalue()


def an_iphone_photo(size=(1200, 800), *, claims=None):
    """A HEIC lying on its side, yellow where it is up and left for who looks, that tells where it was taken.

    ``claims`` is the size it says it has, instead of its own.
    """
    out, exif = io.BytesIO(), Image.Exif()
    exif[271], exif[274] = "TestCamera", 6  # turned by a quarter
    exif.get_ifd(0x8825)[1] = "S"
    picture = Image.new("RGB", size, "darkgreen")
    picture.paste("yellow", (0, size[1] // 2, size[0] // 2, size[1]))
    pillow_heif.from_pillow(picture).save(out, exif=exif.tobytes())
    content = out.getvalue()
    if claims:
        at = content.index(b"ispe") + 8
        content = content[:at] + b"".join(n.to_bytes(4, "big") for n in claims) + content[at + 8 :]
    return content
