"""What cases do in the background."""

from uuid import UUID

from django_tasks import task

from kimbilio.cases.models import Document
from kimbilio.cases.thumbnails import attach_thumbnail


@task()
def draw_thumbnail(document_id: str) -> bool:
    """Make the small picture of a document; say whether there is one now."""
    document = Document.objects.select_related("file").filter(pk=UUID(document_id)).first()
    return bool(document and attach_thumbnail(document))
