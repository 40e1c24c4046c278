"""Addresses under ``cases/<code>/home/``; names in the namespace ``cases``."""

from django.urls import path

from kimbilio.web.reintegration import follow_ups, returns

urlpatterns = [
    path("new/", follow_ups.new, name="reintegration_new"),
    path("<uuid:pk>/", follow_ups.reintegration, name="reintegration"),
    path("<uuid:pk>/add/", follow_ups.add, name="follow_up_add"),
    path("<uuid:pk>/end/", follow_ups.end, name="reintegration_end"),
    path("follow-ups/<uuid:pk>/", follow_ups.do, name="follow_up_do"),
    path("follow-ups/<uuid:pk>/move/", follow_ups.change, name="follow_up_move"),
    path("follow-ups/<uuid:pk>/drop/", follow_ups.drop, name="follow_up_drop"),
    path("returns/new/", returns.new, name="repatriation_new"),
    path("returns/<uuid:pk>/", returns.repatriation, name="repatriation"),
    path("returns/<uuid:pk>/known/", returns.describe, name="repatriation_describe"),
    path("returns/<uuid:pk>/stands/", returns.move, name="repatriation_move"),
    path("returns/<uuid:pk>/journey/", returns.journey, name="journey"),
    path("returns/<uuid:pk>/form-f/", returns.form_f, name="form_f"),
    path("returns/<uuid:pk>/papers/new/", returns.paper_new, name="travel_paper_new"),
    path("returns/papers/<uuid:pk>/", returns.paper, name="travel_paper"),
]
