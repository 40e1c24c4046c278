"""Addresses of the courts outside of a single case; they hold keys of hearings, nobody's code."""

from django.urls import path

from kimbilio.web.justice import diary, hearings, network

app_name = "justice"

urlpatterns = [
    path("", diary.week, name="diary"),
    path("outcomes/", diary.outcomes, name="outcomes"),
    path("network/", network.picture, name="network"),
    path("network/table/", network.table, name="network_table"),
    path("network/data/", network.data, name="network_data"),
    path("hearings/<uuid:pk>/", hearings.hearing, name="hearing"),
]
