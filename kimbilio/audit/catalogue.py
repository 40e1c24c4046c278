"""The list of events for docs/reference/audit-events.md, made from the code."""

from django.utils.translation import override

from kimbilio.audit.choices import LOOKS, Event

HEAD = """# What the log records

Made by `kimbilio audit events > docs/reference/audit-events.md`; a test fails when it is behind the code.
Each entry says who, in which role, what, on which record and case, when, from which address and kind of device.
What was and is in a change is kept encrypted and shown to those who may see that part of the case.
A *look* is a read: nothing was changed, somebody saw something.

| event | in the log | kind |
|---|---|---|
"""


def as_markdown() -> str:
    """One row an event, in the order of the code."""
    with override("en"):
        rows = [
            f"| `{event.value}` | {event.label} | {'look' if event in LOOKS else 'act'} |\n"
            for event in Event
        ]
    return HEAD + "".join(rows)
