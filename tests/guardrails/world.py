"""One case with every part a case can have, each encrypted field holding words found nowhere else."""

from datetime import timedelta
from io import BytesIO

from django.apps import apps
from django.db import models
from django.utils import timezone

from kimbilio.access.choices import TieKind
from kimbilio.access.models import Tie
from kimbilio.accounts.models import Invitation
from kimbilio.cases.document_choices import DOCUMENT
from kimbilio.kernel.ids import new_code, new_id
from kimbilio.vault import files
from kimbilio.vault.fields import EncryptedField, EncryptedJSONField
from kimbilio.vault.models import StoredFile
from tests.factories.accounts import UnitFactory, UserFactory

MARK = "Qzxsiri"  # stands in every secret word of this world
DIGITS = "799887766"  # stands in every secret number
TOKEN = "walk-through-every-door"  # of an invitation that anybody may open

TOLD = ("name", "other_names", "places", "known", "reporter", "phone", "family", "outcome")

# Rows that a rule of the database asks to be other than the first thing that fits.
SPECIAL = {
    "cases.Decision": lambda w: {"suggested": "partner", "route": "partner"},
    "cases.Step": lambda w: {"number": w.count("cases.Step") + 1, "wish": "wants"},
    "cases.WishEntry": lambda w: {"wish": "wants"},
    "cases.StepLink": lambda w: {"waits_for": w.another("cases.Step")},
    "people.Relation": lambda w: {"other": w.another("people.Person")},
    "people.ContactPoint": lambda w: {"value": f"+254{DIGITS}", "is_primary": True},
    "referrals.AnswerLink": lambda w: {"expires_at": timezone.now() + timedelta(days=1)},
    # The administrator has to tell the provider which address is ours.
    "helpline.Account": lambda w: {"door": "told-to-the-provider"},
    "therapy.TherapyEpisode": lambda w: {
        "goals": [{"words": f"{MARK}TherapyEpisodeGoals", "reached": False}]
    },
    "calendar.Reminder": lambda w: {"state": "not_safe", "compartment": "health"},
    "therapy.ScaleResult": lambda w: {"answers": {"1": 1}},  # numbers alone can be counted
    # Rent, so that it belongs to neither a term nor a part of a business grant.
    "livelihoods.Giving": lambda w: {"kind": "rent"},
    "livelihoods.StillThere": lambda w: {"business": w.one(apps.get_model("livelihoods.Business"))},
    "transfers.Package": lambda w: {"parts": "identity,story"},
    "transfers.Arrival": lambda w: {
        "state": "accepted",
        "case": w.case,
        "secret": None,
        "file_id": None,
    },
    # Nobody is kept apart from themselves; a stay that is asked for has no end.
    "shelter.KeepApart": lambda w: {"other": w.another("cases.Case", code="KB-0THER")},
    # Keys and hours, which are read as such.
    "shelter.BedPlace": lambda w: {"apart_known": []},
    "shelter.Medicine": lambda w: {"times": ["08:00"]},
    # Whoever received the person was found before; a pair begins at a report or at a search.
    # Who is missed is for every colleague who answers the helpline; each reading is recorded.
    "tracing.MissingReport": lambda w: dict.fromkeys(TOLD, "Told to the helpline"),
    "tracing.Handover": lambda w: {"relative": w.another("tracing.FoundRelative")},
    "tracing.PossibleLink": lambda w: {"tracing": w.another("tracing.Tracing")},
    "justice.AllegedLink": lambda w: {"other": w.another("justice.AllegedTrafficker")},
    "justice.LegalMatter": lambda w: {"charges": ["ctip_3_5"]},  # codes of a public list
    "justice.AllegedTrafficker": lambda w: {
        "known": {"name": [f"{MARK}AllegedTraffickerKnown"], "phone": [f"+254{DIGITS}"]}
    },
    "reintegration.Standing": lambda w: {"answers": {"calm": 1}, "signs": [], "fell": []},  # codes
    "reintegration.Repatriation": lambda w: {"checks": ["fit"], "country": "UG"},
    "reintegration.Journey": lambda w: {
        "travels": "2027-03-04",
        "met_at": "2027-03-04T10:00+03:00",
    },
    "partners.OfferHours": lambda w: {"days": "1"},
    "partners.OfferWard": lambda w: {"ward": "0001"},
    # The directory is for every colleague who looks for help.
    "partners.Partner": lambda w: {
        "name": f"Partner {w.count('partners.Partner')}",
        "contact_name": "Desk",
        "contact_phone": "0700 000 400",
        "note": "Open to all.",
    },
    # Lessons are for every colleague and name nobody.
    "cases.Lesson": lambda w: {"names_nobody": True, "title": "Ask early", "text": "Ask early."},
}
OF_CASES = (
    "cases",
    "people",
    "partners",
    "helpline",
    "calendar",
    "referrals",
    "care",
    "shelter",
    "therapy",
    "justice",
    "tracing",
    "reintegration",
    "livelihoods",
    "consent",
    "drafts",
    "exports",
    "interchange",
    "letters",
    "transfers",
)


def secret(field):
    """Words that belong to this field alone."""
    words = f"{MARK}{field.model.__name__}{field.name.title().replace('_', '')}"
    return {"words": words} if isinstance(field, EncryptedJSONField) else words


class World:
    """The owner's case and all around it; ``rows`` has one row of each model."""

    def __init__(self):
        self.owner = UserFactory(worker=True)
        self.unit = UnitFactory()
        self.rows = {"organisation.Unit": self.unit, "accounts.User": self.owner}
        self.person = self.row("people.Person")
        self.case = self.row(
            "cases.Case",
            code=new_code(6),
            survivor=self.person,
            unit=self.unit,
            lead=self.owner,
            is_minor=True,
        )
        self.rows["access.Tie"] = Tie.objects.create(
            case=self.case, user=self.owner, kind=TieKind.LEAD
        )
        self.row("organisation.DutyShift", user=self.owner)
        self.row("organisation.UnitMembership", user=self.owner)
        for model in apps.get_models():
            if model._meta.app_label in OF_CASES:
                self.one(model)
        self.rows["accounts.Invitation"] = Invitation.objects.create(
            email="new@kimbilio.example",
            role="case_worker",
            token_hash=Invitation.hash_of(TOKEN),
            expires_at=timezone.now() + timedelta(days=1),
        )

    def one(self, model):
        """The row of ``model``: ours, one that a migration wrote, or one made now."""
        label = model._meta.label
        if label not in self.rows:
            written = model._base_manager.first()
            self.rows[label] = written if written is not None else self.row(label)
        return self.rows[label]

    def another(self, label, **given):
        """A row of ``label`` beside the one everybody uses."""
        kept = self.rows.get(label)
        made = self.row(label, **given)
        if kept is not None:
            self.rows[label] = kept
        return made

    def count(self, label):
        return apps.get_model(label)._base_manager.count()

    def row(self, label, **given):
        """A new row with everything filled in that the database asks for, and every secret."""
        model = apps.get_model(label)
        if model is StoredFile:
            return self._file()
        values = {**SPECIAL.get(label, lambda world: {})(self), **given}
        for field in model._meta.concrete_fields:
            if field.name not in values and not isinstance(field, models.AutoField):
                filled = self._fill(field)
                if filled is not None:
                    values[field.name] = filled
        self.rows[label] = made = model._base_manager.create(**values)
        return made

    def _file(self):
        content = BytesIO(f"%PDF-1.4 {MARK}Content\n%%EOF".encode() * 20)
        self.rows["vault.StoredFile"] = made = files.store(
            content, owner_id=new_id(), kind=DOCUMENT
        )
        return made

    def _fill(self, field):
        if isinstance(field, EncryptedField):
            return secret(field)
        if field.name == "case":
            return self.case
        if field.is_relation and field.related_model is StoredFile and not field.null:
            return self._file()
        if field.has_default() or field.null or field.blank:
            return None
        if field.is_relation:
            return self.one(field.related_model)
        if field.choices:
            return field.flatchoices[0][0]
        late = field.name.startswith(("due", "until", "ends"))
        now = timezone.now() + timedelta(hours=late)
        kinds = {
            models.DateTimeField: now,
            models.DateField: now.date(),
            models.CharField: "x",
            models.UUIDField: new_id(),
            models.IntegerField: 1,
            models.BigIntegerField: 1,
            models.BinaryField: b"x",
            models.JSONField: {},
        }
        found = [value for kind, value in kinds.items() if isinstance(field, kind)]
        assert found, f"say in SPECIAL what {field.model._meta.label}.{field.name} holds"
        return found[0]
