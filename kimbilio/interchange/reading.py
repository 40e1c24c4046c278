"""A file of unknown kind to a table, told from its bytes."""

from django.utils.translation import gettext_lazy as _

from kimbilio.interchange.tables import (
    LARGEST_FILE,
    NOT_TABLES,
    OLD_EXCEL,
    NotATable,
    Table,
    TooMuch,
    from_csv,
    from_json,
)


def read_table(content: bytes) -> Table:
    """The table in an XLSX, XLSM, CSV or JSON file; refuses anything else with a reason."""
    if len(content) > LARGEST_FILE:
        raise TooMuch
    if not content.strip():
        raise NotATable(_("This file is empty. Choose it again."))
    if content.startswith(b"PK"):
        from kimbilio.interchange.workbooks import from_workbook  # the library needs 18 MB

        return from_workbook(content)
    if content.startswith(OLD_EXCEL):
        raise NotATable(
            _("This is an old or locked Excel file. Save it as .xlsx without a password.")
        )
    if content.startswith(NOT_TABLES) or (
        b"\0" in content[:4096] and content[:1] not in b"\xff\xfe"
    ):
        raise NotATable
    if content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{"):
        return from_json(content.removeprefix(b"\xef\xbb\xbf"))
    return from_csv(content)
