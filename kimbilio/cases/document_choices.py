"""Closed lists of documents: what they are, and which files may be kept."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Compartment
from kimbilio.vault.file_types import HEIC, OFFICE
from kimbilio.vault.files import Kind


class DocumentKind(TextChoices):
    """What a document is, for filters and icons."""

    CONSENT = "consent", _("Consent form")
    LETTER = "letter", _("Letter")
    REFERRAL = "referral", _("Referral letter")
    IDENTITY = "identity", _("Copy of an ID")
    PHOTO = "photo", _("Photo")
    MEDICAL = "medical", _("Medical paper")
    COURT = "court", _("Police or court paper")
    SCHOOL = "school", _("School paper")
    OTHER = "other", _("Other")


USUAL_COMPARTMENT = {
    DocumentKind.IDENTITY: Compartment.IDENTITY,
    DocumentKind.MEDICAL: Compartment.HEALTH,
    DocumentKind.COURT: Compartment.LEGAL,
}
"""Who usually needs to open a kind of document; the story for all others."""

ENDINGS = {
    "application/pdf": "pdf",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    HEIC: "heic",
    f"{OFFICE}wordprocessingml.document": "docx",
    f"{OFFICE}spreadsheetml.sheet": "xlsx",
    "application/vnd.oasis.opendocument.text": "odt",
    "text/plain": "txt",
    "audio/mpeg": "mp3",
    "audio/ogg": "ogg",
    "audio/mp4": "m4a",
    "audio/wav": "wav",
    "audio/x-wav": "wav",
    "audio/wave": "wav",
    "audio/vnd.wave": "wav",
    "video/mp4": "mp4",
}
"""Every type that may be kept, and how the neutral name of a download ends."""

PICTURES = frozenset({"image/jpeg", "image/png", "image/webp", HEIC})
DOCUMENT = Kind("cases.document", frozenset(ENDINGS))
PHOTO = Kind("people.photo", PICTURES)
PHOTO_SIDE = 1024  # pixels: enough to know a face by, and no more
THUMBNAIL = Kind("cases.document.thumbnail", frozenset({"image/jpeg"}), 1024 * 1024)

HARMFUL_ENDINGS = frozenset(
    {
        "apk", "app", "bat", "cmd", "com", "cpl", "dll", "docm", "exe", "hta", "htm", "html", "iso",
        "jar", "js", "jse", "lnk", "msi", "pif", "pptm", "ps1", "reg", "scr", "sh", "svg", "vb",
        "vbe", "vbs", "wsf", "xlsm",
    }
)  # fmt: skip
"""Name endings of what harms computers, whatever is inside."""
