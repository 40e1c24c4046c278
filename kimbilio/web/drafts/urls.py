"""Addresses of drafts."""

from django.urls import path

from kimbilio.web.drafts import views

app_name = "drafts"

urlpatterns = [
    path("save/", views.save, name="save"),
    path("drop/", views.drop, name="drop"),
]
