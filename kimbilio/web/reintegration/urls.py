"""Addresses of the rota and its rules; they hold keys, nobody's code."""

from django.urls import path

from kimbilio.web.reintegration import follow_ups, rota

app_name = "reintegration"

urlpatterns = [
    path("", rota.calls, name="calls"),
    path("calls/<uuid:pk>/take/", rota.take, name="take"),
    path("rules/", rota.rules, name="rules"),
    path("<uuid:pk>/", follow_ups.find, name="follow_up"),
]
