"""What the vault wants done again and again."""

from datetime import timedelta

from django.utils import timezone

from kimbilio.kernel.periodic import periodic
from kimbilio.vault import files, keys, keyset, rotation
from kimbilio.vault.models import RotationStep
from kimbilio.vault.tasks import lock_anew

STANDSTILL = timedelta(minutes=10)


@periodic(every=timedelta(hours=6))
def sweep_files() -> None:
    """Remove uploads nobody went on with."""
    files.sweep()


@periodic(every=STANDSTILL)
def carry_on_rotation() -> None:
    """Take up a change of keys that was interrupted, for example by a restart."""
    if not rotation.is_under_way():
        return
    newest = keyset.key_id_of(keys.current().field_prefix)
    recent = RotationStep.objects.filter(key_id=newest, moved_at__gt=timezone.now() - STANDSTILL)
    if not recent.exists():
        lock_anew.enqueue()
