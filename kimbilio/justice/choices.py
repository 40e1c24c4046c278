"""Closed lists of legal aid: kinds of matter, how one stands and may move on, what courts decide."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MatterKind(TextChoices):
    """Which kind of law it is about."""

    CRIMINAL = "criminal", pgettext_lazy("matter", "Criminal")
    CIVIL = "civil", pgettext_lazy("matter", "Civil")
    IMMIGRATION = "immigration", pgettext_lazy("matter", "Immigration")
    CHILDREN = "children", _("Children's court")


class MatterState(TextChoices):
    """How a matter stands; ``MOVES`` says what may come after what."""

    ADVICE = "advice", _("Advice, nothing is filed")
    COMPLAINT = "complaint", _("Complaint or claim made")
    INVESTIGATION = "investigation", _("Under investigation")
    IN_COURT = "in_court", _("In court")
    JUDGED = "judged", _("Judgment given")
    APPEAL = "appeal", _("On appeal")
    DROPPED = "dropped", _("Withdrawn or dropped")


MOVES: dict[MatterState, tuple[MatterState, ...]] = {
    MatterState.ADVICE: (MatterState.COMPLAINT, MatterState.IN_COURT, MatterState.DROPPED),
    MatterState.COMPLAINT: (MatterState.INVESTIGATION, MatterState.IN_COURT, MatterState.DROPPED),
    MatterState.INVESTIGATION: (MatterState.IN_COURT, MatterState.DROPPED),
    MatterState.IN_COURT: (MatterState.JUDGED, MatterState.DROPPED),
    MatterState.JUDGED: (MatterState.APPEAL,),
    MatterState.APPEAL: (MatterState.JUDGED, MatterState.IN_COURT),  # the latter: tried again
    MatterState.DROPPED: (MatterState.INVESTIGATION, MatterState.IN_COURT),  # taken up again
}
"""The one table of moves: asked by the action, drawn by the form."""


class Ruling(TextChoices):
    """What the court said."""

    CONVICTED = "convicted", _("Convicted")
    PLEADED = "pleaded", _("Convicted after a plea of guilty")
    ACQUITTED = "acquitted", _("Acquitted")
    NO_CASE = "no_case", _("Discharged or withdrawn by the prosecution")
    GRANTED = "granted", _("Granted")
    PARTLY = "partly", _("Granted in part")
    REFUSED = "refused", _("Refused")
    SETTLED = "settled", _("Settled out of court")


class Purpose(TextChoices):
    """What a hearing is for."""

    MENTION = "mention", _("Mention")
    PLEA = "plea", _("Plea")
    BAIL = "bail", _("Bail or bond")
    PRE_TRIAL = "pre_trial", _("Pre-trial")
    EVIDENCE = "evidence", _("Hearing of witnesses")
    SUBMISSIONS = "submissions", _("Submissions")
    JUDGMENT = "judgment", _("Judgment or ruling")
    SENTENCE = "sentence", _("Sentence")
    CARE_ORDER = "care_order", _("Care and protection order")
    APPEAL = "appeal", _("Hearing of the appeal")
    OTHER = "other", _("Other")


class Transport(TextChoices):
    """How the person gets to court and back."""

    OURS = "ours", _("Our vehicle")
    TAXI = "taxi", _("A taxi that we pay")
    PUBLIC = "public", _("Bus or matatu, the fare from us")
    OFFICIAL = "official", _("A vehicle of the court, police or children's office")
    OWN = "own", _("Comes on their own")
    VIDEO = "video", _("By video, nobody travels")


class HearingOutcome(TextChoices):
    """How a hearing went."""

    HELD = "held", _("It was heard")
    PART_HEARD = "part_heard", _("Heard in part")
    ADJOURNED = "adjourned", _("Adjourned")
    RULED = "ruled", _("The court decided")


class Adjourned(TextChoices):
    """Why a hearing did not go on."""

    COURT_AWAY = "court_away", _("Magistrate or judge not there")
    PROSECUTION = "prosecution", _("Prosecution not ready")
    DEFENCE = "defence", _("Defence not ready")
    ACCUSED_AWAY = "accused_away", _("The accused did not come")
    WITNESS_AWAY = "witness_away", _("A witness did not come")
    SURVIVOR_UNWELL = "unwell", _("The survivor was not well enough")
    SURVIVOR_UNSAFE = "unsafe", _("It was not safe for the survivor")
    NO_INTERPRETER = "no_interpreter", _("No interpreter")
    NO_FILE = "no_file", _("The police or court file was missing")
    NO_REPORT = "no_report", _("A report was not ready")
    NO_TIME = "no_time", _("The court ran out of time")
    OTHER = "other", _("Other")


class StepKind(TextChoices):
    """What is prepared for court, or protects the person there."""

    RIGHTS = "rights", _("Rights and choices explained")
    VISIT = "visit", _("Visit to the court before the day")
    WITNESS = "witness", _("Preparation as a witness")
    IN_CAMERA = "in_camera", _("Closed court asked for")
    SCREEN = "screen", _("Screen, video or separate entrance asked for")
    INTERMEDIARY = "intermediary", _("Intermediary asked for")
    INTERPRETER = "interpreter", _("Court interpreter asked for")
    WITNESS_PROTECTION = "protection", _("Witness protection asked for")
    ORDER = "order", _("Protection order or bail terms asked for")
    IMPACT = "impact", _("Victim impact statement")


PROTECTS = (
    StepKind.IN_CAMERA, StepKind.SCREEN, StepKind.INTERMEDIARY, StepKind.INTERPRETER,
    StepKind.WITNESS_PROTECTION, StepKind.ORDER,
)  # fmt: skip


class AwardKind(TextChoices):
    """Money that is asked of somebody for what was done."""

    RESTITUTION = "restitution", _("Restitution")
    COMPENSATION = "compensation", _("Compensation")
    WAGES = "wages", _("Wages owed")
    FUND = "fund", _("National Assistance Trust Fund")


class Part(TextChoices):
    """What an alleged trafficker is said to have done."""

    RECRUITED = "recruited", pgettext_lazy("alleged", "Recruited")
    TRANSPORTED = "transported", pgettext_lazy("alleged", "Transported")
    KEPT = "kept", _("Kept or harboured")
    EXPLOITED = "exploited", _("Exploited or employed")
    PAID = "paid", _("Paid or organised")
    OFFICIAL = "official", _("Helped as an official")
    UNKNOWN = "unknown", _("Not known")


class Trait(TextChoices):
    """By what an alleged trafficker is known; the first ones tell most."""

    PHONE = "phone", _("Phones")
    ACCOUNT = "account", _("Accounts")
    VEHICLE = "vehicle", _("Vehicles")
    NAME = "name", _("Names")
    ALIAS = "alias", _("Aliases")
    AGENCY = "agency", _("Agencies")
    PLACE = "place", pgettext_lazy("alleged", "Places")


class ExhibitKind(TextChoices):
    """What a piece of evidence is."""

    PAPER = "paper", _("Paper")
    DEVICE = "device", _("Phone or computer")
    PICTURE = "picture", _("Picture, sound or film")
    CLOTHES = "clothes", _("Clothes or object")
    MEDICAL = "medical", _("Medical form or sample")
    OTHER = "other", _("Other")


class Handing(TextChoices):
    """Why a piece of evidence changed hands."""

    RECEIVED = "received", pgettext_lazy("evidence", "Received")
    STORED = "stored", _("Locked away")
    TO_POLICE = "to_police", _("Given to the police")
    TO_COURT = "to_court", _("Given to the court")
    RETURNED = "returned", _("Given back")
    DESTROYED = "destroyed", _("Destroyed")


class NodeKind(TextChoices):
    """What a node of the network picture stands for; stored nowhere."""

    CASE = "case", _("Case")
    ALLEGED = "alleged", _("Alleged trafficker")
    PHONE = "phone", _("Phone")
    ACCOUNT = "account", _("Account")
    VEHICLE = "vehicle", _("Vehicle")
    AGENCY = "agency", _("Agency")
    PLACE = "place", pgettext_lazy("message", "Place")
    ROUTE = "route", _("Route")
    CLOSED = "closed", _("A case that is closed to you")
