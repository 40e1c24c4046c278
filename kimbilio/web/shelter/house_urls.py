"""Addresses of the settings of the shelter; they hold keys, no place."""

from django.urls import path

from kimbilio.web.shelter import houses

app_name = "houses"

urlpatterns = [
    path("", houses.index, name="index"),
    path("new/", houses.edit, name="new"),
    path("<uuid:pk>/", houses.house, name="house"),
    path("<uuid:pk>/edit/", houses.edit, name="edit"),
    path("<uuid:pk>/address/", houses.address, name="address"),
    path("<uuid:pk>/rooms/new/", houses.room, {"is_new": True}, name="room_new"),
    path("rooms/<uuid:pk>/", houses.room, name="room"),
    path("rooms/<uuid:pk>/beds/new/", houses.bed, {"is_new": True}, name="bed_new"),
    path("beds/<uuid:pk>/", houses.bed, name="bed"),
    path("workers/<uuid:pk>/leave/", houses.worker_leaves, name="worker_leaves"),
]
