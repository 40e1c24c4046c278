"""Addresses under ``cases/<code>/tracing/``; names in the namespace ``cases``."""

from django.urls import path

from kimbilio.web.tracing import going_home, links, relatives, searches

urlpatterns = [
    path("new/", searches.new, name="tracing_new"),
    path("links/", links.of_case, name="family_links"),
    path("links/<uuid:pk>/", links.decide, name="family_link"),
    path("attempts/<uuid:pk>/", searches.correct, name="attempt"),
    path("relatives/<uuid:pk>/", relatives.change, name="relative"),
    path("relatives/<uuid:pk>/check/", relatives.check, name="relative_check"),
    path("relatives/<uuid:pk>/confirm/", relatives.confirm, name="relative_confirm"),
    path("<uuid:pk>/", searches.tracing, name="tracing"),
    path("<uuid:pk>/edit/", searches.edit, name="tracing_edit"),
    path("<uuid:pk>/move/<str:to>/", searches.move, name="tracing_move"),
    path("<uuid:pk>/attempts/new/", searches.attempt, name="attempt_new"),
    path("<uuid:pk>/relatives/new/", relatives.new, name="relative_new"),
    path("<uuid:pk>/family/", relatives.assess, name="family_assessment"),
    path("<uuid:pk>/best-interest/", relatives.best_interest, name="best_interest"),
    path("<uuid:pk>/prepare/", going_home.prepare, name="home_prepare"),
    path("<uuid:pk>/handover/", going_home.handover, name="home_handover"),
]
