"""What is typed into the pages of the services: the search for family, the return, court, shelter, therapy, work."""

from datetime import timedelta

from django.utils import timezone

from kimbilio.access.choices import TieKind
from kimbilio.access.models import Tie
from kimbilio.accounts.models import User
from kimbilio.justice.models import Exhibit, Hearing, LegalMatter
from kimbilio.livelihoods.models import Business, FundingGrant
from kimbilio.people.models import ContactPoint
from kimbilio.reintegration.models import FollowUp, Reintegration, Repatriation
from kimbilio.shelter.models import Bed, Bedroom, House, HouseWorker, Medicine, Stay
from kimbilio.therapy.models import TherapyAttendance, TherapyEpisode, TherapySession
from kimbilio.tracing.models import Attempt, FoundRelative, Tracing
from tests.guardrails.hands import browser, look, phone, send, word


def day(days=0):
    """A day from today on, as a form sends it."""
    return str(timezone.localdate() + timedelta(days=days))


def moment(**ago):
    """A moment as a form sends it; before now unless the hours are negative."""
    return f"{timezone.localtime() - timedelta(**ago):%Y-%m-%dT%H:%M}"


def colleague(case, role):
    """Somebody of that role on the team."""
    user = User.objects.create_user(f"{role}@org.example", name=role.title(), role=role)
    Tie.objects.create(case=case, user=user, kind=TieKind.MEMBER)
    return user


def services(client, lead, worker, at, case):
    """One thing of each kind in each service, as the person whose work it is types it."""
    tracing(client, worker, at)
    coming_home(client, worker, at)
    court(browser(colleague(case, "legal_officer")), at)
    shelter(client, browser(lead), colleague(case, "shelter_worker"), at, case)
    therapy(browser(colleague(case, "therapist")), at)
    business(client, at)
    look(client, f"{at}services/", f"{at}timeline/", "/calendar/", "/follow-up/", "/", "/notices/")


def tracing(client, worker, at):
    for giver in ("officer", "assent"):
        send(client, f"{at}consent/", purpose="tracing", answer="yes", giver=giver,
             giver_name=word("TracingGiver"), manner="spoken", given_on=day())  # fmt: skip
    send(client, f"{at}tracing/new/", wish=word("TracingWish"), name=word("SoughtName"),
         other_names=word("SoughtAlias"), relation="mother", sex="Feminine", county="040",
         places=word("SoughtPlaces"), known=word("SoughtKnown"))  # fmt: skip
    search = Tracing.objects.get()
    here = f"{at}tracing/{search.pk}/"
    tried = {"way": "chief", "at": moment(hours=2), "made_by": worker.pk, "result": "clue"}
    send(client, f"{here}attempts/new/", **tried, place=word("TriedPlace"), words=word("Learnt"),
         next_words=word("TryNext"), next_on=day(2))  # fmt: skip
    attempt = Attempt.objects.get()
    send(client, f"{at}tracing/attempts/{attempt.pk}/", **tried, place=word("TriedAgain"),
         words=word("LearntAgain"), next_words=attempt.next_words, next_on=day(2), version="1")  # fmt: skip
    send(client, f"{here}relatives/new/", name=word("Relative"), relation="mother", phone=phone(),
         place=word("RelativePlace"))  # fmt: skip
    relative = FoundRelative.objects.get()
    send(client, f"{at}tracing/relatives/{relative.pk}/check/", proofs=["photo"], on=day(),
         doubts=word("Doubts"), version=str(relative.version))  # fmt: skip
    send(client, f"{here}family/", safety="safe", willing="wants", capacity="with_help",
         involved="none", made_on=day(), words=word("FamilySeen"))  # fmt: skip
    send(client, f"{here}best-interest/", options=word("Options"), child_view=word("ChildView"),
         decision="go_home", reasons=word("Reasons"), deciders=word("Decider"),
         decided_on=day())  # fmt: skip
    send(client, f"{here}prepare/", ready=["papers"], note=word("StillToDo"))
    refused = {"at": moment(hours=1), "place": word("HandoverPlace"), "handed_by": worker.pk,
               "relative": relative.pk, "id_seen": "national_id", "signed_by": word("Signed"),
               "given": word("GivenAlong"), "first_follow_up_on": day(7), "version": "2"}  # fmt: skip
    send(client, f"{here}handover/", ok=422, **refused)  # nobody confirmed her: words in a refusal
    look(client, here, f"{at}tracing/links/", "/missing/")


def coming_home(client, worker, at):
    home = f"{at}home/"
    send(client, f"{home}new/", start_on=day(), responsible=worker.pk, way="visit", points="1m",
         wish=word("HomeWish"))  # fmt: skip
    episode = Reintegration.objects.get()
    send(client, f"{home}{episode.pk}/add/", due_at=moment(hours=-1), way="visit", who=worker.pk)
    first, later = FollowUp.objects.order_by("due_at")
    send(client, f"{home}follow-ups/{first.pk}/", on=day(), safety="no", words=word("HowTheyAre"),
         signs=[], q_calm="1", version=str(first.version))  # fmt: skip
    send(client, f"{home}follow-ups/{later.pk}/drop/", reason=word("Dropped"),
         version=str(later.version))  # fmt: skip
    send(client, f"{at}call/", outcome="no_answer", way="call", at=moment(minutes=5),
         contact=ContactPoint.objects.filter(kind="phone").first().pk,
         words=word("CallBack"), override_reason=word("NotSafeButNeeded"))  # fmt: skip
    send(client, f"{home}returns/new/", direction="in", country="LB", responsible=worker.pk,
         wish=word("ReturnWish"))  # fmt: skip
    here = f"{home}returns/{Repatriation.objects.get().pk}/"
    send(client, f"{here}known/", country="LB", responsible=worker.pk, agreed_on=day(-1),
         risk_assessed_on=day(-1), focal_person=word("FocalPerson"), wish=word("ReturnWishes"),
         checks=["fit"], version="1")  # fmt: skip
    send(client, f"{here}papers/new/", kind="emergency", state="asked", since=day(),
         note=word("PaperNote"))  # fmt: skip
    send(client, f"{here}journey/", travel_by="air", travels_on=day(3), ticket=word("Ticket"),
         escort=word("Escort"), met_by=worker.pk, met_by_other=word("OtherMeets"),
         met_at=moment(days=-4), met_where=word("Airport"))  # fmt: skip
    send(client, f"{here}form-f/", ok=200, language="en")
    look(client, f"{home}{episode.pk}/", here)


def court(client, at):
    legal = f"{at}legal/"
    me = User.objects.get(role="legal_officer")
    send(client, f"{legal}new/", kind="criminal", responsible=me.pk, wish=word("LegalWish"))
    matter = LegalMatter.objects.get()
    here = f"{legal}{matter.pk}/"
    send(client, f"{here}court/", responsible=me.pk, court=word("Court"), number=word("CourtNumber"),
         charges=["ctip_3_5"], version=str(matter.version))  # fmt: skip
    send(client, f"{here}complaint/", made_on=day(-3), station=word("Station"), ob_number=word("OB"),
         officer=word("Officer"), officer_phone=phone(), version="0")  # fmt: skip
    send(client, f"{here}hearings/new/", purpose="mention", starts_at=moment(hours=5),
         ends_at=moment(hours=3), court=word("HearingCourt"), held_by=me.pk, person_comes="on",
         travel=word("Travel"))  # fmt: skip
    hearing = Hearing.objects.get()
    send(client, f"/courts/hearings/{hearing.pk}/", outcome="adjourned", reason="no_time",
         words=word("SaidInCourt"), came="on", version=str(hearing.version))  # fmt: skip
    send(client, f"{here}steps/new/", kind="impact", due_on=day(4), note=word("Impact"))
    send(client, f"{here}money/new/", kind="compensation", asked="5000", note=word("AwardNote"))
    send(client, f"{here}evidence/new/", kind="device", what=word("Exhibit"), at=moment(hours=9),
         from_whom=word("FromWhom"), to_whom=word("OurSafe"), place=word("LiesWhere"))  # fmt: skip
    exhibit = f"{legal}evidence/{Exhibit.objects.get().pk}/"
    send(client, exhibit, why="to_police", at=moment(hours=1), from_whom=word("OutOfSafe"),
         to_whom=word("Inspector"), place=word("PoliceStore"), seen="1")  # fmt: skip
    send(client, f"{legal}alleged/new/", part="recruited", name=word("Alleged"),
         alias=word("AlsoCalled"), phone=phone(), account=word("Account"), agency=word("Agency"),
         vehicle=word("Plate"), place=word("AllegedPlace"), note=word("AllegedNote"))  # fmt: skip
    look(client, here, exhibit, f"{here}evidence/", f"/courts/hearings/{hearing.pk}/", "/courts/",
         "/courts/network/", "/courts/network/table/", f"{legal}alleged/")  # fmt: skip


def shelter(client, keeper, worker, at, case):
    """A house is kept by a lead, a bed given, and a day lived in it."""
    send(keeper, "/settings/houses/new/", name="House Moja", address=word("HouseAddress"),
         is_active="on")  # fmt: skip
    house = House.objects.get()
    HouseWorker.objects.create(house=house, user=worker)
    send(keeper, f"/settings/houses/{house.pk}/rooms/new/", name="Room 1", for_whom="any")
    room = Bedroom.objects.get()
    send(keeper, f"/settings/houses/rooms/{room.pk}/beds/new/", name="Bed 1", is_active="on")
    send(client, f"{at}shelter/new/", from_on=day(), wish=word("ShelterWish"))
    stay = Stay.objects.get()
    file, home, shift = f"{at}shelter/{stay.pk}/", f"/shelter/houses/{house.pk}/", browser(worker)
    send(keeper, f"{file}bed/", bed=Bed.objects.get().pk, from_on=day(), word=word("LeadsWord"),
         version=str(stay.version))  # fmt: skip
    stay.refresh_from_db()
    send(shift, f"{file}arrival/", belongings=word("Belongings"), told_in="swa", rules_told="on",
         health_checked="on", version=str(stay.version))  # fmt: skip
    send(shift, f"{file}medicine/new/", what=word("Medicine"), dose=word("Dose"), times="00:00",
         from_on=day())  # fmt: skip
    medicine = Medicine.objects.get()
    send(shift, f"{home}day/doses/{medicine.pk}/00:00/", state="refused", reason=word("WhyNot"))
    send(shift, f"{home}day/meals/supper/", plates="4", diets=word("Diets"))
    send(shift, f"{home}day/new/visit/", stay=stay.pk, who=word("Visitor"), id_seen="on",
         relation=word("VisitorIs"))  # fmt: skip
    send(shift, f"{home}day/new/call/", stay=stay.pk, who=word("SpokeWith"), minutes="4",
         relation=word("CallerIs"), beside=word("Beside"))  # fmt: skip
    send(shift, f"{home}book/", kind="handover", text=word("ForNextShift"))
    send(shift, f"{home}incidents/new/", kind="conflict", severity="high", stay=stay.pk,
         happened_at=moment(minutes=1), text=word("Incident"), action=word("WhatWasDone"))  # fmt: skip
    send(keeper, f"/settings/houses/{house.pk}/address/", ok=200)
    look(shift, file, home + "day/", home + "book/", home + "roll/", "/shelter/", "/calendar/")
    look(keeper, file, "/settings/houses/", f"/settings/houses/{house.pk}/", "/shelter/")


def therapy(client, at):
    me = User.objects.get(role="therapist")
    send(client, f"{at}therapy/new/", responsible=me.pk, planned="8", wish=word("TherapyWish"))
    episode = TherapyEpisode.objects.get()
    here = f"{at}therapy/{episode.pk}/"
    send(client, f"{here}plan/", planned="8", goal1=word("TherapyGoal"),
         version=str(episode.version))  # fmt: skip
    send(client, "/therapy/sessions/new/", kind="phone", episodes=[episode.pk], weeks="1",
         starts_at=moment(hours=3), ends_at=moment(hours=2))  # fmt: skip
    session = f"/therapy/sessions/{TherapySession.objects.get().pk}/"
    came = TherapyAttendance.objects.get()
    send(client, session, **{"a0": "1", "a0-presence": "came", "a0-team_line": word("TeamLine"),
                             "a0-version": str(came.version)})  # fmt: skip
    note = f"{at}therapy/notes/{came.pk}/"
    send(client, note, text=word("SealedNote"))
    send(client, f"{here}review/", verdict="go_on", words=word("TherapyReview"), next_on=day(30),
         version=str(TherapyEpisode.objects.get().version))  # fmt: skip
    send(client, f"{here}safety/", signs=word("Signs"), alone=word("Alone"), people=word("Whom"),
         helpers=word("Helpers"), surroundings=word("SaferPlace"))  # fmt: skip
    lead = browser(User.objects.get(role="team_lead"))
    send(lead, note, reason=f"{word('WhySealBroken')} cannot wait for tomorrow")
    look(client, here, session, note, "/therapy/", "/calendar/", f"{at}timeline/")
    look(lead, note, here)


def business(client, at):
    work = f"{at}livelihoods/"
    me = User.objects.get(role="case_worker", name="Worker")
    FundingGrant.objects.create(donor="Mfano Fund", code="MF-1", from_on=day(-90), until_on=day(90))
    send(client, f"{work}business/new/", sector="food", responsible=me.pk, wish=word("WorkWish"))
    here = f"{work}business/{Business.objects.get().pk}/"
    send(client, f"{here}plan/", sector="food", plan=word("BusinessPlan"), training=word("Training"),
         trained_on=day(-9), version="1")  # fmt: skip
    send(client, f"{here}visit/", visited_on=day(), words=word("MentorSaw"), advice=word("Advice"))
    send(client, f"{here}bought/", what=word("Asset"), bought_on=day(-1), cost="900",
         receipt=word("AssetReceipt"))  # fmt: skip
    send(client, f"{here}grant/", wanted="50000", appraisal=word("Appraisal"))
    send(client, f"{work}given/new/", kind="rent", words=word("GivenWords"), quantity="1",
         to_survivor="on", dependants="0", given_on=day(), cost="4000",
         funding=FundingGrant.objects.get().pk, receipt=word("RentReceipt"))  # fmt: skip
    send(client, f"{work}job/new/", employer=word("Employer"), sector="food", work=word("Job"),
         wage="15000", starts_on=day(-2), responsible=me.pk, wish=word("JobWish"))  # fmt: skip
    look(client, work, here, f"{work}given/")
    manager = User.objects.create_user("manager@org.example", name="Manager", role="manager")
    look(browser(manager), "/livelihoods/")
    send(browser(manager), "/livelihoods/export/", ok=200)
