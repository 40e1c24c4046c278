"""What the background does for imports. Begun anew after a crash, each goes on where it was."""

from uuid import UUID

from django_tasks import task

from kimbilio.interchange.actions import working


@task()
def check_import(run_id: str) -> None:
    """Try every row without saving any."""
    working.check(UUID(run_id))


@task()
def file_import(run_id: str) -> None:
    """File the rows as cases, batch by batch."""
    working.file_all(UUID(run_id))
