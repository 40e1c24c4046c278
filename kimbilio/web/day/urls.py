"""Addresses of one's own day: the root of the site, and what belongs to no case."""

from django.urls import include, path

from kimbilio.web.day import views

app_name = "day"
urlpatterns = [
    path("", views.today, name="today"),
    path("day/services/", views.duties, name="duties"),
    path("day/tasks/done/", views.tasks_done, name="tasks_done"),
    path("day/tasks/move-late/", views.move_late, name="move_late"),
    path("day/", include("kimbilio.web.work.own_urls")),
]
