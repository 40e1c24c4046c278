"""Giving tasks, doing them, and moving what is late."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Choices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Act, Compartment, Permission
from kimbilio.access.matrix import allows
from kimbilio.access.rules import may, require
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.cases.choices import EntryKind
from kimbilio.cases.labels import label
from kimbilio.cases.models import Case, NoticeKind, Task
from kimbilio.cases.notices import notify
from kimbilio.cases.outline import refresh_outline
from kimbilio.cases.timeline import note_down
from kimbilio.kernel.errors import BadInput, DomainError, NotAllowed
from kimbilio.kernel.versions import amend

AT_ONCE = 100  # late tasks that one press moves
KEPT_IN = (
    Compartment.STORY, Compartment.HEALTH, Compartment.LEGAL, Compartment.WHEREABOUTS,
)  # fmt: skip


class NotDone(DomainError):
    """Only what was done can be taken up again."""

    code = "not_done"
    message = _("This task is still open. Nothing was changed.")


@transaction.atomic
def give_task(
    *,
    title: str | Choices,
    due_on: date,
    by: User,
    owner: User | None = None,
    case: Case | None = None,
    part: Compartment | None = None,
) -> Task:
    """Ask a colleague, or oneself, to do something by a day. They are told.

    Its words stand in ``part`` of the case where both read that, else in the first part they share.
    What Kimbilio asks for by itself is a choice, which each reader sees in their own language.
    """
    title = label(title) if isinstance(title, Choices) else title
    owner = owner or by
    compartment = Compartment.STORY
    if case is None:
        require(by, Permission.SIGNED_IN)
        if not owner.is_active:
            raise BadInput(_("This colleague no longer works here."), field="owner")
    else:
        compartment = shared_compartment(case, by=by, owner=owner)
        if part is not None and all(_reads(user, case, part) for user in (by, owner)):
            compartment = part
    if due_on < timezone.localdate():
        raise BadInput(_("This day has passed. Choose one to come."), field="due_on")
    task = Task.objects.create(
        case=case, compartment=compartment, title=title, owner=owner, given_by=by, due_on=due_on
    )
    _tell(task, Event.TASK_CREATED, by=by, owner=str(owner.pk))
    if owner != by:
        notify(user=owner, kind=NoticeKind.TASK_GIVEN, case=case)
    return task


@transaction.atomic
def remind(*, title: Choices, due_on: date, owner: User, case: Case) -> Task | None:
    """Kimbilio itself asks ``owner`` to look at something in their case; no colleague stands behind it.

    Nothing is given where the same open task waits already, or where the part is closed to them.
    """
    part = next(
        (one for one in KEPT_IN if may(owner, Permission.WORK_ON_CASE, case, compartment=one)), None
    )
    if part is None or not case.is_open:
        return None
    words = label(title)
    if asked_for(case, words, owner=owner):
        return None
    task = Task.objects.create(
        case=case, compartment=part, title=words, owner=owner, given_by=owner, due_on=due_on
    )
    trail.record(Event.TASK_CREATED, by=None, on=task, owner=str(owner.pk))
    _refresh(task)
    notify(user=owner, kind=NoticeKind.TASK_GIVEN, case=case)
    return task


def asked_for(case: Case, words: str, **also: Any) -> list[Task]:
    """The open tasks of a case with these very words; ``also`` narrows them, such as to an ``owner``.

    Words are ciphertext: the newest are read one by one.
    """
    waiting = Task.objects.filter(case=case, **also).undone().select_related("case")
    return [task for task in waiting.order_by("-id")[:AT_ONCE] if task.title == words]


@transaction.atomic
def finish_task(*, task: Task, by: User, expected: int | None = None) -> None:
    """Say that it is done. Done twice is done once."""
    require_task(task, by)
    if task.done_at is not None:
        return
    amend(task, expected=expected, done_at=timezone.now(), done_by=by)
    _tell(task, Event.TASK_DONE, by=by)


@transaction.atomic
def finish_tasks(*, tasks: Iterable[Task], by: User) -> int:
    """Say that several are done: all of them, or none. Gives how many."""
    done = 0
    for task in tasks:
        finish_task(task=task, by=by)
        done += 1
    return done


@transaction.atomic
def reopen_task(
    *, task: Task, by: User, due_on: date | None = None, expected: int | None = None
) -> None:
    """It was not done after all."""
    require_task(task, by)
    if task.done_at is None:
        raise NotDone
    day = due_on or max(task.due_on, timezone.localdate())
    amend(task, expected=expected, done_at=None, done_by=None, due_on=day)
    trail.record(Event.TASK_CHANGED, by=by, on=task, reopened=True)
    _refresh(task)


@transaction.atomic
def move_task(
    *, task: Task, due_on: date, by: User, owner: User | None = None, expected: int | None = None
) -> None:
    """Do it by another day, or let another colleague do it."""
    require_task(task, by)
    if due_on < timezone.localdate():
        raise BadInput(_("This day has passed. Choose one to come."), field="due_on")
    new_owner = owner or task.owner
    is_handed_on = new_owner.pk != task.owner_id
    compartment = task.compartment
    if is_handed_on and task.case is not None:
        compartment = _after_handing_on(task, task.case, by=by, owner=new_owner)
    changes = amend(
        task, expected=expected, due_on=due_on, owner=new_owner, compartment=compartment
    )
    if not changes:
        return
    trail.record(Event.TASK_CHANGED, by=by, on=task, changes=changes)
    _refresh(task)
    if is_handed_on and new_owner != by:
        notify(user=new_owner, kind=NoticeKind.TASK_GIVEN, case=task.case)


@transaction.atomic
def move_late_tasks(*, to: date, by: User) -> int:
    """Move all of one's own late tasks to the day ``to``; says how many were moved."""
    late = Task.objects.open_to(by).undone().filter(owner=by, due_on__lt=timezone.localdate())
    moved = 0
    for task in late.select_related("case", "owner").order_by("due_on", "id")[:AT_ONCE]:
        move_task(task=task, due_on=to, by=by)
        moved += 1
    return moved


def require_task(task: Task, by: User) -> None:
    """Who has or gave the task may do so while they see it; for others the case decides."""
    is_theirs = by.pk in {task.owner_id, task.given_by_id}
    if task.case is None:
        require(by, Permission.SIGNED_IN)
        if not is_theirs:
            raise NotAllowed
        return
    act = Act.VIEW if is_theirs else Act.CHANGE
    part = Compartment(task.compartment)
    require(by, Permission.WORK_ON_CASE, task.case, compartment=part, act=act)
    if not task.case.is_open:
        raise BadInput(_("This case is closed. Reopen it first."))


def shared_compartment(case: Case, *, by: User, owner: User) -> Compartment:
    """The first part of the case that the giver may change and the owner may see."""
    if not case.is_open:
        raise BadInput(_("This case is closed. Reopen it first."))
    mine = [part for part in KEPT_IN if allows(by.role, part, Act.CHANGE)]
    if not mine:
        raise NotAllowed
    require(by, Permission.WORK_ON_CASE, case, compartment=mine[0], act=Act.CHANGE)
    for part in mine:
        if may(owner, Permission.WORK_ON_CASE, case, compartment=part):
            return part
    raise BadInput(
        _("This colleague does not work on this case. Add them to the team first."), field="owner"
    )


def _after_handing_on(task: Task, case: Case, *, by: User, owner: User) -> Compartment:
    """The part its words were written for; those of the story may be read with another, no others."""
    part = Compartment(task.compartment)
    if _reads(owner, case, part):
        return part
    if part != Compartment.STORY and may(owner, Permission.WORK_ON_CASE, case):
        raise BadInput(
            _("This colleague may not read what the task is about. Give them one of their own."),
            field="owner",
        )
    return shared_compartment(case, by=by, owner=owner)


def _reads(user: User, case: Case, part: Compartment) -> bool:
    return may(user, Permission.WORK_ON_CASE, case, compartment=part)


def _tell(task: Task, event: Event, *, by: User, **facts: Any) -> None:
    trail.record(event, by=by, on=task, **facts)
    if task.case is not None:
        note_down(
            task.case, event, kind=EntryKind.TASK, by=by, subject=task, line=task.title,
            compartment=Compartment(task.compartment),
        )  # fmt: skip
    _refresh(task)


def _refresh(task: Task) -> None:
    if task.case is not None:
        refresh_outline(task.case)
