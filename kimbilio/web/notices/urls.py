"""Addresses behind the bell."""

from django.urls import path

from kimbilio.web.notices import views

app_name = "notices"

urlpatterns = [
    path("", views.index, name="index"),
    path("read/", views.read, name="read"),
]
