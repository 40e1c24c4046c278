"""What the people of two installations do with one another's packages; each call is a program of its own."""

import hashlib
import json
from io import BytesIO
from pathlib import Path
from typing import Any
from unittest import mock

from kimbilio.access.choices import Compartment
from kimbilio.accounts.models import User
from kimbilio.cases.actions.closing import approve_closing
from kimbilio.cases.actions.consent import agree
from kimbilio.cases.actions.documents import add_document
from kimbilio.cases.models import Case, Document, Note
from kimbilio.cases.queries.search import find_cases
from kimbilio.kernel.errors import DomainError
from kimbilio.organisation.models import Organisation
from kimbilio.transfers.actions.arriving import bring_package, make_exchange_key
from kimbilio.transfers.actions.filing import accept_arrival
from kimbilio.transfers.actions.giving import record_acceptance
from kimbilio.transfers.models import Transfer
from kimbilio.vault import exchange_keys, files
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory
from tests.factories.closing import a_wish_to_close
from tests.factories.transfers import STORY_PARTS, THEIRS, a_full_case, a_receiver, agreed, packed

OURS = "Pwanikwe House"
LONG = b"%PDF-1.4\n" + bytes(range(256)) * 8000 + b"\n%%EOF\n"
"""A document of several pieces."""


def say(**found: Any) -> None:
    """Print what the test then reads."""
    print(json.dumps(found, default=str))


def sum_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def open_office(name: str) -> None:
    """Have an organisation and its key for packages; says the half that others get."""
    say(key=_office(name))


def _office(name: str) -> str:
    """An organisation with a key for packages and a lead who may take cases in."""
    Organisation.objects.create(name=name)
    make_exchange_key(by=UserFactory(administrator=True, email="admin@office.example"))
    lead, _unit = a_receiver()
    User.objects.filter(pk=lead.pk).update(email="lead@office.example")
    return exchange_keys.public().as_file()


def give(folder: str, *, their_key: str) -> None:
    """Pack two cases that are full and two that are nearly empty, each in its way, into ``folder``."""
    for_us_alone = {"lock": "key", "their_key": _office(OURS)}
    say(
        words=_full(folder, "words"),
        key=_full(folder, "key", lock="key", their_key=their_key),
        other=_nearly_empty(folder, "other", **for_us_alone),
        newer=_newer(folder),
    )


def _full(folder: str, way: str, **how: str) -> dict[str, Any]:
    case = a_full_case(full_name=f"Zuhurakwe Mfano {way.title()}")
    add_document(
        case=case, kind="letter", compartment=Compartment.STORY, by=case.lead, name="longkwe.pdf",
        content=BytesIO(LONG), title="What the clinic wrotekwe",
    )  # fmt: skip
    agree(case=case, by=case.lead, purpose="service", answer="yes", giver="self", manner="spoken")
    documents = Document.objects.filter(case=case, compartment__in=STORY_PARTS).order_by("id")
    notes = Note.objects.filter(case=case, compartment__in=STORY_PARTS).order_by("id")
    return {
        **_packed(folder, way, case, **how),
        "documents": [sum_of(files.read(one.file)) for one in documents],
        "titles": [one.title for one in documents],
        "notes": [note.text for note in notes],
    }


def _nearly_empty(folder: str, way: str, **how: str) -> dict[str, Any]:
    case = CaseFactory(worker=UserFactory(worker=True), is_minor=False)
    return _packed(folder, way, case, **how)


def _packed(folder: str, way: str, case: Case, **how: str) -> dict[str, Any]:
    transfer = agreed(case)
    package, words, content = packed(transfer, **how)
    Path(folder, f"{way}.kimbilio").write_bytes(content)
    return {"transfer": transfer.pk, "code": case.code, "words": words, "number": package.number}


def _newer(folder: str) -> dict[str, Any]:
    """What our program sends once the format has gone up by one."""
    with (
        mock.patch("kimbilio.transfers.contents.FORMAT", 2),
        mock.patch("kimbilio.transfers.reading.FORMAT", 2),
    ):
        return _nearly_empty(folder, "newer")


def _lead() -> User:
    return User.objects.get(email="lead@office.example")


def bring_all(packages: dict[str, tuple[str, str]]) -> None:
    """How each of these, a path and its words, is refused."""
    say(**{name: _refusal(path, words) for name, (path, words) in packages.items()})


def _refusal(path: str, words: str) -> list[str]:
    try:
        bring_package(content=Path(path).read_bytes(), passphrase=words, by=_lead())
    except DomainError as refusal:
        return [refusal.code, str(refusal.message)]
    return []


def take_in(**packages: tuple[str, str]) -> None:
    """Open packages and accept them; says of each what is told to the other side."""
    say(**{way: _taken_in(path, words) for way, (path, words) in packages.items()})


def _taken_in(path: str, words: str) -> dict[str, Any]:
    lead = _lead()
    arrival = bring_package(content=Path(path).read_bytes(), passphrase=words, by=lead)
    unit = lead.memberships.get().unit
    case = accept_arrival(arrival=arrival, unit=unit, lead=lead, by=lead)
    return {
        "code": case.code, "proof": arrival.proof, "number": arrival.number,
        "origin": arrival.organisation,
    }  # fmt: skip


def read_back(**codes: str) -> None:
    """All that came, as it is read the next morning."""
    say(**{way: _read(Case.objects.get(code=code)) for way, code in codes.items()})


def _read(case: Case) -> dict[str, Any]:
    person = case.survivor
    documents = Document.objects.filter(case=case).order_by("id")
    return {
        "full_name": person.full_name,
        "found": [one.case.code for one in find_cases("Suhura Kwe Mfano", viewer=_lead())],
        "phones": [contact.value for contact in person.contacts.all()],
        "phrases": [contact.code_phrase for contact in person.contacts.all()],
        "around": [
            [tie.other.full_name, *[contact.value for contact in tie.other.contacts.all()]]
            for tie in person.relations.all()
        ],
        "account": case.story.account,
        "notes": [note.text for note in Note.objects.filter(case=case).order_by("id")],
        "documents": [sum_of(files.read(one.file)) for one in documents],
        "titles": [one.title for one in documents],
    }


def hear_and_close(**proofs: tuple[str, str]) -> None:
    """They tell us the acceptance codes; we close the cases, two of us, as always."""
    say(**{way: _closed(transfer, proof) for way, (transfer, proof) in proofs.items()})


def _closed(transfer_id: str, proof: str) -> list[Any]:
    transfer = Transfer.objects.select_related("case__lead", "agreed_by").get(pk=transfer_id)
    record_acceptance(transfer=transfer, proof=proof, by=transfer.case.lead)
    words = f"{THEIRS} goes on with it."
    closure = a_wish_to_close(transfer.case, reason="transferred", leftovers=words)
    approve_closing(closure=closure, by=transfer.agreed_by)
    case = Case.objects.get(pk=transfer.case_id)
    return [transfer.state, transfer.is_proved, case.stage, closure.reason]
