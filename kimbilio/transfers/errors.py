"""Why a package that somebody brings is not taken; each says what to do. Nothing is ever half saved."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kimbilio.kernel.errors import BadInput, DomainError


class PackageRefused(BadInput):
    """The package is not taken. ``code`` says why, also in the trail."""

    code = "package_spoilt"
    message = _(
        "This package was altered or cut short on the way. Ask them to send it again. "
        "Nothing was saved."
    )


class NotOurs(PackageRefused):
    """It is no package at all."""

    code = "not_a_package"
    message = _("This is not a package of a Kimbilio. Choose the file that they sent you.")


class Newer(PackageRefused):
    """It was made by a later version of this program."""

    code = "package_newer"
    message = _(
        "This package was made by a newer Kimbilio. Have yours updated, then bring it again."
    )


class ForOthers(PackageRefused):
    """It is locked for another installation."""

    code = "package_for_others"
    message = _(
        "This package is locked for another key. Send them the key of this Kimbilio and ask them "
        "to pack it again."
    )


class WrongWords(PackageRefused):
    """The passphrase is wrong or missing."""

    code = "package_wrong_words"
    message = _("It does not open with these words. Ask for the six words and type them again.")


class HereAlready(PackageRefused):
    """The same transfer became a case here before."""

    code = "package_known"
    message = _("This case was accepted here before. Nothing was saved twice.")


class FromHere(PackageRefused):
    """It was packed in this very installation: accepting it would make a second case of one person."""

    code = "package_from_here"
    message = _(
        "This package comes from this installation. Nothing was saved, and it still opens for those "
        "for whom it was made. Send it to them; there is nothing to accept here."
    )

    def __init__(self, case_code: str = "") -> None:
        """``case_code`` is told to who may see that case, and left empty for everybody else."""
        self.case_code = case_code
        super().__init__(self._with(case_code) if case_code else None, field="file")

    @staticmethod
    def _with(case_code: str) -> str:
        return gettext(
            "This package was made here, from the case %(code)s, which has stayed as it is. Nothing "
            "was saved twice, and the package still opens for those for whom it was made. To go on "
            "with the case, open %(code)s; there is nothing to accept here."
        ) % {"code": case_code}


class MovedOn(DomainError):
    """The package was accepted or dropped meanwhile."""

    code = "arrival_moved_on"
    message = _("This package was accepted or dropped already. Nothing was changed.")
