"""Addresses of past cases, under ``import/``: bringing them in, and taking cases away."""

from django.urls import path

from kimbilio.web.imports import files, views

app_name = "imports"

urlpatterns = [
    path("", views.index, name="index"),
    path("template.xlsx", files.template, name="template"),
    path("export/", files.export, name="export"),
    path("<uuid:pk>/", views.run, name="run"),
    path("<uuid:pk>/columns/", views.columns, name="columns"),
    path("<uuid:pk>/drop/", views.drop, name="drop"),
    path("<uuid:pk>/rejected.csv", files.rejected, name="rejected"),
]
