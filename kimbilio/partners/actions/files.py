"""Keeping what was read of a file until somebody agrees, and letting go of it."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from kimbilio.access.choices import Permission
from kimbilio.access.rules import require
from kimbilio.accounts.models import User
from kimbilio.kernel.versions import amend
from kimbilio.partners.models import BroughtFile

FORGOTTEN_AFTER = timedelta(days=2)


@transaction.atomic
def keep_file(*, entries: list[Any], remarks: list[Any], by: User) -> BroughtFile:
    """Keep the entries of a file, encrypted. The directory itself does not change."""
    require(by, Permission.MANAGE_PARTNERS)
    kept: BroughtFile = BroughtFile.objects.create(by=by, entries=entries, remarks=remarks)
    return kept


@transaction.atomic
def mark_taken(*, file: BroughtFile, new: int, changed: int, by: User) -> None:
    """The entries are in the directory now: keep the counts and forget the rest."""
    require(by, Permission.MANAGE_PARTNERS)
    amend(
        file, entries=[], remarks=[], taken_at=timezone.now(), taken_new=new, taken_changed=changed
    )


@transaction.atomic
def forget_old_files() -> int:
    """Let go of files that nobody agreed to for two days; says how many."""
    old = BroughtFile.objects.filter(
        taken_at__isnull=True, created_at__lt=timezone.now() - FORGOTTEN_AFTER
    )
    count, _kinds = old.delete()
    return int(count)
