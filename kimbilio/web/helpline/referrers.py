"""Which partners have a page of their own to send us people by."""

from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kimbilio.access.choices import Permission
from kimbilio.helpline.actions.incoming import give_link, stop_link
from kimbilio.helpline.models import ReferrerLink
from kimbilio.partners.models import Partner
from kimbilio.partners.queries import directory
from kimbilio.web.forms import KimbilioForm, once
from kimbilio.web.pages import StaffRequest, page

MOST_PARTNERS, MOST_LINKS = 500, 500


class ReferrerForm(KimbilioForm):
    """Asks for what ``give_link`` takes."""

    partner = forms.ChoiceField(label=gettext_lazy("Partner"))

    def offer(self, partners: list[Partner]) -> "ReferrerForm":
        """The partners of the directory by name."""
        rows = [(str(one.pk), one.name) for one in partners]
        self.fields["partner"].choices = [("", gettext_lazy("Choose")), *rows]  # type: ignore[attr-defined]  # a ChoiceField
        return self


@page(needs=Permission.MANAGE_PARTNERS)
def referrers(request: StaffRequest) -> HttpResponse:
    """Give a partner a page of its own; its link is shown once."""
    partners = list(directory()[:MOST_PARTNERS])
    form = ReferrerForm(request.POST or None).offer(partners)
    shown: list[str] = []

    def act() -> str:
        partner = get_object_or_404(Partner, pk=form.cleaned_data["partner"])
        token = give_link(partner=partner, by=request.user)
        shown.append(settings.PUBLIC_URL.rstrip("/") + reverse("report:refer", args=[token]))
        return reverse("helpline:referrers")

    if form.is_valid():
        done = once(request, form, act)
        if done and not shown:
            return done
    links = ReferrerLink.objects.filter(stopped_at=None).select_related("partner")
    context = {
        "form": form,
        "link": shown[0] if shown else "",
        "links": links.order_by("partner__name")[:MOST_LINKS],
    }
    is_wrong = form.is_bound and not shown
    response = render(request, "helpline/referrers.html", context, status=422 if is_wrong else 200)
    response["Cache-Control"] = "no-store"
    return response


@page(needs=Permission.MANAGE_PARTNERS, methods=("POST",))
def stop(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Stop a partner's page."""
    stop_link(link=get_object_or_404(ReferrerLink, pk=pk), by=request.user)
    messages.success(request, _("The link does not work any more."))
    return redirect("helpline:referrers")
