"""Addresses of the list over all referrals; those of a case stand under ``cases/``."""

from django.urls import path

from kimbilio.web.referrals import views

app_name = "referrals"

urlpatterns = [path("", views.index, name="index")]
