"""The address of the outline for management."""

from django.urls import path

from kimbilio.web.outline import views

app_name = "outline"
urlpatterns = [path("", views.index, name="index")]
