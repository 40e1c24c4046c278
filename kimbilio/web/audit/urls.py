"""Addresses of the log. The log of one case is among the addresses of its file."""

from django.urls import path

from kimbilio.web.audit import views

app_name = "log"
urlpatterns = [
    path("", views.index, name="index"),
    path("events/", views.choose_event, name="events"),
    path("export.csv", views.export, name="export"),
]
