"""Closed lists about staff."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What a person is here to do. One each; ``access.matrix`` says what it allows."""

    CASE_WORKER = "case_worker", _("Case worker")
    TEAM_LEAD = "team_lead", _("Team lead")
    THERAPIST = "therapist", _("Therapist")
    LEGAL_OFFICER = "legal_officer", _("Legal officer")
    SHELTER_WORKER = "shelter_worker", _("Shelter worker")
    HELPLINE_OPERATOR = "helpline_operator", _("Helpline operator")
    PREVENTION_OFFICER = "prevention_officer", _("Prevention officer")
    ME_OFFICER = "me_officer", _("Monitoring and evaluation officer")
    MANAGER = "manager", _("Manager")
    ADMINISTRATOR = "administrator", _("Administrator")
    DATA_PROTECTION_OFFICER = "data_protection_officer", _("Data protection officer")
