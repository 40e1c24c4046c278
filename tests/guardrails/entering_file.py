"""What is typed into the case file itself: photo, story, assessments, work, past cases, closing."""

import io
import sys

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from kimbilio.access.choices import TieKind
from kimbilio.access.models import Tie
from kimbilio.cases.closing_choices import Area
from kimbilio.cases.models import Appointment, Assessment, Case, FollowUpCall, Story, Task
from kimbilio.interchange.actions.working import check, file_all
from kimbilio.interchange.models import ImportRun
from kimbilio.people.models import ContactPoint
from tests.guardrails.entering_services import day, moment
from tests.guardrails.hands import REPLIES, browser, look, send, word
from tests.interchange.samples import ROW, laid_out


def whole_file(client, lead, worker, at):
    """One thing of each kind in the file, and its end."""
    photographed(client, at)
    told(client, at)
    assessed(client, at)
    worked(client, worker, at)
    past = brought_in(lead)
    Tie.objects.create(case=past, user=worker, kind=TieKind.MEMBER)
    closed(client, lead, f"/cases/{past.code}/")


def photographed(client, at):
    """They agree to a photo, and it comes from a phone that writes into it whose it is and where."""
    for giver in ("officer", "assent"):
        send(client, f"{at}consent/", purpose="photo", answer="yes", giver=giver, manner="spoken",
             giver_name=word("PhotoGiver"), words=word("PhotoWords"), given_on=day())  # fmt: skip
    out, exif = io.BytesIO(), Image.Exif()
    exif[270], exif[315] = word("PhotoTitle"), word("PhotoOwner")
    Image.new("RGB", (1600, 1200), "sienna").save(out, "JPEG", exif=exif)
    name = f"{word('PhotoName')}.jpg"
    send(client, f"{at}people/photo/", version="0", file=SimpleUploadedFile(name, out.getvalue()))
    send(client, f"{at}show/photo/", ok=200)
    shown = client.get(f"{at}show/photo/picture/")
    if not b"".join(shown.streaming_content).startswith(b"\xff\xd8"):
        sys.exit("the photo cannot be seen again")
    REPLIES.append(f"{dict(shown.headers)}")
    look(client, f"{at}people/photo/")


def told(client, at):
    version = Story.objects.values_list("version", flat=True).first() or 0
    send(client, f"{at}story/edit/", version=str(version), account=word("Account"),
         wish=word("StoryWish"), do_not=word("DoNot"), strengths=word("Strengths"),
         upsets=word("Upsets"))  # fmt: skip
    version = Story.objects.get().version
    send(client, f"{at}story/route/", version=str(version), route_note=word("Route"),
         origin_country="Uganda", transit="Tanzania")  # fmt: skip
    version = Story.objects.get().version
    send(client, f"{at}story/codes/", version=str(version), act=["recruitment"])
    look(client, f"{at}story/")


def assessed(client, at):
    answers = {
        "screening": {"list_used": "child_labour", "note": word("ScreeningNote")},
        "risk": {"security.trafficker_near": "some", "security.note": word("RiskNote")},
        "needs": {"food": "some", "food.note": word("NeedNote")},
    }
    signs = {
        "screening": {"decided": "unsure", "decided_as": "NGO"},
        "risk": {"chosen_risk": "a_high"},
        "needs": {},
    }
    for kind, given in answers.items():
        send(client, f"{at}assess/{kind}/", **given)
        draft = Assessment.objects.get(kind=kind)
        send(client, f"{at}assess/{kind}/sign/", version=str(draft.version),
             justification=word(f"{kind.title()}Why"), **signs[kind])  # fmt: skip
        look(client, f"{at}assessments/{draft.pk}/", f"{at}assess/{kind}/history/")


def worked(client, worker, at):
    number = ContactPoint.objects.filter(kind="phone").order_by("id").first()
    send(client, f"{at}call/", way="in_person", outcome="reached", words=word("CallSaid"),
         at=moment(minutes=5))  # fmt: skip
    send(client, f"{at}work/calls/new/", due_at=f"{day(3)}T11:00", contact=str(number.pk),
         purpose=word("CallPurpose"), owner=str(worker.pk))  # fmt: skip
    planned = FollowUpCall.objects.order_by("-id").first()
    send(client, f"{at}work/calls/{planned.pk}/give-up/", version=str(planned.version),
         reason=word("GiveUp"))  # fmt: skip
    send(client, f"{at}work/tasks/new/", title=word("Task"), due_on=day(2),
         owner=str(worker.pk))  # fmt: skip
    task = Task.objects.order_by("-id").first()
    send(client, f"{at}work/tasks/{task.pk}/done/", version=str(task.version))
    send(client, f"{at}work/appointments/new/", kind="meeting", starts_at=f"{day(4)}T06:00",
         ends_at=f"{day(4)}T06:30", title=word("Meeting"), place=word("MeetingPlace"),
         with_whom=word("WithWhom"))  # fmt: skip
    meeting = Appointment.objects.order_by("-id").first()
    send(client, f"{at}work/appointments/{meeting.pk}/end/", version=str(meeting.version),
         state="cancelled", words=word("WhyOff"))  # fmt: skip
    look(client, f"{at}work/", "/")


def brought_in(lead):
    """A workbook of past cases is brought in: one row is filed, one is refused and kept with why."""
    good = {**ROW, "First Name": word("PastFirst"), "Second Name": word("PastSecond"),
            "Mailing Street": word("PastStreet"), "Reason for Case Closure": word("PastReason")}  # fmt: skip
    bad = {**good, "First Name": word("RefusedFirst"), "Gender": word("RefusedSex")}
    keeper = browser(lead)
    book = SimpleUploadedFile(f"{word('BookName')}.xlsx", laid_out(good, bad))
    unit = lead.memberships.get().unit_id
    send(keeper, "/import/", file=book, unit=str(unit))
    run = ImportRun.objects.get()
    at = f"/import/{run.pk}/"
    chosen = {f"column_{place}": target for place, target in enumerate(run.targets)}
    send(keeper, f"{at}columns/", version=str(run.version), date_order="", **chosen)
    check(run.pk)
    look(keeper, at)
    run.refresh_from_db()
    send(keeper, at, version=str(run.version), doubles="file")
    file_all(run.pk)
    look(keeper, at, "/import/")
    return Case.objects.order_by("-id").first()


def closed(client, lead, at):
    """Taken up again, asked to be closed, sent back, asked again, approved."""
    approver = browser(lead)
    send(approver, f"{at}close/reopen/", reason=word("Reopened"))
    outcomes = {f"outcome_{area.value}": "partly" for area in Area}
    for decision in ({"send_back": "1"}, {}):
        send(client, f"{at}close/", reason="goals_met", reason_words=word("CloseWhy"),
             leftovers=word("Leftovers"), own_view=word("OwnView"), learned=word("Learned"),
             **outcomes)  # fmt: skip
        send(approver, f"{at}close/answer/", words=word("CloseAnswer"), **decision)
    look(client, f"{at}close/", f"{at}timeline/")
