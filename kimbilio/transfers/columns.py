"""What goes along of each model, by column, in the order in which it is written."""

from collections.abc import Callable, Collection
from typing import Any

from kimbilio.cases.codes.lists import SINGLE
from kimbilio.cases.models import Assessment, Case, Document, Goal, Intake, Note, Step, Story
from kimbilio.consent.models import Consent
from kimbilio.organisation.places import counties, countries, languages, sub_counties
from kimbilio.people.models import ContactPoint, IdentityDocument, Person, Relation

GOES: dict[Any, tuple[str, ...]] = {
    Case: ("risk", "where_now", "work_kind", "county"),
    Person: (
        "goes_by", "full_name", "other_names", "sex", "born_from", "born_to", "birth_precision",
        "is_minor_told", "nationality", "other_nationality", "language", "other_language",
        "needs_interpreter", "disability", "disability_note", "marital_status", "children_count",
        "education", "died_on",
    ),
    ContactPoint: (
        "kind", "value", "county", "sub_county", "best_way", "may_call", "may_text",
        "may_whatsapp", "may_leave_message", "safe_from", "safe_until", "safe_days", "ask_for",
        "code_phrase", "note", "is_primary",
    ),
    IdentityDocument: ("kind", "number", "country", "expires_on", "held_by"),
    Relation: ("kind", "is_guardian", "is_emergency_contact", "may_know", "note"),
    Story: (
        "account", "wish", "do_not", "strengths", "upsets", "told_in", "status", "status_by",
        "recruitment", "recruited_by", "scope", "origin_country", "origin_county",
        "destination_country", "destination_county", "route_note", "exploited_from",
        "exploited_until", "age_when_trafficked",
    ),
    Note: ("compartment", "kind", "happened_at", "text"),
    Document: ("compartment", "kind", "title", "original_name"),
    Goal: ("phase", "title", "is_reached"),
    Step: (
        "phase", "title", "detail", "service", "partner", "due_on", "status", "outcome", "wish",
    ),
    Assessment: (
        "kind", "result", "decided", "chosen_risk", "justification", "completed_at",
    ),
    Intake: ("call_started_at", "words"),
    Consent: ("purpose", "answer", "giver", "given_on", "ends_on"),
}  # fmt: skip

STAYS: dict[Any, tuple[str, ...]] = {
    Case: (
        # the receiver's own, or what follows from it
        "id", "version", "code", "survivor", "unit", "lead", "stage", "is_urgent", "source",
        "age_group", "is_minor", "opened_at", "opened_by", "closed_at", "closed_by",
        "next_due_at", "last_contact_at", "steps_done", "steps_total",
    ),
    Person: ("id", "version", "created_at"),
    ContactPoint: ("id", "version", "person", "is_active"),  # those out of use stay
    IdentityDocument: ("id", "version", "person"),
    Relation: ("id", "version", "person", "other", "is_active"),
    Story: ("id", "version", "case", "told_to", "told_on"),  # to whom of ours
    Note: ("id", "version", "case", "author", "written_at"),  # the author's name goes along
    Document: (
        "id", "version", "case", "file", "thumbnail", "added_by", "added_at", "retracted_at",
        "retracted_by", "retracted_why",
    ),  # those taken back stay
    Goal: ("id", "version", "case"),
    Step: (
        "id", "version", "case", "number", "place", "goal", "owner", "started_at", "ended_at",
        "ended_by", "replaces", "ask_again_on", "asks", "is_urgent", "urgent_reason",
    ),
    Assessment: (
        "id", "version", "case", "state", "list_used", "rules", "answers", "score", "decided_as",
        "started_at", "started_by", "completed_by", "corrects",
    ),
    Intake: (
        "id", "version", "case", "caller", "caller_name", "caller_phone", "caller_is", "safety",
        "safe_until", "safe_until_words", "place", "is_hurt", "is_locked_in", "papers_kept",
        "with_child", "travel_planned", "speaks_of_self_harm", "is_body_with_them", "trafficking",
        "referrer", "may_write", "call_ended_at", "taken_by", "taken_at",
    ),  # who called did not agree to it
    Consent: (
        "id", "version", "person", "recipient", "giver_name", "manner", "witness", "words",
        "withdrawn_at", "withdrawn_by", "withdrawal_words", "recorded_by", "recorded_at",
    ),
}  # fmt: skip
"""Every other column of these models; a test fails when one is in neither list."""

WEEKDAYS = {
    "".join(day for bit, day in enumerate("1234567") if number >> bit & 1) for number in range(128)
}
OTHERS_LANGUAGE = {"mis", "sgn", "lin", "tuv"}
ON_A_LIST: dict[str, Callable[[], Collection[str]]] = {
    **SINGLE,
    "county": counties,
    "sub_county": sub_counties,
    "country": countries,
    "nationality": countries,
    "other_nationality": countries,
    "language": lambda: {*languages(), *OTHERS_LANGUAGE},
    "other_language": lambda: {*languages(), *OTHERS_LANGUAGE},
    "told_in": languages,
    "safe_days": lambda: WEEKDAYS,
}
"""Codes that stand in plain columns without choices: what is not on the list does not come in."""
