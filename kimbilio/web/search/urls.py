"""The address of the search."""

from django.urls import path

from kimbilio.web.search import views

app_name = "search"

urlpatterns = [path("", views.quick, name="quick")]
