"""Addresses of the staff list in the settings."""

from django.urls import path

from kimbilio.web.staff import views

app_name = "staff"
urlpatterns = [
    path("", views.index, name="index"),
    path("invite/", views.invite, name="invite"),
    path("invitations/<uuid:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("<uuid:pk>/", views.member, name="member"),
    path("<uuid:pk>/role/", views.role, name="role"),
    path("<uuid:pk>/close/", views.deactivate, name="deactivate"),
    path("<uuid:pk>/open/", views.activate, name="activate"),
    path("<uuid:pk>/second-factor/", views.reset_second_factor, name="reset_second_factor"),
]
