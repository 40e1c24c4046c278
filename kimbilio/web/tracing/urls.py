"""Addresses of reports about missing people; they hold keys of reports, nobody's name."""

from django.urls import path

from kimbilio.web.tracing import reports

app_name = "tracing"

urlpatterns = [
    path("", reports.index, name="reports"),
    path("new/", reports.new, name="report_new"),
    path("<uuid:pk>/", reports.report, name="report"),
    path("<uuid:pk>/edit/", reports.edit, name="report_edit"),
    path("<uuid:pk>/close/", reports.close, name="report_close"),
]
