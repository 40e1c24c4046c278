"""Postings of WhatsApp in the form that Meta documents, with invented people and numbers."""

import hashlib
import hmac
import json

from kimbilio.helpline.providers.base import Posting

SECRET = "app-secret-1"
PHONE = "254799000301"
NAMES = [{"profile": {"name": "Amani"}, "wa_id": PHONE}]


def message(kind="text", part=None, **more):
    """One message as it stands in a posting."""
    part = {"body": "Habari"} if part is None and kind == "text" else part
    found = {"from": PHONE, "id": "wamid.1", "timestamp": "1796029200", "type": kind, kind: part}
    return {name: value for name, value in (found | more).items() if value is not None}


def status(state, **more):
    """One report on a message of ours."""
    return {
        "id": "wamid.9", "status": state, "timestamp": "1796029200", "recipient_id": PHONE,
        "conversation": {"id": "c1", "origin": {"type": "service"}}, "pricing": {"billable": False},
        **more,
    }  # fmt: skip


def value(*messages, statuses=(), line="1060000001", contacts=NAMES):
    """What one change says."""
    found = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "254799000900", "phone_number_id": line},
    }
    if messages:
        found |= {"contacts": contacts, "messages": list(messages)}
    if statuses:
        found["statuses"] = list(statuses)
    return found


def whole(*values, field="messages"):
    """A posting with one entry, and a change for each value."""
    changes = [{"field": field, "value": one} for one in values]
    entry = [{"id": "1020000001", "changes": changes}]
    return {"object": "whatsapp_business_account", "entry": entry}


def posted(found, secret=SECRET, **headers):
    """``found`` as Meta posts it, signed."""
    body = found if isinstance(found, bytes) else json.dumps(found).encode()
    signature = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return Posting(
        method="POST",
        url="https://kimbilio.example/helpline/in/abc",
        body=body,
        content_type="application/json",
        headers={"x-hub-signature-256": signature} | headers,
    )
