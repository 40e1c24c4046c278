"""Whether a posting bears Twilio's signature, as their page on the security of webhooks describes it."""

import hmac
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha1, sha256
from urllib.parse import parse_qs, parse_qsl, urlsplit

from kimbilio.helpline.providers.base import Forged, Posting

MOST_FIELDS = 200
EXACT = "surrogateescape"  # bytes that are no text stay what they are


def check_signature(posting: Posting, token: str) -> None:
    """Raise ``Forged`` unless the whole of what will be read was signed with the account's token."""
    shown = posting.headers.get("x-twilio-signature", "").strip().encode(errors="replace")
    if not token or not shown or posting.method != "POST":
        raise Forged
    signed = b""
    if is_form(posting):
        signed = _signed_fields(posting.body)
    else:
        _check_hash(posting)
    expected = [_signature(token, url, signed) for url in _spellings(posting.url)]
    if not any(hmac.compare_digest(one, shown) for one in expected):
        raise Forged


def is_form(posting: Posting) -> bool:
    """Whether names and values were posted; anything else is JSON."""
    kind = posting.content_type.partition(";")[0].strip().lower()
    return kind == "application/x-www-form-urlencoded"


def _signed_fields(body: bytes) -> bytes:
    """Names and values in the order of the names, each pair once, as Twilio joins them."""
    try:
        pairs = parse_qsl(
            body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors=EXACT
        )
    except ValueError:
        raise Forged from None
    signed = {(name.encode(errors=EXACT), value.encode(errors=EXACT)) for name, value in pairs}
    return b"".join(name + value for name, value in sorted(signed))


def _check_hash(posting: Posting) -> None:
    """What is no form is signed by its hash in the address; without one nothing of it is signed."""
    hashes = parse_qs(urlsplit(posting.url).query).get("bodySHA256", [""])
    found = sha256(posting.body).hexdigest()
    if not hmac.compare_digest(found.encode(), hashes[-1].lower().encode()):
        raise Forged


def _signature(token: str, url: str, fields: bytes) -> bytes:
    return b64encode(hmac.new(token.encode(), url.encode() + fields, sha1).digest())


def _spellings(url: str) -> Iterator[str]:
    """The address as given, and with or without the usual port: Twilio has signed all of these."""
    yield url
    parts = urlsplit(url)
    usual = {"https": ":443", "http": ":80"}.get(parts.scheme, "")
    if usual and parts.netloc.endswith(usual):
        yield url.replace(parts.netloc, parts.netloc.removesuffix(usual), 1)
    elif usual and parts.netloc == parts.hostname:
        yield url.replace(parts.netloc, parts.netloc + usual, 1)
