"""Addresses of livelihoods outside of a single case; they hold keys, nobody's code."""

from django.urls import path

from kimbilio.web.livelihoods import funds, still

app_name = "livelihoods"

urlpatterns = [
    path("", funds.index, name="funds"),
    path("export/", funds.export, name="export"),
    path("grants/new/", funds.edit, name="funding_new"),
    path("grants/<uuid:pk>/", funds.edit, name="funding"),
    path("questions/<uuid:pk>/", still.question, name="question"),
]
