"""Addresses of the settings; ready-made sets, duty, staff and rules have areas of their own."""

from django.urls import path

from kimbilio.web.settings import views

app_name = "settings"

urlpatterns = [
    path("", views.index, name="index"),
    path("organisation/", views.organisation, name="organisation"),
    path("access/", views.access, name="access"),
    path("units/", views.units, name="units"),
    path("units/new/", views.unit, name="new_unit"),
    path("units/<uuid:pk>/", views.unit, name="unit"),
    path("units/<uuid:pk>/members/", views.add_member, name="add_member"),
    path("units/members/<uuid:pk>/remove/", views.drop_member, name="drop_member"),
]
