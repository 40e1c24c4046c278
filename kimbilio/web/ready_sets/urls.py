"""Addresses of the ready-made sets, under ``settings/ready-sets/``."""

from django.urls import path

from kimbilio.web.ready_sets import views

app_name = "ready_sets"

urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.edit, name="new"),
    path("<uuid:pk>/", views.edit, name="edit"),
]
