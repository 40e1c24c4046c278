"""A file about the directory, told from its bytes."""

from django.utils.translation import gettext as _

from kimbilio.interchange.directory.entries import LARGEST_FILE, Read, too_many
from kimbilio.interchange.directory.from_five_w import read_five_w
from kimbilio.interchange.directory.from_hsds import read_hsds
from kimbilio.interchange.directory.sheets import (
    is_workbook,
    lines_of_sheet,
    tables_of_json,
    tables_of_zip,
)
from kimbilio.interchange.tables import NotATable


def read_directory(content: bytes) -> Read:
    """The entries of an HSDS zip, HSDS JSON or 5W sheet; refuses anything else with a reason."""
    if len(content) > LARGEST_FILE:
        raise too_many()
    start = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if not start:
        raise NotATable(_("This file is empty. Choose it again."), field="file")
    if content.startswith(b"PK") and not is_workbook(content):
        return read_hsds(tables_of_zip(content))
    if start in (b"{", b"["):
        return read_hsds(tables_of_json(content))
    return read_five_w(lines_of_sheet(content))
