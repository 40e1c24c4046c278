"""The kinds of help however people call them, in both languages and by code."""

from functools import cache

from django.utils.translation import override

from kimbilio.interchange.countries import plain_key
from kimbilio.partners.choices import Service

OTHER_WORDS = {
    "psychosocialsupport": Service.THERAPY, "counselling": Service.THERAPY,
    "counseling": Service.THERAPY, "mentalhealth": Service.THERAPY, "legalaid": Service.LEGAL,
    "medical": Service.HEALTH, "medicalcare": Service.HEALTH, "shelter": Service.SHELTER,
    "rescue": Service.SAFETY, "protection": Service.SAFETY, "translation": Service.INTERPRETING,
    "vocationaltraining": Service.TRAINING, "documentation": Service.PAPERS,
}  # fmt: skip


@cache
def _known() -> dict[str, str]:
    known = {key: code.value for key, code in OTHER_WORDS.items()}
    for language in ("sw", "en"):
        with override(language):
            known |= {plain_key(str(label)): code for code, label in Service.choices}
    return known | {plain_key(code): code for code in Service.values}


def service_code(text: str) -> str:
    """``therapy`` for "Psychosocial support"; empty if not known."""
    return _known().get(plain_key(text), "")
