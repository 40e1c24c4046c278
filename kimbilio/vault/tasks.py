"""What the vault does in the background."""

from django_tasks import task

from kimbilio.vault import rotation

BREATH = 0.02  # seconds after each batch that belong to people at work


@task()
def lock_anew() -> int:
    """Lock everything with the newest keys; return how many values could not be."""
    return sum(left.count for left in rotation.carry_on(pause=BREATH))
