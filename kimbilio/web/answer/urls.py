"""The address of a partner's link."""

from django.urls import path

from kimbilio.web.answer import views

app_name = "answer"

urlpatterns = [path("<str:token>/", views.answer, name="answer")]
