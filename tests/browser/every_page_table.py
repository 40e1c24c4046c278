"""Every address that answers a GET, who opens it and with what. A new one needs a line here."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Visit:
    """One page as one person opens it; ``keys`` rename what the address asks for."""

    who: str
    query: str = ""
    keys: dict[str, str] = field(default_factory=dict)
    status: int = 200
    sends_on: bool = False


def by(who, query="", *, status=200, sends_on=False, **keys):
    """A visit."""
    return Visit(who, query, keys, status, sends_on)


WORKER, LEAD, ADMIN, ANYONE = by("worker"), by("lead"), by("administrator"), by("anyone")
MANAGER, OFFICER, KEEPER = by("manager"), by("officer"), by("keeper")
THERAPIST = KEEPER  # the one with a second factor is the therapist
KINDS = tuple(by("worker", kind=f"={kind}") for kind in ("screening", "risk", "needs"))

PAGES: dict[str, tuple[Visit, ...]] = {
    # Entrance
    "account_login": (ANYONE,),
    "account_inactive": (ANYONE,),
    "account_reset_password": (ANYONE,),
    "account_reset_password_done": (ANYONE,),
    "account_reset_password_from_key": (by("anyone", sends_on=True), by("anyone", key="code")),
    "account_reset_password_from_key_done": (ANYONE,),
    "account:invitation": (by("anyone", token="invitation"), by("anyone", status=410, token="code")),
    "display:blank": (ANYONE,),
    # My day
    "day:today": (WORKER, LEAD),
    "day:week": (WORKER,),
    "day:tasks": (WORKER,),
    "day:task_new": (WORKER,),
    "day:task": (by("worker", pk="own_task"),),
    "day:appointment_new": (WORKER,),
    "day:appointment": (by("worker", pk="meeting"),),
    "notices:index": (WORKER,),
    "search:quick": (WORKER, by("worker", "q=amani"), by("worker", "q=nobodylikethis")),
    # Lists and the way in
    "cases:index": (WORKER, LEAD, by("worker", "stage=support&risk=high"), by("worker", "stage=none")),
    "cases:assign": (by("lead", "case={code}"),),
    "cases:export": (WORKER,),
    "cases:closings": (LEAD,),
    "cases:emergency": (WORKER,),
    "cases:reviews": (LEAD, OFFICER),
    "cases:new": (WORKER,),
    "outline:index": (MANAGER,),
    "lessons:index": (WORKER, LEAD),
    "lessons:new": (WORKER,),
    "lessons:lesson": (by("worker", pk="lesson"), by("lead", pk="waiting")),
    "lessons:edit": (by("worker", pk="waiting"),),
    "referrals:index": (WORKER,),
    "cases:referrals": (WORKER, by("worker", code="referred")),
    "cases:referral_new": (WORKER, LEAD),
    "cases:referral": (by("worker", code="referred", pk="referral"),),
    "answer:answer": (by("anyone", token="answer"), by("anyone", status=410, token="code")),
    "therapy:week": (THERAPIST,),
    "therapy:session_new": (THERAPIST,),
    "therapy:session": (by("keeper", pk="session"), by("keeper", pk="past_session")),
    "therapy:seals": (OFFICER,),
    "cases:services": (WORKER, by("worker", code="in_therapy"), by("keeper", code="in_therapy")),
    "cases:therapy_ask": (WORKER,),
    "cases:therapy": tuple(by(who, code="in_therapy", pk="therapy") for who in ("worker", "keeper")),
    "cases:therapy_goals": (by("keeper", code="in_therapy", pk="therapy"),),
    "cases:therapy_end": (by("keeper", code="in_therapy", pk="therapy"),),
    "cases:safety_plan": tuple(by(who, code="in_therapy", pk="therapy") for who in ("worker", "keeper")),
    "cases:scale": tuple(
        by("keeper", code="in_therapy", pk="therapy", kind=f"={kind}") for kind in ("PHQ9", "WHO5", "PCL5")
    ),
    "cases:scale_result": tuple(by(who, code="in_therapy", pk="result") for who in ("worker", "keeper")),
    "cases:therapy_note": (by("keeper", code="in_therapy", pk="attendance"),),
    "rooms:index": (ADMIN,),
    "rooms:new": (ADMIN,),
    "rooms:edit": (by("administrator", pk="room"),),
    "partners:index": (WORKER, LEAD, by("worker", "service=shelter&county=037&sex=female&age=9&when=tonight")),
    "partners:new": (LEAD,),
    "partners:partner": (by("worker", pk="partner"), by("lead", pk="partner")),
    "partners:edit": (by("lead", pk="partner"),),
    "partners:new_offer": (by("lead", pk="partner"),),
    "partners:offer": (by("lead", pk="offer"),),
    "imports:index": (LEAD,),
    "imports:columns": (by("lead", pk="columns"),),
    "imports:run": (by("lead", pk="run"),),
    "imports:export": (LEAD,),
    # The case file
    "cases:file": (WORKER, MANAGER, by("worker", code="closed"), by("worker", code="rescue")),
    "cases:access": (WORKER,),
    "cases:rescue": (WORKER, by("worker", code="rescue"), by("lead", code="rescue")),
    "cases:story": (WORKER,),
    "cases:edit_story": (WORKER,),
    "cases:code_story": (WORKER,),
    "cases:story_route": (WORKER,),
    "cases:timeline": (WORKER,),
    "cases:decide": (WORKER,),
    "cases:team": (WORKER, LEAD),
    "cases:close": (WORKER, by("lead", code="asking"), by("lead", code="closed")),
    "cases:print": (WORKER,),
    "cases:new_note": (WORKER,),
    "cases:call": (WORKER,),
    "cases:assess": KINDS,
    "cases:sign_assessment": KINDS,
    "cases:assessments": KINDS,
    "cases:assessment": (by("worker", pk="assessment"),),
    # People, consent, documents
    "cases:people": (WORKER,),
    "cases:edit_person": (WORKER,),
    "cases:new_relation": (WORKER,),
    "cases:new_paper": (WORKER,),
    "cases:new_contact": (WORKER,),
    "cases:new_contact_of": (by("worker", pk="person"),),
    "cases:edit_contact": (by("worker", pk="contact"),),
    "cases:consent": (WORKER,),
    "cases:documents": (WORKER,),
    "cases:new_document": (WORKER,),
    "cases:document": (by("worker", pk="document"),),
    # Work
    "cases:work": (WORKER,),
    "cases:call_new": (WORKER,),
    "cases:call_series": (WORKER,),
    "cases:follow_up": (by("worker", pk="call"),),
    "cases:task_new": (WORKER,),
    "cases:task": (by("worker", pk="task"),),
    "cases:appointment_new": (WORKER,),
    "cases:appointment": (by("worker", pk="visit"),),
    # The plan
    "cases:plan": (WORKER, by("worker", code="closed")),
    "cases:plan_new": (WORKER,),
    "cases:plan_goal_new": (WORKER,),
    "cases:plan_goal": (by("worker", pk="goal"),),
    "cases:plan_set": (by("worker", pk="set"),),
    "cases:plan_step": (WORKER,),
    "cases:plan_edit": (WORKER,),
    "cases:plan_move": (WORKER,),
    # Settings
    "settings:index": (ADMIN, LEAD, WORKER),
    "settings:organisation": (ADMIN,),
    "settings:access": (ADMIN, WORKER),
    "settings:units": (ADMIN,),
    "settings:new_unit": (ADMIN,),
    "settings:unit": (by("administrator", pk="unit"),),
    "ready_sets:index": (ADMIN,),
    "ready_sets:new": (ADMIN,),
    "ready_sets:edit": (by("administrator", pk="set"),),
    "rules:index": (ADMIN,),
    "rules:new": (ADMIN,),
    "rules:edit": (by("administrator", pk="rule"),),
    "rules:limit": (by("administrator", pk="limit"),),
    "staff:index": (ADMIN,),
    "staff:invite": (ADMIN,),
    "staff:member": (by("administrator", pk="member"),),
    "duty:index": (LEAD, MANAGER),
    "log:index": (OFFICER,),
    # One's own account
    "account:profile": (WORKER,),
    "account:pin": (WORKER,),
    "account:sessions": (WORKER,),
    "account_logout": (WORKER,),
    "account_reauthenticate": (WORKER,),
    "account_change_password": (WORKER,),
    "mfa_index": (WORKER, KEEPER),
    "mfa_activate_totp": (WORKER,),
    "mfa_deactivate_totp": (KEEPER,),
    "mfa_view_recovery_codes": (KEEPER,),
    "mfa_generate_recovery_codes": (KEEPER,),
    "mfa_reauthenticate": (KEEPER,),
    "mfa_reauthenticate_webauthn": (KEEPER,),
    "mfa_list_webauthn": (WORKER, KEEPER),
    "mfa_add_webauthn": (WORKER,),
    "mfa_edit_webauthn": (by("keeper", pk="passkey"),),
    "mfa_remove_webauthn": (by("keeper", pk="passkey"),),
}  # fmt: skip

NO_PAGE = {  # addresses that answer a GET with something else, or only send on
    "account:locked": "seen by the test of the locked screen",
    "mfa_authenticate": "seen on the way in of the one with a second factor",
    "mfa_login_webauthn": "answers the script of passkeys",
    "mfa_download_recovery_codes": "a file",
    "account_set_password": "sends on: everybody has a password",
    "display:kit": "for developers; has its own test",
    **dict.fromkeys(
        (
            "day:appointment_end",
            "cases:appointment_end",
            "cases:give_up_call",
            "cases:plan_wish",
            "cases:plan_status",
            "cases:plan_link",
            "cases:plan_place",
            "cases:plan_another_way",
            "settings:add_member",
            "staff:role",
            "staff:deactivate",
            "staff:reset_second_factor",
        ),
        "sends on to the page on which its form stands",
    ),
    "staff:withdraw": "sends on; its form stands on the list",
    "staff:activate": "sends on unless the account is closed",
    "log:export": "a file",
    "imports:template": "a file",
    "imports:rejected": "a file",
    "cases:download": "a file",
    "cases:thumbnail": "a picture",
    "cases:upload_piece": "answers the script of uploads",
}
