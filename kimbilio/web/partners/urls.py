"""Addresses of the partner directory."""

from django.urls import path

from kimbilio.web.partners import files, keeping, views

app_name = "partners"

urlpatterns = [
    path("", views.index, name="index"),
    path("files/", files.index, name="files"),
    path("files/<uuid:pk>/", files.brought, name="brought"),
    path("files/start/", files.start, name="start"),
    path("files/export/", files.export, name="export"),
    path("rules/", keeping.rules, name="rules"),
    path("new/", keeping.edit, name="new"),
    path("<uuid:pk>/", views.partner, name="partner"),
    path("<uuid:pk>/edit/", keeping.edit, name="edit"),
    path("<uuid:pk>/contact/", views.contact, name="contact"),
    path("<uuid:pk>/checked/", keeping.checked, name="checked"),
    path("<uuid:pk>/services/new/", keeping.new_offer, name="new_offer"),
    path("services/<uuid:pk>/", keeping.offer, name="offer"),
    path("services/<uuid:pk>/places/", keeping.free_places, name="free_places"),
]
