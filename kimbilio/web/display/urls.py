"""Addresses about how pages look."""

from django.urls import path

from kimbilio.web.display import views

app_name = "display"
urlpatterns = [
    path("display/theme/", views.theme, name="theme"),
    path("display/language/", views.language, name="language"),
    path("display/discreet/", views.discreet, name="discreet"),
    path("new-page/", views.blank, name="blank"),
    path("kit/", views.kit, name="kit"),
]
