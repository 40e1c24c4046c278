"""Whatever is posted, an adapter reads it, refuses it or says that it cannot read it, and nothing else."""

from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from kimbilio.helpline.events import CallEvent, Incoming, OptedOut, StatusChange
from kimbilio.helpline.providers.africas_talking import AfricasTalking
from kimbilio.helpline.providers.base import Forged, Posting, Reply, Unreadable
from kimbilio.helpline.providers.twilio import Twilio
from tests.helpline.providers.africas_talking_postings import CALL_END, MENU_END, REPORT, SMS
from tests.helpline.providers.test_twilio import STATUS, WHATSAPP

KNOWN = {**SMS, **REPORT, **MENU_END, **CALL_END, **STATUS, **WHATSAPP, "updateType": "addition"}
NAMES = some.sampled_from(sorted({*KNOWN, "Latitude", "Longitude", "MediaUrl0", "OptOutType"}))
VALUES = some.one_of(
    some.text(), some.sampled_from(sorted(set(KNOWN.values()))), some.integers().map(str)
)
FORMS = some.dictionaries(NAMES, VALUES, max_size=15).map(
    lambda fields: urlencode(fields, errors="replace").encode()
)
BODIES = some.one_of(some.binary(max_size=300), FORMS)
KINDS = some.sampled_from(["application/x-www-form-urlencoded", "application/json", "text/plain"])
HEADERS = some.dictionaries(
    some.sampled_from(["x-twilio-signature", "x-real-peer"]), some.text(max_size=60)
)
TYPED = {
    "auth_token": "token",
    "allowed_addresses": "198.51.100.7",
    "office_numbers": "+254799000801",
}


@pytest.mark.parametrize("provider", [AfricasTalking(), Twilio()])
@given(body=BODIES, kind=KINDS, headers=HEADERS)
@settings(max_examples=300, deadline=None)
def test_any_posting_is_read_refused_or_unreadable(provider, body, kind, headers):
    posting = Posting("POST", "https://help.example/in/", body, kind, headers)

    with pytest.raises(Forged):
        provider.check(posting, TYPED)
    assert isinstance(provider.answer(posting, TYPED), Reply)
    try:
        events = provider.read(posting)
    except Unreadable:
        return
    for event in events:
        assert isinstance(event, Incoming | StatusChange | CallEvent | OptedOut)
        if not isinstance(event, OptedOut):
            assert 0 < len(event.provider_id) <= 210
