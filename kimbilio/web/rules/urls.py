"""Addresses of the decision rules and response limits."""

from django.urls import path

from kimbilio.web.rules import views

app_name = "rules"

urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.edit, name="new"),
    path("<uuid:pk>/", views.edit, name="edit"),
    path("limits/<uuid:pk>/", views.limit, name="limit"),
]
