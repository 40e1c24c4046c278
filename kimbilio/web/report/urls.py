"""Addresses of the public form: words that tell nobody anything."""

from django.urls import path

from kimbilio.web.report import views

app_name = "report"

urlpatterns = [
    path("", views.report, name="report"),
    path("back/", views.back, name="back"),
]
