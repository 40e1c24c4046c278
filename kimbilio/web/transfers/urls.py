"""Addresses of cases from others and of our key; the transfer of a case stands under ``cases/``."""

from django.urls import path

from kimbilio.web.transfers import arriving

app_name = "transfers"

urlpatterns = [
    path("", arriving.index, name="index"),
    path("key/", arriving.key, name="key"),
    path("<uuid:pk>/", arriving.arrival, name="arrival"),
    path("<uuid:pk>/drop/", arriving.drop, name="drop"),
]
