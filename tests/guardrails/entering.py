"""A short history of one case, typed into the web pages of a Kimbilio in a home of its own.

Run inside a set-up program: prints what was typed as JSON, and ends without tidying the database,
so that its write-ahead log can be searched too. Every form field gets a word of its own.
"""

import json
import os
import re
import sys
import time
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from kimbilio.access.choices import TieKind
from kimbilio.access.models import Tie
from kimbilio.accounts.models import User
from kimbilio.cases.models import Case, FollowUpCall, Rescue, Step
from kimbilio.consent.models import Consent
from kimbilio.helpline.models import Conversation
from kimbilio.organisation.models import Unit, UnitMembership
from kimbilio.referrals.models import OfficeLetter, Referral
from kimbilio.web.report.opening import SHORTEST
from tests.guardrails.entering_file import whole_file
from tests.guardrails.entering_services import services
from tests.guardrails.hands import REPLIES, TYPED, browser, look, phone, send, word


def staff():
    unit = Unit.objects.create(name="Coast office")
    lead = User.objects.create_user("lead@org.example", name="Lead", role="team_lead")
    UnitMembership.objects.create(unit=unit, user=lead, is_lead=True)
    worker = User.objects.create_user("worker@org.example", name="Worker", role="case_worker")
    UnitMembership.objects.create(unit=unit, user=worker)
    stranger = User.objects.create_user("other@org.example", name="Other", role="case_worker")
    return lead, worker, stranger


def call(client):
    """A call is taken, and its case opened."""
    said = {
        "draft_form": "new_case", "do": "save", "caller": "other", "caller_name": word("Caller"),
        "told": "minor", "goes_by": word("GoesBy"), "age": "15", "safety": "not_safe",
        "flags": ["body_with_them"], "place": word("Place"), "phone": phone(),
        "best_way": "call", "trusted": f"{word('Trusted')}, {phone()}", "referrer": word("Referrer"),
        "source": "law_enforcement", "may_write": "yes", "trafficking": "yes",
        "words": word("Intake"), "code_phrase": word("Phrase"), "safe_hours": "00:00–23:59",
    }  # fmt: skip
    client.post("/drafts/save/", {**said, "draft_form": "new_case", "draft_about": ""})
    client.post("/cases/new/matches/", said)
    asked = client.post("/cases/new/", {"sent_key": str(uuid4()), **said})
    shown = re.search(r'name="shown"[^>]*value="([^"]+)"', asked.content.decode())
    send(client, "/cases/new/", **said, route="go_now", shown=shown[1] if shown else "")
    send(client, "/cases/new/", ok=302, **{**said, "do": "pause", "words": word("PutAside")})
    return Case.objects.get()


def people(client, at):
    send(client, f"{at}people/edit/", version="1", goes_by=word("Name"), full_name=word("Full"),
         other_names=word("OtherName"), sex="Feminine", birth_precision="estimate", age="15",
         disability="none", disability_note=word("Disability"))  # fmt: skip
    send(client, f"{at}people/contact/", kind="address", value=word("Address"), best_way="in_person",
         may_call="on", ask_for=word("AskFor"), code_phrase=word("Code"), note=word("ContactNote"),
         is_active="on")  # fmt: skip
    send(client, f"{at}people/new/", full_name=f"{word('Aunt')} {word('Family')}", kind="mother",
         phone=phone(), is_guardian="on", note=word("RelationNote"))  # fmt: skip
    send(client, f"{at}people/paper/", kind="passport", number=f"BK{5551700 + len(TYPED)}",
         held_by=word("HeldBy"))  # fmt: skip
    TYPED.append(f"BK{5551700 + len(TYPED) - 1}")
    send(client, f"{at}consent/", purpose="sharing", recipient=word("Recipient"), answer="yes",
         giver="guardian", giver_name=word("Giver"), manner="spoken", words=word("Consent"),
         given_on=str(timezone.localdate()))  # fmt: skip
    given = Consent.objects.get(recipient__isnull=False, giver="guardian")
    send(client, f"{at}consent/{given.pk}/withdraw/", words=word("Withdrawn"))


def work(client, at, case):
    send(client, f"{at}notes/new/", kind="visit", text=word("Note"), compartment="story",
         happened_at=f"{timezone.localtime():%Y-%m-%dT%H:%M}")  # fmt: skip
    send(client, f"{at}plan/goals/new/", title=word("Goal"), phase="safety")
    for _ in range(2):
        send(client, f"{at}plan/new/", title=word("Step"), detail=word("Detail"), phase="steady",
             partner=word("Partner"))  # fmt: skip
    first = Step.objects.filter(case=case, phase="steady").order_by("number")[0].number
    send(client, f"{at}plan/{first}/wish/", wish="wants", words=word("Wish"))
    send(client, f"{at}plan/{first}/status/", to="declined", words=word("Declined"))
    send(client, f"{at}plan/{first}/another-way/", title=word("OtherWay"), detail=word("WayDetail"),
         partner=word("WayPartner"))  # fmt: skip
    if not Rescue.objects.exists():
        send(client, f"{at}rescue/", pick_up=word("PickUp"), danger=word("Danger"))
    send(client, f"{at}documents/new/", kind="letter", compartment="story", title=word("Letter"),
         file=SimpleUploadedFile(f"{word('FileName')}.pdf", paper(word("Content"))))  # fmt: skip
    client.post("/drafts/save/", {"draft_form": "note", "draft_about": case.pk,
                                  "text": word("Draft")})  # fmt: skip
    client.post("/search/", {"q": word("Search")})
    client.get(f"/cases/?{word('Query')}={word('Value')}")


def referring(client, lead, worker, at, case):
    """A partner is entered, asked, and answers on their own page; tells what came back to them."""
    keeper = browser(lead)
    send(keeper, "/partners/new/", name="Mwanga Clinic", kind="hospital", is_active="on",
         contact_name=word("Contact"), contact_phone=phone(), note=word("GoodToKnow"))  # fmt: skip
    for giver in ("officer", "assent"):
        send(client, f"{at}consent/", purpose="sharing", recipient="Mwanga Clinic", answer="yes",
             giver=giver, giver_name=word("Giver"), manner="spoken",
             given_on=str(timezone.localdate()))  # fmt: skip
    send(client, f"{at}referrals/new/", partner="Mwanga Clinic", service="health",
         need=word("Need"), share=["full_name", "contact"], story=word("SharedStory"))  # fmt: skip
    one = f"{at}referrals/{Referral.objects.get(case=case).pk}/"
    sent = send(client, one, ok=200, send="1")
    shown = sent.content.decode()
    link, code = re.search(r"/answer/[\w-]+/", shown)[0], re.search(r">(\d{6})<", shown)[1]
    partner = Client(HTTP_HOST="127.0.0.1")
    send(partner, link, code=code)
    send(partner, link, state="question", words=word("Question"))
    client.post(one, {"print": "1", "paper": "letter", "language": "sw"})
    send(client, one, answer_them="1", reply=word("Reply"))
    send(client, one, answer="1", state="declined", reason="full", words=word("TheyTold"))
    send(client, f"{at}letters/new/", office=word("Office"), purpose=word("Purpose"),
         promised_on=str(timezone.localdate()), collector=str(worker.pk))  # fmt: skip
    letter = f"{at}letters/{OfficeLetter.objects.get(case=case).pk}/"
    send(client, letter, move="1", to="collected", version="1")
    send(client, letter, scan="1", version="2", compartment="story",
         file=SimpleUploadedFile(f"{word('ScanName')}.pdf", paper(word("ScanContent"))))  # fmt: skip
    made = f"{at}make/school/en/"
    send(client, made, ok=200, look="1", to=word("LookAtSchool"))
    send(client, made, to=word("School"), class_name=word("Class"), full_name=word("InLetter"),
         born=word("Born"), asks=word("AskedOfSchool"))  # fmt: skip
    look(partner, link)
    look(client, letter, f"{at}make/", made, "/letters/", f"/letters/?case={case.code}")
    look(client, one, f"{at}referrals/", f"{at}referrals/new/", "/referrals/", "/partners/")


def paper(words):
    return f"%PDF-1.4\n1 0 obj <</Title ({words})>> endobj\n%%EOF\n".encode() * 50


def answering(client, case):
    """Somebody writes without a name, a call is logged and answered, and both are read again."""
    stranger = Client(HTTP_HOST="127.0.0.1")
    page = stranger.get("/write/").content.decode()
    opened = re.search(r'name="opened" value="([^"]+)"', page)[1]
    time.sleep(SHORTEST)
    send(stranger, "/write/", ok=200, opened=opened, words=word("Report"), place=word("ReportPlace"),
         reach=phone())  # fmt: skip
    send(client, "/inbox/new/", channel="call", urgency="today", phone=phone(), who=word("CallWho"),
         words=word("CallWords"))  # fmt: skip
    for talk in Conversation.objects.order_by("started_at"):
        at = f"/inbox/{talk.pk}/"
        send(client, at, answer="1", text=word("AnswerText"))
        send(client, at, write_note="1", note=word("TalkNote"))
        send(client, at, understand="1", urgency="today", place=word("TalkPlace"),
             words=word("TalkWords"))  # fmt: skip
        message = talk.messages.order_by("at").first()
        send(client, f"/inbox/messages/{message.pk}/translation/", text=word("Translation"),
             version=message.version)  # fmt: skip
        send(client, at, join="1", code=case.code)
        look(client, at, f"{at}said/", "/inbox/", "/inbox/changes/", "/inbox/figures/")


def main():
    lead, worker, stranger = staff()
    client = browser(worker)
    case = call(client)
    Tie.objects.get_or_create(case=case, user=worker, kind=TieKind.MEMBER)
    at = f"/cases/{case.code}/"
    people(client, at)
    work(client, at, case)
    referring(client, lead, worker, at, case)
    answering(client, case)
    services(client, lead, worker, at, case)
    whole_file(client, lead, worker, at)
    other = browser(stranger)
    send(other, "/cases/emergency/", code=case.code, reason=f"{word('Emergency')} cannot wait now")
    opening = case.emergencies.get()
    send(browser(lead), f"/cases/emergency/reviews/{opening.pk}/", verdict="justified",
         note=word("Review"))  # fmt: skip
    calls = FollowUpCall.objects.filter(case=case)
    look(client, at, *(f"{at}{tab}/" for tab in ("plan", "timeline", "people", "consent", "team",
         "documents", "access", "rescue")), "/", "/cases/", "/notices/")  # fmt: skip
    shown = (
        client.get(f"{at}people/").content.decode() + client.get(f"{at}timeline/").content.decode()
    )
    if not all(any(name in text for text in TYPED if text in shown) for name in ("Aunt", "Note")):
        sys.exit("what was typed cannot be read back")
    client.get(f"/cases/{word('NoSuchCode')}/")
    print(json.dumps({"typed": TYPED, "replies": REPLIES, "calls": calls.count()}), flush=True)
    os._exit(0)  # as if the power went: the write-ahead log stays


main()
