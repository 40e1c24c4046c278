"""Every field of every model is sorted by the harm of its leak, and free text is never kept in plain."""

import pytest
from django.apps import apps
from django.db import models

from kimbilio.kernel.privacy import Privacy
from kimbilio.vault.fields import EncryptedField

OURS = [
    model
    for model in apps.get_models()
    if model.__module__.startswith("kimbilio.") and not model._meta.proxy
]
PLAIN_KINDS = (models.CharField, models.TextField, models.JSONField, models.BinaryField)

# Text in plain, each with what keeps a person's name or story out of it. A field with ``choices``
# needs no line: it can hold nothing but a code.
PLAIN = {
    "our own random code": {"cases.Case.code"},
    "a code of a list that the form checks": {
        "cases.Case.county",
        "cases.Story.status", "cases.Story.status_by", "cases.Story.recruitment",
        "cases.Story.recruited_by", "cases.Story.scope", "cases.Story.origin_country",
        "cases.Story.origin_county", "cases.Story.destination_country",
        "cases.Story.destination_county", "cases.StoryFact.listing", "cases.StoryFact.code",
        "cases.Story.told_in", "cases.Assessment.decided_as", "cases.Assessment.rules",
        "cases.AssessmentArea.area",
        "people.Person.nationality", "people.Person.other_nationality", "people.Person.language",
        "people.Person.other_language", "people.ContactPoint.county",
        "people.ContactPoint.sub_county", "people.ContactPoint.safe_days",
        "people.IdentityDocument.country", "transfers.Package.parts",
    },
    "what a partner says of itself in public, and codes of lists": {
        "partners.Partner.name", "partners.Partner.county", "partners.Partner.place",
        "partners.Partner.phone", "partners.Partner.email", "partners.Offer.days",
        "partners.OfferCounty.county", "partners.OfferLanguage.language",
        "partners.Offer.cost_words", "partners.Partner.sub_county",
        "partners.Partner.ward", "partners.OfferWard.ward", "partners.OfferHours.days",
    },
    "a code of a list of ours that the action checks": {
        "justice.Hearing.county", "shelter.Dose.at",
        "tracing.Tracing.county", "tracing.Tracing.sub_county", "tracing.Handover.county",
        "tracing.MissingReport.county", "tracing.MissingReport.sub_county",
        "reintegration.FollowUp.point",
        "reintegration.Repatriation.country",
    },
    "words of the organisation about itself": {
        "calendar.ReminderRule.english", "calendar.ReminderRule.kiswahili",
        "calendar.ReminderRule.english_off", "calendar.ReminderRule.kiswahili_off",
        "helpline.Account.name", "helpline.UrgentWord.word", "helpline.SafeReply.text",
        "care.Room.name", "livelihoods.FundingGrant.donor",
        "livelihoods.FundingGrant.code", "shelter.House.name", "shelter.Bedroom.name", "shelter.Bed.name",
        "cases.DecisionRule.why_en", "cases.DecisionRule.why_sw", "cases.ReadySet.title_en",
        "cases.ReadySet.title_sw", "cases.ReadyStep.title_en", "cases.ReadyStep.title_sw",
        "cases.ReadyStep.waits_for", "organisation.Unit.name", "organisation.Organisation.name",
        "organisation.Organisation.address", "organisation.Organisation.phone",
        "organisation.Organisation.email", "organisation.Organisation.country",
        "organisation.Organisation.follow_up_days", "reintegration.ReintegrationRules.points",
    },
    "about staff, who are named in the program": {
        "accounts.User.email", "accounts.User.name", "accounts.User.phone",
        "accounts.User.language", "accounts.Invitation.email", "accounts.Invitation.name",
        "accounts.Invitation.language",
    },
    "a hash or a seal": {
        "accounts.User.password", "accounts.User.pin", "accounts.Invitation.token_hash",
        "audit.Entry.changes_mac", "audit.Entry.mac", "audit.Seal.members", "audit.Seal.digest",
        "referrals.AnswerLink.token_hash", "referrals.AnswerLink.code_hash",
        "helpline.Account.door_hash", "helpline.Conversation.receipt_hash",
        "helpline.ReferrerLink.token_hash", "helpline.Delivery.mark", "helpline.Message.mark", "helpline.Sending.mark",
        "vault.StoredFile.sha256",  # of the encrypted bytes
        "transfers.Package.proof_hash", "transfers.Package.number", "transfers.Arrival.number",
        "calendar.FeedKey.token_hash",
    },
    "written by the program: names of code, ids, kinds": {
        "cases.TimelineEntry.event", "cases.TimelineEntry.subject_type", "audit.Entry.event",
        "audit.Entry.actor_role", "audit.Entry.subject_type", "audit.Entry.subject_id",
        "audit.Entry.facts", "audit.Entry.session", "audit.Entry.device", "drafts.Draft.form",
        "drafts.Draft.about", "drafts.SentForm.answer", "vault.StoredFile.owner_label",
        "vault.StoredFile.content_type", "vault.RotationStep.name", "vault.RotationStep.after",
        "kernel.Chore.name", "kernel.Chore.failure", "helpline.Account.trouble",
        "helpline.Delivery.content_type", "helpline.Delivery.failure", "helpline.Sending.reason",
        "cases.CatchUp.what", "cases.CatchUp.after",
        "cases.OutlineFigure.scope", "cases.OutlineFigure.figures",
        "cases.SavedView.query",  # codes of filters, read back before they are kept
    },
}  # fmt: skip
REVIEWED = {name for names in PLAIN.values() for name in names}
NOT_ABOUT_ANYBODY = {"vault.Canary.song"}  # a fixed word that shows whether the keys fit


def fields_of(model):
    return [*model._meta.concrete_fields, *model._meta.local_many_to_many]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_field_is_sorted_once(model):
    privacy = getattr(model, "privacy", None)

    assert isinstance(privacy, Privacy), "give it a privacy that lists every field"
    listed = sorted([*privacy.identifying, *privacy.sensitive, *privacy.ordinary])
    assert listed == sorted(field.name for field in fields_of(model))


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_encrypted_fields_and_identifying_fields_are_the_same(model):
    encrypted = {
        field.name
        for field in fields_of(model)
        if isinstance(field, EncryptedField)
        and f"{model._meta.label}.{field.name}" not in NOT_ABOUT_ANYBODY
    }

    assert encrypted == set(model.privacy.identifying)


def test_free_text_is_encrypted_or_was_reviewed():
    plain = {
        f"{model._meta.label}.{field.name}"
        for model in OURS
        for field in fields_of(model)
        if isinstance(field, PLAIN_KINDS)
        and not isinstance(field, EncryptedField)
        and not field.choices
    }

    assert plain - REVIEWED == set(), "use EncryptedTextField, or say above why this is safe"
    assert REVIEWED - plain == set(), "these are gone: take them off the list"


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_model_says_what_it_is(model):
    assert model.__doc__
    assert not model.__doc__.startswith(f"{model.__name__}(")
