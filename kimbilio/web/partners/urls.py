"""Addresses of the partner directory."""

from django.urls import path

from kimbilio.web.partners import views

app_name = "partners"

urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.edit, name="new"),
    path("<uuid:pk>/", views.partner, name="partner"),
    path("<uuid:pk>/edit/", views.edit, name="edit"),
    path("<uuid:pk>/checked/", views.checked, name="checked"),
    path("<uuid:pk>/services/new/", views.new_offer, name="new_offer"),
    path("services/<uuid:pk>/", views.offer, name="offer"),
]
