"""Addresses of the rooms, under ``settings/rooms/``."""

from django.urls import path

from kimbilio.web.care import views

app_name = "rooms"

urlpatterns = [
    path("", views.rooms, name="index"),
    path("new/", views.room, name="new"),
    path("<uuid:pk>/", views.room, name="edit"),
]
