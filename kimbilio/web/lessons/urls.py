"""Addresses of the library of lessons."""

from django.urls import path

from kimbilio.web.lessons import views

app_name = "lessons"

urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.new, name="new"),
    path("<uuid:pk>/", views.lesson, name="lesson"),
    path("<uuid:pk>/edit/", views.edit, name="edit"),
    path("<uuid:pk>/answer/", views.answer, name="answer"),
]
