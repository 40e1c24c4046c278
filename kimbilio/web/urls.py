"""Every address of the pages. Each area adds its own list; nothing else defines a path."""

from django.urls import URLPattern, URLResolver, include, path

handler400 = "kimbilio.web.failures.bad_request"
handler500 = "kimbilio.web.failures.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("kimbilio.web.day.urls")),
    path("", include("kimbilio.web.display.urls")),
    path("drafts/", include("kimbilio.web.drafts.urls")),
    path("account/", include("kimbilio.web.accounts.urls")),
    path("settings/", include("kimbilio.web.settings.urls")),
    path("settings/ready-sets/", include("kimbilio.web.ready_sets.urls")),
    path("settings/rooms/", include("kimbilio.web.care.urls")),
    path("settings/reminders/", include("kimbilio.web.calendar.rule_urls")),
    path("settings/houses/", include("kimbilio.web.shelter.house_urls")),
    path("settings/duty/", include("kimbilio.web.duty.urls")),
    path("settings/letters/", include("kimbilio.web.letters.layout_urls")),
    path("settings/helpline/", include("kimbilio.web.helpline.urls")),
    path("settings/staff/", include("kimbilio.web.staff.urls")),
    path("log/", include("kimbilio.web.audit.urls")),
    path("search/", include("kimbilio.web.search.urls")),
    path("cases/", include("kimbilio.web.cases.urls")),
    path("outline/", include("kimbilio.web.outline.urls")),
    path("import/", include("kimbilio.web.imports.urls")),
    path("inbox/", include("kimbilio.web.inbox.urls")),
    path("help/", include("kimbilio.web.partners.public_urls")),
    path("partners/", include("kimbilio.web.partners.urls")),
    path("calendar/", include("kimbilio.web.calendar.urls")),
    path("therapy/", include("kimbilio.web.therapy.urls")),
    path("shelter/", include("kimbilio.web.shelter.urls")),
    path("courts/", include("kimbilio.web.justice.urls")),
    path("missing/", include("kimbilio.web.tracing.urls")),
    path("follow-up/", include("kimbilio.web.reintegration.urls")),
    path("livelihoods/", include("kimbilio.web.livelihoods.urls")),
    path("letters/", include("kimbilio.web.letters.urls")),
    path("lessons/", include("kimbilio.web.lessons.urls")),
    path("notices/", include("kimbilio.web.notices.urls")),
    path("referrals/", include("kimbilio.web.referrals.urls")),
    path("write/", include("kimbilio.web.report.urls")),
    path("api/", include("kimbilio.api.urls")),
    path("transfers/", include("kimbilio.web.transfers.urls")),
    path("answer/", include("kimbilio.web.answer.urls")),
    path("rules/", include("kimbilio.web.rules.urls")),
]
