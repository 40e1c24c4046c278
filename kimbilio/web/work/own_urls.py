"""Addresses under ``day/`` of what belongs to no case; names in the namespace ``day``."""

from django.urls import path

from kimbilio.web.work import items, views

urlpatterns = [
    path("tasks/", views.my_tasks, name="tasks"),
    path("tasks/new/", items.new_task, name="task_new"),
    path("tasks/<uuid:pk>/", items.task, name="task"),
    path("tasks/<uuid:pk>/done/", items.task_done, name="task_done"),
    path("appointments/new/", items.new_appointment, name="appointment_new"),
    path("appointments/<uuid:pk>/", items.appointment, name="appointment"),
    path("appointments/<uuid:pk>/end/", items.end_appointment, name="appointment_end"),
]
