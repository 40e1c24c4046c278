"""Addresses of the calendar; the feed's alone is open without an account, to whoever has its secret."""

from django.urls import path

from kimbilio.web.calendar import feeds, views

app_name = "calendar"

urlpatterns = [
    path("", views.week, name="week"),
    path("day/", views.day, name="day"),
    path("month/", views.month, name="month"),
    path("whose/", views.whose, name="whose"),
    path("feed/", feeds.feed, name="feed"),
    path("feed/<str:token>.ics", feeds.fetch, name="fetch"),
]
