"""The inbox: everybody who reached us, who waits first, and what is new without loading the page."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from kimbilio.access.choices import Permission
from kimbilio.helpline.actions.taking_down import log_contact
from kimbilio.helpline.choices import Channel, Urgency
from kimbilio.helpline.queries import ORDER, Shown, figures, inbox, last_words, newest_change
from kimbilio.web.forms import once
from kimbilio.web.inbox.forms import ContactForm
from kimbilio.web.inbox.lines import ICONS, line_of
from kimbilio.web.pages import StaffRequest, page
from kimbilio.web.paging import keyset_page

NEEDS = Permission.ANSWER_HELPLINE
SIZE = 25
FILTERS = tuple(
    (channel, ICONS[channel])
    for channel in (
        Channel.CALL, Channel.SMS, Channel.WHATSAPP, Channel.EMAIL, Channel.WEB, Channel.PARTNER,
    )
)  # fmt: skip


def shown_of(request: StaffRequest) -> Shown:
    """What the address asks to see."""
    channel = request.GET.get("channel", "")
    return Shown(
        channel=channel if channel in Channel.values else "",
        mine=request.GET.get("mine") == "1",
        call_back=request.GET.get("call_back") == "1",
    )


def list_of(request: StaffRequest, *, current: object = None) -> dict[str, Any]:
    """What the column of conversations needs: two queries beside those of the page."""
    shown = shown_of(request)
    rows = keyset_page(
        inbox(viewer=request.user, shown=shown), by=ORDER, after=request.GET.get("after", ""),
        size=SIZE,
    )  # fmt: skip
    words = last_words(rows)
    lines = [line_of(talk, words.get(talk.pk), shown.as_query) for talk in rows]
    return {
        "lines": lines,
        "next": rows.next,
        "shown": shown,
        "filters": FILTERS,
        "current": current,
    }


def tag_of(moment: object, *more: object) -> str:
    """The mark by which a page asks whether anything is new; it says nothing but that."""
    return '"' + "-".join(str(one) for one in (moment, *more)).replace('"', "") + '"'


def unchanged(request: StaffRequest, tag: str) -> HttpResponse | None:
    """304 if the page has this already. Nothing of it is ever kept by a browser's store."""
    if request.headers.get("If-None-Match") != tag:
        return None
    return HttpResponse(status=304, headers={"ETag": tag, "Cache-Control": "no-store"})


def tagged(response: HttpResponse, tag: str) -> HttpResponse:
    """The answer with its mark."""
    response["ETag"] = tag
    response["Cache-Control"] = "no-store"
    return response


@page(needs=NEEDS, methods=("GET",))
def index(request: StaffRequest) -> HttpResponse:
    """Who reached us, who waits first."""
    tag = tag_of(newest_change())
    return render(request, "inbox/index.html", {**list_of(request), "tag": tag})


@page(needs=NEEDS, methods=("GET",))
def changes(request: StaffRequest) -> HttpResponse:
    """The list anew if anything changed since; else nothing, at the price of one step into an index."""
    tag = tag_of(newest_change())
    if same := unchanged(request, tag):
        return same
    context = list_of(request, current=_key(request.GET.get("open", "")))
    return tagged(render(request, "inbox/_list.html", context), tag)


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@page(needs=NEEDS)
def new(request: StaffRequest) -> HttpResponse:
    """Write down a call while it lasts, a visit, or what was taken on paper."""
    form = ContactForm(
        request.POST or None, user=request.user, initial={"channel": Channel.CALL.value}
    )

    def act() -> str:
        said = dict(form.cleaned_data)
        said["channel"], said["urgency"] = Channel(said["channel"]), Urgency(said["urgency"])
        talk = log_contact(by=request.user, **said)
        return reverse("inbox:conversation", args=[talk.pk])

    if form.is_valid() and (done := once(request, form, act)):
        return done
    status = 422 if form.is_bound else 200
    return render(request, "inbox/new.html", {"form": form}, status=status)


@page(needs=Permission.ANSWER_HELPLINE, methods=("GET",))
def numbers(request: StaffRequest) -> HttpResponse:
    """How soon we answered in the last thirty days, by channel and by hour."""
    found = figures(viewer=request.user)
    most = max([line.conversations for line in found.by_hour.values()], default=1)
    hours = [
        {"hour": hour, "line": line, "share": round(100 * line.conversations / most)}
        for hour, line in found.by_hour.items()
    ]
    context = {"found": found, "hours": hours, "title": _("How soon we answer")}
    return render(request, "inbox/figures.html", context)
