"""Closed lists of family tracing: how a search stands, how one looks, what is checked before going home."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SearchState(TextChoices):
    """How a tracing request stands; ``MOVES`` says what may come after what."""

    OPEN = "open", pgettext_lazy("tracing", "Looking")
    FOUND = "found", pgettext_lazy("tracing", "Family found")
    REUNITED = "reunited", pgettext_lazy("tracing", "Gone home")
    NOT_FOUND = "not_found", pgettext_lazy("tracing", "Not found")
    STOPPED = "stopped", pgettext_lazy("tracing", "Stopped")


MOVES: dict[SearchState, tuple[SearchState, ...]] = {
    SearchState.OPEN: (SearchState.FOUND, SearchState.NOT_FOUND, SearchState.STOPPED),
    SearchState.FOUND: (SearchState.OPEN, SearchState.REUNITED, SearchState.STOPPED),
    SearchState.REUNITED: (),
    SearchState.NOT_FOUND: (),
    SearchState.STOPPED: (),
}
"""The one table of moves: asked by the actions, drawn by the page."""


class Way(TextChoices):
    """How one looks for family."""

    CALL = "call", _("Call")
    CHIEF = "chief", _("Chief or village elder")
    VISIT = "visit", _("Visit")
    RADIO = "radio", _("Radio")
    PARTNER = "partner", _("Partner organisation")
    LETTER = "letter", _("Letter to an office")


class AttemptResult(TextChoices):
    """What an attempt brought."""

    FOUND = "found", _("Family found")
    CLUE = "clue", _("A clue")
    NOTHING = "nothing", _("Nothing new")
    NOT_REACHED = "not_reached", _("Nobody reached")
    WRONG = "wrong", _("Not this family")


class Proof(TextChoices):
    """By what it was checked that they are family."""

    DOCUMENT = "document", _("A document")
    PHOTO = "photo", _("Recognised on a photo, by each of them")
    QUESTIONS = "questions", _("The same answers, asked apart")
    CHIEF_LETTER = "chief_letter", _("Letter of the chief")
    OFFICER = "officer", _("Children's officer confirms")
    SCHOOL = "school", _("School or clinic confirms")
    DNA = "dna", _("DNA test")
    MET = "met", _("They met and knew each other")


class Safety(TextChoices):
    """Whether it is safe there."""

    SAFE = "safe", pgettext_lazy("family", "Safe")
    WITH_HELP = "with_help", pgettext_lazy("family", "Safe with help")
    NOT_SAFE = "not_safe", pgettext_lazy("family", "Not safe")
    UNKNOWN = "unknown", _("Not known")


class Willing(TextChoices):
    """Whether the family wants it."""

    WANTS = "wants", pgettext_lazy("family", "Want it")
    UNSURE = "unsure", pgettext_lazy("family", "Not sure")
    REFUSES = "refuses", pgettext_lazy("family", "Do not want it")


class Capacity(TextChoices):
    """Whether the family can carry it."""

    ENOUGH = "enough", pgettext_lazy("family", "Can carry it")
    WITH_HELP = "with_help", pgettext_lazy("family", "Can carry it with help")
    NOT_NOW = "not_now", pgettext_lazy("family", "Cannot carry it now")


class Involved(TextChoices):
    """Whether somebody of the family had a part in the trafficking."""

    NONE = "none", pgettext_lazy("family", "Nothing points to it")
    SUSPECTED = "suspected", pgettext_lazy("family", "Suspected")
    YES = "yes", pgettext_lazy("family", "Yes")


class BestInterestAnswer(TextChoices):
    """What was decided for the child."""

    GO_HOME = "go_home", _("Go home")
    NOT_YET = "not_yet", _("Not yet; look again later")
    ELSEWHERE = "elsewhere", _("Live somewhere else")


class Ready(TextChoices):
    """What is prepared before somebody goes home."""

    TOLD_PERSON = "told_person", _("The person knows the day and the way, and agrees")
    TOLD_FAMILY = "told_family", _("The family knows the day and what to expect")
    VISITED = "visited", _("They have talked or met before")
    OFFICER = "officer", _("Children's officer or chief of the place knows")
    SCHOOL = "school", _("School or training there is arranged")
    HEALTH = "health", _("Medicine and papers of the clinic are packed")
    PAPERS = "papers", _("Papers are ready")
    SAFETY = "safety", _("Safety plan and numbers to call are written down")
    THINGS = "things", _("Clothes and things are packed")
    TRANSPORT = "transport", _("Transport and escort are booked")
    GOODBYE = "goodbye", _("Goodbye in the house")


class IdSeen(TextChoices):
    """By what we know who received the person."""

    NATIONAL_ID = "national_id", _("National ID")
    PASSPORT = "passport", _("Passport")
    BIRTH_CERTIFICATE = "birth_certificate", _("Birth certificate")
    CHIEF_LETTER = "chief_letter", _("Letter of the chief")
    OTHER = "other", pgettext_lazy("paper", "Another paper")
    NONE = "none", pgettext_lazy("paper", "No paper; known to us")


class ReportSource(TextChoices):
    """How a report about a missing person came to us."""

    HELPLINE = "helpline", pgettext_lazy("missing", "Helpline")
    WALKED_IN = "walked_in", _("Came to the office")
    POLICE = "police", _("Police")
    CHILDREN_OFFICER = "children_officer", _("Children's officer")
    PARTNER = "partner", _("Partner organisation")
    OTHER = "other", _("Other")


class ReportState(TextChoices):
    """How a report about a missing person stands."""

    OPEN = "open", pgettext_lazy("missing", "Still missed")
    FOUND = "found", pgettext_lazy("missing", "Found")
    CLOSED = "closed", pgettext_lazy("missing", "Closed")


class LinkState(TextChoices):
    """What became of a likely pair."""

    LIKELY = "likely", pgettext_lazy("pair", "Likely")
    CONFIRMED = "confirmed", pgettext_lazy("pair", "Confirmed")
    DISMISSED = "dismissed", pgettext_lazy("pair", "Dismissed")


class Why(TextChoices):
    """What agrees in a likely pair."""

    NAME = "name", _("The name agrees")
    SOUNDS = "sounds", _("The name sounds alike")
    AGE = "age", _("The age fits")
    AGE_NEAR = "age_near", _("The age is near")
    AGE_FAR = "age_far", _("The age does not fit")
    SEX = "sex", _("The sex agrees")
    OTHER_SEX = "other_sex", _("The sex differs")
    VILLAGE = "village", _("The same place by its name")
    SUB_COUNTY = "sub_county", _("The same sub-county")
    COUNTY = "county", _("The same county")
    FAMILY = "family", _("A name of the family agrees")
    RELATION = "relation", _("The relation agrees")


class ToDo(TextChoices):
    """What Kimbilio asks a colleague for by itself; each reads it in their own language."""

    TRY_AGAIN = "try_again", _("Family tracing: try again")
    LOOK_AT_LINK = "look_at_link", _("A possible family link: look under Services, Family tracing")
    FIRST_FOLLOW_UP = "first_follow_up", _("First follow-up after going home")
