"""Addresses under ``cases/<code>/legal/``; names in the namespace ``cases``."""

from django.urls import path

from kimbilio.web.justice import alleged, exhibits, hearings, matters, parts

urlpatterns = [
    path("new/", matters.new, name="matter_new"),
    path("alleged/", alleged.index, name="alleged"),
    path("alleged/new/", alleged.edit, name="alleged_new"),
    path("alleged/<uuid:pk>/", alleged.edit, name="alleged_edit"),
    path("<uuid:pk>/", matters.matter, name="matter"),
    path("<uuid:pk>/court/", matters.describe, name="matter_describe"),
    path("<uuid:pk>/complaint/", matters.complaint, name="matter_complaint"),
    path("<uuid:pk>/stands/", matters.move, name="matter_move"),
    path("<uuid:pk>/end/", matters.end, name="matter_end"),
    path("<uuid:pk>/hearings/new/", hearings.new, name="hearing_new"),
    path("hearings/<uuid:pk>/", hearings.change, name="hearing_change"),
    path("<uuid:pk>/steps/new/", parts.new_step, name="court_step_new"),
    path("steps/<uuid:pk>/", parts.change_step, name="court_step"),
    path("<uuid:pk>/money/new/", parts.new_award, name="award_new"),
    path("money/<uuid:pk>/", parts.change_award, name="award"),
    path("<uuid:pk>/evidence/", exhibits.index, name="exhibits"),
    path("<uuid:pk>/evidence/new/", exhibits.new, name="exhibit_new"),
    path("evidence/<uuid:pk>/", exhibits.exhibit, name="exhibit"),
]
