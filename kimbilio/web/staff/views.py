"""Who works here: the pages of the administrator."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kimbilio.access.choices import Permission
from kimbilio.accounts.models import Invitation, User
from kimbilio.kernel.errors import DomainError
from kimbilio.staff import actions, queries
from kimbilio.staff.notices import path_of_invitation
from kimbilio.web.accounts.forms import InviteForm, RoleForm
from kimbilio.web.pages import StaffRequest, page
from kimbilio.web.settings.beginning import first_steps

View = Callable[..., HttpResponse]


def after_post(view: View) -> View:
    """Let a bare visit, such as the way back after a refusal, end at the list or the colleague."""

    @wraps(view)
    def change(request: StaffRequest, pk: UUID) -> HttpResponse:
        if request.method == "POST":
            return view(request, pk)
        is_colleague = User.objects.filter(pk=pk).exists()
        return redirect("staff:member", pk=pk) if is_colleague else redirect("staff:index")

    return change


@page(needs=Permission.MANAGE_ACCOUNTS, methods=("GET",))
def index(request: StaffRequest) -> HttpResponse:
    """See who has an account, in what role, and who was invited."""
    staff = queries.staff_list(viewer=request.user)
    invitations = queries.open_invitations(viewer=request.user)
    context = {
        "staff": staff, "invitations": invitations, "first_steps": first_steps(request.user),
    }  # fmt: skip
    return render(request, "staff/index.html", context)


@page(needs=Permission.MANAGE_ACCOUNTS)
def invite(request: StaffRequest) -> HttpResponse:
    """Invite a colleague; the link is shown too, for when mail does not arrive."""
    form = InviteForm(request.POST or None, initial={"language": request.user.language})
    if form.is_valid():
        try:
            token = actions.invite_user(by=request.user, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(refusal.field, str(refusal.message))
        else:
            link = request.build_absolute_uri(path_of_invitation(token))
            facts = {"link": link, "name": form.cleaned_data["name"]}
            return render(request, "staff/invited.html", facts)
    return render(request, "staff/invite.html", {"form": form})


@page(needs=Permission.MANAGE_ACCOUNTS)
@after_post
def withdraw(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take an invitation back."""
    actions.withdraw_invitation(invitation=get_object_or_404(Invitation, pk=pk), by=request.user)
    messages.success(request, _("The invitation no longer works."))
    return redirect("staff:index")


@page(needs=Permission.MANAGE_ACCOUNTS, methods=("GET",))
def member(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Look after one colleague's account."""
    colleague = get_object_or_404(queries.staff_list(viewer=request.user), pk=pk)
    form = RoleForm(initial={"role": colleague.role})
    return render(request, "staff/member.html", {"colleague": colleague, "form": form})


@page(needs=Permission.MANAGE_ACCOUNTS)
@after_post
def role(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Give a colleague another role."""
    colleague = get_object_or_404(User, pk=pk)
    form = RoleForm(request.POST)
    if form.is_valid():
        actions.change_role(user=colleague, by=request.user, **form.cleaned_data)
        messages.success(request, _("The role is changed."))
        return redirect("staff:member", pk=pk)
    return render(request, "staff/member.html", {"colleague": colleague, "form": form})


@page(needs=Permission.MANAGE_ACCOUNTS)
@after_post
def deactivate(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Close a colleague's account."""
    actions.deactivate_user(user=get_object_or_404(User, pk=pk), by=request.user)
    messages.success(request, _("The account is closed and signed out everywhere."))
    return redirect("staff:member", pk=pk)


@page(needs=Permission.MANAGE_ACCOUNTS)
@after_post
def activate(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Open a colleague's account again."""
    actions.activate(user=get_object_or_404(User, pk=pk), by=request.user)
    messages.success(request, _("The account is open again."))
    return redirect("staff:member", pk=pk)


@page(needs=Permission.MANAGE_ACCOUNTS)
@after_post
def reset_second_factor(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Help a colleague who has lost the phone."""
    actions.reset_second_factor(user=get_object_or_404(User, pk=pk), by=request.user)
    messages.success(request, _("They can sign in with the password once and set up a new one."))
    return redirect("staff:member", pk=pk)
