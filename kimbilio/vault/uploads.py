"""How files come in through a form: in memory, never through a temporary file in plain."""

from io import BytesIO
from typing import IO, Any

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class NeverOnDisk(FileUploadHandler):
    """Keeps an upload in memory; one that is too large arrives empty, with its true size.

    Django's own handlers write larger uploads to a temporary folder, where they outlive a crash.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin with nothing."""
        super().new_file(*args, **kwargs)
        self.held: IO[bytes] = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Hold what comes until it is too much, then let go of all of it."""
        if start + len(raw_data) <= settings.FILE_UPLOAD_MAX_MEMORY_SIZE:
            self.held.write(raw_data)
        elif self.held.tell():
            self.held = BytesIO()
        return None

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """The file as forms expect it."""
        self.held.seek(0)
        return InMemoryUploadedFile(
            self.held,
            self.field_name,
            self.file_name,
            self.content_type,
            file_size,
            self.charset,
            self.content_type_extra,
        )
