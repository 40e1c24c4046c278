"""Small pictures of documents, made in the background from the pixels alone, in memory alone."""

import io
import logging
from functools import cache

from django.db import transaction
from PIL import Image, ImageOps, UnidentifiedImageError

from kimbilio.cases.document_choices import THUMBNAIL
from kimbilio.cases.models import Document
from kimbilio.vault import files
from kimbilio.vault.file_types import is_heic

THUMBNAIL_SIDE = 480  # pixels
MOST_PIXELS = 60_000_000  # a larger picture would fill the memory when it is opened

BROKEN = (
    OSError, ValueError, SyntaxError, RuntimeError, EOFError, UnidentifiedImageError, Image.DecompressionBombError,
)  # fmt: skip
"""What the libraries raise at pictures that are none, that end early, or that are larger than they say."""

log = logging.getLogger(__name__)


@transaction.atomic
def attach_thumbnail(document: Document) -> bool:
    """Keep a small picture without place, camera or any other detail; say whether it worked."""
    if document.thumbnail_id or not document.is_picture:
        return False
    small = small_picture(files.read(document.file))
    if small is None:
        return False
    thumbnail = files.store(io.BytesIO(small), owner_id=document.pk, kind=THUMBNAIL)
    Document.objects.filter(pk=document.pk, thumbnail=None).update(thumbnail=thumbnail)
    return True


def small_picture(content: bytes) -> bytes | None:
    """A JPEG of at most ``THUMBNAIL_SIDE``; None if there are no pixels in it."""
    return pixels_alone(content, side=THUMBNAIL_SIDE)


def pixels_alone(content: bytes, *, side: int) -> bytes | None:
    """A JPEG of at most ``side``, drawn anew from the pixels alone; None if there are none."""
    try:
        with Image.open(io.BytesIO(content), formats=_formats_of(content)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return None
            picture.thumbnail((side * 2, side * 2))  # before it is drawn anew, which takes memory
            upright = ImageOps.exif_transpose(picture)
            flat = Image.new("RGB", upright.size, "white")
            layer = upright.convert("RGBA")
            flat.paste(layer, mask=layer)
    except BROKEN:
        log.info("A picture could not be made small")
        return None
    flat.thumbnail((side, side))
    out = io.BytesIO()
    flat.save(out, "JPEG", quality=80)
    return out.getvalue()


def _formats_of(content: bytes) -> list[str]:
    """As what Pillow may try to open it; nothing else is tried."""
    return _with_heic() if is_heic(content) else ["JPEG", "PNG", "WEBP"]


@cache
def _with_heic() -> list[str]:
    """Have Pillow read the photos of iPhones, and only what is the picture in them.

    What is decoded is never larger than the size that was looked at before: the library refuses it.
    """
    from pillow_heif import register_heif_opener  # the library needs 5 MB

    register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)
    return ["HEIF"]
