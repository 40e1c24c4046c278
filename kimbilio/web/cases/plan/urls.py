"""Addresses under ``cases/<code>/plan/``; names in the namespace ``cases``, such as ``plan_step``."""

from django.urls import path

from kimbilio.web.cases.plan import moves, one_step, views

urlpatterns = [
    path("", views.plan, name="plan"),
    path("new/", views.new_step, name="plan_new"),
    path("goals/new/", views.goal, name="plan_goal_new"),
    path("goals/<uuid:pk>/", views.goal, name="plan_goal"),
    path("sets/<uuid:pk>/", views.ready_set, name="plan_set"),
    path("<int:number>/", views.step, name="plan_step"),
    path("<int:number>/edit/", views.edit, name="plan_edit"),
    path("<int:number>/wish/", one_step.wish, name="plan_wish"),
    path("<int:number>/status/", one_step.status, name="plan_status"),
    path("<int:number>/waits-for/", one_step.link, name="plan_link"),
    path("<int:number>/place/", one_step.place, name="plan_place"),
    path("<int:number>/move/", moves.move, name="plan_move"),
    path("<int:number>/another-way/", moves.another_way, name="plan_another_way"),
]
