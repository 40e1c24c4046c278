"""The words in which access is stated: parts of a case, acts, permissions, ties."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Compartment(TextChoices):
    """The parts of a case. Seeing one says nothing about the next."""

    OUTLINE = "outline", _("Outline (code, stage, risk, dates)")
    IDENTITY = "identity", _("Identity and contacts")
    STORY = "story", _("Story and notes")
    HEALTH = "health", _("Health and therapy")
    LEGAL = "legal", _("Legal")
    WHEREABOUTS = "whereabouts", _("Whereabouts")
    ALLEGED = "alleged", _("Alleged traffickers")


class Act(TextChoices):
    """What one may do with a compartment. Each includes nothing else."""

    VIEW = "view", _("See")
    CHANGE = "change", _("Change")
    EXPORT = "export", _("Print and export")


class Permission(TextChoices):
    """What a role may do at all, before any case is looked at."""

    SIGNED_IN = "signed_in", _("Use one's own account")
    SEE_CASES = "see_cases", _("See cases")
    ANSWER_HELPLINE = "answer_helpline", _("Answer the helpline")
    OPEN_CASE = "open_case", _("Take a call and open a case")
    WORK_ON_CASE = "work_on_case", _("Work on a case: plan, notes, calls")
    ASSESS = "assess", _("Screen and assess")
    MANAGE_TEAM = "manage_team", _("Assign cases and change teams")
    APPROVE_RESCUE = "approve_rescue", _("Approve a rescue")
    ASK_CLOSING = "ask_closing", _("Ask to close a case")
    APPROVE_CLOSING = "approve_closing", _("Approve closing and reopening")
    BREAK_GLASS = "break_glass", _("Open a case in an emergency")
    REVIEW_EMERGENCY = "review_emergency", _("Review emergency openings")
    EXPORT_CASES = "export_cases", _("Export lists of cases")
    EXPORT_IDENTITIES = "export_identities", _("Export names with cases")
    IMPORT_CASES = "import_cases", _("Import past cases")
    SEE_OUTLINE = "see_outline", _("See the outline for management")
    SEE_LESSONS = "see_lessons", _("Read the lessons learned")
    SEE_PARTNERS = "see_partners", _("Look into the partner directory")
    MANAGE_PARTNERS = "manage_partners", _("Change the partner directory")
    GIVE_THERAPY = "give_therapy", _("Give therapy: sessions, scales and sealed notes")
    MANAGE_FUNDS = "manage_funds", _("Keep the list of grants that pay for help")
    DO_LEGAL_WORK = "do_legal_work", _("Do legal work: answer for matters, keep the court diary")
    BREAK_SEAL = "break_seal", _("Open a sealed note with a reason")
    WORK_IN_SHELTER = "work_in_shelter", _("Work in the shelter: arrivals, roll call, incidents")
    MANAGE_SHELTER = "manage_shelter", _("Manage the shelter: houses, beds, keeping people apart")
    SEE_LOG = "see_log", _("Read the access log")
    MANAGE_ACCOUNTS = "manage_accounts", _("Manage accounts")
    MANAGE_SETTINGS = "manage_settings", _("Manage settings")


class TieKind(TextChoices):
    """Why a person can reach one case."""

    LEAD = "lead", _("Case lead")
    MEMBER = "member", _("On the team")
    INTAKE = "intake", _("Took the call")
    EMERGENCY = "emergency", _("Emergency opening")
