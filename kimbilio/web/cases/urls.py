"""Addresses of cases. They hold codes and numbers, never a word about anybody."""

from django.urls import include, path

from kimbilio.web.audit.views import of_case
from kimbilio.web.calendar import reminders
from kimbilio.web.care import views as care
from kimbilio.web.cases import (
    calls,
    closing,
    consent,
    decide,
    documents,
    new,
    notes,
    overview,
    people,
    printing,
    rescue,
    reveal,
    team,
    timeline,
    uploads,
)
from kimbilio.web.cases.assess import views as assess
from kimbilio.web.cases.list import export
from kimbilio.web.cases.list import views as listing
from kimbilio.web.cases.story import views as story
from kimbilio.web.letters import of_case as made
from kimbilio.web.referrals import letters
from kimbilio.web.referrals import views as referrals
from kimbilio.web.transfers import leaving as transfers

app_name = "cases"

urlpatterns = [
    path("", listing.index, name="index"),
    path("display/", listing.display, name="display"),
    path("views/", listing.keep, name="keep_view"),
    path("views/<uuid:pk>/drop/", listing.drop, name="drop_view"),
    path("assign/", listing.assign, name="assign"),
    path("export/", export.export, name="export"),
    path("closings/", closing.closings, name="closings"),
    path("emergency/", team.emergency, name="emergency"),
    path("emergency/reviews/", team.reviews, name="reviews"),
    path("emergency/reviews/<uuid:pk>/", team.review, name="review"),
    path("new/", new.new, name="new"),
    path("new/decision/", new.new_decision, name="new_decision"),
    path("new/matches/", new.new_matches, name="new_matches"),
    path("<str:code>/", overview.file, name="file"),
    path("<str:code>/access/", of_case, name="access"),
    path("<str:code>/rescue/", rescue.rescue, name="rescue"),
    path("<str:code>/story/", story.story, name="story"),
    path("<str:code>/story/edit/", story.edit_story, name="edit_story"),
    path("<str:code>/story/codes/", story.code_story, name="code_story"),
    path("<str:code>/story/route/", story.route, name="story_route"),
    path("<str:code>/assess/<str:kind>/", assess.assess, name="assess"),
    path("<str:code>/assess/<str:kind>/sign/", assess.sign, name="sign_assessment"),
    path("<str:code>/assess/<str:kind>/history/", assess.history, name="assessments"),
    path("<str:code>/assessments/<uuid:pk>/", assess.assessment, name="assessment"),
    path("<str:code>/assessments/<uuid:pk>/correct/", assess.correct, name="correct_assessment"),
    path("<str:code>/reminders/", reminders.of_case, name="reminders"),
    path("<str:code>/timeline/", timeline.timeline, name="timeline"),
    path("<str:code>/clocks/<uuid:pk>/met/", overview.met, name="met"),
    path("<str:code>/decide/", decide.again, name="decide"),
    path("<str:code>/people/", people.people, name="people"),
    path("<str:code>/people/edit/", people.edit_person, name="edit_person"),
    path("<str:code>/people/new/", people.new_relation, name="new_relation"),
    path("<str:code>/people/paper/", people.new_paper, name="new_paper"),
    path("<str:code>/people/contact/", people.new_contact, name="new_contact"),
    path("<str:code>/people/<uuid:pk>/contact/", people.new_contact, name="new_contact_of"),
    path("<str:code>/people/<uuid:pk>/end/", people.drop_relation, name="drop_relation"),
    path("<str:code>/contact/<uuid:pk>/", people.edit_contact, name="edit_contact"),
    path("<str:code>/consent/", consent.consent, name="consent"),
    path("<str:code>/consent/<uuid:pk>/withdraw/", consent.withdraw, name="withdraw_consent"),
    path("<str:code>/services/", care.of_case, name="services"),
    path("<str:code>/shelter/", include("kimbilio.web.shelter.case_urls")),
    path("<str:code>/therapy/", include("kimbilio.web.therapy.case_urls")),
    path("<str:code>/legal/", include("kimbilio.web.justice.case_urls")),
    path("<str:code>/tracing/", include("kimbilio.web.tracing.case_urls")),
    path("<str:code>/home/", include("kimbilio.web.reintegration.case_urls")),
    path("<str:code>/livelihoods/", include("kimbilio.web.livelihoods.case_urls")),
    path("<str:code>/team/", team.team, name="team"),
    path("<str:code>/team/<uuid:pk>/leave/", team.leave, name="leave_team"),
    path("<str:code>/documents/", documents.documents, name="documents"),
    path("<str:code>/documents/new/", documents.new_document, name="new_document"),
    path("<str:code>/documents/arriving/", uploads.begin, name="begin_upload"),
    path("<str:code>/documents/arriving/<uuid:pk>/", uploads.piece, name="upload_piece"),
    path("<str:code>/documents/<uuid:pk>/", documents.document, name="document"),
    path("<str:code>/documents/<uuid:pk>/copy/", documents.download, name="download"),
    path("<str:code>/documents/<uuid:pk>/small/", documents.thumbnail, name="thumbnail"),
    path("<str:code>/make/", made.choose, name="letters"),
    path("<str:code>/make/<slug:letter>/<slug:language>/", made.make, name="make_letter"),
    path("<str:code>/close/", closing.close, name="close"),
    path("<str:code>/close/answer/", closing.answer, name="answer_closing"),
    path("<str:code>/close/reopen/", closing.reopen, name="reopen"),
    path("<str:code>/print/", printing.summary, name="print"),
    path("<str:code>/notes/new/", notes.new_note, name="new_note"),
    path("<str:code>/call/", calls.call, name="call"),
    path("<str:code>/referrals/", referrals.of_case, name="referrals"),
    path("<str:code>/referrals/new/", referrals.new, name="referral_new"),
    path("<str:code>/referrals/<uuid:pk>/", referrals.one, name="referral"),
    path("<str:code>/letters/new/", letters.ask, name="letter_new"),
    path("<str:code>/letters/<uuid:pk>/", letters.letter, name="letter"),
    path("<str:code>/transfer/", transfers.transfer, name="transfer"),
    path("<str:code>/transfer/<uuid:pk>/", transfers.package, name="transfer_package"),
    path("<str:code>/work/", include("kimbilio.web.work.case_urls")),
    path("<str:code>/plan/", include("kimbilio.web.cases.plan.urls")),
    path("<str:code>/show/name/", reveal.name, name="reveal_name"),
    path("<str:code>/show/contact/<uuid:pk>/", reveal.contact, name="reveal_contact"),
    path("<str:code>/show/paper/<uuid:pk>/", reveal.paper, name="reveal_paper"),
]
