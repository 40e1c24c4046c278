"""Addresses under ``cases/<code>/shelter/``; names in the namespace ``cases``."""

from django.urls import path

from kimbilio.web.shelter import apart, daily, stays

urlpatterns = [
    path("new/", stays.ask_for, name="stay_ask"),
    path("apart/", apart.pairs, name="apart"),
    path("apart/<uuid:pk>/end/", apart.end, name="apart_end"),
    path("<uuid:pk>/", stays.stay, name="stay"),
    path("<uuid:pk>/medicine/new/", daily.medicine_new, name="medicine_new"),
    path("medicine/<uuid:pk>/stop/", daily.medicine_stop, name="medicine_stop"),
    path("<uuid:pk>/bed/", stays.bed, name="stay_bed"),
    path("<uuid:pk>/arrival/", stays.arrival, name="stay_arrival"),
    path("<uuid:pk>/move/<str:to>/", stays.move, name="stay_move"),
]
