"""Letters of offices in the file of a case: asking for one, and one with what comes next."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format

from kimbilio.access.choices import Compartment, Permission
from kimbilio.accounts.models import User
from kimbilio.cases.document_choices import DocumentKind
from kimbilio.cases.models import Document
from kimbilio.referrals.actions.letters import (
    ask_for_letter,
    keep_scan,
    move_letter,
    send_for_letter,
)
from kimbilio.referrals.actions.moving import CannotMove
from kimbilio.referrals.choices import LetterState
from kimbilio.referrals.models import OfficeLetter
from kimbilio.web.cases.documents import READERS
from kimbilio.web.cases.shell import CaseFile, open_file, render_file
from kimbilio.web.forms import Side, both_sides, once
from kimbilio.web.pages import StaffRequest, page
from kimbilio.web.referrals.letter_forms import AskForm, MoveForm, ScanForm, SendForForm
from kimbilio.web.work.forms import VersionedForm

IDENTITY = Compartment.IDENTITY
SCANS = (DocumentKind.REFERRAL, DocumentKind.LETTER)
MOST_SCANS = 50


@page(needs=Permission.WORK_ON_CASE)
def ask(request: StaffRequest, code: str) -> HttpResponse:
    """Write down which office was asked for a letter, and who goes there."""
    file = open_file(request, code, needs=IDENTITY, look=request.method == "GET")
    if not may_ask(file):
        raise Http404
    form = AskForm(request.POST or None, user=request.user, about=file.case.pk)
    form.offer(_people(file), request.user)

    def act() -> str:
        letter = ask_for_letter(case=file.case, by=request.user, **form.cleaned_data)
        return reverse("cases:letter", args=[code, letter.pk])

    if form.is_valid():
        answer = once(request, form, act)
        if answer:
            return answer
    response = render_file(request, file, "referrals", "referrals/letter_new.html", {"form": form})
    response.status_code = 422 if form.is_bound else 200
    return response


def may_ask(file: CaseFile) -> bool:
    """Whether the reader may write down anything about letters of this case."""
    return file.case.is_open and Compartment.OUTLINE in file.changeable


def _people(file: CaseFile) -> list[User]:
    """The team, and whoever looks."""
    team = {tie.user.pk: tie.user for tie in file.team}
    return [*{**team, file.viewer.pk: file.viewer}.values()]


@page(needs=Permission.SEE_CASES)
def letter(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """See where a letter stands; write down what comes next, and keep its scan."""
    file = open_file(request, code, needs=IDENTITY, look=request.method == "GET")
    rows = OfficeLetter.objects.open_in(file.case, request.user).select_related(
        "collector", "asked_by", "document"
    )
    one: OfficeLetter = get_object_or_404(rows, pk=pk)
    one.case = file.case
    if request.method == "POST" and not may_ask(file):
        raise Http404
    forms = Forms.read(request, file, one)
    if request.method == "POST" and not forms.bound:
        raise CannotMove  # somebody moved it on since the page was opened
    sides: list[Side] = []
    for form in forms.bound:
        if form.is_valid():
            if done := once(request, form, lambda: forms.act(one, by=request.user)):
                return done
            if form.stale is not None and form.stale.theirs is not None:
                theirs: Any = form.stale.theirs
                sides = both_sides(form, forms.asked(theirs), theirs.version)
    context = {
        "letter": one, "forms": forms, "sides": sides, "may_change": may_ask(file),
        "sees_scan": one.document is not None and file.sees(one.document.compartment),
    }  # fmt: skip
    response = render_file(request, file, "referrals", "referrals/letter.html", context)
    if request.method == "POST":
        response.status_code = 409 if sides else 422
    return response


@dataclass
class Forms:
    """The forms of a letter, as far as something can come next, of which one was sent at most."""

    move: MoveForm | None
    send: SendForForm | None
    scan: ScanForm | None

    @classmethod
    def read(cls, request: StaffRequest, file: CaseFile, letter: OfficeLetter) -> "Forms":
        """Each with what was sent to it."""
        sent = {
            name: request.POST if name in request.POST else None
            for name in ("move", "send", "scan")
        }
        start = {"version": letter.version}
        is_out = LetterState.COLLECTED in letter.allowed_moves
        move = MoveForm(sent["move"], initial=start).allow(letter) if is_out else None
        people = _people(file)
        goes_alone = [one.pk for one in people] == [letter.collector_id]
        send = SendForForm(sent["send"], initial=start) if is_out and not goes_alone else None
        if send is not None:
            send.offer(people, letter.collector)
        scan = None
        if LetterState.SCANNED in letter.allowed_moves:
            files = request.FILES if sent["scan"] is not None else None
            scan = ScanForm(sent["scan"], files, initial=start)
            writable = [part for part in READERS if part in file.changeable]
            scan.offer(_scans(file), writable)
        return cls(move, send, scan)

    @property
    def bound(self) -> list[VersionedForm]:
        """The one that was sent."""
        return [form for form in (self.move, self.send, self.scan) if form and form.is_bound]

    def act(self, letter: OfficeLetter, *, by: User) -> str:
        """Do what the form that was sent asks for."""
        (form,) = self.bound
        given = dict(form.cleaned_data)
        expected = given.pop("version")
        if form is self.move:
            to = LetterState(given["to"])
            move_letter(letter=letter, to=to, day=given["day"], by=by, expected=expected)
        elif form is self.send:
            send_for_letter(letter=letter, collector=given["collector"], by=by, expected=expected)
        else:
            sent = None if given["document"] else given["file"]
            keep_scan(
                letter=letter, document=given["document"], content=sent, by=by,
                name=sent.name if sent else "", compartment=Compartment(given["compartment"]),
                expected=expected,
            )  # fmt: skip
        return reverse("cases:letter", args=[letter.case.code, letter.pk])

    def asked(self, letter: OfficeLetter) -> dict[str, Any]:
        """What the forms ask for, as it stands in ``letter``."""
        return {
            "to": letter.state,
            "day": letter.collected_on or letter.promised_on,
            "collector": letter.collector,
        }


def _scans(file: CaseFile) -> list[tuple[Document, str]]:
    """The letters that are in the file already, told apart by kind and day; titles may name somebody."""
    held = Document.objects.filter(
        case=file.case, compartment__in=file.opened, kind__in=SCANS, retracted_at=None
    )
    return [
        (one, f"{one.get_kind_display()} · {date_format(one.added_at, 'j M Y, H:i')}")
        for one in held.order_by("-added_at", "-id")[:MOST_SCANS]
    ]
