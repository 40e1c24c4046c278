"""No form of ours lets a character in that cannot be seen: each field for text looks, or says why not."""

from importlib import import_module
from pkgutil import walk_packages

import pytest
from allauth.mfa.models import Authenticator
from django import forms

import kimbilio.web
from kimbilio.cases.assessment_choices import AssessmentKind
from kimbilio.cases.codes.ilo import ListUsed
from kimbilio.web.accounts.forms import PasskeyNameForm
from kimbilio.web.cases.assess.forms import form_for
from kimbilio.web.fields import PlainTextField, RefuseBadCharacters

# Why a field need not look: what was typed there is never kept as it is.
HASHED = "a password or PIN: only its hash is kept, and any character may be part of it"
COMPARED = "a code of numbers, compared and forgotten"
FOUND = "a case code: it finds a case or it does not"
PARSED = "read as a date, numbers or known codes; what is none of them is refused"
NEVER_KEPT = {
    **dict.fromkeys(["AppForm.code", "ConfirmByCodeForm.code", "SignInForm.code"], COMPARED),
    **dict.fromkeys(
        [
            "ConfirmForm.password", "FirstPasswordForm.password1", "FirstPasswordForm.password2",
            "InvitationForm.password", "NewPasswordForm.oldpassword", "NewPasswordForm.password1",
            "NewPasswordForm.password2", "PasswordByMailForm.password1",
            "PasswordByMailForm.password2", "PinForm.pin", "SignInForm.password",
            "UnlockForm.secret",
        ],
        HASHED,
    ),
    **dict.fromkeys(["IntakeForm.same_as", "LessonForm.case", "LogFilterForm.case"], FOUND),
    **dict.fromkeys(
        [
            "AssessmentForm.list_used", "FormOfKind.list_used", "IntakeForm.call",
            "IntakeForm.conversation", "IncomingForm.opened", "MoreForm.opened",
            "ReportForm.opened",
            "IntakeForm.shown", "IntakeForm.started_at", "PersonForm.birth_month",
            "RouteForm.destination_country", "RouteForm.origin_country", "RouteForm.transit",
            "RowForm.waits_for", "SaveViewForm.query",
        ],
        PARSED,
    ),
    "DocumentForm.name": "the action cleans the name of a file, whichever way it came",
    "PasskeyNameForm.name": "looks as well: it is added when the form is made",
    "ReportForm.website": "only programs fill it in; nothing of such a form is kept",
    "SampleForm.words": "the page of samples keeps nothing",
}  # fmt: skip
SAMPLES = ["\0", "\x07", "\x1b[2J", "\x85", "\u202e", "\u2066", "\ud800"]


def every_form():
    """The forms of all areas, with those made on the fly."""
    for found in walk_packages(kimbilio.web.__path__, "kimbilio.web."):
        import_module(found.name)
    made = [form_for(kind, used) for kind in AssessmentKind for used in ListUsed]
    waiting, known = [forms.BaseForm], set(made)
    while waiting:
        waiting += (below := waiting.pop().__subclasses__())
        known.update(one for one in below if one.__module__.startswith("kimbilio."))
    return sorted(known, key=lambda form: (form.__module__, form.__qualname__))


def text_fields():
    """Each field that takes text as it comes, by form and name."""
    free = (forms.CharField,)
    narrow = (forms.EmailField, forms.UUIDField, forms.GenericIPAddressField)
    return {
        f"{form.__name__}.{name}": field
        for form in every_form()
        for name, field in form.base_fields.items()
        if isinstance(field, free) and not isinstance(field, narrow)
    }


def looks(field):
    return isinstance(field, PlainTextField) or any(
        isinstance(one, RefuseBadCharacters) for one in field.validators
    )


def test_every_text_field_looks_for_hidden_characters():
    fields = text_fields()

    assert len(fields) > 60  # the walk found the forms
    assert {name for name, field in fields.items() if not looks(field)} - set(NEVER_KEPT) == set()
    assert set(NEVER_KEPT) - set(fields) == set(), "these fields are gone"


@pytest.mark.parametrize("bad", SAMPLES)
def test_every_text_field_refuses_them(bad):
    letting = []
    for name, field in text_fields().items():
        if not looks(field):
            continue
        try:
            field.run_validators(f"a{bad}b")
        except forms.ValidationError as refusal:
            if any("%(" in str(words) for words in refusal.messages):
                letting.append(f"{name} says nothing clear")
        else:
            letting.append(name)

    assert letting == []


@pytest.mark.parametrize(
    "good", ["Ng'ombe", "mtoto 👧🏾", "a\nb\tc", "שלום", "مرحبا", "e\u0301", "a\u200db"]
)
def test_real_writing_is_let_through(good):
    assert PlainTextField().clean(good) == good


def test_the_name_of_a_passkey_is_looked_at_as_well():
    key = Authenticator(type=Authenticator.Type.WEBAUTHN, data={"name": "Office laptop"})
    form = PasskeyNameForm({"name": "a\u202eb"}, instance=key)

    assert "name" in form.errors
