"""Addresses of the inbox. They hold ids and codes of filters, never a number or a word."""

from django.urls import path

from kimbilio.web.inbox import conversation, going_on, views

app_name = "inbox"

urlpatterns = [
    path("", views.index, name="index"),
    path("changes/", views.changes, name="changes"),
    path("new/", views.new, name="new"),
    path("partners/", conversation.partners, name="partners"),
    path("figures/", views.numbers, name="figures"),
    path("messages/<uuid:pk>/file/", going_on.attachment, name="attachment"),
    path("messages/<uuid:pk>/translation/", going_on.translation, name="translation"),
    path("<uuid:pk>/", conversation.conversation, name="conversation"),
    path("<uuid:pk>/said/", conversation.said, name="said"),
    path("<uuid:pk>/writing/", conversation.writing, name="writing"),
    path("<uuid:pk>/case/", going_on.open_case, name="open_case"),
    path("<uuid:pk>/show/", going_on.reveal, name="reveal"),
]
