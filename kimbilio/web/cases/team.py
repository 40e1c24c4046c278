"""Who works on a case, and opening a case in an emergency."""

from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Permission
from kimbilio.access.matrix import PERMISSIONS
from kimbilio.access.rules import may
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.cases.actions.emergency import break_glass, review_opening
from kimbilio.cases.actions.team import add_member, assign_lead, remove_member
from kimbilio.cases.models import EmergencyOpening, Verdict
from kimbilio.cases.queries.oversight import openings_to_review
from kimbilio.kernel.ids import read_code
from kimbilio.web.cases.shell import CaseFile, open_file, render_file
from kimbilio.web.forms import KimbilioForm, PlainTextField, once
from kimbilio.web.pages import StaffRequest, page


def case_staff() -> QuerySet[User]:
    """Colleagues whose role works on cases."""
    roles = [role for role, held in PERMISSIONS.items() if Permission.SEE_CASES in held]
    return User.objects.filter(is_active=True, role__in=roles).order_by("name")


class ColleagueChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes none when it runs
    """A colleague by name and role."""

    def label_from_instance(self, obj: User) -> str:
        """The name with the role, so that two of one name are told apart."""
        return f"{obj.name}, {obj.get_role_display()}"


class TeamForm(KimbilioForm):
    """Asks who joins, and whether as lead."""

    user = ColleagueChoice(label=_("Colleague"), queryset=User.objects.none())
    part = forms.ChoiceField(
        label=_("Works as"),
        choices=[("member", _("On the team")), ("lead", _("Case lead"))],
        widget=forms.RadioSelect,
        initial="member",
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        self.fields["user"].queryset = case_staff()  # type: ignore[attr-defined]  # a model choice


class GlassForm(KimbilioForm):
    """Asks for what ``break_glass`` takes."""

    code = PlainTextField(label=_("Code of the case"), max_length=12)
    reason = PlainTextField(
        label=_("Why can it not wait?"),
        help_text=_("Your team lead and the data protection officer read this at once."),
        rows=3,
        max_length=2000,
    )


class ReviewForm(KimbilioForm):
    """Asks for what ``review_opening`` takes."""

    verdict = forms.ChoiceField(
        label=_("Was it needed?"), choices=Verdict, widget=forms.RadioSelect
    )
    note = PlainTextField(label=_("Note"), required=False, rows=2)


def _may_lead(file: CaseFile) -> bool:
    return file.case.lead_id == file.viewer.pk or may(
        file.viewer, Permission.MANAGE_TEAM, file.case
    )


@page(needs=Permission.SEE_CASES)
def team(request: StaffRequest, code: str) -> HttpResponse:
    """See who works on the case; its lead, the unit's lead and managers may change that."""
    file = open_file(request, code, look=False)
    leads = _may_lead(file)
    form = TeamForm(request.POST or None) if leads else None
    if form is not None and form.is_valid():
        answer = once(request, form, lambda: _join(request, file, form))
        if answer:
            return answer
    context = {"form": form, "leads": leads}
    response = render_file(request, file, "team", "cases/team.html", context)
    response.status_code = 422 if form is not None and form.is_bound else 200
    return response


def _join(request: StaffRequest, file: CaseFile, form: TeamForm) -> str:
    user, by = form.cleaned_data["user"], request.user
    if form.cleaned_data["part"] == "lead":
        assign_lead(case=file.case, lead=user, by=by)
    else:
        add_member(case=file.case, member=user, by=by)
    return reverse("cases:team", args=[file.case.code])


@page(needs=Permission.SEE_CASES, methods=("POST",))
def leave(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Take somebody off the team."""
    file = open_file(request, code, look=False)
    remove_member(case=file.case, member=get_object_or_404(User, pk=pk), by=request.user)
    return redirect("cases:team", file.case.code)


@page(needs=Permission.BREAK_GLASS)
def emergency(request: StaffRequest) -> HttpResponse:
    """Open a case that is not mine because it cannot wait."""
    form = GlassForm(request.POST or None, initial={"code": request.GET.get("code", "")[:12]})
    if form.is_valid():
        typed = form.cleaned_data["code"]

        def act() -> str:
            code = read_code(typed) or ""
            case = break_glass(code=code, reason=form.cleaned_data["reason"], by=request.user)
            return case.get_absolute_url()

        answer = once(request, form, act)
        if answer:
            return answer
        if "code" in form.errors:  # a guess is worth knowing about; what was typed is not kept
            trail.look(Event.CASE_REFUSED, by=request.user)
    status = 422 if form.is_bound else 200
    return render(request, "cases/emergency.html", {"form": form}, status=status)


@page(needs=Permission.REVIEW_EMERGENCY)
def reviews(request: StaffRequest) -> HttpResponse:
    """Emergency openings that wait for my review, the oldest first."""
    waiting = openings_to_review(request.user)
    return render(request, "cases/reviews.html", {"waiting": waiting, "form": ReviewForm()})


@page(needs=Permission.REVIEW_EMERGENCY, methods=("POST",))
def review(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Say whether an emergency opening was needed."""
    mine = [opening.pk for opening in openings_to_review(request.user)]
    opening = get_object_or_404(EmergencyOpening, pk=pk, pk__in=mine)
    form = ReviewForm(request.POST)
    if form.is_valid():
        review_opening(opening=opening, by=request.user, **form.cleaned_data)
        return redirect("cases:reviews")
    waiting = openings_to_review(request.user)
    return render(request, "cases/reviews.html", {"waiting": waiting, "form": form}, status=422)
