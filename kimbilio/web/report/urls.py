"""Addresses of the public form: words that tell nobody anything."""

from django.urls import path

from kimbilio.web.report import incoming, views

app_name = "report"

urlpatterns = [
    path("", views.report, name="report"),
    path("from/<str:token>/", incoming.refer, name="refer"),
    path("back/", views.back, name="back"),
]
