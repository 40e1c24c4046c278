"""Who may do what: one table of roles and permissions, one of roles and compartments.

``V`` is see, ``C`` is change, ``X`` is print and export. What is not written is denied. Compartments other than the
outline need a tie to the case as well; ``ALL_OUTLINES`` names the roles that see the outline of every case.
"""

from kimbilio.access.choices import Act, Compartment, Permission
from kimbilio.accounts.choices import Role

ALL_OUTLINES = frozenset({Role.MANAGER, Role.ME_OFFICER})
ON_DUTY_ROLES = frozenset({Role.CASE_WORKER, Role.TEAM_LEAD, Role.HELPLINE_OPERATOR, Role.MANAGER})
LEADING_ROLES = frozenset({Role.TEAM_LEAD, Role.MANAGER})

_ORDER = (
    Compartment.OUTLINE, Compartment.IDENTITY, Compartment.STORY, Compartment.HEALTH,
    Compartment.LEGAL, Compartment.WHEREABOUTS, Compartment.ALLEGED,
)  # fmt: skip

#                              outline identity story  health legal  where  alleged
_COMPARTMENTS: dict[Role, str] = {
    Role.CASE_WORKER:             "VCX   VCX      VCX    V      VC     VC     VC",
    Role.TEAM_LEAD:               "VCX   VCX      VCX    V      VCX    VCX    VCX",
    Role.THERAPIST:               "VC    V        VC     VCX    -      V      -",
    Role.LEGAL_OFFICER:           "VC    V        V      -      VCX    V      VC",
    Role.SHELTER_WORKER:          "VC    V        -      V      -      VC     -",
    Role.HELPLINE_OPERATOR:       "VC    VC       VC     -      -      V      -",
    Role.PREVENTION_OFFICER:      "-     -        -      -      -      -      -",
    Role.ME_OFFICER:              "VX    -        -      -      -      -      -",
    Role.MANAGER:                 "VCX   V        V      -      V      V      V",
    Role.ADMINISTRATOR:           "-     -        -      -      -      -      -",
    Role.DATA_PROTECTION_OFFICER: "-     -        -      -      -      -      -",
}  # fmt: skip

_LETTERS = {"V": Act.VIEW, "C": Act.CHANGE, "X": Act.EXPORT}

COMPARTMENTS: dict[Role, dict[Compartment, frozenset[Act]]] = {
    role: {
        compartment: frozenset(_LETTERS[letter] for letter in cell if letter in _LETTERS)
        for compartment, cell in zip(_ORDER, row.split(), strict=True)
    }
    for role, row in _COMPARTMENTS.items()
}

_EVERYONE = {Permission.SIGNED_IN}
_CASE_STAFF = _EVERYONE | {
    Permission.SEE_CASES, Permission.WORK_ON_CASE, Permission.BREAK_GLASS, Permission.SEE_LESSONS,
    Permission.SEE_PARTNERS,
}  # fmt: skip

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.CASE_WORKER: frozenset(_CASE_STAFF | {
        Permission.ANSWER_HELPLINE, Permission.OPEN_CASE, Permission.ASSESS,
        Permission.ASK_CLOSING, Permission.EXPORT_CASES,
    }),
    Role.TEAM_LEAD: frozenset(_CASE_STAFF | {
        Permission.ANSWER_HELPLINE, Permission.OPEN_CASE, Permission.ASSESS,
        Permission.ASK_CLOSING, Permission.MANAGE_TEAM, Permission.APPROVE_RESCUE,
        Permission.APPROVE_CLOSING, Permission.REVIEW_EMERGENCY,
        Permission.EXPORT_CASES, Permission.EXPORT_IDENTITIES, Permission.IMPORT_CASES,
        Permission.SEE_OUTLINE, Permission.MANAGE_PARTNERS, Permission.BREAK_SEAL,
        Permission.WORK_IN_SHELTER, Permission.MANAGE_SHELTER, Permission.DO_LEGAL_WORK,
    }),
    Role.THERAPIST: frozenset(_CASE_STAFF | {Permission.ASSESS, Permission.GIVE_THERAPY}),
    Role.LEGAL_OFFICER: frozenset(_CASE_STAFF | {Permission.DO_LEGAL_WORK}),
    Role.SHELTER_WORKER: frozenset(_CASE_STAFF | {Permission.WORK_IN_SHELTER}),
    Role.HELPLINE_OPERATOR: frozenset(_EVERYONE | {
        Permission.SEE_CASES, Permission.OPEN_CASE, Permission.WORK_ON_CASE,
        Permission.SEE_PARTNERS, Permission.ANSWER_HELPLINE,
    }),
    Role.PREVENTION_OFFICER: frozenset(
        _EVERYONE | {Permission.SEE_LESSONS, Permission.SEE_PARTNERS}
    ),
    Role.ME_OFFICER: frozenset(_EVERYONE | {
        Permission.SEE_CASES, Permission.EXPORT_CASES, Permission.SEE_OUTLINE,
        Permission.SEE_LESSONS, Permission.SEE_PARTNERS,
    }),
    Role.MANAGER: frozenset(_CASE_STAFF | {
        Permission.ANSWER_HELPLINE, Permission.MANAGE_TEAM, Permission.APPROVE_RESCUE, Permission.APPROVE_CLOSING,
        Permission.REVIEW_EMERGENCY, Permission.EXPORT_CASES, Permission.SEE_OUTLINE,
        Permission.IMPORT_CASES, Permission.MANAGE_PARTNERS, Permission.WORK_IN_SHELTER,
        Permission.MANAGE_SHELTER, Permission.MANAGE_FUNDS,
    }),
    Role.ADMINISTRATOR: frozenset(_EVERYONE | {
        Permission.MANAGE_ACCOUNTS, Permission.MANAGE_SETTINGS,
    }),
    Role.DATA_PROTECTION_OFFICER: frozenset(_EVERYONE | {
        Permission.SEE_LOG, Permission.REVIEW_EMERGENCY,
    }),
}  # fmt: skip


def allows(role: str, compartment: Compartment, act: Act) -> bool:
    """Whether ``role`` may do ``act`` in ``compartment`` of a case it is tied to."""
    return act in COMPARTMENTS[Role(role)][compartment]


def holds(role: str, permission: Permission) -> bool:
    """Whether ``role`` has ``permission`` at all."""
    return permission in PERMISSIONS[Role(role)]
