"""What the demonstration lacks for a visit to every page: one of each thing a page can be about."""

import json
from datetime import timedelta
from io import BytesIO

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.utils import timezone

from kimbilio.access.choices import Compartment
from kimbilio.accounts.choices import Role
from kimbilio.accounts.models import User
from kimbilio.care.models import Room
from kimbilio.cases.actions.appointments import book_appointment
from kimbilio.cases.actions.consent import agree
from kimbilio.cases.actions.documents import add_document
from kimbilio.cases.actions.lessons import answer_lesson, write_lesson
from kimbilio.cases.actions.photo import keep_photo
from kimbilio.cases.actions.plan.goals import add_goal
from kimbilio.cases.models import (
    Appointment,
    Case,
    DecisionRule,
    FollowUpCall,
    ReadySet,
    ResponseLimit,
    Task,
)
from kimbilio.cases.work_choices import AppointmentKind
from kimbilio.helpline.actions.answering import write_answer
from kimbilio.helpline.actions.deciding import close_conversation
from kimbilio.helpline.actions.incoming import give_link
from kimbilio.helpline.actions.taking_down import log_contact
from kimbilio.helpline.choices import Channel, Outcome
from kimbilio.helpline.models import SafeReply, UrgentWord
from kimbilio.interchange.actions.runs import begin_import, match_columns
from kimbilio.justice.models import AllegedTrafficker, Award, CourtStep, Exhibit, Hearing
from kimbilio.letters.actions.batches import begin_batch
from kimbilio.letters.actions.working import make_all
from kimbilio.livelihoods.actions.business import begin_business, describe_business
from kimbilio.livelihoods.actions.grants import ask_grant, plan_tranche
from kimbilio.livelihoods.actions.work import place_in_job
from kimbilio.livelihoods.models import (
    Business,
    FundingGrant,
    Giving,
    MonthFigure,
    SavingsGroup,
    StillThere,
    Term,
)
from kimbilio.operations.demo.cast import CAST
from kimbilio.operations.demo.telling import moment
from kimbilio.partners.actions.files import keep_file
from kimbilio.partners.models import Offer, Partner
from kimbilio.people.models import IdentityDocument, Relation
from kimbilio.referrals.actions.letters import ask_for_letter, move_letter
from kimbilio.referrals.actions.links import send_referral
from kimbilio.referrals.actions.making import draft_referral
from kimbilio.referrals.choices import ItemKind, LetterState
from kimbilio.reintegration.models import Reintegration, Repatriation
from kimbilio.shelter.actions.beds import give_bed
from kimbilio.shelter.actions.houses import save_bed
from kimbilio.shelter.actions.stays import ask_for_stay
from kimbilio.shelter.models import House, Incident, Medicine, Stay
from kimbilio.staff.actions import invite_user
from kimbilio.therapy.actions.notes import break_seal
from kimbilio.therapy.models import ScaleResult, SealedNote, TherapySession
from kimbilio.tracing.actions.attempts import record_attempt
from kimbilio.tracing.actions.relatives import save_relative
from kimbilio.tracing.actions.searches import ask_for_tracing
from kimbilio.tracing.models import PossibleLink, Tracing
from kimbilio.transfers.actions.arriving import bring_package
from kimbilio.transfers.actions.giving import agree_transfer, ask_transfer
from tests.factories.assessments import a_draft, a_signed
from tests.factories.cases import CaseFactory, ContactPointFactory, PersonFactory
from tests.factories.files import PDF, a_photo
from tests.factories.helpline import AccountFactory
from tests.factories.transfers import sent

SHEET = (
    b"prs_FirstName,prs_MailingCity,prs_Birthdate\nTumaini,Kilifi,2010-02-03\nRehema,Mombasa,soon\n"
)


def make() -> None:
    """Print, as JSON, who signs in and what the addresses ask for."""
    worker = User.objects.get(name__startswith="Akinyi")
    case, asking, closed = (_case_of(name) for name in ("Amani", "Makena", "Zawadi"))
    lead = User.objects.get(email__startswith="mwende")
    keeper = _with_second_factor()
    made = {
        **_in_the_file(case, worker),
        **_lessons(worker, lead),
        **_imports(case, lead),
        **_referral(case, worker),
        **_helpline(worker),
        **_letters(case, worker),
        **_therapy(),
        **_transfer(worker, lead),
        **_shelter(),
        **_court(),
        **_family(),
        **_home(),
        **_livelihoods(worker),
        "member": str(worker.pk),
        "invitation": invite_user(
            email="new@demo.example", name="New Colleague", role=Role.CASE_WORKER,
            by=_first(Role.ADMINISTRATOR),
        ),
        "unit": str(case.unit_id),
        "partner": str(Partner.objects.first().pk),
        "brought": str(keep_file(entries=[], remarks=[], by=lead).pk),
        "offer": str(Offer.objects.first().pk),
        "rule": str(DecisionRule.objects.first().pk),
        "limit": str(ResponseLimit.objects.first().pk),
        "own_task": str(Task.objects.filter(case=None, owner=worker).first().pk),
        "set": str(ReadySet.objects.first().pk),
        "meeting": str(Appointment.objects.filter(parts__user=worker, case=None).first().pk),
        "code": case.code, "asking": asking.code, "closed": closed.code,
        "rescue": _case_of("Neema").code,
        "number": case.steps.filter(status="planned").order_by("-number").first().number,
        "uidb36": user_pk_to_url_str(worker), "key": default_token_generator.make_token(worker),
        **keeper,
    }  # fmt: skip
    who = {
        "worker": worker.email,
        "lead": lead.email,
        "manager": _first(Role.MANAGER).email,
        "administrator": _first(Role.ADMINISTRATOR).email,
        "shelter_worker": _first(Role.SHELTER_WORKER).email,
        "lawyer": _first(Role.LEGAL_OFFICER).email,
        "tracer": Tracing.objects.first().case.lead.email,
        "linker": PossibleLink.objects.get().case.lead.email,
        "follower": _followed().responsible.email,
        "officer": _first(Role.DATA_PROTECTION_OFFICER).email,
    }
    names = sorted({word for one in CAST for word in one.name.split()})
    print(json.dumps({"made": made, "who": who, "names": names}))  # read by the test


def _referral(case: Case, worker: User) -> dict[str, str]:
    """A referral that a partner has not answered, with the way in of its link."""
    recipient = "Kikazi Clinic"
    for giver in ("guardian", "assent"):
        agree(
            case=case, by=worker, purpose="sharing", answer="yes", giver=giver, recipient=recipient
        )
    referral = draft_referral(
        case=case, partner=recipient, service="health", need="A check of the ears.", by=worker,
        share=[ItemKind.CODE],
    )  # fmt: skip
    key = send_referral(referral=referral, by=worker)
    return {"referral": str(referral.pk), "referred": case.code, "answer": key.path.split("/")[2]}


def _helpline(worker: User) -> dict[str, str]:
    """A conversation that runs, one that ended, an account and a row of each list."""
    account = AccountFactory(provider="twilio", name="Invented line")
    call, closed = (
        log_contact(channel=Channel.CALL, phone=f"07990000{n}", words="A question.", by=worker)
        for n in (41, 42)
    )
    write_answer(conversation=call, text="Uko salama sasa?", by=worker)
    close_conversation(
        conversation=closed, outcome=Outcome.NUISANCE, block_days=7, words="Laughter.", by=worker
    )
    return {
        "talk": str(call.pk), "closed_talk": str(closed.pk), "provider": "twilio",
        "heard": str(call.messages.order_by("at").first().pk), "account": str(account.pk),
        "urgent_word": str(UrgentWord.objects.first().pk),
        "safe_reply": str(SafeReply.objects.first().pk),
        "referrer": give_link(partner=Partner.objects.first(), by=_first(Role.TEAM_LEAD)),
    }  # fmt: skip


def _letters(case: Case, worker: User) -> dict[str, str]:
    """A letter that is promised for today, and one that was fetched and is not scanned yet."""
    asked = [
        ask_for_letter(
            case=case, office="Kilifi desk", purpose="A place in the school.", by=worker,
            collector=worker, promised_on=timezone.localdate(),
        )
        for _ in range(2)
    ]  # fmt: skip
    move_letter(letter=asked[1], to=LetterState.COLLECTED, by=worker)
    batch = begin_batch(kind="school", language="en", codes=[case.code], by=worker)
    make_all(batch.pk)
    return {
        "letter": str(asked[0].pk), "fetched": str(asked[1].pk), "letters": str(batch.pk),
    }  # fmt: skip


def _therapy() -> dict[str, str]:
    """The course of the demonstration that is nearly through, and an opening of one of its notes."""
    note = SealedNote.objects.select_related("attendance", "case").first()
    attendance = note.attendance
    break_seal(
        note=note, reason="Her sister called and fears for tonight.",
        by=User.objects.get(email__startswith="mwende"),
    )  # fmt: skip
    sessions = TherapySession.objects.filter(attendances__episode=attendance.episode)
    return {
        "in_therapy": note.case.code, "therapy": str(attendance.episode_id),
        "attendance": str(attendance.pk), "past_session": str(attendance.session_id),
        "session": str(sessions.order_by("-starts_at").first().pk),
        "result": str(ScaleResult.objects.filter(episode=attendance.episode).first().pk),
        "room": str(Room.objects.first().pk),
    }  # fmt: skip


def _transfer(worker: User, lead: User) -> dict[str, str]:
    """A case that was packed, and the same package opened on the other side."""
    case = CaseFactory(worker=worker, unit=lead.memberships.filter(is_lead=True).first().unit)
    recipient = "Kikazi Centre"
    for giver in ("guardian", "assent", "self"):
        agree(
            case=case, by=worker, purpose="sharing", answer="yes", giver=giver, recipient=recipient
        )
    transfer = ask_transfer(
        case=case, organisation=recipient, contact="The director", why="Nearer to the family.",
        hand_over_on=timezone.localdate(), by=worker,
    )  # fmt: skip
    agree_transfer(transfer=transfer, by=lead)
    _package, words, content = sent(transfer)
    arrival = bring_package(content=content, passphrase=words, by=lead)
    return {"given": case.code, "arrival": str(arrival.pk)}


def _shelter() -> dict[str, str]:
    """Who lives in the house, who waits, and somebody for whom a bed is kept."""
    house = House.objects.get()
    stay, waits = Stay.objects.get(state="in"), Stay.objects.get(state="asked")
    lead = User.objects.get(email__startswith="mwende")
    room = house.bedrooms.order_by("name").first()
    spare = save_bed(bed=None, bedroom=room, name="Spare", by=lead)
    others = Case.objects.visible_to(lead).open().filter(lead__isnull=False)
    others = others.exclude(pk__in=[stay.case_id, waits.case_id]).select_related("survivor", "lead")
    girl = others.filter(is_minor=True, survivor__sex="Feminine").order_by("code").first()
    unhoused = others.exclude(pk=girl.pk).order_by("code").first()
    arriving = ask_for_stay(case=girl, from_on=timezone.localdate(), by=girl.lead)
    give_bed(stay=arriving, bed=spare, from_on=arriving.from_on, word="It is late.", by=lead)
    return {
        "house": str(house.pk), "bedroom": str(room.pk), "bed": str(room.beds.order_by("name").first().pk),
        "incident": str(Incident.objects.get().pk), "housed": stay.case.code, "stay": str(stay.pk),
        "waits": waits.case.code, "waiting_stay": str(waits.pk), "unhoused": unhoused.code,
        "medicine": str(Medicine.objects.get().pk), "arrives": girl.code, "arriving_stay": str(arriving.pk),
    }  # fmt: skip


def _court() -> dict[str, str]:
    """The trial of the demonstration, its adjourned hearing and the next one."""
    past = Hearing.objects.get(outcome="adjourned")
    return {
        "in_court": past.case.code, "matter": str(past.matter_id), "past_hearing": str(past.pk),
        "hearing": str(past.followed_by.get().pk),
        "court_step": str(CourtStep.objects.filter(matter=past.matter_id).first().pk),
        "award": str(Award.objects.get(matter=past.matter_id).pk),
        "exhibit": str(Exhibit.objects.get(matter=past.matter_id).pk),
        "alleged": str(AllegedTrafficker.objects.get(case=past.case).pk),
    }  # fmt: skip


def _family() -> dict[str, str]:
    """The boy who went home, a second search of his that has found an aunt, and a report with its pair."""
    ended = Tracing.objects.get()
    case, link = ended.case, PossibleLink.objects.get()
    lead = case.lead
    search = ask_for_tracing(
        case=case, by=lead, name="Mfano Nakiru", relation="aunt_uncle", wish="To visit her."
    )
    attempt = record_attempt(
        tracing=search, way="call", at=moment(-1, 9), result="found", by=lead, words="She answered."
    )
    relative = save_relative(
        tracing=search, relative=None, name="Mfano Nakiru", relation="aunt_uncle", by=lead
    )
    return {
        "gone_home": case.code, "ended_tracing": str(ended.pk), "looking": case.code,
        "tracing": str(search.pk), "attempt": str(attempt.pk), "relative": str(relative.pk),
        "missing": str(link.report_id), "linked": link.case.code, "family_link": str(link.pk),
    }  # fmt: skip


def _followed() -> Reintegration:
    """The follow-up that has been going on; a handover has begun another."""
    found: Reintegration = Reintegration.objects.filter(follow_ups__state="done").distinct().get()
    return found


def _home() -> dict[str, str]:
    """The child who is followed up and the woman on her way home."""
    episode = _followed()
    back = Repatriation.objects.get()
    return {
        "followed": episode.case.code, "reintegration": str(episode.pk),
        "follow_up": str(episode.follow_ups.get(state="planned").pk),
        "returning": back.case.code, "return": str(back.pk),
        "travel_paper": str(back.papers.first().pk),
    }  # fmt: skip


def _livelihoods(worker: User) -> dict[str, str]:
    """The business and the school of the demonstration, a grant that waits, a part to pay, a job."""
    running, term = Business.objects.get(), Term.objects.select_related("schooling").get()
    case, today = running.case, timezone.localdate()
    FundingGrant.objects.update(total_cents=None)
    granted = running.grants.get()
    type(granted).objects.filter(pk=granted.pk).update(approved_cents=90_000_00)
    granted.refresh_from_db()
    part = plan_tranche(
        grant=granted, amount_cents=5_000_00, condition="A second table.", by=case.lead
    )
    planned = begin_business(case=case, sector="trade", responsible=worker, by=worker)
    describe_business(business=planned, sector="trade", plan="Soap by the piece.", by=worker)
    asked = ask_grant(business=planned, wanted_cents=9_000_00, appraisal="Sound.", by=worker)
    job = place_in_job(
        case=case, employer="Mfano Ltd", sector="care", starts_on=today, responsible=worker,
        by=worker,
    )  # fmt: skip
    return {
        "trading": case.code, "business": str(running.pk), "grant": str(granted.pk),
        "asked_grant": str(asked.pk), "part": str(part.pk), "job": str(job.pk),
        "month": str(MonthFigure.objects.order_by("-month").first().pk),
        "question": str(StillThere.objects.filter(business=running).earliest("due_on").pk),
        "savings": str(SavingsGroup.objects.get().pk), "enrolled": term.case.code,
        "schooling": str(term.schooling_id), "term": str(term.pk),
        "funding": str(FundingGrant.objects.earliest("code").pk),
        "giving": str(Giving.objects.filter(kind="rent").get().pk),
    }  # fmt: skip


def _case_of(goes_by: str) -> Case:
    found = Case.objects.select_related("survivor", "lead", "unit")
    full = next(one.name for one in CAST if one.name.startswith(goes_by))
    return next(case for case in found if full in f"{case.survivor.full_name} {case.survivor.goes_by}"
                or case.survivor.goes_by == goes_by)  # fmt: skip


def _first(role: Role) -> User:
    return User.objects.filter(role=role).order_by("pk").first()


def _in_the_file(case: Case, worker: User) -> dict[str, str]:
    """A paper, a mother with a phone, a photo, a letter, a goal and all three assessments."""
    mother = PersonFactory(full_name="Wambui Kariuki", goes_by="Wambui")
    Relation.objects.create(person=case.survivor, other=mother, kind="mother", is_guardian=True)
    ContactPointFactory(person=mother)
    IdentityDocument.objects.create(person=case.survivor, kind="passport", number="A0000000")
    photo = add_document(
        case=case, kind="photo", title="Homestead, no faces", compartment=Compartment.STORY,
        by=worker, content=BytesIO(a_photo()),
    )  # fmt: skip
    add_document(
        case=case, kind="letter", title="Letter from the chief", compartment=Compartment.STORY,
        by=worker, content=BytesIO(PDF),
    )  # fmt: skip
    for giver in ("self", "assent", "guardian"):
        agree(case=case, purpose="photo", answer="yes", giver=giver, by=worker)
    keep_photo(case=case, content=BytesIO(a_photo()), by=worker)
    signed = [a_signed(case, by=worker, kind=kind) for kind in ("screening", "risk", "needs")]
    for kind in ("screening", "risk", "needs"):
        a_draft(case, by=worker, kind=kind)
    goal = add_goal(case=case, phase="home", title="Back at school", by=worker)
    of_case = {"case": case}
    return {
        "person": str(mother.pk),
        "contact": str(case.survivor.contacts.first().pk),
        "document": str(photo.pk),
        "assessment": str(signed[0].pk),
        "goal": str(goal.pk),
        "visit": str(_a_visit(case, worker).pk),
        "call": str(FollowUpCall.objects.filter(**of_case).first().pk),
        "task": str(Task.objects.filter(**of_case).first().pk),
    }


def _a_visit(case: Case, worker: User) -> Appointment:
    starts_at = moment(2, 10)
    return book_appointment(
        kind=AppointmentKind.VISIT, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1),
        by=worker, case=case, place="At the house",
    )  # fmt: skip


def _lessons(worker: User, lead: User) -> dict[str, str]:
    """One in the library, one that waits."""
    said = {"text": "Fees are due before the term.", "topics": ["school"], "names_nobody": True}
    published = write_lesson(title="Ask the school early", by=worker, **said)
    answer_lesson(lesson=published, publish=True, by=lead)
    waiting = write_lesson(title="Bring water", by=worker, **said)
    return {"lesson": str(published.pk), "waiting": str(waiting.pk)}


def _imports(case: Case, lead: User) -> dict[str, str]:
    """One whose columns are to be matched, one whose rows are tried."""
    runs = [
        begin_import(content=SHEET, file_name="past.csv", unit=case.unit, by=lead) for _ in "ab"
    ]
    match_columns(run=runs[1], targets=runs[1].targets, date_order="", by=lead)
    return {"columns": str(runs[0].pk), "run": str(runs[1].pk)}


def _with_second_factor() -> dict[str, str | int]:
    """Somebody with an app and recovery codes, one of which signs them in."""
    user = _first(Role.THERAPIST)
    totp.TOTP.activate(user, totp.generate_totp_secret())
    codes = RecoveryCodes.activate(user)
    return {"keeper": user.email, "recovery": codes.get_unused_codes()[0]}


def say_passkey() -> None:
    """Print the key of the only passkey."""
    print(Authenticator.objects.get(type="webauthn").pk)  # read by the test
