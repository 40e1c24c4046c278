"""Addresses under ``cases/<code>/work/``; names in the namespace ``cases``."""

from django.urls import path

from kimbilio.web.work import items, views

urlpatterns = [
    path("", views.of_case, name="work"),
    path("calls/new/", views.new_call, name="call_new"),
    path("calls/series/", views.new_series, name="call_series"),
    path("calls/<uuid:pk>/", views.follow_up, name="follow_up"),
    path("calls/<uuid:pk>/give-up/", views.give_up, name="give_up_call"),
    path("tasks/new/", items.new_task, name="task_new"),
    path("tasks/<uuid:pk>/", items.task, name="task"),
    path("tasks/<uuid:pk>/done/", items.task_done, name="task_done"),
    path("appointments/new/", items.new_appointment, name="appointment_new"),
    path("appointments/<uuid:pk>/", items.appointment, name="appointment"),
    path("appointments/<uuid:pk>/end/", items.end_appointment, name="appointment_end"),
]
