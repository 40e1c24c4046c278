"""Addresses of the helpline's settings."""

from django.urls import path

from kimbilio.web.helpline import referrers, views

app_name = "helpline"

urlpatterns = [
    path("", views.accounts, name="accounts"),
    path("new/<str:provider>/", views.new_account, name="new_account"),
    path("words/", views.words, name="words"),
    path("words/new/", views.word, name="new_word"),
    path("words/<uuid:pk>/", views.word, name="word"),
    path("replies/new/", views.reply, name="new_reply"),
    path("replies/<uuid:pk>/", views.reply, name="reply"),
    path("partners/", referrers.referrers, name="referrers"),
    path("partners/<uuid:pk>/stop/", referrers.stop, name="stop_referrer"),
    path("<uuid:pk>/", views.account, name="account"),
]
