"""What a file really is, told from its bytes; the name and what the browser says count for nothing."""

import codecs
import io
import re
import zipfile
from collections.abc import Collection

import puremagic
from django.utils.translation import gettext_lazy as _

from kimbilio.kernel.errors import BadInput

TEXT = "text/plain"
PDF = "application/pdf"
ZIP = "application/zip"
PACKAGE = "application/x-kimbilio-package"
PACKAGE_MARK = b"KIMBILIO PACKAGE "
OFFICE = "application/vnd.openxmlformats-officedocument."
OFFICE_PARTS = {
    "word/document.xml": f"{OFFICE}wordprocessingml.document",
    "xl/workbook.xml": f"{OFFICE}spreadsheetml.sheet",
    "ppt/presentation.xml": f"{OFFICE}presentationml.presentation",
}
# Where the library knows the ending only, or an older name.
BY_ENDING = {
    ".m4a": "audio/mp4",
    ".f4a": "audio/mp4",
    ".oga": "audio/ogg",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
    ".amr": "audio/amr",
    ".3ga": "video/3gpp",
}
HEIC = "image/heic"
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"}
BREAKING = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
MARKUP = re.compile(r"<(!doctype|html|svg|script|\?xml)", re.IGNORECASE)


class WrongFileType(BadInput):
    """The file is of a kind that may not be kept here."""

    code = "wrong_file_type"
    message = _(
        "This kind of file cannot be kept here. Photos, PDF, Word, Excel, sound and plain text "
        "can. Save it as one of these and try again."
    )


def tell(content: bytes, allowed: Collection[str], *, whole: bool = True) -> str:
    """The one of the ``allowed`` types that ``content`` is, or ``WrongFileType``.

    While only a beginning of the file is there (``whole`` is false), a container is let through
    if any kind of container is allowed; look again when the file is complete.
    """
    if content.startswith(b"PK\x03\x04"):
        found = _packed(content, allowed, whole=whole)
    elif content.startswith(b"%PDF-"):
        found = PDF  # also one that is written in plain letters throughout
    elif content.startswith(PACKAGE_MARK):
        found = PACKAGE
    elif is_heic(content):
        found = HEIC
    elif _is_text(content, whole=whole):
        found = TEXT
    else:
        found = next((kind for kind in _candidates(content) if kind in allowed), "")
    if found not in allowed:
        raise WrongFileType
    return found


def is_heic(content: bytes) -> bool:
    """Whether this is a photo as iPhones take them.

    Films begin alike, and not every photo bears its brand in front: it may stand among those that follow.
    """
    if content[4:8] != b"ftyp":
        return False
    end = min(int.from_bytes(content[:4]), 128)
    return any(content[at : at + 4] in HEIC_BRANDS for at in range(8, end, 4))


def _candidates(content: bytes) -> list[str]:
    """Every type whose mark the bytes bear, the surest first."""
    try:
        marks = puremagic.magic_string(content)
    except (puremagic.PureError, ValueError):
        return []
    kinds = []
    for mark in marks:
        kinds += [kind for kind in (mark.mime_type, BY_ENDING.get(mark.extension)) if kind]
    return kinds


def _packed(content: bytes, allowed: Collection[str], *, whole: bool) -> str:
    """Office documents are archives; what they are stands in the names inside."""
    packed = [kind for kind in allowed if kind == ZIP or "opendocument" in kind or OFFICE in kind]
    if not whole:
        return packed[0] if packed else ""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            declared = archive.read("mimetype")[:100] if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError):
        return ""
    if any(name.endswith("vbaProject.bin") for name in names):
        return ""  # macros
    for name, kind in OFFICE_PARTS.items():
        if name in names and "[Content_Types].xml" in names:
            return kind
    return declared.decode("ascii", "replace").strip() or ZIP


def _is_text(content: bytes, *, whole: bool) -> bool:
    """Whether these are words, and not a page that a browser would run."""
    encoding = "utf-16" if content[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else "utf-8"
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(content, final=whole)
    except UnicodeDecodeError:
        return False
    return bool(content) and not BREAKING.search(text) and not MARKUP.match(text.lstrip()[:20])
