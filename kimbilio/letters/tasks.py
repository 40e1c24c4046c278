"""What the background does for letters."""

from uuid import UUID

from django_tasks import task

from kimbilio.letters.actions import working


@task()
def make_letters(batch_id: str) -> None:
    """Make the letters of one batch; a second run goes on where the first one stopped."""
    working.make_all(UUID(batch_id))
