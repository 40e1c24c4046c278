"""The address of the directory for everybody: a word that tells nobody anything."""

from django.urls import path

from kimbilio.web.partners import public

app_name = "help"

urlpatterns = [path("", public.find, name="find")]
