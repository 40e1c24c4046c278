"""The address of the rule of reminders, under ``settings/reminders/``."""

from django.urls import path

from kimbilio.web.calendar import reminders

app_name = "reminders"

urlpatterns = [path("", reminders.rule, name="rule")]
