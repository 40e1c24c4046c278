"""Addresses of the organisation's layouts."""

from django.urls import path

from kimbilio.web.letters import layouts

app_name = "layouts"

urlpatterns = [
    path("", layouts.index, name="index"),
    path("<slug:letter>/<slug:language>/", layouts.layout, name="layout"),
    path("<slug:letter>/<slug:language>/<int:number>/", layouts.restore, name="restore"),
]
