"""Why a package that somebody brings is not taken; each says what to do. Nothing is ever half saved."""

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


class MovedOn(DomainError):
    """The package was accepted or dropped meanwhile."""

    code = "arrival_moved_on"
    message = _("This package was accepted or dropped already. Nothing was changed.")
