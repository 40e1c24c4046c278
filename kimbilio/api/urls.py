"""Addresses for programs: the doors of providers. The key in them is a secret of its own."""

from django.urls import path

from kimbilio.api import webhooks

app_name = "api"

urlpatterns = [path("door/<str:key>/", webhooks.door, name="door")]
