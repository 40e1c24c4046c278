"""Addresses of letters of many cases."""

from django.urls import path

from kimbilio.web.letters import many

app_name = "letters"

urlpatterns = [
    path("", many.index, name="index"),
    path("<uuid:pk>/", many.batch, name="batch"),
    path("<uuid:pk>/save/", many.save, name="save"),
]
