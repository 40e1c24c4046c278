"""By what a row is known again, so that the same file brought twice makes nothing twice."""

import hashlib
import json

from kimbilio.interchange.columns import RowRead
from kimbilio.interchange.countries import plain_key
from kimbilio.interchange.standard import CASE_NUMBER
from kimbilio.people.tokens import international
from kimbilio.vault import blind

DOMAIN = "interchange.row"
NAMES = ("prs_FirstName", "prs_MiddleName", "prs_SecondName")
PHONES = ("prs_MobilePhone", "prs_HomePhone")
WHO = (*NAMES, *PHONES, "prs_IdentityNumber", "prs_Email")
BESIDES = ("prs_Birthdate", "prs_Gender", "cas_IncomingReferralDate", "kb_OpenedOn")


def key_of(read: RowRead) -> str:
    """The organisation's own number; else who it is and since when; else the whole row."""
    values = read.values
    if number := plain_key(values.get(CASE_NUMBER, "")):
        return f"number|{number}"
    if any(values.get(name) for name in WHO):
        parts = [plain_key(values.get(name, "")) for name in (*WHO, *BESIDES)]
        for name in PHONES:
            parts[WHO.index(name)] = international(values.get(name, ""))
        return json.dumps(["who", *parts])[:1900]
    whole = json.dumps(["row", sorted(values.items()), read.notes])
    return f"row|{hashlib.sha256(whole.encode()).hexdigest()}"


def token_of(key: str) -> int:
    """What the database holds of the key."""
    return blind.token(DOMAIN, key)
