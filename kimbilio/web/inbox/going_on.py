"""From a conversation to a case, with everything that was said and understood, and nothing typed twice."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from kimbilio.access.choices import Permission
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.cases.actions.calls import put_call_aside
from kimbilio.cases.choices import Source
from kimbilio.cases.intake_choices import Caller, Route, WhyUnfinished
from kimbilio.helpline.actions.answering import translate_message
from kimbilio.helpline.choices import Channel, Direction, MediaState
from kimbilio.helpline.marks import is_phone
from kimbilio.helpline.models import Attachment, Conversation, Message
from kimbilio.helpline.queries import messages_of
from kimbilio.partners.choices import PartnerKind
from kimbilio.people.choices import BestWay, RelationKind
from kimbilio.vault import files
from kimbilio.web.cases.documents import NOTHING_RUNS
from kimbilio.web.cases.intake_form import OLDEST_CALL
from kimbilio.web.forms import both_sides, once
from kimbilio.web.inbox.conversation import conversation_or_404, triage_of
from kimbilio.web.inbox.forms import TranslationForm
from kimbilio.web.inbox.views import NEEDS
from kimbilio.web.pages import StaffRequest, page

MOST_WORDS = 9_500
BEST_WAYS = {
    Channel.SMS: BestWay.SMS,
    Channel.USSD: BestWay.SMS,
    Channel.WHATSAPP: BestWay.WHATSAPP,
}
SOURCES = {
    PartnerKind.POLICE: Source.POLICE,
    PartnerKind.CHILDREN_OFFICE: Source.CHILDREN_OFFICER,
    PartnerKind.EMBASSY: Source.EMBASSY,
    PartnerKind.HELPLINE: Source.HOTLINE,
    PartnerKind.COURT: Source.GOVERNMENT,
    PartnerKind.GOVERNMENT: Source.GOVERNMENT,
    PartnerKind.INTERNATIONAL: Source.INTERNATIONAL,
    PartnerKind.COMMUNITY: Source.COMMUNITY,
}
CARRIED = ("caller", "told", "age", "place", "safety", "language", "flags")


@page(needs=Permission.OPEN_CASE, methods=("POST",))
def open_case(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Open a case from this conversation, or pass it on to a partner: the form comes filled in."""
    talk = conversation_or_404(request, pk)
    typed = carried_over(talk, about=request.POST.get("caller", ""))
    partner = " ".join(request.POST.get("partner", "").split())[:120]
    if partner:
        typed |= {"passed_on_to": partner, "route": Route.PARTNER.value}
    oldest = timezone.now() - OLDEST_CALL
    call = put_call_aside(
        why=WhyUnfinished.PAUSED, typed=typed, started_at=max(talk.started_at, oldest),
        by=request.user,
    )  # fmt: skip
    return redirect(f"{reverse('cases:new')}?call={call.pk}")


def carried_over(talk: Conversation, *, about: str = "") -> dict[str, Any]:
    """The fields of a first call that this conversation has answered already.

    ``about`` says whom it is about (a ``Caller``), asked where triage does not know. While nobody
    knows, a name is the caller's: it becomes the survivor's only if they speak for themselves.
    """
    triage = triage_of(talk)
    answers = dict(triage.answers) if triage else {}
    if about in Caller.values:
        answers.setdefault("caller", about)
    typed: dict[str, Any] = {name: answers[name] for name in CARRIED if answers.get(name)}
    typed["conversation"] = str(talk.pk)
    address = talk.correspondent.address if talk.correspondent else ""
    about_other = answers.get("caller") == Caller.OTHER
    if is_phone(address):
        typed["caller_phone" if about_other else "phone"] = address
    if talk.who:
        is_survivor = answers.get("caller") == Caller.PERSON
        typed["goes_by" if is_survivor else "caller_name"] = talk.who
    typed["best_way"] = BEST_WAYS.get(Channel(talk.channel), BestWay.CALL).value
    typed["source"] = (Source.COMMUNITY if about_other else Source.SELF).value
    if incoming := getattr(talk, "incoming", None):
        typed["source"] = SOURCES.get(PartnerKind(incoming.partner.kind), Source.NGO).value
        typed["referrer"] = f"{incoming.partner.name}, {incoming.officer}"[:200].strip(", ")
        typed["caller_name"] = incoming.officer
        typed["caller_is"] = RelationKind.OFFICIAL.value
    typed["words"] = words_of(talk, triage.words if triage else "")
    return typed


def words_of(talk: Conversation, summary: str) -> str:
    """Our summary, then what they said; of a long talk the end, which is the newest."""
    heard = [one.text for one in messages_of(talk) if one.direction == Direction.IN and one.text]
    text = "\n".join(filter(None, [summary, *heard]))
    return text if len(text) <= MOST_WORDS else f"… {text[-MOST_WORDS:]}"


@page(needs=NEEDS, methods=("POST",))
def reveal(request: StaffRequest, pk: UUID) -> HttpResponse:
    """See the number or address for twenty seconds."""
    talk = conversation_or_404(request, pk)
    trail.record(Event.CONTACT_REVEALED, by=request.user, on=talk)
    address = talk.correspondent.address if talk.correspondent else ""
    triage = triage_of(talk)
    words = [
        word for word in (address, (triage.answers if triage else {}).get("reach", "")) if word
    ]
    template = "cases/_shown.html" if request.htmx else "cases/shown.html"
    response = render(request, template, {"words": words or ["—"]})
    response["Cache-Control"] = "no-store"
    return response


@page(needs=NEEDS, methods=("GET",))
def attachment(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Open a picture or voice note that came with a message; nothing in it can run."""
    message = message_or_404(request, pk)
    kept = get_object_or_404(
        Attachment.objects.select_related("file"), message=message, state=MediaState.KEPT
    )
    if kept.file is None:  # the database does not let that be; for the types alone
        raise Http404
    trail.look(Event.DOCUMENT_OPENED, by=request.user, on=message)
    response = HttpResponse(files.read(kept.file), content_type=kept.file.content_type)
    ending = kept.file.content_type.rsplit("/", 1)[-1]
    response["Content-Disposition"] = f'inline; filename="message.{ending}"'
    response["Content-Security-Policy"] = NOTHING_RUNS
    response["Cache-Control"] = "no-store"
    return response


@page(needs=NEEDS)
def translation(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Write beside a message what it says in another language."""
    message = message_or_404(request, pk)
    start = {"text": message.translation, "version": message.version}
    form = TranslationForm(request.POST or None, initial=start)
    here = reverse("inbox:conversation", args=[message.conversation_id])

    def act() -> str:
        said = form.cleaned_data
        translate_message(
            message=message, text=said["text"], expected=said["version"], by=request.user
        )
        return here

    if form.is_valid() and (done := once(request, form, act)):
        return done
    context: dict[str, Any] = {"form": form, "message": message, "back": here}
    status = 422 if form.is_bound else 200
    if form.stale is not None and form.stale.theirs is not None:
        newer: Any = form.stale.theirs
        context["sides"], status = both_sides(form, {"text": newer.translation}, newer.version), 409
    return render(request, "inbox/translation.html", context, status=status)


def message_or_404(request: StaffRequest, pk: UUID) -> Message:
    """The message, if the person may read its conversation."""
    talks = Conversation.objects.visible_to(request.user)
    rows = Message.objects.filter(conversation__in=talks).select_related("conversation")
    found: Message = get_object_or_404(rows, pk=pk)
    return found
