"""A case that is worth giving away, and everything on the way of it, made by the real actions."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid5

from django.utils import timezone

from kimbilio.access.choices import Compartment
from kimbilio.access.models import Tie
from kimbilio.cases.actions.documents import add_document
from kimbilio.cases.actions.notes import add_note
from kimbilio.cases.actions.plan.goals import add_goal
from kimbilio.cases.actions.story import change_story
from kimbilio.cases.models import Case
from kimbilio.consent.models import Consent
from kimbilio.people.actions import add_contact, add_relation
from kimbilio.transfers.actions.giving import agree_transfer, ask_transfer
from kimbilio.transfers.actions.making import make
from kimbilio.transfers.actions.packing import begin_package, take_package
from kimbilio.transfers.models import Package
from kimbilio.vault import packages
from kimbilio.vault.exchange_keys import read_public
from tests.factories.accounts import UserFactory
from tests.factories.assessments import a_signed
from tests.factories.cases import CaseFactory, PersonFactory
from tests.factories.closing import lead_of
from tests.factories.files import PDF, a_photo
from tests.factories.plan import StepFactory

THEIRS = "Tumaini House"
STORY_PARTS = (Compartment.IDENTITY, Compartment.STORY)
ALL_OF_A_LEAD = (*STORY_PARTS, Compartment.LEGAL, Compartment.WHEREABOUTS, Compartment.ALLEGED)


def a_full_case(**person):
    """An open case of a worker with something in every part that a worker fills."""
    worker = UserFactory(worker=True, name="Wanjiru Mfano")
    said = {"full_name": "Zuhurakwe Mfano Pili", "goes_by": "Zuzu", "nationality": "TZ", **person}
    case = CaseFactory(worker=worker, survivor=PersonFactory(**said))
    Case.objects.filter(pk=case.pk).update(is_minor=False, county="001")
    case.refresh_from_db()
    survivor = case.survivor
    add_contact(
        person=survivor, case=case, by=worker, kind="phone", value="+254799000123", may_call=True,
        ask_for="Mama Duka", code_phrase="About the order",
    )  # fmt: skip
    add_relation(
        person=survivor, case=case, by=worker, kind="sibling", full_name="Rehemakwe Mfano",
        phone="+254799000124", is_emergency_contact=True,
    )  # fmt: skip
    change_story(
        case=case, by=worker, expected=0, account="They took her papers in Mtwapakwe.",
        wish="To bake.", origin_county="001", facts={"means": ["deception"], "transit": ["UG"]},
    )  # fmt: skip
    add_note(case=case, kind="visit", text="Slept well for the first time, saidkwe.", by=worker)
    legal = UserFactory(role="legal_officer", name="Otieno Mfano")
    Tie.objects.create(case=case, user=legal, kind="member")
    add_note(
        case=case, kind="meeting", text="The hearing movedkwe.", by=legal,
        compartment=Compartment.LEGAL,
    )  # fmt: skip
    therapist = UserFactory(therapist=True, name="Njeri Mfano")
    Tie.objects.create(case=case, user=therapist, kind="member")
    add_note(
        case=case, kind="session", text="Nightmareskwe again.", by=therapist,
        compartment=Compartment.HEALTH,
    )  # fmt: skip
    add_goal(case=case, phase="safety", title="A safe roomkwe", by=worker)
    StepFactory(case=case, title="Birth record copykwe", owner=worker)
    a_signed(case, by=worker, kind="risk")
    for name, content in (("letterkwe.pdf", PDF), ("photokwe.jpg", a_photo())):
        add_document(
            case=case, kind="letter", compartment=Compartment.STORY, by=worker, name=name,
            content=BytesIO(content), title="From the villagekwe",
        )  # fmt: skip
    return case


def agree(case, recipient=THEIRS, **given):
    """The survivor's yes to share with them."""
    return Consent.objects.create(
        person=case.survivor, purpose="sharing", recipient=recipient, answer="yes", giver="self",
        given_on=timezone.localdate(), recorded_by=case.lead, **given,
    )  # fmt: skip


def asked(case, **given):
    """The worker's wish to give the case away, with consent."""
    agree(case)
    said = {
        "organisation": THEIRS, "contact": "The director, +254799000999", "why": "Nearer to home.",
        "hand_over_on": timezone.localdate() + timedelta(days=3), "by": case.lead, **given,
    }  # fmt: skip
    return ask_transfer(case=case, **said)


def agreed(case, **given):
    """With the yes of the unit's lead."""
    transfer = asked(case, **given)
    transfer.leader = lead_of(case)
    agree_transfer(transfer=transfer, by=transfer.leader)
    return transfer


def packed(transfer, *, parts=STORY_PARTS, by=None, with_documents=True, **given):
    """A finished package: (package, its passphrase, its bytes)."""
    by = by or transfer.case.lead
    said = {"lock": "passphrase", **given}
    if said["lock"] == "key":
        said = {"compared": read_public(said["their_key"]).number, **said}
    package, words = begin_package(
        transfer=transfer, parts=parts, with_documents=with_documents, by=by, **said
    )
    make(package.pk)
    package = Package.objects.select_related("transfer__case").get(pk=package.pk)
    content = b"".join(take_package(package=package, by=by)) if package.file_id else b""
    transfer.refresh_from_db()
    return package, words, content


def sent(transfer, **how):
    """A package as it comes from another installation: ``packed``, under a transfer that is not ours."""
    package, words, content = packed(transfer, **how)
    return package, words, from_elsewhere(transfer, words, content)


def from_elsewhere(transfer, words, content):
    """The same bytes as if another installation had packed them."""
    source = BytesIO(content)
    head = packages.read_head(source)
    key = packages.key_in(head, words)
    ours, theirs = str(transfer.pk), str(uuid5(transfer.pk, THEIRS))
    plain = packages.Body(source, head, key).read(len(content))
    plain = plain.replace(ours.encode(), theirs.encode())
    return b"".join(packages.locked([plain], head=head.raw, key=key))


def a_receiver():
    """A team lead of another unit: (the lead, the unit)."""
    lead = lead_of(CaseFactory())
    return lead, lead.memberships.get().unit
