"""What every form of ours does: it comes back with the words of a draft, and counts once."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.translation import gettext as _

from kimbilio.accounts.models import User
from kimbilio.drafts.actions import drop_draft, send_once
from kimbilio.drafts.models import Draft
from kimbilio.drafts.queries import draft_of
from kimbilio.kernel.errors import BadInput, DomainError, Stale
from kimbilio.web.fields import PlainTextField, RefuseBadCharacters

NOT_KEPT = {"csrfmiddlewaretoken", "sent_key", "draft_form", "draft_about", "password"}
# The version is kept: words typed over an older version must meet the newer one side by side.

__all__ = ["KimbilioForm", "PlainTextField", "RefuseBadCharacters", "once"]


class KimbilioForm(forms.Form):
    """The base of our forms. ``draft_name`` makes it keep what is typed.

    Write ``form = NoteForm(request.POST or None, user=request.user, about=case.pk)``; draw
    ``{{ form.hidden }}`` inside the form element, which also carries ``{{ form.draft_attrs }}``.
    """

    draft_name = ""
    template_name_hidden = "drafts/_hidden.html"

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        user: User | None = None,
        about: object = "",
        drafts: dict[str, Draft] | None = None,
        **kwargs: Any,
    ) -> None:
        """``drafts`` are those of a page with several forms, fetched at once."""
        self.about = str(about or "")
        self.stale: Stale | None = None
        self.draft: Draft | None = None
        if data is None and user is not None and self.draft_name:
            if drafts is None:
                self.draft = draft_of(user, self.draft_name, self.about)
            else:
                self.draft = drafts.get(self.draft_name)
            if self.draft:
                kwargs["initial"] = {**(kwargs.get("initial") or {}), **self._typed(self.draft)}
        super().__init__(data, files, **kwargs)
        self.sent_key = self.data.get("sent_key") or str(uuid4())

    def _typed(self, draft: Draft) -> dict[str, Any]:
        many = (forms.MultipleChoiceField, forms.ModelMultipleChoiceField)
        known = {}
        for name, field in self.base_fields.items():
            if name in draft.body:
                values = draft.body[name]
                values = values if isinstance(values, list) else [values]
                known[name] = values if isinstance(field, many) else (values or [""])[-1]
        return known

    @property
    def hidden(self) -> str:
        """The hidden inputs every form carries, and the word that a draft was brought back."""
        return self.render(self.template_name_hidden, {"form": self})

    def let_choose(self, **rows: Any) -> None:
        """Let the fields of these names choose among ``rows``; each is a field that can offer."""
        for name, shown in rows.items():
            field: Any = self.fields[name]
            field.offer(shown)

    def refuse(self, refusal: DomainError) -> None:
        """Put a broken rule beside the field that caused it, or on top of the form."""
        field = refusal.field if refusal.field in self.fields else None
        self.add_error(field, str(refusal.message))


def once(request: Any, form: KimbilioForm, act: Callable[[], str]) -> HttpResponse | None:
    """Do ``act`` (which returns the address to go to) once for this sending, and forget the draft.

    Returns the redirect, or None when a rule was broken: the form then holds the error and is
    drawn again with all that was typed. If somebody else was faster, ``form.stale`` has their row,
    which the view shows by ``both_sides``.
    """
    try:
        key = UUID(form.sent_key)
    except ValueError:
        key = uuid4()

    def act_and_drop() -> str:
        address = act()
        if form.draft_name:
            drop_draft(form=form.draft_name, about=form.about, by=request.user)
        return address

    try:
        address = send_once(key=key, act=act_and_drop, by=request.user)
    except DomainError as refusal:
        form.stale = refusal if isinstance(refusal, Stale) else None
        form.refuse(refusal)
        return None
    if getattr(request, "htmx", False):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


@dataclass(frozen=True)
class Side:
    """One field on which two people wrote differently: what the other saved, what I typed."""

    label: str
    theirs: Any
    mine: Any


def both_sides(form: KimbilioForm, theirs: dict[str, Any], version: int) -> list[Side]:
    """The fields that differ from what somebody else saved meanwhile, for a choice side by side.

    Nothing is applied: the form now carries their ``version``, so that sending it again means that
    the person has seen both.
    """
    sides = []
    for name, field in form.fields.items():
        if name == "version" or name not in theirs or field.widget.is_hidden:
            continue
        was, now = theirs[name], form.cleaned_data.get(name)
        if (was or "") != (now or ""):
            sides.append(Side(str(field.label), _in_words(field, was), _in_words(field, now)))
    typed = QueryDict(mutable=True)
    typed.update(form.data)
    typed["version"] = str(version)
    form.data = typed
    return sides


def _in_words(field: forms.Field, value: Any) -> Any:
    value = field.prepare_value(value)
    if isinstance(value, list):
        return ", ".join(str(_in_words(field, one)) for one in value) or "—"
    if isinstance(field, forms.ChoiceField):
        return dict(field.choices).get(value, value)  # type: ignore[arg-type]  # choices are pairs
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return "—" if value in (None, "") else value


def typed_fields(data: QueryDict) -> dict[str, Any]:
    """The fields of a posted form as a draft keeps them: one value plain, several as a list."""
    body: dict[str, Any] = {}
    for name in data:
        if name in NOT_KEPT or len(name) > 80:
            continue
        values = data.getlist(name)
        body[name] = values[0] if len(values) == 1 else values
    if len(body) > 300:
        raise BadInput
    return body
