"""Addresses of cases. They hold codes and numbers, never a word about anybody."""

from django.urls import path

from kimbilio.web.cases import overview, timeline

app_name = "cases"

urlpatterns = [
    path("<str:code>/", overview.file, name="file"),
    path("<str:code>/timeline/", timeline.timeline, name="timeline"),
]
