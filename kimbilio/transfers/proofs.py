"""The short code that the receiving side tells the sending side: it shows that the package was opened there."""

import hmac
import secrets

from django.utils.crypto import salted_hmac

PROOF_LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # told by phone: no I, L, O, U, 0, 1


def new_proof() -> str:
    """Two groups of four, such as ``K7QM-3TPX``: 39 bits."""
    letters = [secrets.choice(PROOF_LETTERS) for _ in range(8)]
    return "".join(letters[:4]) + "-" + "".join(letters[4:])


def _said(proof: str) -> str:
    return "".join(sign for sign in proof.upper() if sign in PROOF_LETTERS)


def hash_of_proof(package_id: object, proof: str) -> str:
    """What the sending side keeps of it, which fits one package alone."""
    key = f"kimbilio.transfers.proof.{package_id}"
    return salted_hmac(key, _said(proof), algorithm="sha256").hexdigest()


def fits(package_id: object, proof: str, kept: str) -> bool:
    """Whether ``proof`` is the one, compared in constant time."""
    return hmac.compare_digest(hash_of_proof(package_id, proof), kept)
