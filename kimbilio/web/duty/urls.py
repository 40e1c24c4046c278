"""Addresses of the duty list in the settings."""

from django.urls import path

from kimbilio.web.duty import views

app_name = "duty"
urlpatterns = [
    path("", views.index, name="index"),
    path("<uuid:pk>/remove/", views.remove, name="remove"),
]
