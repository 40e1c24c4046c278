"""Addresses under ``cases/<code>/therapy/``; names in the namespace ``cases``."""

from django.urls import path

from kimbilio.web.therapy import episodes, measures, notes

urlpatterns = [
    path("new/", episodes.ask, name="therapy_ask"),
    path("<uuid:pk>/", episodes.episode, name="therapy"),
    path("<uuid:pk>/plan/", episodes.goals, name="therapy_goals"),
    path("<uuid:pk>/review/", episodes.review, name="therapy_review"),
    path("<uuid:pk>/discharge/", episodes.discharge, name="therapy_discharge"),
    path("<uuid:pk>/end/", episodes.end, name="therapy_end"),
    path("<uuid:pk>/safety/", measures.safety_plan, name="safety_plan"),
    path("<uuid:pk>/scales/<str:kind>/", measures.scale, name="scale"),
    path("results/<uuid:pk>/", measures.result, name="scale_result"),
    path("notes/<uuid:pk>/", notes.note, name="therapy_note"),
]
