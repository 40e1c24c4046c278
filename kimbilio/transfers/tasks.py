"""What the background does for transfers."""

from uuid import UUID

from django_tasks import task

from kimbilio.transfers.actions import making


@task()
def make_package(package_id: str) -> None:
    """Make one package; a second run finds it made."""
    making.make(UUID(package_id))
