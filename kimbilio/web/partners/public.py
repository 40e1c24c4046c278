"""The directory for everybody: entries that a lead chose, without a script, a cookie or a trace."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from kimbilio.organisation.places import county_choices
from kimbilio.partners.choices import Service
from kimbilio.partners.queries import MOST_SHOWN, directory_rules, public_offers
from kimbilio.web.pages import page
from kimbilio.web.public import public_page


class SearchForm(forms.Form):
    """Asks for two codes; they may stand in an address, which names nobody."""

    service = forms.ChoiceField(
        label=_("Help needed"), choices=[("", _("Any")), *Service.choices], required=False
    )
    county = forms.ChoiceField(label=_("County"), choices=county_choices, required=False)


@page(needs=None, methods=("GET",))
def find(request: HttpRequest) -> HttpResponse:
    """Find an office or a helpline that helps, without saying who I am."""
    rules = directory_rules()
    if not rules.is_page_open:
        raise Http404
    form = SearchForm(request.GET)
    said = form.cleaned_data if form.is_valid() else {}
    offers = public_offers(
        service=said.get("service", ""), county=said.get("county", ""),
        fresh_since=rules.fresh_since,
    )  # fmt: skip
    context = {"form": form, "offers": list(offers[:MOST_SHOWN]), "most": MOST_SHOWN}
    return public_page(request, "partners/public.html", context)
