"""The feed of one's own calendar: its page, and the file that a phone fetches by a secret address."""

import hashlib
from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _

from kimbilio.access.choices import Permission
from kimbilio.access.rules import remembered_reach
from kimbilio.accounts.models import User
from kimbilio.calendar.actions.feeds import make_feed, note_use, revoke_feed
from kimbilio.calendar.choices import Kind
from kimbilio.calendar.ics import Event, written
from kimbilio.calendar.keys import uid_of
from kimbilio.calendar.queries import Entry, active_key_of, feed_entries, key_behind
from kimbilio.cases.queries.my_day import span_of
from kimbilio.cases.work_choices import AppointmentKind
from kimbilio.partners.choices import Service
from kimbilio.web.floods import count, too_many
from kimbilio.web.pages import StaffRequest, page
from kimbilio.web.report.opening import MISSES, MISSES_FOR

BEHIND, AHEAD = 30, 180  # days
CALL_LASTS = timedelta(minutes=15)
PER_HOUR, HOUR = 240, 3600  # of one calendar; phones ask every few minutes at most


@page(needs=Permission.WORK_ON_CASE)
def feed(request: StaffRequest) -> HttpResponse:
    """Make the secret address of my calendar, see when it was last used, or stop it."""
    address = ""
    if "make" in request.POST:
        token = make_feed(by=request.user)
        address = request.build_absolute_uri(reverse("calendar:fetch", args=[token]))
    elif "stop" in request.POST:
        revoke_feed(by=request.user)
        messages.success(request, _("The address does not work any more."))
        return redirect("calendar:feed")
    elif request.method == "POST":
        raise Http404
    key = active_key_of(request.user)
    context = {"key": key, "address": address, "behind": BEHIND, "ahead": AHEAD}
    response = render(request, "calendar/feed.html", context)
    response["Cache-Control"] = "no-store"
    return response


@page(needs=None, methods=("GET",))
def fetch(request: HttpRequest, token: str) -> HttpResponseBase:
    """Fetch the calendar behind a secret address; without an account, and without a name in it."""
    key = None if too_many("feed-misses", MISSES, seconds=MISSES_FOR) else key_behind(token)
    if key is None:
        count("feed-misses", seconds=MISSES_FOR)
        raise Http404
    if key.is_spent(PER_HOUR, timezone.now()):
        return HttpResponse(status=429, headers={"Retry-After": str(HOUR)})
    with remembered_reach(key.user), translation.override(key.user.language):
        body = _calendar(key.user)
    note_use(key)
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["ETag"] = etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response["Cache-Control"] = "private, no-cache"
    response["Content-Disposition"] = 'inline; filename="calendar.ics"'
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return get_conditional_response(request, etag=etag, response=response) or response


def _calendar(user: User) -> bytes:
    today = timezone.localdate()
    entries = feed_entries(user, today - timedelta(days=BEHIND), BEHIND + AHEAD + 1)
    stamp, _next = span_of(
        today, 1
    )  # the same day gives the same file: what changed has its SEQUENCE
    return written(
        [_event(one) for one in entries], name="Kimbilio", stamp=stamp, zone=settings.TIME_ZONE
    )


def _event(one: Entry) -> Event:
    """One entry as others may see it: a neutral word and the codes of cases, no place, no kind of help."""
    return Event(
        uid=f"{uid_of(one.kind, one.thing.pk)}@kimbilio",
        starts_at=one.at,
        ends_at=one.ends_at or one.at + CALL_LASTS,
        summary=" ".join([_word(one), *one.codes]),
        sequence=max(0, one.thing.version - 1),
        is_off=one.is_off,
    )


def _word(one: Entry) -> str:
    if one.kind == Kind.CALL:
        return _("Call")
    is_court = one.kind == Kind.SESSION and one.thing.kind == Service.LEGAL
    if is_court or (one.kind == Kind.APPOINTMENT and one.thing.kind == AppointmentKind.COURT):
        return _("Court")
    return _("Session") if one.kind == Kind.SESSION else _("Appointment")
