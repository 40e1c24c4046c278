"""Addresses under ``cases/<code>/livelihoods/``; names in the namespace ``cases``."""

from django.urls import path

from kimbilio.web.livelihoods import business, grants, learning, ledger, running, work

urlpatterns = [
    path("", work.choose, name="livelihood"),
    path("given/", ledger.given, name="given"),
    path("given/new/", ledger.new, name="giving_new"),
    path("given/<uuid:pk>/back/", ledger.back, name="giving_back"),
    path("school/new/", learning.new_school, name="school_new"),
    path("training/new/", learning.new_training, name="training_new"),
    path("learning/<uuid:pk>/", learning.schooling, name="schooling"),
    path("learning/<uuid:pk>/begin/", learning.begin, name="schooling_begin"),
    path("learning/<uuid:pk>/end/", learning.end, name="schooling_end"),
    path("learning/<uuid:pk>/terms/new/", learning.new_term, name="term_new"),
    path("terms/<uuid:pk>/", learning.change_term, name="term"),
    path("terms/<uuid:pk>/fees/", learning.fees, name="term_fees"),
    path("business/new/", business.new, name="business_new"),
    path("business/<uuid:pk>/", business.business, name="business"),
    path("business/<uuid:pk>/book/", business.book, name="business_book"),
    path("business/<uuid:pk>/plan/", business.plan, name="business_plan"),
    path("business/<uuid:pk>/opening/", business.opening, name="business_opening"),
    path("business/<uuid:pk>/close/", business.close, name="business_close"),
    path("business/<uuid:pk>/grant/", grants.ask, name="grant_ask"),
    path("business/<uuid:pk>/bought/", running.new_asset, name="asset_new"),
    path("business/<uuid:pk>/visit/", running.new_visit, name="mentor_visit_new"),
    path("business/<uuid:pk>/month/", running.new_figure, name="figure_new"),
    path("months/<uuid:pk>/", running.change_figure, name="figure"),
    path("grants/<uuid:pk>/decide/", grants.decide, name="grant_decide"),
    path("grants/<uuid:pk>/parts/new/", grants.new_part, name="tranche_new"),
    path("parts/<uuid:pk>/met/", grants.met, name="tranche_met"),
    path("parts/<uuid:pk>/waive/", grants.waive, name="tranche_waive"),
    path("parts/<uuid:pk>/pay/", grants.pay, name="tranche_pay"),
    path("savings/new/", work.new_savings, name="savings_new"),
    path("savings/<uuid:pk>/", work.savings, name="savings"),
    path("savings/<uuid:pk>/now/", work.change_savings, name="savings_now"),
    path("savings/<uuid:pk>/leave/", work.leave, name="savings_leave"),
    path("job/new/", work.new_job, name="job_new"),
    path("job/<uuid:pk>/", work.job, name="job"),
    path("job/<uuid:pk>/end/", work.end_job, name="job_end"),
]
