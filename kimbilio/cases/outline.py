"""What the outline of a case says about the rest: stage, next due, steps done. Always computed.

Every action that changes work on a case calls ``refresh_outline`` last. A part that has something due adds a
function to ``DUE``; a part that moves the stage adds its question to ``stage_of``.
"""

from collections.abc import Callable
from datetime import datetime

from kimbilio.cases.choices import Stage
from kimbilio.cases.models.case import NOTHING_DUE, Case

DUE: list[Callable[[Case], datetime | None]] = []
STEPS: list[Callable[[Case], tuple[int, int]]] = []
STAGES: list[tuple[Stage, Callable[[Case], bool]]] = []  # later stages first


def tells_stage(stage: Stage, reached: Callable[[Case], bool]) -> None:
    """Add a question to ``STAGES``, kept with the later stages first."""
    STAGES.append((stage, reached))
    STAGES.sort(key=lambda told: list(Stage).index(told[0]), reverse=True)


def refresh_outline(case: Case) -> None:
    """Bring the computed columns of ``case`` up to date. Not an edit: the version stays."""
    moments = [moment for due in DUE if (moment := due(case)) is not None]
    done, total = 0, 0
    for count in STEPS:
        more_done, more = count(case)
        done, total = done + more_done, total + more
    computed = {
        "stage": stage_of(case),
        "next_due_at": min(moments, default=NOTHING_DUE) if case.is_open else NOTHING_DUE,
        "steps_done": done,
        "steps_total": total,
    }
    changed = {name: value for name, value in computed.items() if getattr(case, name) != value}
    if changed:
        Case.objects.filter(pk=case.pk).update(**changed)
        for name, value in changed.items():
            setattr(case, name, value)


def stage_of(case: Case) -> Stage:
    """The furthest stage whose question is answered yes; intake if none is."""
    if not case.is_open:
        return Stage.CLOSED
    return next((stage for stage, reached in STAGES if reached(case)), Stage.INTAKE)
