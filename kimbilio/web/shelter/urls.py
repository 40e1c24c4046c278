"""Addresses of the shelter outside of a single case; they hold keys of houses, nobody's code."""

from django.urls import path

from kimbilio.web.shelter import board, daily, evenings

app_name = "shelter"

urlpatterns = [
    path("", board.board, name="board"),
    path("houses/<uuid:pk>/roll/", evenings.roll, name="roll"),
    path("houses/<uuid:pk>/book/", evenings.book, name="book"),
    path("houses/<uuid:pk>/day/", daily.day, name="day"),
    path("houses/<uuid:pk>/day/meals/<str:which>/", daily.meal, name="meal"),
    path("houses/<uuid:pk>/day/new/<str:kind>/", daily.happening_new, name="happening_new"),
    path("houses/<uuid:pk>/day/<uuid:happening>/end/", daily.happening_end, name="happening_end"),
    path("houses/<uuid:pk>/day/activity/", daily.activity_new, name="activity_new"),
    path("houses/<uuid:pk>/day/doses/<uuid:medicine>/<str:at>/", daily.dose, name="dose"),
    path("houses/<uuid:pk>/incidents/new/", evenings.incident_new, name="incident_new"),
    path("incidents/<uuid:pk>/", evenings.incident, name="incident"),
    path("incidents/<uuid:pk>/close/", evenings.incident_close, name="incident_close"),
    path("book/<uuid:pk>/take/", evenings.take, name="take"),
]
