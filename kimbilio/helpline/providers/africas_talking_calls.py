"""Calls at Africa's Talking: what a posting says of a call, and what we tell them to do with it."""

import re
from collections.abc import Mapping
from xml.etree import ElementTree

from kimbilio.helpline.choices import CallState
from kimbilio.helpline.events import CallEvent
from kimbilio.helpline.providers.base import Settings, says_yes
from kimbilio.helpline.providers.reading import count, identifier, moment, sender

# While a call lasts their documents name no state; these they post once our office rings or picks up.
PICKED_UP = frozenset({"Bridged"})
UNDER_WAY = PICKED_UP | {"Dialing", "DialCompleted"}
DIALLED = re.compile(r"\+?[0-9]{3,15}|[A-Za-z0-9._-]+@[A-Za-z0-9.-]+")  # a number or a SIP address
LONGEST_ADDRESS = 2000
NOBODY = (
    "We cannot take your call now. Please call again later, or send a message. "
    "Hatuwezi kupokea simu sasa. Tafadhali piga tena baadaye, au tuma ujumbe."
)


def event(fields: Mapping[str, str]) -> CallEvent:
    """What became of a call; all postings about it share the id of its session."""
    is_ours = fields.get("direction", "").strip().lower() == "outbound"
    is_over = fields["isActive"].strip() != "1"
    talked = _talked(fields, is_ours=is_ours) if is_over else None
    if is_over:
        state = CallState.ENDED if talked else CallState.MISSED
    elif fields.get("callSessionState", "").strip() in PICKED_UP:
        state = CallState.ANSWERED
    else:
        state = CallState.RINGING
    caller = fields.get("callerNumber", "").strip()
    recording = fields.get("recordingUrl", "").strip()
    return CallEvent(
        provider_id=identifier(fields["sessionId"]),
        caller=sender(caller) if caller else "",  # a hidden number rings all the same
        state=state,
        is_ours=is_ours,
        at=moment(fields.get("callStartTime", "")),
        seconds=talked,
        recording=recording if len(recording) <= LONGEST_ADDRESS else "",
    )


def instruction(fields: Mapping[str, str], settings: Settings) -> str:
    """Let the office ring; when nobody takes the call, say so. A call already passed on is left alone."""
    response = ElementTree.Element("Response")
    if fields.get("callSessionState", "").strip() not in UNDER_WAY:
        if numbers := _office(settings):
            dial = ElementTree.SubElement(response, "Dial", phoneNumbers=",".join(numbers))
            if says_yes(settings.get("keep_recordings", "")):
                dial.set("record", "true")
        ElementTree.SubElement(response, "Say").text = NOBODY
    xml = ElementTree.tostring(response, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>{xml}'


def _talked(fields: Mapping[str, str], *, is_ours: bool) -> int:
    """Seconds with one of us. Who only heard our voice ask to call again has talked to nobody."""
    duration = count(fields.get("durationInSeconds", "")) or 0
    if is_ours:
        return duration
    if "dialDurationInSeconds" in fields:
        return count(fields["dialDurationInSeconds"]) or 0
    return duration if fields.get("dialDestinationNumber", "").strip() else 0


def _office(settings: Settings) -> list[str]:
    written = re.split(r"[,;\n]", settings.get("office_numbers", ""))
    numbers = [re.sub(r"[\s()-]", "", one) if "@" not in one else one.strip() for one in written]
    return [one for one in numbers if DIALLED.fullmatch(one)]
