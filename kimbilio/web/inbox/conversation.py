"""One conversation: read it, have it, answer it, understand it, decide, end it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kimbilio.access.choices import Act, Compartment
from kimbilio.access.matrix import holds
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.cases.models import Case
from kimbilio.drafts.queries import drafts_about
from kimbilio.helpline.actions.answering import (
    hand_over,
    log_call_back,
    say_one_writes,
    take_conversation,
    write_answer,
    write_note,
)
from kimbilio.helpline.actions.deciding import (
    close_conversation,
    join_case,
    lift_block,
    save_triage,
)
from kimbilio.helpline.choices import Outcome, Urgency
from kimbilio.helpline.models import Conversation, SafeReply, Triage
from kimbilio.helpline.queries import (
    earlier_with,
    files_with,
    messages_of,
    newest_change,
    writing_now,
)
from kimbilio.kernel.errors import BadInput
from kimbilio.kernel.ids import read_code
from kimbilio.organisation.models import DutyShift
from kimbilio.partners.queries import directory
from kimbilio.web.forms import KimbilioForm, Side, both_sides, once
from kimbilio.web.inbox.forms import (
    AnswerForm,
    CallBackForm,
    CloseForm,
    HandForm,
    JoinForm,
    NoteForm,
    TriageForm,
)
from kimbilio.web.inbox.views import NEEDS, list_of, tag_of, tagged, unchanged
from kimbilio.web.livelihoods.incoming import offers_in
from kimbilio.web.pages import StaffRequest, page

MOST_READY = 8
MOST_COLLEAGUES = 100
MOST_PARTNERS = 200


def conversation_or_404(request: StaffRequest, pk: UUID) -> Conversation:
    """The conversation, if the person may read it; else it does not exist for them."""
    rows = Conversation.objects.visible_to(request.user)
    rows = rows.select_related("correspondent", "owner", "case", "triage", "incoming__partner")
    talk: Conversation = get_object_or_404(rows, pk=pk)
    return talk


@dataclass
class Desk:
    """The forms beside a conversation, of which one was sent at most."""

    answer: AnswerForm
    note: NoteForm
    triage: TriageForm
    close: CloseForm
    hand: HandForm
    join: JoinForm
    call_back: CallBackForm

    @classmethod
    def read(cls, request: StaffRequest, talk: Conversation) -> "Desk":
        """Each with what was sent to it, told by the pressed button."""

        def sent(name: str) -> Any:
            return request.POST if request.method == "POST" and name in request.POST else None

        drafts = drafts_about(request.user, str(talk.pk)) if request.method == "GET" else {}
        held: dict[str, Any] = {"user": request.user, "about": talk.pk, "drafts": drafts}
        known = triage_of(talk)
        start = understood_of(talk, known)
        ready = request.GET.get("ready", "")
        text = {"text": _ready_text(ready)} if ready else {}
        return cls(
            answer=AnswerForm(sent("answer"), initial=text, **held),
            note=NoteForm(sent("write_note"), **held),
            triage=TriageForm(sent("understand"), initial=start, **held),
            close=CloseForm(sent("close"), initial=_likely_end(talk)).for_conversation(talk),
            hand=HandForm(sent("hand")).offer(_colleagues(request.user)),
            join=JoinForm(sent("join")),
            call_back=CallBackForm(sent("called")),
        )


def understood_of(talk: Conversation, known: Triage | None) -> dict[str, Any]:
    """What the panel starts from; version 0 stands for a panel that nobody has answered."""
    return {
        **(known.answers if known else {}),
        "words": known.words if known else "",
        "urgency": talk.urgency,
        "version": known.version if known else 0,
    }


def triage_of(talk: Conversation) -> Triage | None:
    """What was understood so far."""
    found: Triage | None = getattr(talk, "triage", None)
    return found


def _ready_text(pk: str) -> str:
    try:
        row = SafeReply.objects.filter(pk=UUID(pk), is_active=True).first()
    except ValueError:
        return ""
    return row.text if row else ""


def _likely_end(talk: Conversation) -> dict[str, Any]:
    outcome: str = ""
    if talk.case is not None:
        opened_here = talk.case.opened_at >= talk.started_at
        outcome = Outcome.CASE_OPENED if opened_here else Outcome.ATTACHED
        outcome = outcome if talk.case.is_open else Outcome.REFERRED
    return {"version": talk.version, "outcome": outcome}


def _colleagues(user: User) -> list[tuple[User, bool]]:
    """Who else answers the helpline; who is on duty now comes first: one query."""
    now = timezone.now()
    shifts = DutyShift.objects.filter(user=OuterRef("pk"), starts_at__lte=now, ends_at__gt=now)
    people = User.objects.filter(is_active=True).exclude(pk=user.pk).annotate(on=Exists(shifts))
    rows = people.order_by("-on", "name", "pk")[:MOST_COLLEAGUES]
    return [(one, bool(one.on)) for one in rows if holds(one.role, NEEDS)]


@page(needs=NEEDS)
def conversation(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Read a conversation and do the next thing in it."""
    talk = conversation_or_404(request, pk)
    desk = Desk.read(request, talk)
    if request.method == "POST":
        if done := _act(request, talk, desk):
            return done
        sides = _sides(desk)
        return _screen(request, talk, desk, status=409 if sides is not None else 422, sides=sides)
    trail.look(Event.CONVERSATION_OPENED, by=request.user, on=talk)
    return _screen(request, talk, desk)


def _sides(desk: Desk) -> list[Side] | None:
    """What somebody else has saved meanwhile, beside what was typed; None if nobody was faster."""
    if desk.triage.stale is not None and desk.triage.stale.theirs is not None:
        theirs: Any = desk.triage.stale.theirs
        held = understood_of(theirs.conversation, theirs)
        return both_sides(desk.triage, held, theirs.version)
    if desk.close.stale is not None and desk.close.stale.theirs is not None:
        newer: Any = desk.close.stale.theirs
        return both_sides(desk.close, {}, newer.version)
    return None


def _act(request: StaffRequest, talk: Conversation, desk: Desk) -> HttpResponse | None:
    """Do what the pressed button says; None when its form needs another look."""
    here, by = reverse("inbox:conversation", args=[talk.pk]), request.user
    if "take" in request.POST:
        take_conversation(conversation=talk, by=by, from_colleague=request.POST["take"] == "over")
        return redirect(here)
    if "lift" in request.POST:
        lift_block(conversation=talk, by=by)
        messages.success(request, _("What they write next opens a conversation again."))
        return redirect(here)
    for form, act in _deeds(request, talk, desk):
        if form.is_bound:
            return once(request, form, lambda: act() or here) if form.is_valid() else None  # noqa: B023  # called at once
    raise Http404


def _deeds(
    request: StaffRequest, talk: Conversation, desk: Desk
) -> list[tuple[KimbilioForm, Callable[[], str | None]]]:
    by = request.user

    def answer() -> None:
        write_answer(conversation=talk, text=desk.answer.cleaned_data["text"], by=by)

    def note() -> None:
        write_note(conversation=talk, text=desk.note.cleaned_data["note"], by=by)

    def understand() -> None:
        said = desk.triage.cleaned_data
        save_triage(
            conversation=talk, answers=desk.triage.answers(), words=said["words"],
            urgency=Urgency(said["urgency"]), expected=said["version"], by=by,
        )  # fmt: skip

    def hand() -> None:
        to = User.objects.get(pk=desk.hand.cleaned_data["to"])
        hand_over(conversation=talk, to=to, by=by)
        messages.success(request, _("%(name)s has it now and was told.") % {"name": to.name})

    def join() -> None:
        join_case(conversation=talk, case=_case_of(request, desk.join.cleaned_data["code"]), by=by)
        messages.success(request, _("It stands in the timeline of the case now."))

    def called() -> None:
        said = desk.call_back.cleaned_data
        log_call_back(
            conversation=talk, was_reached=said["was_reached"], words=said["call_words"], by=by
        )

    def close() -> str:
        said = desk.close.cleaned_data
        close_conversation(
            conversation=talk, outcome=Outcome(said["outcome"]), words=said["words"],
            block_days=said["block_days"], expected=said["version"], by=by,
        )  # fmt: skip
        messages.success(request, _("The conversation is closed."))
        return reverse("inbox:index")

    return [
        (desk.answer, answer), (desk.note, note), (desk.triage, understand), (desk.hand, hand),
        (desk.join, join), (desk.call_back, called), (desk.close, close),
    ]  # fmt: skip


def _case_of(request: StaffRequest, typed: str) -> Case:
    code = read_code(typed) or typed
    cases = Case.objects.open_to(request.user, Compartment.STORY, Act.CHANGE)
    case: Case | None = cases.filter(code=code).first()
    if case is None:
        raise BadInput(_("There is no case of this code that you may write in."), field="code")
    return case


def _screen(
    request: StaffRequest,
    talk: Conversation,
    desk: Desk,
    *,
    status: int = 200,
    sides: list[Side] | None = None,
) -> HttpResponse:
    is_mine = talk.owner_id in (None, request.user.pk)
    known, told = triage_of(talk), _said(request, talk)
    context = {
        **list_of(request, current=talk.pk),
        "tag_of_list": tag_of(newest_change()),
        **told,
        "desk": desk,
        "triage": known,
        "asks_about": bool(talk.who) and not (known and known.answers.get("caller")),
        "sides": sides,
        "asked": len(TriageForm.base_fields) - 3,
        "understood": desk.triage.in_words(known.answers) if known else [],
        "may_show": bool(talk.correspondent or (known and known.answers.get("reach"))),
        "is_mine": is_mine,
        "may_write": talk.is_open and is_mine and talk.can_be_written_to,
        "ready": SafeReply.objects.filter(is_active=True)[:MOST_READY],
        "earlier": earlier_with(talk, viewer=request.user),
        "files": files_with(talk, viewer=request.user) if talk.case_id is None else [],
        "tag": tag_of(talk.changed_at, ""),
        "offers": offers_in(talk, told["said"], request.user),
    }
    return render(request, "inbox/conversation.html", context, status=status)


def _said(request: StaffRequest, talk: Conversation) -> dict[str, Any]:
    return {"talk": talk, "said": messages_of(talk)}


@page(needs=NEEDS, methods=("GET",))
def said(request: StaffRequest, pk: UUID) -> HttpResponse:
    """What is new in this conversation, if anything is."""
    talk = conversation_or_404(request, pk)
    writers = writing_now(talk, besides=request.user)
    tag = tag_of(talk.changed_at, "+".join(writers))
    if same := unchanged(request, tag):
        return same
    context = {**_said(request, talk), "writing": writers}
    return tagged(render(request, "inbox/_said.html", context), tag)


@page(needs=NEEDS, methods=("GET",))
def partners(request: StaffRequest) -> HttpResponse:
    """The names that the field for a partner offers, fetched when somebody begins to type there."""
    names = directory().values_list("name", flat=True)[:MOST_PARTNERS]
    return render(request, "inbox/_partners.html", {"names": names})


@page(needs=NEEDS, methods=("POST",))
def writing(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Let colleagues see that I am writing an answer."""
    say_one_writes(conversation=conversation_or_404(request, pk), by=request.user)
    return HttpResponse(status=204)
