"""Addresses of therapy outside of a single case; they hold keys of sessions, nobody's code."""

from django.urls import path

from kimbilio.web.therapy import dragging, notes, sessions, week

app_name = "therapy"

urlpatterns = [
    path("", week.week, name="week"),
    path("sessions/new/", sessions.new, name="session_new"),
    path("sessions/<uuid:pk>/", sessions.session, name="session"),
    path("sessions/<uuid:pk>/place/", dragging.place, name="session_place"),
    path("seals/", notes.seals, name="seals"),
    path("seals/<uuid:pk>/", notes.review, name="seal_review"),
]
