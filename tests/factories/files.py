"""Small true files of several types, made in memory."""

import io

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
