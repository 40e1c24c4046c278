"""What Africa's Talking posts, field by field as documented, for the tests of its adapter."""

from urllib.parse import urlencode

from kimbilio.helpline.providers.africas_talking import AfricasTalking
from kimbilio.helpline.providers.base import Posting

PHONE = "+254799000101"
FORM = "application/x-www-form-urlencoded"

SMS = {
    "date": "2026-03-02 08:15:27",
    "from": PHONE,
    "id": "0b3c1c5a-9d1c-4a51-9d0a-2f1f1a1d6c01",
    "linkId": "SampleLinkId123",
    "text": "Habari",
    "to": "20880",
    "networkCode": "63902",
}
REPORT = {
    "id": "ATXid_1",
    "status": "Success",
    "phoneNumber": PHONE,
    "networkCode": "63902",
    "retryCount": "0",
}
MENU = {
    "sessionId": "ATUid_1",
    "phoneNumber": PHONE,
    "networkCode": "63902",
    "serviceCode": "*384*7#",
    "text": "",
}
MENU_END = {
    "date": "2026-03-02 08:15:27",
    "sessionId": "ATUid_1",
    "serviceCode": "*384*7#",
    "networkCode": "63902",
    "phoneNumber": PHONE,
    "status": "Success",
    "cost": "KES 1.00",
    "durationInMillis": "40211",
    "hopsCount": "4",
    "input": "1*1*They took my papers*0",
    "lastAppResponse": "END Thank you",
    "errorMessage": "",
}
CALL = {
    "isActive": "1",
    "sessionId": "ATVId_1",
    "direction": "Inbound",
    "callerNumber": PHONE,
    "callerCountryCode": "254",
    "callerCarrierName": "Safaricom",
    "destinationNumber": "+254799000900",
    "callStartTime": "2026-03-02+08:15:27",
}
CALL_END = CALL | {
    "isActive": "0",
    "durationInSeconds": "95",
    "currencyCode": "KES",
    "amount": "1.52",
    "callSessionState": "Completed",
    "status": "Success",
    "hangupCause": "NORMAL_CLEARING",
}
DIALLED = {
    "dialDestinationNumber": "+254799000800",
    "dialDurationInSeconds": "81",
    "dialStartTime": "2026-03-02+08:15:41",
}
provider = AfricasTalking()
provider = AfricasTalking()


def posted(fields, *, kind=FORM, **headers):
    """Such fields, or such bytes, as one request."""
    body = fields if isinstance(fields, bytes) else urlencode(fields).encode()
    return Posting("POST", "https://help.example/in/s3cret/", body, kind, headers)


def read(fields):
    """What the adapter makes of such fields."""
    return provider.read(posted(fields))


def typed(text):
    """A page of the menu asked for by these inputs."""
    return posted(MENU | {"text": text})
